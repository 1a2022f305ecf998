-- A secret that is not confirmed yet; no row where one is confirmed. $1 user, $2 secret in hexadecimal.
INSERT INTO admin.second_factors AS f (user_id, secret) VALUES ($1::uuid, decode($2, 'hex'))
ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created = now() WHERE NOT f.confirmed
RETURNING user_id
