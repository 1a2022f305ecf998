-- What goes with the people $1, and the documents that change with them.
WITH persons AS MATERIALIZED (SELECT id, full_name AS name FROM content.person WHERE id = ANY ($1::uuid[])),
person_links AS MATERIALIZED (
  SELECT link.film_work_id, link.role FROM content.person_film_work AS link JOIN persons ON persons.id = link.person_id
), films AS (
  SELECT f.id, f.title AS name FROM content.film_work AS f WHERE f.id IN (SELECT film_work_id FROM person_links)
), links AS (
  SELECT 'person_film_work' AS "table", role, count(*) AS count FROM person_links GROUP BY role
), named AS (
  SELECT (SELECT json_build_object('count', count(*), 'names', to_json(coalesce((array_agg(name ORDER BY name, id))[1:10], '{}'))) FROM persons) AS persons,
         (SELECT json_build_object('count', count(*), 'names', to_json(coalesce((array_agg(name ORDER BY name, id))[1:10], '{}'))) FROM films) AS films,
         '{"count": 0, "names": []}'::json AS none
)
SELECT json_build_object(
         'objects', persons,
         'links', (SELECT coalesce(json_agg(links ORDER BY role), '[]') FROM links),
         'documents', json_build_object(
           'movies', json_build_object('removed', none, 'changed', films),
           'genres', json_build_object('removed', none, 'changed', none),
           'persons', json_build_object('removed', persons, 'changed', none)))::text
  FROM named
