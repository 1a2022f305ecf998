-- $1 ids.
SELECT coalesce(json_agg(to_json(r) ORDER BY r.name, r.id), '[]'), count(*)
FROM admin.user_records r WHERE r.id = ANY ($1::uuid[])
