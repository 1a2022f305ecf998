-- $1 token, $2 user, NULL: anybody's. No row: there is none, or it is revoked.
UPDATE admin.tokens SET revoked = now()
WHERE id = $1::uuid AND ($2::uuid IS NULL OR user_id = $2::uuid) AND revoked IS NULL
RETURNING id
