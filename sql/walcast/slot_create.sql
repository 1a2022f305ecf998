-- $1: name, $2: plugin. A temporary slot: it goes with the session, whatever ends that.
SELECT lsn FROM pg_create_logical_replication_slot($1, $2, true)
