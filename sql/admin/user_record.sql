-- $1 user.
SELECT to_json(r) FROM admin.user_records r WHERE r.id = $1::uuid
