-- The columns of a relation. $1: its oid.
SELECT a.attnum,
       a.attname,
       quote_ident(a.attname) AS quoted,
       a.atttypid,
       a.attcollation,
       a.attgenerated <> '' AS generated,
       coalesce(nullif(t.typbasetype, 0), t.oid) AS base_type
  FROM pg_catalog.pg_attribute AS a
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
 WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attnum
