-- One relation: what it is, and the columns that alone identify a row of it. $1: its oid.
SELECT n.nspname,
       c.relname,
       format('%I.%I', n.nspname, c.relname) AS quoted,
       c.relkind,
       c.relpersistence,
       c.oid < 16384 OR n.nspname = 'pg_toast' AS system,
       ARRAY(SELECT i.indkey[0]::text
               FROM pg_catalog.pg_index AS i
               JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
              WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indnkeyatts = 1
                AND i.indpred IS NULL AND i.indexprs IS NULL AND a.attnotnull
              ORDER BY i.indisprimary DESC, i.indexrelid) AS unique_columns
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.oid = $1::oid
