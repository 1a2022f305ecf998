-- A person with the films they made; each film once, with all roles they had in it.
SELECT p.id AS _id,
       p.id,
       p.full_name,
       ARRAY(SELECT json_build_object('id', f.id, 'title', f.title, 'roles', array_agg(link.role ORDER BY link.role COLLATE "C"))
               FROM content.person_film_work AS link
               JOIN content.film_work AS f ON f.id = link.film_work_id
              WHERE link.person_id = p.id
              GROUP BY f.id, f.title
              ORDER BY f.title COLLATE "C", f.id) AS films
  FROM content.person AS p
