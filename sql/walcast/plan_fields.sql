-- The columns of the document. $1: the view's oid.
SELECT a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.atttypid
  FROM pg_catalog.pg_attribute AS a
 WHERE a.attrelid = $1::oid AND a.attnum > 0
 ORDER BY a.attnum
