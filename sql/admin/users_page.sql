-- A page of the users, and how many there are. $1 part of the name, NULL: any; $2 role, NULL: any; $3 disabled, NULL: any;
-- $4 column, $5 ASC or DESC, $6 first, $7 how many.
WITH found AS (
  SELECT r.* FROM admin.user_records r JOIN admin.users u USING (id)
  WHERE ($1::text IS NULL OR position(lower(normalize($1::text, NFKC)) IN u.name_key) > 0)
    AND ($2::text IS NULL OR r.role = $2)
    AND ($3::boolean IS NULL OR r.disabled = $3::boolean)
), keyed AS (
  SELECT f.*, CASE $4 WHEN 'role' THEN role WHEN 'created' THEN to_char(created AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS')
                      WHEN 'signed_in' THEN to_char(signed_in AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS')
                      ELSE lower(name) END AS sort_key
  FROM found f
), page AS (
  SELECT row_number() OVER (ORDER BY CASE WHEN $5 = 'ASC' THEN sort_key END ASC NULLS FIRST,
                                     CASE WHEN $5 = 'DESC' THEN sort_key END DESC NULLS LAST, id) AS place, k.id
  FROM keyed k
  ORDER BY place OFFSET $6::bigint LIMIT $7::bigint
)
SELECT coalesce((SELECT json_agg(to_json(r) ORDER BY p.place) FROM page p JOIN admin.user_records r USING (id)), '[]'),
       (SELECT count(*) FROM found)
