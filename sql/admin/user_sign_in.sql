-- The user of a name with all that a sign-in needs; a row with NULLs where there is none. $1 name.
SELECT k.key, u.id, u.name, u.role, u.password, u.one_time, coalesce(u.password_until < now(), false) AS expired,
       u.disabled, u.epoch, encode(f.secret, 'hex') AS secret, f.last_step
FROM (SELECT lower(normalize($1::text, NFKC)) AS key) k
LEFT JOIN admin.users u ON u.name_key = k.key
LEFT JOIN admin.second_factors f ON f.user_id = u.id AND f.confirmed
