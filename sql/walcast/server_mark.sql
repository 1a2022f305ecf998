-- An empty logical message in a transaction of its own: its commit flushes the log, without waiting for a standby.
BEGIN;
SET LOCAL synchronous_commit = local;
SELECT pg_catalog.pg_logical_emit_message(true, 'walcast', '');
COMMIT
