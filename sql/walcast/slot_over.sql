-- $1: a transaction id. Whether all below it are over.
SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8
