-- Puts what a user has chosen in place of a version of it, 0 where there is none yet. The version from now on; no row:
-- the present version is another one. $1 user, $2 version, $3 the JSON object.
INSERT INTO admin.preferences AS kept (user_id, body)
SELECT $1::uuid, $3::json
 WHERE $2::bigint = 0 OR EXISTS (SELECT FROM admin.preferences WHERE user_id = $1::uuid)
ON CONFLICT (user_id) DO UPDATE
   SET body = excluded.body, version = kept.version + 1, changed = now()
 WHERE kept.version = $2::bigint
RETURNING version
