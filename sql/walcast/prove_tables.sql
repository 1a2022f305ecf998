-- Of each table: its kind, and whether a change of it can change others by a foreign key or a trigger. $1: the tables.
SELECT c.relkind,
       c.relpersistence,
       EXISTS (SELECT FROM pg_catalog.pg_trigger AS g
                WHERE g.tgrelid = c.oid AND g.tgenabled <> 'D'
                  AND (NOT g.tgisinternal
                       OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS f
                                   WHERE f.oid = g.tgconstraint AND f.confrelid = c.oid
                                     AND (f.confdeltype IN ('c', 'n', 'd') OR f.confupdtype IN ('c', 'n', 'd'))))) AS reaches
  FROM unnest($1::text[]) WITH ORDINALITY AS t ("table", number)
  LEFT JOIN pg_catalog.pg_class AS c ON c.oid = to_regclass(t."table")
 ORDER BY t.number
