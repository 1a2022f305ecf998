-- A page of people in the order of their names, or no row where there is no such page. $1: its number, NULL for the
-- last.
WITH counted AS (
  SELECT coalesce(sum(change), 0)::bigint AS people FROM admin.row_counts WHERE counted = 'person'
), sized AS (
  SELECT people, greatest(1, (people + 49) / 50) AS pages FROM counted
), asked AS MATERIALIZED (
  SELECT people, pages, coalesce($1::bigint, pages) AS page FROM sized
)
SELECT json_build_object(
         'count', people,
         'total_pages', pages,
         'prev', CASE WHEN page > 1 THEN page - 1 END,
         'next', CASE WHEN page < pages THEN page + 1 END,
         'results', (SELECT coalesce(json_agg(person), '[]')
                       FROM (SELECT id, full_name FROM content.person
                              ORDER BY full_name, id OFFSET greatest(0, page - 1) * 50 LIMIT 50) AS person))
  FROM asked
 WHERE page BETWEEN 1 AND pages
