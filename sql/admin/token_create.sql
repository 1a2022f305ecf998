-- $1 user, $2 name, $3 scopes, $4 hash in hexadecimal, $5 days it is valid, $6 the most that a user may have. No row:
-- there are as many.
INSERT INTO admin.tokens (user_id, name, scopes, hash, expires)
SELECT $1::uuid, $2, $3::text[], decode($4, 'hex'), now() + make_interval(days => $5::int)
WHERE (SELECT count(*) FROM admin.tokens WHERE user_id = $1::uuid AND revoked IS NULL AND expires > now()) < $6::bigint
RETURNING id
