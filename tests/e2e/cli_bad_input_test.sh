#!/usr/bin/env bash
# Bad input: each is told in a clear message with its remedy, ends with its exit code, and changes nothing.
source "$(dirname "$(realpath "$0")")/cli_lib.sh"
make_shop
good_config=$(<"$SCRATCH/walcast.json")
good_sql=$(<"$SCRATCH/item.sql")
before=$(state)

# refuses TITLE CODE PART…: `run` ends with the code and says each part and a hint, for people and as JSON
refuses() {
  local title=$1 code=$2 out
  run "$code" run
  says "$title" "$ERR" "${@:3}"
  run "$code" run --json
  out=$OUT
  OUT=$(grep '^{"kind"' <<<"$ERR")
  expect_equal "$title: the same as JSON" "$code" "$(field exit_code)"
  [[ -n $(field hint) ]] || broken "$title: no remedy" "$ERR"
  expect_equal "$title: nothing on standard output" '' "$out"
  expect_equal "$title: nothing changed" "$before" "$(state)"
}
config() { printf '%s' "$good_config" | sed "$1" >"$SCRATCH/walcast.json"; }
document() { printf '%s\n' "$1" >"$SCRATCH/item.sql"; }

# ---- the command line
run 64
run 64 stauts
says 'an unknown command is told the nearest' "$ERR" 'did you mean status?'
run 64 status --wacth
says 'an unknown option is told the nearest' "$ERR" 'did you mean --watch?'

# ---- the configuration
config 's/"slot"/"slott"/'
refuses 'an unknown key' 78 postgres.slott slot
config 's/"prefix": "[a-z0-9_]*"/"prefix": 5/'
refuses 'a wrong type' 78 checkpoint.prefix
config 's/"indices": .*/"indices": [ { "name": "Films!", "document": "nowhere.sql", "definition": "item.json" } ] }/; s/"slot": "[a-z0-9_]*"/"slot": "A-B"/'
refuses 'all faults at once' 78 postgres.slot name document
config 's/"control": {/"control": /'
refuses 'what is no JSON' 78 line
printf '%s' "$good_config" >"$SCRATCH/walcast.json"
run 78 run --config "$SCRATCH/nowhere.json"
says 'a configuration that is not there' "$ERR" nowhere.json

# ---- documents
document 'SELECT i.id AS _id, FROM shop.item AS i'
refuses 'a syntax error in the SQL' 65 'line 1' 'syntax error'
document 'SELECT i.id, i.name FROM shop.item AS i'
refuses 'a document without _id' 65 _id
document 'SELECT i.id AS _id, i.name, random() AS chance FROM shop.item AS i'
refuses 'a volatile function' 65 random
document 'SELECT i.id AS _id, i.name, now() - make_interval(days => i.id) AS since FROM shop.item AS i'
refuses 'a function that depends on the time' 65 now
document 'SELECT i.id AS _id, (SELECT max(t.label) FROM shop.tag AS t WHERE length(t.label) > i.id) AS longest FROM shop.item AS i'
refuses 'an entry without a route' 65 shop.tag '"routes"'
document 'SELECT i.id AS _id, i.nothing FROM shop.item AS i'
refuses 'a column that does not exist' 65 nothing
document 'SELECT i.id AS _id FROM shop.nowhere AS i'
refuses 'a table that does not exist' 65 nowhere
document "$good_sql"

# ---- rights
reader=walcast_cli_reader_$$
run_sql "$DSN" "CREATE ROLE $reader LOGIN REPLICATION"
clean_up_role() { run_sql "$DSN" "DROP OWNED BY $reader; DROP ROLE $reader" || true; }
trap 'clean_up_role; clean_up' EXIT
write_config "${DSN/\/\/postgres@/\/\/$reader@}"
refuses 'a role that may not read' 77 'schema shop' USAGE SELECT
run_sql "$DSN" "GRANT USAGE ON SCHEMA shop TO $reader; GRANT SELECT ON ALL TABLES IN SCHEMA shop TO $reader"
refuses 'a role that may not change replica identities' 77 shop.item_tag 'REPLICA IDENTITY FULL'
run 78 run --no-setup
says 'the same where it must not' "$ERR" shop.item_tag
run_sql "$DSN" "ALTER TABLE shop.item_tag REPLICA IDENTITY FULL; ALTER ROLE $reader NOREPLICATION"
before=$(state)
refuses 'a role that may not replicate' 77 REPLICATION
run_sql "$DSN" 'ALTER TABLE shop.item_tag REPLICA IDENTITY DEFAULT'

# ---- servers that are not there
before=$(state)
write_config 'postgresql://nobody:s3cret@127.0.0.1:1/nowhere'
run 69 plan
says 'a PostgreSQL that is not there' "$ERR" 'hint: ' 127.0.0.1
[[ $ERR != *s3cret* ]] || broken 'a password stands in the message' "$ERR"
write_config "$DSN" '"backoff": { "min": "10ms", "max": "20ms" },'
run 69 status --set checkpoint.url=redis://127.0.0.1:1/0
says 'a Redis that is not there' "$ERR" Redis
run 69 doctor --set elasticsearch.urls=http://127.0.0.1:1
says 'an Elasticsearch that is not there' "$OUT" 'search engine' fail
run 78 run --set control.listen=127.0.0.1:"${WALCAST_TEST_ES##*:}"
says 'a control address that is taken' "$ERR" 'cannot listen on control.listen'
run 78 config show --set control.listen=0.0.0.0:1
says 'a control address for all without a token' "$ERR" control.token
expect_equal 'none of these changed anything' "$before" "$(state)"
