-- How the films of a filter are spread over types, genres, whole ratings and decades.
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
  SELECT least(floor(rating), 9)::int AS value, count(*) AS count FROM matching GROUP BY 1
), decades AS (
  SELECT (extract(year FROM creation_date)::int / 10) * 10 AS value, count(*) AS count FROM matching GROUP BY 1
)
SELECT json_build_object(
         'total', (SELECT count(*) FROM matching),
         'types', (SELECT coalesce(json_agg(types ORDER BY count DESC, value), '[]') FROM types),
         'genres', (SELECT coalesce(json_agg(genres ORDER BY count DESC, name), '[]') FROM genres),
         'ratings', (SELECT coalesce(json_agg(ratings ORDER BY value), '[]') FROM ratings),
         'decades', (SELECT coalesce(json_agg(decades ORDER BY value), '[]') FROM decades))::text
