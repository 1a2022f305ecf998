-- What can be known of functions, and of those that aggregates call. $1: oids of functions, $2: oids of operators.
--   volatility: "v", "s", "i"
--   context: its result depends on the time, the session or the catalogs
--   hides: it may read tables that nobody sees (not from the system, nor from an extension that is known not to)
WITH named (oid) AS (
       SELECT unnest($1::oid[])
        UNION
       SELECT o.oprcode FROM pg_catalog.pg_operator AS o WHERE o.oid = ANY ($2::oid[])
     ), called (oid) AS (
       SELECT oid FROM named
        UNION
       SELECT f.oid
         FROM named
         JOIN pg_catalog.pg_aggregate AS a ON a.aggfnoid = named.oid
        CROSS JOIN LATERAL (VALUES (a.aggtransfn::oid), (a.aggfinalfn), (a.aggcombinefn), (a.aggserialfn),
              (a.aggdeserialfn), (a.aggmtransfn), (a.aggminvtransfn), (a.aggmfinalfn)) AS f (oid)
        WHERE f.oid <> 0
     )
SELECT (pg_catalog.pg_identify_object('pg_catalog.pg_proc'::regclass, p.oid, 0)).identity AS name,
       p.provolatile AS volatility,
       n.nspname = 'pg_catalog' AND p.oid < 16384 AND p.provolatile = 's' AND (
         p.proname IN ('now', 'transaction_timestamp', 'statement_timestamp', 'current_setting', 'current_schema',
                       'current_schemas', 'current_user', 'session_user', 'system_user', 'getpgusername',
                       'current_database', 'version', 'current_query', 'format_type', 'mxid_age', 'regclass',
                       'col_description', 'obj_description', 'shobj_description', 'cursor_to_xml', 'table_to_xml', 'table_to_xmlschema',
                       'table_to_xml_and_xmlschema', 'schema_to_xml', 'schema_to_xmlschema',
                       'schema_to_xml_and_xmlschema', 'database_to_xml', 'database_to_xmlschema',
                       'database_to_xml_and_xmlschema', 'row_security_active')
         OR p.proname = 'age' AND p.pronargs = 1
         OR p.proname LIKE ANY (ARRAY['pg\_%', 'has\_%', 'inet\_client\_%', 'inet\_server\_%', 'txid\_%', 'to\_reg%'])
         AND p.proname <> 'pg_typeof'
         OR p.oid IN (SELECT t.typinput FROM pg_catalog.pg_type AS t)) AS context,
       p.oid >= 16384 AND CASE
         WHEN x.extname IS NULL THEN true
         WHEN p.provolatile = 'i' THEN false
         ELSE x.extname NOT IN ('citext', 'cube', 'earthdistance', 'fuzzystrmatch', 'hstore', 'intarray', 'ltree',
                                'pg_trgm', 'postgis', 'unaccent', 'vector')
       END AS hides,
       l.lanname = 'internal' AS internal,
       coalesce(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc) AS source
  FROM called
  JOIN pg_catalog.pg_proc AS p ON p.oid = called.oid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
  LEFT JOIN pg_catalog.pg_depend AS d
         ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
        AND d.refclassid = 'pg_catalog.pg_extension'::regclass
  LEFT JOIN pg_catalog.pg_extension AS x ON x.oid = d.refobjid
 ORDER BY 1
