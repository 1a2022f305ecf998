-- A type, named so that a cast finds it under any search_path, and what a domain is made of. $1: its oid.
--   context: what a text means as a value of it depends on the time ('today') or the catalogs (regclass)
WITH RECURSIVE bases (oid) AS (
       SELECT $1::oid
        UNION ALL
       SELECT t.typbasetype FROM bases JOIN pg_catalog.pg_type AS t USING (oid) WHERE t.typtype = 'd'
     ), parts (oid) AS (
       SELECT $1::oid
        UNION
       SELECT part.oid
         FROM parts
         JOIN pg_catalog.pg_type AS t USING (oid)
         LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0
         LEFT JOIN pg_catalog.pg_range AS r ON t.oid IN (r.rngtypid, r.rngmultitypid)
        CROSS JOIN LATERAL (VALUES (t.typelem), (t.typbasetype), (a.atttypid), (r.rngsubtype)) AS part (oid)
        WHERE part.oid <> 0
     )
SELECT CASE
         WHEN n.nspname = 'pg_catalog' THEN format_type(t.oid, -1)
         WHEN e.oid IS NOT NULL THEN format('%I.%I', en.nspname, e.typname) || '[]'
         ELSE format('%I.%I', n.nspname, t.typname)
       END AS cast_name,
       t.typcategory = 'A' AS is_array,
       t.typtype,
       (SELECT b.oid FROM bases JOIN pg_catalog.pg_type AS b USING (oid) WHERE b.typtype <> 'd') AS base,
       EXISTS (SELECT FROM parts
                 JOIN pg_catalog.pg_type AS p USING (oid)
                WHERE p.typcategory = 'D'
                   OR p.typnamespace = 'pg_catalog'::regnamespace AND p.typname LIKE 'reg%' AND p.typtype = 'b') AS context
  FROM pg_catalog.pg_type AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_type AS e ON e.typarray = t.oid
  LEFT JOIN pg_catalog.pg_namespace AS en ON en.oid = e.typnamespace
 WHERE t.oid = $1::oid
