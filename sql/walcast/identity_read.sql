-- $1, $2: schemas and names of tables. The tables, and all below them that hold rows (an identity is not inherited), each once for
-- every unique index that can serve as an identity; `wanted` is the position in $1. Included columns are not in an identity.
WITH RECURSIVE wanted AS (
  SELECT w.position, c.oid
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w (schema, name, position)
  JOIN pg_namespace AS s ON s.nspname = w.schema
  JOIN pg_class AS c ON c.relnamespace = s.oid AND c.relname = w.name
  UNION
  SELECT wanted.position, i.inhrelid
  FROM wanted
  JOIN pg_inherits AS i ON i.inhparent = wanted.oid
)
SELECT wanted.position - 1,
       s.nspname,
       c.relname,
       c.relreplident,
       pg_has_role(c.relowner, 'USAGE'),
       usable.name,
       usable.is_primary,
       usable.is_identity,
       usable.not_null,
       usable.columns
FROM wanted
JOIN pg_class AS c ON c.oid = wanted.oid
JOIN pg_namespace AS s ON s.oid = c.relnamespace
LEFT JOIN LATERAL (
  SELECT x.relname AS name,
         i.indisprimary AS is_primary,
         i.indisreplident AS is_identity,
         key.not_null,
         key.columns
  FROM pg_index AS i
  JOIN pg_class AS x ON x.oid = i.indexrelid
  CROSS JOIN LATERAL (
    SELECT bool_and(a.attnotnull) AS not_null, array_agg(a.attname::text ORDER BY a.attname) AS columns
    FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, position)
    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number
    WHERE k.position <= i.indnkeyatts
  ) AS key
  WHERE i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
) AS usable ON true
WHERE c.relkind = 'r'
ORDER BY s.nspname, c.relname, wanted.position, cardinality(usable.columns), usable.name
