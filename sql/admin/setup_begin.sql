-- Stores a set-up token where there is no user, and no other one that is younger than a day. $1 hash in hexadecimal. No
-- row: it is not to be shown.
INSERT INTO admin.setup AS s (hash) SELECT decode($1, 'hex') WHERE NOT EXISTS (SELECT FROM admin.users)
ON CONFLICT (one) DO UPDATE SET hash = excluded.hash, created = now() WHERE s.created < now() - interval '1 day'
RETURNING true
