-- Films with their genres and people, as $1 has them: an array of {id, title, …, genres: [id], people: [{id, role}]}.
-- A film that is not there is made. Links that stay are not touched; the film's version counts each save.
WITH wanted AS MATERIALIZED (
  SELECT film.*
    FROM jsonb_to_recordset($1::jsonb) AS film (
      id uuid, title text, description text, creation_date date, certificate text, file_path text,
      rating double precision, type text, genres jsonb, people jsonb)
), genres AS MATERIALIZED (
  SELECT wanted.id AS film, genre::uuid AS genre FROM wanted, jsonb_array_elements_text(wanted.genres) AS genre
), people AS MATERIALIZED (
  SELECT wanted.id AS film, person.id AS person, person.role
    FROM wanted, jsonb_to_recordset(wanted.people) AS person (id uuid, role text)
), saved AS (
  INSERT INTO content.film_work (id, title, description, creation_date, certificate, file_path, rating, type)
  SELECT id, title, description, creation_date, certificate, file_path, rating, type FROM wanted ORDER BY id
  ON CONFLICT (id) DO UPDATE
     SET title = excluded.title, description = excluded.description, creation_date = excluded.creation_date,
         certificate = excluded.certificate, file_path = excluded.file_path, rating = excluded.rating,
         type = excluded.type
), left_genres AS (
  DELETE FROM content.genre_film_work AS link
   USING wanted
   WHERE link.film_work_id = wanted.id
     AND NOT EXISTS (SELECT FROM genres WHERE genres.film = link.film_work_id AND genres.genre = link.genre_id)
), new_genres AS (
  INSERT INTO content.genre_film_work (film_work_id, genre_id)
  SELECT film, genre FROM genres ORDER BY film, genre
  ON CONFLICT (film_work_id, genre_id) DO NOTHING
), left_people AS (
  DELETE FROM content.person_film_work AS link
   USING wanted
   WHERE link.film_work_id = wanted.id
     AND NOT EXISTS (SELECT FROM people
                      WHERE people.film = link.film_work_id AND people.person = link.person_id AND people.role = link.role)
)
INSERT INTO content.person_film_work (film_work_id, person_id, role)
SELECT film, person, role FROM people ORDER BY film, person, role
ON CONFLICT (film_work_id, person_id, role) DO NOTHING
