-- The stored parse tree of a view. $1: its oid.
SELECT r.ev_action::text
  FROM pg_catalog.pg_rewrite AS r
 WHERE r.ev_class = $1::oid AND r.rulename = '_RETURN'
