-- The planner's estimate of a table's rows ($1 schema, $2 table), with its partitions; 0 where it was never analysed.
WITH RECURSIVE tables AS (
  SELECT c.oid
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = $1 AND c.relname = $2
  UNION ALL
  SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tables t ON t.oid = i.inhparent
)
SELECT coalesce(pg_catalog.sum(greatest(c.reltuples, 0))::bigint, 0)
  FROM tables t JOIN pg_catalog.pg_class c ON c.oid = t.oid
