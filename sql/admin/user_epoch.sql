-- What a session is compared with; no row: the user is disabled. $1 user.
SELECT epoch FROM admin.users WHERE id = $1::uuid AND NOT disabled
