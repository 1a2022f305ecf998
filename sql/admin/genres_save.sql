-- Genres as $1 has them: an array of {id, name, description}. One that is not there is made. `films`, where it is
-- given (a deleted genre comes back), links it to those of its films that still exist.
WITH wanted AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS genre (id uuid, name text, description text, films jsonb)
), saved AS (
  INSERT INTO content.genre (id, name, description)
  SELECT id, name, description FROM wanted ORDER BY id
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description
)
INSERT INTO content.genre_film_work (film_work_id, genre_id)
SELECT f.id, wanted.id
  FROM wanted
 CROSS JOIN jsonb_array_elements_text(wanted.films) AS film
  JOIN content.film_work AS f ON f.id = film::uuid
ON CONFLICT (film_work_id, genre_id) DO NOTHING
