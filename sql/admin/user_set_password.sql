-- $1 user, $2 hash, $3 whether it is for one time, $4 how long that is valid.
UPDATE admin.users
SET password = $2, one_time = $3::boolean, password_until = CASE WHEN $3::boolean THEN now() + $4::interval END,
    epoch = epoch + 1
WHERE id = $1::uuid
RETURNING id, name, epoch
