-- The columns of a relation. $1: its oid.
SELECT a.attnum,
       a.attname,
       quote_ident(a.attname) AS quoted,
       a.atttypid,
       a.attcollation,
       a.attgenerated <> '' AS generated
  FROM pg_catalog.pg_attribute AS a
 WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attnum
