-- $1: a slot's name, NULL: all. A slot whose WAL is gone has no restart_lsn any more.
SELECT slot_name,
       slot_type,
       plugin,
       database,
       active,
       active_pid,
       confirmed_flush_lsn,
       restart_lsn,
       wal_status,
       greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0),
       safe_wal_size
FROM pg_replication_slots
WHERE slot_name = $1 OR ($1::text IS NULL AND slot_type = 'logical')
ORDER BY slot_name
