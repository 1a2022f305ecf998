-- $1, $2: schemas and names of tables. What to grant our role so that it may read all of them; NULL: nothing.
SELECT string_agg(DISTINCT grants.command, ' ' ORDER BY grants.command DESC)
FROM unnest($1::text[], $2::text[]) AS t (schema, name)
JOIN pg_namespace AS s ON s.nspname = t.schema
JOIN pg_class AS c ON c.relnamespace = s.oid AND c.relname = t.name
CROSS JOIN LATERAL (
  SELECT format('GRANT USAGE ON SCHEMA %I TO %I;', s.nspname, current_user) AS command
  WHERE NOT has_schema_privilege(s.oid, 'USAGE')
  UNION ALL
  SELECT format('GRANT SELECT ON %I.%I TO %I;', s.nspname, c.relname, current_user)
  WHERE NOT has_any_column_privilege(c.oid, 'SELECT')
) AS grants
