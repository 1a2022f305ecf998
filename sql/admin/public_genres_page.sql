-- A page of genres in the order of their names, or no row where there is no such page. $1: its number, NULL for the
-- last; $2: a part of the name as a LIKE pattern, NULL for all.
WITH found AS MATERIALIZED (
  SELECT id, name, description FROM content.genre WHERE $2::text IS NULL OR name ILIKE $2::text
), sized AS (
  SELECT count(*) AS genres, greatest(1, (count(*) + 49) / 50) AS pages FROM found
), asked AS MATERIALIZED (
  SELECT genres, pages, coalesce($1::bigint, pages) AS page FROM sized
)
SELECT json_build_object(
         'count', genres,
         'total_pages', pages,
         'prev', CASE WHEN page > 1 THEN page - 1 END,
         'next', CASE WHEN page < pages THEN page + 1 END,
         'results', (SELECT coalesce(json_agg(genre), '[]')
                       FROM (SELECT id, name, description FROM found
                              ORDER BY name, id OFFSET greatest(0, page - 1) * 50 LIMIT 50) AS genre))
  FROM asked
 WHERE page BETWEEN 1 AND pages
