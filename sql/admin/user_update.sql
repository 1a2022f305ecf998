-- $1 user, $2 role, $3 disabled.
UPDATE admin.users SET role = $2, disabled = $3::boolean, epoch = epoch + 1 WHERE id = $1::uuid
RETURNING id
