-- The operators that mean "equal" to an index: transitive within their family, and false or NULL for a NULL.
-- A btree's word counts before a hash's.
SELECT o.oid,
       f.amopfamily,
       f.amoplefttype,
       f.amoprighttype,
       format('OPERATOR(%I.%s)', n.nspname, o.oprname) AS name
  FROM pg_catalog.pg_amop AS f
  JOIN pg_catalog.pg_am AS m ON m.oid = f.amopmethod
  JOIN pg_catalog.pg_operator AS o ON o.oid = f.amopopr
  JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
  JOIN pg_catalog.pg_proc AS p ON p.oid = o.oprcode
 WHERE (m.amname, f.amopstrategy) IN (('btree', 3), ('hash', 1)) AND f.amoppurpose = 's' AND p.proisstrict
 ORDER BY m.amname, f.amopfamily
