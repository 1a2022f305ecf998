-- What goes with the genres $1, and the documents that change with them.
WITH genres AS MATERIALIZED (SELECT id, name FROM content.genre WHERE id = ANY ($1::uuid[])),
genre_links AS MATERIALIZED (
  SELECT link.film_work_id FROM content.genre_film_work AS link JOIN genres ON genres.id = link.genre_id
), films AS (
  SELECT f.id, f.title AS name FROM content.film_work AS f WHERE f.id IN (SELECT film_work_id FROM genre_links)
), links AS (
  SELECT 'genre_film_work' AS "table", NULL AS role, count(*) AS count FROM genre_links HAVING count(*) > 0
), named AS (
  SELECT (SELECT json_build_object('count', count(*), 'names', to_json(coalesce((array_agg(name ORDER BY name, id))[1:10], '{}'))) FROM genres) AS genres,
         (SELECT json_build_object('count', count(*), 'names', to_json(coalesce((array_agg(name ORDER BY name, id))[1:10], '{}'))) FROM films) AS films,
         '{"count": 0, "names": []}'::json AS none
)
SELECT json_build_object(
         'objects', genres,
         'links', (SELECT coalesce(json_agg(links), '[]') FROM links),
         'documents', json_build_object(
           'movies', json_build_object('removed', none, 'changed', films),
           'genres', json_build_object('removed', genres, 'changed', none),
           'persons', json_build_object('removed', none, 'changed', none)))::text
  FROM named
