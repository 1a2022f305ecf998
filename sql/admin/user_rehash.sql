-- A better hash of the same password. $1 user, $2 the hash that was checked, $3 the new one.
UPDATE admin.users SET password = $3 WHERE id = $1::uuid AND password = $2
