-- A person with the films they made, each with their roles in it; no row where there is none. $1: their id.
SELECT json_build_object(
         'id', p.id,
         'full_name', p.full_name,
         'films', (SELECT coalesce(json_agg(film), '[]')
                     FROM (SELECT f.id, f.title, array_agg(link.role ORDER BY link.role) AS roles
                             FROM content.person_film_work AS link
                             JOIN content.film_work AS f ON f.id = link.film_work_id
                            WHERE link.person_id = p.id
                            GROUP BY f.id
                            ORDER BY f.title, f.id) AS film))
  FROM content.person AS p
 WHERE p.id = $1::uuid
