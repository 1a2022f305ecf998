-- Whose a token is; no row: it is none, expired, revoked, or its user is disabled. $1 hash in hexadecimal.
WITH found AS (
  SELECT t.id, u.id AS user_id, u.name, u.role, t.scopes, t.used
  FROM admin.tokens t JOIN admin.users u ON u.id = t.user_id
  WHERE t.hash = decode($1, 'hex') AND t.revoked IS NULL AND t.expires > now() AND NOT u.disabled
), noted AS (
  UPDATE admin.tokens t SET used = now() FROM found f
  WHERE t.id = f.id AND (f.used IS NULL OR f.used < now() - interval '1 minute')
)
SELECT user_id, name, role, array_to_json(scopes) FROM found
