-- Films as the editing API shows and keeps them: those of `page` (id, place), in its order. `state` is what a change is
-- checked against: the version, and the links with their places, which others may change without the film.
SELECT f.id,
       f.version || '-' || left(md5(concat(genres.ids, ';', people.ids)), 8) AS state,
       json_build_object(
         'id', f.id, 'title', f.title, 'description', f.description, 'creation_date', f.creation_date,
         'certificate', f.certificate, 'file_path', f.file_path, 'rating', f.rating, 'type', f.type,
         'genres', genres.list, 'actors', people.actors, 'directors', people.directors, 'writers', people.writers,
         'version', f.version, 'created', f.created, 'modified', f.modified)::text AS record
  FROM page
  JOIN content.film_work AS f ON f.id = page.id
 CROSS JOIN LATERAL (
       SELECT coalesce(json_agg(object), '[]') AS list, string_agg(id::text, ',' ORDER BY id) AS ids
         FROM (SELECT g.id, json_build_object('id', g.id, 'name', g.name) AS object
                 FROM content.genre_film_work AS link
                 JOIN content.genre AS g ON g.id = link.genre_id
                WHERE link.film_work_id = f.id
                ORDER BY g.name COLLATE "C", g.id) AS sorted
       ) AS genres
 CROSS JOIN LATERAL (
       SELECT coalesce(json_agg(object) FILTER (WHERE role = 'actor'), '[]') AS actors,
              coalesce(json_agg(object) FILTER (WHERE role = 'director'), '[]') AS directors,
              coalesce(json_agg(object) FILTER (WHERE role = 'writer'), '[]') AS writers,
              string_agg(concat(role, id, nullif(position, 0)), ',' ORDER BY role, id) AS ids
         FROM (SELECT link.role, link.position, p.id, json_build_object('id', p.id, 'name', p.full_name) AS object
                 FROM content.person_film_work AS link
                 JOIN content.person AS p ON p.id = link.person_id
                WHERE link.film_work_id = f.id
                ORDER BY link.position, p.full_name COLLATE "C", p.id) AS sorted
       ) AS people
 ORDER BY page.place
