-- What is flushed, and which transactions a statement started now sees.
SELECT pg_catalog.pg_current_wal_flush_lsn(), pg_catalog.pg_current_snapshot()::text
