-- How many rows history_page.sql has, counted up to $1 at most; $2 is its $3, and so on.
SELECT count(*)
  FROM (SELECT
          FROM admin.history
         WHERE ($2::text[] IS NULL OR object_type = ANY ($2))
           AND (($3::text IS NULL OR object_type = $3) AND ($4::text IS NULL OR object_id = $4)
                OR $3 = 'film' AND object_type = 'film_file' AND object_id = $4
                OR $3 = 'film' AND object_type IN ('genre', 'person')
                   AND (coalesce(before, after) -> 'films' @> jsonb_build_array($4::text)
                        OR coalesce(before, after) -> 'films' @> jsonb_build_array(jsonb_build_object('id', $4::text))))
           AND ($5::text IS NULL OR actor = $5)
           AND ($6::text IS NULL OR action = $6)
           AND ($7::date IS NULL OR at >= $7::date)
           AND ($8::date IS NULL OR at < $8::date + 1)
         LIMIT $1::bigint) AS counted
