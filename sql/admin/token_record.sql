-- $1 token, $2 user, NULL: anybody's.
SELECT to_json(r) FROM admin.token_records r WHERE r.id = $1::uuid AND ($2::uuid IS NULL OR r.user_id = $2::uuid)
