-- A digest of what a plan rests on beyond rows: differs after DDL that changes documents or routes without row events.
-- $1, $2: relations and columns read, pairs, "*" for all columns; $3: further relations; $4: functions.
-- A column's pg_attribute row is new (xmin) after ALTER COLUMN … TYPE … USING, even where the type stays the same.
WITH asked AS (
       SELECT to_regclass(relation) AS oid, relation, "column"
         FROM unnest($1::text[], $2::text[]) AS a (relation, "column")
     ), relations AS (
       SELECT oid, relation FROM asked
        UNION
       SELECT to_regclass(relation), relation FROM unnest($3::text[]) AS r (relation)
     ), attributes AS (
       SELECT DISTINCT a.attrelid, a.attname, a.attnum, a.atttypid, a.atttypmod, a.attcollation, a.attgenerated,
              a.xmin::text AS written
         FROM asked
         JOIN pg_catalog.pg_attribute AS a ON a.attrelid = asked.oid
        WHERE a.attnum > 0 AND NOT a.attisdropped AND asked."column" IN ('*', a.attname)
     ), types AS (
       WITH RECURSIVE types (oid) AS (
              SELECT atttypid FROM attributes
               UNION
              SELECT part.oid
                FROM types
                JOIN pg_catalog.pg_type AS t USING (oid)
                LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0
               CROSS JOIN LATERAL (VALUES (t.typelem), (t.typbasetype), (a.atttypid)) AS part (oid)
               WHERE part.oid >= 16384
            )
       SELECT oid FROM types WHERE oid >= 16384
     ), facts (fact) AS (
       SELECT concat_ws(' ', 'relation', r.relation, c.oid, c.relkind, c.relpersistence, c.relrowsecurity,
                        c.relforcerowsecurity, pg_catalog.pg_get_expr(c.relpartbound, c.oid))
         FROM relations AS r
         LEFT JOIN pg_catalog.pg_class AS c ON c.oid = r.oid
        UNION ALL
       SELECT concat_ws(' ', 'child', i.inhparent, i.inhrelid, i.inhdetachpending)
         FROM pg_catalog.pg_inherits AS i
        WHERE i.inhparent IN (SELECT oid FROM relations)
        UNION ALL
       SELECT concat_ws(' ', 'view', w.ev_class, w.ev_action)
         FROM pg_catalog.pg_rewrite AS w
        WHERE w.ev_class IN (SELECT oid FROM relations)
        UNION ALL
       SELECT concat_ws(' ', 'policy', p.polrelid, p.polpermissive, p.polcmd, p.polroles, p.polqual)
         FROM pg_catalog.pg_policy AS p
        WHERE p.polrelid IN (SELECT oid FROM relations)
        UNION ALL
       SELECT concat_ws(' ', 'column', attributes::text) FROM attributes
        UNION ALL
       SELECT concat_ws(' ', 'enum', e.enumtypid, e.enumsortorder, e.enumlabel)
         FROM pg_catalog.pg_enum AS e
        WHERE e.enumtypid IN (SELECT oid FROM types)
        UNION ALL
       SELECT concat_ws(' ', 'field', t.oid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attisdropped)
         FROM types
         JOIN pg_catalog.pg_type AS t USING (oid)
         JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0
        UNION ALL
       SELECT concat_ws(' ', 'function', f.function, p.oid, p.prolang, p.provolatile, p.proisstrict, p.prosecdef, p.prosrc, p.probin, p.prosqlbody,
                        p.proconfig)
         FROM unnest($4::text[]) AS f (function)
         LEFT JOIN pg_catalog.pg_proc AS p ON p.oid = to_regprocedure(f.function)
     )
SELECT md5(string_agg(fact, E'\n' ORDER BY fact COLLATE "C")) FROM facts
