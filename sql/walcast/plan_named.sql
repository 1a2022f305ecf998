-- What the names in a function's source can mean. $1, $2: pairs of a schema ('' where none is written) and a name.
--   tables, also those behind views, without a source; functions of users, also those that such views call
WITH RECURSIVE asked (schema, name) AS (
       SELECT * FROM unnest($1::text[], $2::text[])
     ), relations (oid) AS (
       SELECT c.oid
         FROM asked
         JOIN pg_catalog.pg_class AS c ON c.relname = asked.name
         JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace AND asked.schema IN ('', n.nspname)
        WHERE c.oid >= 16384 AND c.relpersistence <> 't' AND c.relkind IN ('r', 'p', 'f', 'm', 'v')
        UNION
       SELECT d.refobjid
         FROM relations
         JOIN pg_catalog.pg_class AS c ON c.oid = relations.oid AND c.relkind = 'v'
         JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = c.oid
         JOIN pg_catalog.pg_depend AS d
           ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid
          AND d.refclassid = 'pg_catalog.pg_class'::regclass
     ), functions (oid) AS (
       SELECT p.oid
         FROM asked
         JOIN pg_catalog.pg_proc AS p ON p.proname = asked.name
         JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace AND asked.schema IN ('', n.nspname)
        UNION
       SELECT d.refobjid
         FROM relations
         JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = relations.oid
         JOIN pg_catalog.pg_depend AS d
           ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid
          AND d.refclassid = 'pg_catalog.pg_proc'::regclass
     )
SELECT n.nspname AS schema, c.relname AS name, NULL AS source
  FROM relations
  JOIN pg_catalog.pg_class AS c USING (oid)
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.relkind <> 'v'
 UNION ALL
SELECT '', (pg_catalog.pg_identify_object('pg_catalog.pg_proc'::regclass, p.oid, 0)).identity,
       coalesce(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc)
  FROM functions
  JOIN pg_catalog.pg_proc AS p USING (oid)
 WHERE p.oid >= 16384
