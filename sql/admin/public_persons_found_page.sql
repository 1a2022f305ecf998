-- The same for people whose name holds a text. $1: the page's number, NULL for the last; $2: a LIKE pattern. A
-- single letter is in most names: of more than 10,000 people the first are found, walking the index on names.
WITH found AS MATERIALIZED (
  SELECT id, full_name FROM content.person WHERE full_name ILIKE $2::text ORDER BY full_name, id LIMIT 10000
), sized AS (
  SELECT count(*) AS people, greatest(1, (count(*) + 49) / 50) AS pages FROM found
), asked AS MATERIALIZED (
  SELECT people, pages, coalesce($1::bigint, pages) AS page FROM sized
)
SELECT json_build_object(
         'count', people,
         'total_pages', pages,
         'prev', CASE WHEN page > 1 THEN page - 1 END,
         'next', CASE WHEN page < pages THEN page + 1 END,
         'results', (SELECT coalesce(json_agg(person), '[]')
                       FROM (SELECT id, full_name FROM found
                              ORDER BY full_name, id OFFSET greatest(0, page - 1) * 50 LIMIT 50) AS person))
  FROM asked
 WHERE page BETWEEN 1 AND pages
