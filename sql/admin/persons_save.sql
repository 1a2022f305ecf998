-- People as $1 has them: an array of {id, full_name}. One that is not there is made. `films`, where it is given (a
-- deleted person comes back), links them to those of their films that still exist, at the places they had.
WITH wanted AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS person (id uuid, full_name text, films jsonb)
), saved AS (
  INSERT INTO content.person (id, full_name)
  SELECT id, full_name FROM wanted ORDER BY id
  ON CONFLICT (id) DO UPDATE SET full_name = excluded.full_name
)
INSERT INTO content.person_film_work (film_work_id, person_id, role, position)
SELECT f.id, wanted.id, film.role, coalesce(film.position, 0)
  FROM wanted
 CROSS JOIN jsonb_to_recordset(wanted.films) AS film (id uuid, role text, position integer)
  JOIN content.film_work AS f ON f.id = film.id
ON CONFLICT (film_work_id, person_id, role) DO NOTHING
