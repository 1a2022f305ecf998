-- A digest of the replica identities of tables, and of whether their changes are logged at all. $1: the tables.
SELECT md5(string_agg(fact, E'\n' ORDER BY fact COLLATE "C"))
  FROM (
       SELECT concat_ws(' ', t."table", c.oid, c.relpersistence, c.relreplident,
                (SELECT string_agg(concat_ws(' ', i.indexrelid, i.indisprimary, i.indisreplident, i.indisvalid, a.attname), ','
                                   ORDER BY i.indexrelid, a.attnum)
                   FROM pg_catalog.pg_index AS i
                   JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indexrelid
                  WHERE i.indrelid = c.oid AND (i.indisprimary OR i.indisreplident)))
         FROM unnest($1::text[]) AS t ("table")
         LEFT JOIN pg_catalog.pg_class AS c ON c.oid = to_regclass(t."table")
       ) AS facts (fact)
