-- What to grant our role so that it may read the tables and views that the temporary view walcast_doctor reads; NULL: nothing. What
-- lies below a view is read with the rights of the view's owner.
SELECT string_agg(DISTINCT format('GRANT SELECT ON %I.%I TO %I;', s.nspname, c.relname, current_user), ' ')
FROM pg_rewrite AS r
JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
JOIN pg_class AS c ON c.oid = d.refobjid AND c.oid <> r.ev_class
JOIN pg_namespace AS s ON s.oid = c.relnamespace
WHERE r.ev_class = 'pg_temp.walcast_doctor'::regclass
  AND NOT has_any_column_privilege(c.oid, 'SELECT')
