-- Everything below a table: partitions and children by inheritance, at any depth. $1: the table's oid.
WITH RECURSIVE below (oid) AS (
       SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i WHERE i.inhparent = $1::oid
        UNION
       SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i JOIN below ON below.oid = i.inhparent
     )
SELECT c.oid
  FROM below
  JOIN pg_catalog.pg_class AS c USING (oid)
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 ORDER BY n.nspname, c.relname
