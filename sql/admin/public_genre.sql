-- A genre with the number of its films; no row where there is none. $1: its id.
SELECT json_build_object(
         'id', g.id,
         'name', g.name,
         'description', g.description,
         'films_count', (SELECT count(*) FROM content.genre_film_work AS link WHERE link.genre_id = g.id))
  FROM content.genre AS g
 WHERE g.id = $1::uuid
