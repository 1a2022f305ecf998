-- $1 user, $2 hash in hexadecimal.
DELETE FROM admin.recovery_codes WHERE user_id = $1::uuid AND hash = decode($2, 'hex') RETURNING user_id
