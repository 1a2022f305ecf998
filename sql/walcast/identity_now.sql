-- $1, $2: a table, $3: the name of an index of it, or NULL. Its identity, and whether the index is there and is its identity.
SELECT c.relreplident, x.oid IS NOT NULL, coalesce(i.indisreplident, false)
FROM pg_class AS c
JOIN pg_namespace AS s ON s.oid = c.relnamespace
LEFT JOIN pg_index AS i
  JOIN pg_class AS x ON x.oid = i.indexrelid
  ON i.indrelid = c.oid AND x.relname = $3
WHERE s.nspname = $1 AND c.relname = $2 AND c.relkind = 'r'
