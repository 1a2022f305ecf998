-- How the films of a filter are spread over types, genres, whole ratings (9 stands for 9 to 10) and decades; null is the
-- value of those without a rating or a date.
WITH matching AS MATERIALIZED (
  SELECT e.id, e.type, e.rating, e.creation_date FROM {table} AS e WHERE {where}
), types AS (
  SELECT type AS value, count(*) AS count FROM matching GROUP BY type
), genres AS (
  SELECT g.id AS value, g.name, count(*) AS count
    FROM matching
    JOIN content.genre_film_work AS link ON link.film_work_id = matching.id
    JOIN content.genre AS g ON g.id = link.genre_id
   GROUP BY g.id, g.name
   ORDER BY count(*) DESC, g.name
   LIMIT 200
), ratings AS (
  SELECT CASE WHEN rating >= 9 THEN 9 ELSE floor(rating)::int END AS value, count(*) AS count FROM matching GROUP BY 1
), decades AS (
  SELECT (extract(year FROM creation_date)::int / 10) * 10 AS value, count(*) AS count FROM matching GROUP BY 1
)
SELECT json_build_object(
         'total', (SELECT count(*) FROM matching),
         'types', (SELECT coalesce(json_agg(types ORDER BY count DESC, value), '[]') FROM types),
         'genres', (SELECT coalesce(json_agg(genres ORDER BY count DESC, name), '[]') FROM genres),
         'ratings', (SELECT coalesce(json_agg(ratings ORDER BY value), '[]') FROM ratings),
         'decades', (SELECT coalesce(json_agg(decades ORDER BY value), '[]') FROM decades))::text
