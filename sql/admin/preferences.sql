-- What a user has chosen; no row: nothing yet. $1 user.
SELECT version, body FROM admin.preferences WHERE user_id = $1::uuid
