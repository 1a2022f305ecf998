-- All collations: how COLLATE names them, and whether equal means the same bytes.
SELECT c.oid, format('%I.%I', n.nspname, c.collname) AS quoted, c.collisdeterministic
  FROM pg_catalog.pg_collation AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
 WHERE c.collencoding IN (-1, (SELECT d.encoding FROM pg_catalog.pg_database AS d WHERE d.datname = current_database()))
