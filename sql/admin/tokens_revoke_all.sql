-- Those of a user. $1 user.
UPDATE admin.tokens SET revoked = now() WHERE user_id = $1::uuid AND revoked IS NULL
