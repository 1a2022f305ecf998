#!/usr/bin/env bash
# A PostgreSQL whose settings do not allow logical replication with wal2json: told with the command that mends it.
source "$(dirname "$(realpath "$0")")/cli_lib.sh"
cluster=$ROOT/tests/support/pg_cluster.sh
own=$(mktemp -d)
chmod 755 "$own"
port=$("$ROOT/tests/support/own_server.sh" port)
trap '"$cluster" stop "$own/pg" || true; rm -rf "$own"; DSN=""; DATABASES=(); clean_up' EXIT
export WALCAST_TEST_DSN=postgresql://postgres@127.0.0.1:$port/postgres

"$cluster" start "$own/pg" "$port" wal_level=replica
make_shop
before=$(state)
run 78 run
says 'a wrong wal_level' "$ERR" wal_level 'ALTER SYSTEM SET wal_level = logical'
expect_equal 'nothing changed with a wrong wal_level' "$before" "$(state)"
run 78 doctor
says 'doctor tells the same' "$OUT" wal_level fail 'ALTER SYSTEM SET wal_level = logical'

# Older minors have no such list, and do not start with one.
if "$WALCAST_TEST_PG_BIN/postgres" --describe-config | grep '^output_plugin_libraries' >/dev/null; then
  "$cluster" restart "$own/pg" "$port" wal_level=logical output_plugin_libraries=pgoutput
  run 77 run
  says 'a plugin that is not permitted' "$ERR" output_plugin_libraries wal2json pgoutput
  expect_equal 'nothing changed without the plugin' "$before" "$(state)"
  run 77 doctor
  says 'doctor tells the same' "$OUT" output_plugin_libraries fail
fi

"$cluster" restart "$own/pg" "$port" wal_level=logical max_replication_slots=0
run 78 run
says 'no room for a slot' "$ERR" max_replication_slots
expect_equal 'nothing changed without a slot' "$before" "$(state)"
