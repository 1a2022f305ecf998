-- The newest first. $1 user, NULL: all; $2 first, $3 how many.
SELECT coalesce((SELECT json_agg(to_json(p)) FROM (
         SELECT r.* FROM admin.token_records r WHERE $1::uuid IS NULL OR r.user_id = $1::uuid
         ORDER BY r.created DESC, r.id OFFSET $2::bigint LIMIT $3::bigint) p), '[]'),
       (SELECT count(*) FROM admin.tokens WHERE $1::uuid IS NULL OR user_id = $1::uuid)
