-- $1 name.
SELECT id FROM admin.users WHERE name_key = lower(normalize($1::text, NFKC))
