-- $1: the temporary slot, $2: the name of the lasting one, which starts where the first does.
SELECT lsn FROM pg_copy_logical_replication_slot($1, $2, false)
