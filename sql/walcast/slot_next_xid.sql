-- Takes a transaction id: every transaction that has one by now has a lower one. (A snapshot's xmax does not tell: a transaction
-- above it may have written its commit already.)
SELECT pg_current_xact_id()
