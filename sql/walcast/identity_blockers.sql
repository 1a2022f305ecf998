-- $1, $2: a table. Who holds locks on it.
SELECT string_agg(DISTINCT coalesce(l.pid::text, 'a prepared transaction'), ', ')
FROM pg_locks AS l
JOIN pg_class AS c ON c.oid = l.relation
JOIN pg_namespace AS s ON s.oid = c.relnamespace
WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.granted
  AND l.pid IS DISTINCT FROM pg_backend_pid()
  AND s.nspname = $1
  AND c.relname = $2
