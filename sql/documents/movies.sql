-- A film with its genres and people, as the site searches and shows it. Every list is there, empty when empty, and in
-- an order that no server setting changes.
SELECT f.id AS _id,
       f.id,
       f.title,
       f.description,
       f.rating AS imdb_rating,
       f.creation_date,
       f.type,
       ARRAY(SELECT g.name
               FROM content.genre_film_work AS link
               JOIN content.genre AS g ON g.id = link.genre_id
              WHERE link.film_work_id = f.id
              ORDER BY g.name COLLATE "C", g.id) AS genres,
       people.actors,   -- each by its name: a star would have the index made anew at every column that a table gets
       people.directors,
       people.writers,
       people.actors_names,
       people.directors_names,
       people.writers_names
  FROM content.film_work AS f
 -- One pass over the film's people makes all six lists, which is quicker than a subquery for each list.
 CROSS JOIN LATERAL (
       SELECT coalesce(array_agg(object) FILTER (WHERE role = 'actor'), '{}') AS actors,
              coalesce(array_agg(object) FILTER (WHERE role = 'director'), '{}') AS directors,
              coalesce(array_agg(object) FILTER (WHERE role = 'writer'), '{}') AS writers,
              coalesce(array_agg(name) FILTER (WHERE role = 'actor'), '{}') AS actors_names,
              coalesce(array_agg(name) FILTER (WHERE role = 'director'), '{}') AS directors_names,
              coalesce(array_agg(name) FILTER (WHERE role = 'writer'), '{}') AS writers_names
         FROM (SELECT 0 AS position) AS unordered   -- taken where the links have no such column, as in catalogues of others
        CROSS JOIN LATERAL (
              SELECT link.role, p.full_name AS name, json_build_object('id', p.id, 'name', p.full_name) AS object
                FROM content.person_film_work AS link
                JOIN content.person AS p ON p.id = link.person_id
               WHERE link.film_work_id = f.id
               ORDER BY position, p.full_name COLLATE "C", p.id) AS sorted   -- sorted once; nothing stands between it and the aggregates
       ) AS people
