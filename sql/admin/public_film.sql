-- A film as the public API shows it; no row where there is none. $1: its id. The same shape as public_films_page.sql.
SELECT row_to_json(film)
  FROM (SELECT f.id, f.title, f.description, f.creation_date,
               -- A whole number keeps its point, as clients know it.
               CASE WHEN f.rating = trunc(f.rating) THEN to_json(f.rating::numeric(3, 1)) ELSE to_json(f.rating) END AS rating,
               f.type,
               ARRAY(SELECT g.name
                       FROM content.genre_film_work AS link
                       JOIN content.genre AS g ON g.id = link.genre_id
                      WHERE link.film_work_id = f.id
                      ORDER BY g.name) AS genres,
               people.*
          FROM content.film_work AS f
         CROSS JOIN LATERAL (
               SELECT coalesce(array_agg(name) FILTER (WHERE role = 'actor'), '{}') AS actors,
                      coalesce(array_agg(name) FILTER (WHERE role = 'director'), '{}') AS directors,
                      coalesce(array_agg(name) FILTER (WHERE role = 'writer'), '{}') AS writers
                 FROM (SELECT link.role, p.full_name AS name   -- a name that several have stands once, where the first of them does
                         FROM content.person_film_work AS link
                         JOIN content.person AS p ON p.id = link.person_id
                        WHERE link.film_work_id = f.id
                        GROUP BY link.role, p.full_name
                        ORDER BY min(link.position), p.full_name) AS sorted
               ) AS people
         WHERE f.id = $1::uuid) AS film
