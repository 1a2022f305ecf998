-- A genre as it is listed: its name, what it means, how many films have it.
SELECT g.id AS _id,
       g.id,
       g.name,
       g.description,
       (SELECT count(*) FROM content.genre_film_work AS link WHERE link.genre_id = g.id) AS films_count
  FROM content.genre AS g
