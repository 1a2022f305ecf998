-- The columns of a table, with an expression that makes of a value another one of its type, where we know one.
-- $1: the table as a cast to regclass reads it.
SELECT quote_ident(a.attname) AS name,
       a.attname,
       a.attgenerated <> '' AS generated,
       format_type(a.atttypid, NULL) AS type,
       CASE
         WHEN b.typname = 'uuid' THEN format('md5(%I::text)::uuid', a.attname)
         WHEN b.typname IN ('json', 'jsonb') THEN format('''{"changed": 1}''::%s', b.typname)
         WHEN b.typname IN ('timestamp', 'timestamptz') THEN format('%I + interval ''1 day''', a.attname)
         WHEN b.typname = 'date' OR b.typcategory = 'N' AND b.typname NOT IN ('oid', 'money') AND b.oid < 16384
              -- another row has the next value of a key already
              THEN CASE WHEN k.key_part THEN format('(SELECT max(other.%1$I) + 1 FROM %2$s AS other)', a.attname, $1::text)
                        ELSE format('%I + 1', a.attname)
                   END
         WHEN b.typcategory = 'S' AND b.typname <> 'char' THEN format('%I || ''~''', a.attname)
         WHEN b.typcategory = 'B' THEN format('NOT %I', a.attname)
         WHEN b.typcategory = 'A' THEN format('%1$I || %1$I', a.attname)
         WHEN b.typtype = 'e' THEN format('(SELECT e FROM unnest(enum_range(%1$I)) AS e WHERE e <> %1$I LIMIT 1)', a.attname)
       END AS mutation,
       k.key_part,
       a.atttypid IN ('float4'::regtype, 'float8'::regtype, 'numeric'::regtype) AS unclear_nulls
  FROM pg_catalog.pg_attribute AS a
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
  JOIN pg_catalog.pg_type AS b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
 CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM pg_catalog.pg_index AS i
                                     WHERE i.indrelid = a.attrelid AND i.indisunique AND a.attnum = ANY (i.indkey::int2[]))) AS k (key_part)
 WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attnum
