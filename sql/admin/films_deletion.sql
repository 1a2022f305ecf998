-- What goes with the films $1, and the documents that change with them.
WITH films AS MATERIALIZED (SELECT id, title AS name FROM content.film_work WHERE id = ANY ($1::uuid[])),
genre_links AS MATERIALIZED (
  SELECT link.genre_id FROM content.genre_film_work AS link JOIN films ON films.id = link.film_work_id
), person_links AS MATERIALIZED (
  SELECT link.person_id, link.role FROM content.person_film_work AS link JOIN films ON films.id = link.film_work_id
), genres AS (
  SELECT g.id, g.name FROM content.genre AS g WHERE g.id IN (SELECT genre_id FROM genre_links)
), persons AS (
  SELECT p.id, p.full_name AS name FROM content.person AS p WHERE p.id IN (SELECT person_id FROM person_links)
), links AS (
  SELECT 'genre_film_work' AS "table", NULL AS role, count(*) AS count FROM genre_links HAVING count(*) > 0
   UNION ALL
  SELECT 'person_film_work', role, count(*) FROM person_links GROUP BY role
   UNION ALL
  SELECT 'film_file', kind, count(*)
    FROM content.film_file AS file JOIN films ON films.id = file.film_work_id
   GROUP BY kind
), named AS (
  SELECT (SELECT json_build_object('count', count(*), 'names', to_json(coalesce((array_agg(name ORDER BY name, id))[1:10], '{}'))) FROM films) AS films,
         (SELECT json_build_object('count', count(*), 'names', to_json(coalesce((array_agg(name ORDER BY name, id))[1:10], '{}'))) FROM genres) AS genres,
         (SELECT json_build_object('count', count(*), 'names', to_json(coalesce((array_agg(name ORDER BY name, id))[1:10], '{}'))) FROM persons) AS persons,
         '{"count": 0, "names": []}'::json AS none
)
SELECT json_build_object(
         'objects', films,
         'links', (SELECT coalesce(json_agg(links ORDER BY "table", role), '[]') FROM links),
         'documents', json_build_object(
           'movies', json_build_object('removed', films, 'changed', none),
           'genres', json_build_object('removed', none, 'changed', genres),
           'persons', json_build_object('removed', none, 'changed', persons)))::text
  FROM named
