-- Films with their genres and people, as $1 has them: an array of {id, title, …, genres: [id], people: [{id, role}]}.
-- The order of `people` is the order kept within each role. A film that is not there is made. Links that stay are touched only
-- where they stand in another order than is wanted, or somebody has come to stand among them; the film's version counts each save.
WITH wanted AS MATERIALIZED (
  SELECT film.*
    FROM jsonb_to_recordset($1::jsonb) AS film (
      id uuid, title text, description text, creation_date date, certificate text, file_path text,
      rating double precision, type text, genres jsonb, people jsonb)
), genres AS MATERIALIZED (
  SELECT wanted.id AS film, genre::uuid AS genre FROM wanted, jsonb_array_elements_text(wanted.genres) AS genre
), people AS MATERIALIZED (
  SELECT wanted.id AS film, person.id AS person, person.role,
         row_number() OVER (PARTITION BY wanted.id, person.role ORDER BY person.place) - 1 AS position,
         count(*) OVER (PARTITION BY wanted.id, person.role) AS of
    FROM wanted,
         ROWS FROM (jsonb_to_recordset(wanted.people) AS (id uuid, role text)) WITH ORDINALITY AS person (id, role, place)
), staying AS MATERIALIZED (
  -- As they stand now, without those who leave: who are ordered by name alone remain so until somebody gives an order.
  SELECT people.film, people.role, people.of, people.position AS wanted,
         row_number() OVER (PARTITION BY people.film, people.role
                            ORDER BY link.position, p.full_name COLLATE "C", p.id) - 1 AS present
    FROM people
    JOIN content.person_film_work AS link
      ON link.film_work_id = people.film AND link.person_id = people.person AND link.role = people.role
    JOIN content.person AS p ON p.id = people.person
), as_wanted AS MATERIALIZED (
  SELECT film, role FROM staying GROUP BY film, role, of HAVING count(*) = of AND bool_and(wanted = present)
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
INSERT INTO content.person_film_work AS link (film_work_id, person_id, role, position)
SELECT film, person, role, position
  FROM people
 WHERE NOT EXISTS (SELECT FROM as_wanted WHERE as_wanted.film = people.film AND as_wanted.role = people.role)
 ORDER BY film, person, role
ON CONFLICT (film_work_id, person_id, role) DO UPDATE SET position = excluded.position
 WHERE link.position <> excluded.position
