#!/usr/bin/env bash
# Every command against a running daemon, and against none.
source "$(dirname "$(realpath "$0")")/cli_lib.sh"
make_shop
before=$(state)

# ---- before anything runs
run 0 status
says 'status without a daemon says so' "$OUT" 'not running'
run 0 status --json
expect_equal 'status without a daemon is the same shape' 'not running' "$(field state)"
run 69 status --ready
run 0 plan
says 'plan shows entries and routes' "$OUT" shop.item_tag 'route 1' 'do not suffice'
run 0 plan "$INDEX" --json
expect_equal 'plan tells what identity is missing' 1 "$(field 'plans.0.missing_identities.#')"
run 0 plan --prove 5
says 'plan --prove proves the routes' "$OUT" 'found it every time'
run 0 setup --dry-run
says 'setup --dry-run shows the statement' "$OUT" 'REPLICA IDENTITY FULL'
run 0 render "$INDEX" 1
expect_equal 'render shows the document' '["tag 1","tag 2"]' "$(field tags)"
run 0 render "$INDEX" 999
expect_equal 'render of a document that is not there is null' null "$OUT"
run 65 render "$INDEX" x
says 'render of what is no id tells the type' "$ERR" 'hint: ' integer
run 69 wait
says 'wait without a daemon says so' "$ERR" 'no walcast daemon answers' 'walcast run'
run 69 rebuild "$INDEX"
run 64 rebuild nothing
run 0 dead-letters list
run 69 dead-letters retry
run 0 doctor
run 0 config show
run 0 slot list
expect_equal 'none of these changed anything' "$before" "$(state)"

# ---- setup, and what asks
run 0 setup
says 'setup prints what it ran' "$OUT" 'ALTER TABLE "shop"."item_tag" REPLICA IDENTITY FULL'
run 0 setup
expect_equal 'setup twice changes nothing' '' "$OUT"
for command in 'slot drop' 'slot reset' teardown; do
  run 0 slot create
  # shellcheck disable=SC2086
  run 64 $command
  says "$command needs a confirmation" "$ERR" '--yes'
  run 75 slot create
  run 0 slot drop --yes
done

# ---- with a daemon
start_daemon
run 0 status --ready
expect_equal 'a daemon that is ready needs no words' '' "$OUT"
run 0 status --json
expect_equal 'status of the daemon' streaming "$(field state)"
expect_equal 'status of the index' live "$(field indices.0.state)"
run 0 status
says 'status for people' "$OUT" "$INDEX-000001" "slot        $NAME"
run_sql "$DSN" "UPDATE shop.tag SET label = 'new' WHERE id = 1"
run 0 wait --json
[[ $(field lsn) == */* ]] || broken 'wait tells the position' "$OUT"
run 0 render "$INDEX" 1 --diff
run_sql "$DSN" "INSERT INTO shop.item VALUES (60, 'sixty', 1)"
run 0 wait
expect_equal 'a change is found after wait' 51 "$(documents)"
run 75 wait --lsn FFFF/0 --timeout 300ms
run 75 slot drop --yes
says 'drop is refused while the slot is in use' "$ERR" 'is in use'
run 75 teardown --yes
says 'so is teardown' "$ERR" 'is in use'
run 0 rebuild "$INDEX" --wait --json
expect_equal 'rebuild --wait returns when the alias has moved' "$INDEX-000002" "$(served)"
run 64 teardown "$INDEX" --yes
says 'teardown of a configured index is refused' "$ERR" 'is configured'

# ---- a document the mapping refuses
run_sql "$DSN" "UPDATE shop.item SET price = 'NaN' WHERE id = 7"
run 0 wait
run 0 dead-letters list --json
expect_equal 'a refused document is a dead letter' 7 "$(field letters.0.id)"
version=$(field letters.0.version)
[[ $version =~ ^[1-9][0-9]*$ ]] || broken 'the version of a letter is a number' "$version"
run 0 dead-letters list
says 'people see the same version' "$OUT" " $version "
run 1 render "$INDEX" 7 --diff
says 'render --diff shows what differs' "$OUT" /price
run 0 dead-letters retry "$INDEX" --id 7 --json
expect_equal 'a retry of what is still wrong leaves it' 1 "$(field left)"
run_sql "$DSN" "UPDATE shop.item SET price = 7 WHERE id = 7"
run 0 wait
run 0 dead-letters list --json
expect_equal 'a mended document has no letter' 0 "$(field 'letters.#')"
run_sql "$DSN" "UPDATE shop.item SET price = 'NaN' WHERE id IN (8, 9)"
run 0 wait
run 0 dead-letters discard "$INDEX" --id 8 --json
expect_equal 'one letter is discarded' 1 "$(field discarded)"

# ---- slot reset, with the daemon and without
run 0 slot reset --yes
run 0 wait
expect_equal 'slot reset through the daemon rebuilds' "$INDEX-000003" "$(served)"
kill -TERM "$DAEMON"
code=0
wait "$DAEMON" || code=$?
DAEMON=''
expect_equal 'SIGTERM ends the daemon with 0' 0 "$code"
run 0 dead-letters list --json
expect_equal 'dead letters are listed without a daemon' 2 "$(field 'letters.#')"
[[ $(field letters.0.version) =~ ^[1-9][0-9]*$ ]] || broken 'the version is a number without a daemon, too' "$OUT"
run 0 dead-letters discard --json
expect_equal 'and discarded' 2 "$(field discarded)"
run 0 slot reset --yes
run_sql "$DSN" "DELETE FROM shop.item_tag WHERE item_id = 3; DELETE FROM shop.item WHERE id = 3;
                UPDATE shop.item SET price = 1 WHERE price = 'NaN'"
start_daemon
run 0 wait
expect_equal 'slot reset without a daemon leads to a rebuild' "$INDEX-000004" "$(served)"
expect_equal 'which holds what the table holds' 50 "$(documents)"
stop_daemon TERM

# ---- nothing is left
run 0 teardown --indices --yes
says 'teardown tells what it did' "$OUT" 'dropped the slot' 'REPLICA IDENTITY DEFAULT' "dropped the index $INDEX-"
expect_equal 'after teardown everything is as before' "$before" "$(state)"
run 0 teardown --indices --yes
