-- A type, named so that a cast finds it under any search_path. $1: its oid.
SELECT CASE
         WHEN n.nspname = 'pg_catalog' THEN format_type(t.oid, -1)
         WHEN e.oid IS NOT NULL THEN format('%I.%I', en.nspname, e.typname) || '[]'
         ELSE format('%I.%I', n.nspname, t.typname)
       END AS cast_name,
       t.typcategory = 'A' AS is_array,
       t.typtype
  FROM pg_catalog.pg_type AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_type AS e ON e.typarray = t.oid
  LEFT JOIN pg_catalog.pg_namespace AS en ON en.oid = e.typnamespace
 WHERE t.oid = $1::oid
