-- Whether this server shows what was committed before a position of the log: a primary does. $1: the position.
SELECT NOT pg_is_in_recovery() OR coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false)
