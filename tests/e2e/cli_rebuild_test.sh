#!/usr/bin/env bash
# Rebuilds that take their time: what status, wait and a second rebuild say meanwhile.
source "$(dirname "$(realpath "$0")")/cli_lib.sh"
make_shop
write_config "$DSN" '"backfill": { "page": 5, "documents_per_second": 10 },'

start_daemon
run 0 status --json
expect_equal 'a live index is not stale' false "$(field indices.0.stale)"

# ---- asked for by hand: what is served stays right
run 0 rebuild "$INDEX"
run 75 rebuild "$INDEX"
says 'a second rebuild is told how to start over' "$ERR" "walcast rebuild $INDEX --restart"
run 0 rebuild "$INDEX" --restart --json
expect_equal 'which gives up what was filled so far' "$INDEX-000003" "$(field generation)"
run 0 wait --timeout 3s
run 0 rebuild "$INDEX" --restart --wait --quiet
expect_equal 'the last one is served' "$INDEX-000004" "$(served)"
expect_equal 'those that were given up are gone' 0 "$(curl -s "$WALCAST_TEST_ES/_cat/indices/$INDEX-00000[23]?h=index" | wc -l)"

# ---- another definition: what is served is stale until the new generation is live
stop_daemon TERM
sed -i 's/"id": { "type": "integer" }/"id": { "type": "long" }/' "$SCRATCH/item.json"
"$WALCAST_BIN" run --config "$SCRATCH/walcast.json" </dev/null 2>>"$SCRATCH/run.log" &
DAEMON=$!
deadline=$((SECONDS + 60))
until [[ $(walcast status --json 2>/dev/null) == *'"state":"streaming"'* ]]; do
  ((SECONDS < deadline)) || broken 'the daemon does not stream' "$(tail -n 20 "$SCRATCH/run.log")"
  read -r -t 0.1 <> <(:) || true
done
run 75 wait --timeout 100ms
says 'wait names the index it waits for' "$ERR" "still to be filled: $INDEX"
run 0 status
says 'status shows that it is stale' "$OUT" 'rebuilding, stale' 'being rebuilt'
run 0 wait
run 0 status --json
expect_equal 'after the wait it is not' false "$(field indices.0.stale)"
