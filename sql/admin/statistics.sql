-- The catalogue in numbers; null is the value of films without a rating or a date. Rating 9 stands for 9 to 10.
SELECT json_build_object(
         'at', now(),
         'films', (SELECT count(*) FROM content.film_work),
         'genres', (SELECT count(*) FROM content.genre),
         'persons', (SELECT count(*) FROM content.person),
         'types', (SELECT coalesce(json_agg(t ORDER BY count DESC, value), '[]')
                     FROM (SELECT type AS value, count(*) AS count FROM content.film_work GROUP BY type) AS t),
         'by_genre', (SELECT coalesce(json_agg(t ORDER BY count DESC, name), '[]')
                        FROM (SELECT g.id AS value, g.name, count(link.film_work_id) AS count
                                FROM content.genre AS g
                                LEFT JOIN content.genre_film_work AS link ON link.genre_id = g.id
                               GROUP BY g.id, g.name
                               ORDER BY count(link.film_work_id) DESC, g.name
                               LIMIT 200) AS t),
         'roles', (SELECT coalesce(json_agg(t ORDER BY value), '[]')
                     FROM (SELECT role AS value, count(*) AS count FROM content.person_film_work GROUP BY role) AS t),
         'years', (SELECT coalesce(json_agg(t ORDER BY value), '[]')
                     FROM (SELECT extract(year FROM creation_date)::int AS value, count(*) AS count
                             FROM content.film_work GROUP BY 1) AS t),
         'ratings', (SELECT coalesce(json_agg(t ORDER BY value), '[]')
                       FROM (SELECT CASE WHEN rating >= 9 THEN 9 ELSE floor(rating)::int END AS value, count(*) AS count
                               FROM content.film_work GROUP BY 1) AS t))::text
