-- Takes the key $2 of the actor $1 for a request whose hash is $3; a row comes back where it was free. One who holds
-- the key is waited for. Keys of the past go in passing.
WITH past AS (
  DELETE FROM admin.idempotency
   WHERE (actor, key) IN (SELECT actor, key FROM admin.idempotency
                           WHERE created < now() - interval '1 day' AND (actor, key) <> ($1, $2)
                           LIMIT 100 FOR UPDATE SKIP LOCKED)
)
INSERT INTO admin.idempotency (actor, key, request)
VALUES ($1, $2, decode($3, 'hex'))
ON CONFLICT (actor, key) DO NOTHING
RETURNING true
