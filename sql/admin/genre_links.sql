-- The films of genres: kept with a genre that is deleted, so that it can come back with them.
SELECT link.genre_id, json_agg(link.film_work_id ORDER BY link.film_work_id)::text
  FROM content.genre_film_work AS link
 WHERE link.genre_id = ANY ($1::uuid[])
 GROUP BY link.genre_id
