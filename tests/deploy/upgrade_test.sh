#!/usr/bin/env bash
# upgrade_test.sh DIR: does what docs/upgrade.md says, with its own lines, while people edit and read; there, and back.
set -euo pipefail
# shellcheck source=tests/deploy/stream_lib.sh
source "$(dirname "$(realpath "$0")")/stream_lib.sh"
stream_begin "$1"
guide=$root/docs/upgrade.md

name=${unique//-/_}
DSN=$(address_of "$WALCAST_TEST_DSN" "$name") OLD=$dir/1 NEW=$dir/2 CURRENT=$dir/current BIN=$dir/bin RUN=$dir/run LOG=$dir/log
FIRST=127.0.0.1:$(port_free) SECOND=127.0.0.1:$(port_free)
admins=("127.0.0.1:$(port_free)" "127.0.0.1:$(port_free)")
export DSN OLD NEW CURRENT BIN RUN LOG FIRST SECOND
host=${WALCAST_TEST_DSN#*@}
export WALCAST_POSTGRES__DSN=postgresql://${name}_stream@${host%/*}/$name WALCAST_POSTGRES__SLOT=$name
export WALCAST_ELASTICSEARCH__URLS=$es WALCAST_CHECKPOINT__URL=$WALCAST_TEST_REDIS WALCAST_CHECKPOINT__PREFIX=$name
export WALCAST_ADMIN_POSTGRES__DSN=postgresql://${name}_admin@${host%/*}/$name WALCAST_ADMIN_ELASTICSEARCH__URLS=$es
export WALCAST_ADMIN_REDIS__URL=$WALCAST_TEST_REDIS WALCAST_ADMIN_REDIS__PREFIX=$name-admin WALCAST_ADMIN_WALCAST__CONTROL=$FIRST
export WALCAST_ADMIN_SERVER__INSECURE_HTTP=true WALCAST_ADMIN_SERVER__WORKERS=2 WALCAST_ADMIN_SERVER__LONG_WORKERS=2

# shellcheck disable=SC2317  # called by stream_end
undo() {
  psql -Xq -d "$WALCAST_TEST_DSN" >/dev/null <<SQL
SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '$name' AND NOT active;
DROP DATABASE IF EXISTS $name WITH (FORCE);
DROP ROLE IF EXISTS ${name}_stream, ${name}_admin;
SQL
  redis-cli -u "$WALCAST_TEST_REDIS" --scan --pattern "$name*" | xargs -r redis-cli -u "$WALCAST_TEST_REDIS" del >/dev/null
}

# ---------------------------------------------------------------- the two releases
# The new one has a column more, which its films' documents tell.
grow_release() {
  local number
  number=$(printf '%04d' $(($(find "$NEW/sql/migrations" -name '*.up.sql' | wc -l) + 1)))
  echo 'ALTER TABLE content.film_work ADD COLUMN age_limit integer NOT NULL DEFAULT 0;' >"$NEW/sql/migrations/${number}_age_limit.up.sql"
  echo 'ALTER TABLE content.film_work DROP COLUMN age_limit;' >"$NEW/sql/migrations/${number}_age_limit.down.sql"
  sed -i 's/^       f\.type,$/       f.type,\n       f.age_limit,/' "$NEW/sql/documents/movies.sql"
  sed -i 's/^      "type": { "type": "keyword" },$/&\n      "age_limit": { "type": "integer" },/' "$NEW/config/indices/movies.json"
  printf 'a later build' >>"$NEW/bin/walcast-admin"  # behind the program's end, so that one can tell the files apart
}
make_release "$OLD"
make_release "$NEW"
grow_release
mkdir "$BIN"
cp "$OLD/bin/walcast-admin" "$BIN/"
ln -s "$OLD" "$CURRENT"

make_roles "$WALCAST_TEST_DSN" "$name"
make_catalogue "$DSN" "$name" 80 "$OLD/sql"
WALCAST_POSTGRES__DSN=$DSN "$OLD/bin/walcast" setup --config "$OLD/config/walcast.json" >>"$LOG/setup.log" 2>&1

# ---------------------------------------------------------------- what runs
start_admin() {  # NUMBER ADDRESS
  WALCAST_ADMIN_SERVER__LISTEN=$2 WALCAST_ADMIN_SERVER__INTERNAL=127.0.0.1:$(port_free) \
    nohup "$BIN/walcast-admin" run --config "$CURRENT/config/admin.json" >>"$LOG/admin-$1.log" 2>&1 &
  echo $! >"$RUN/admin-$1.pid"
  wait_until 60 curl -fs -o /dev/null "http://$2/api/v1/movies/" || fail "admin server $1 does not answer"
}
nohup "$OLD/bin/walcast" run --config "$OLD/config/walcast.json" --set "control.listen=$FIRST" >>"$LOG/walcast.log" 2>&1 &
echo $! >"$RUN/walcast.pid"
echo 'violet tram beyond seven' | "$BIN/walcast-admin" user add ann --role editor --password-stdin --config "$CURRENT/config/admin.json" >>"$LOG/setup.log" 2>&1
start_admin 1 "${admins[0]}"
start_admin 2 "${admins[1]}"
wait_until 60 stream_is "$FIRST" streaming || fail 'walcast does not stream'
do_block "$guide" 1
expect_same 'the old release: every document equals its SQL' "$DSN" "$OLD/sql/documents"

start_load() {  # REPORT
  rm -f "$dir/stop"
  nohup python3 "$here/editors_and_readers.py" "$dir/$1" "$dir/stop" "$es" "$unique-movies" "${admins[@]}" >>"$LOG/load.log" 2>&1 &
  echo $! >"$RUN/load.pid"
}
# end_load REPORT SENTENCE: nothing failed, and each film has the last title that an editor was told to be saved.
end_load() {
  touch "$dir/stop"
  wait_until 90 program_gone load || fail 'the load does not end'
  psql -XAtq -F $'\t' -d "$DSN" -c 'SELECT id, title FROM content.film_work' >"$dir/titles"
  python3 - "$dir/$1" "$dir/titles" <<'PY' || fail "not so: $2"
import json, sys
report = json.load(open(sys.argv[1]))
titles = dict(line.rstrip("\n").split("\t", 1) for line in open(sys.argv[2]))
lost = {film: (title, titles.get(film)) for film, title in report["titles"].items() if titles.get(film) != title}
print("edits {edits}, reads {reads}, searches {searches}, an edit was in the index after {slowest} s at most".format(**report))
if report["failures"] or lost or min(report["edits"], report["reads"], report["searches"]) < 20:
    sys.exit(f"failed: {len(report['failures'])} {report['failures'][:3]}; lost: {lost}")
PY
  say "$2"
}
genres_are_others_than() { [[ -n $(generation genres) && $(generation genres) != "$1" ]]; }
one_generation() { [[ $(curl -fs "$es/_cat/indices/$unique-movies-*?h=index" | wc -l) == 1 ]]; }
# Where step 3 is given up half way, as the table has it: the new walcast fills slowly and is ended, the old one goes on.
give_up_half_way() {
  WALCAST_BACKFILL__DOCUMENTS_PER_SECOND=1 WALCAST_BACKFILL__PAGE=1 \
    nohup "$NEW/bin/walcast" run --config "$NEW/config/walcast.json" --set "control.listen=$SECOND" >>"$LOG/walcast-second.log" 2>&1 &
  echo $! >"$RUN/walcast-second.pid"
  wait_until 60 stream_is "$SECOND" standby || fail 'the new walcast does not stand by'
  stop_program walcast
  wait_until 60 stream_is "$SECOND" streaming || fail 'the new walcast does not take over'
  stop_program walcast-second
  nohup "$OLD/bin/walcast" run --config "$OLD/config/walcast.json" --set "control.listen=$FIRST" >>"$LOG/walcast.log" 2>&1 &
  echo $! >"$RUN/walcast.pid"
  wait_until 60 stream_is "$FIRST" streaming || fail 'the old walcast does not go on'
  "$OLD/bin/walcast" wait --config "$OLD/config/walcast.json" --set "control.listen=$FIRST" >>"$LOG/steps.log" 2>&1
  wait_until 60 one_generation || fail 'what the new walcast had begun stays'
  [[ $(generation movies) == "$1" ]] || fail "the index is another one: $1, $(generation movies)"
}
# Seconds from the end of the one walcast until the other streams, by their logs.
takeover() {
  python3 - "$LOG/$1.log" "$LOG/$2.log" <<'PY'
import datetime, sys
last = lambda file, what: datetime.datetime.fromisoformat([line.split()[0][:-1] for line in open(file) if f" {what}" in line][-1])
print("the slot was nobody's for", (last(sys.argv[2], "streaming  ") - last(sys.argv[1], "stopped")).total_seconds(), "s")
PY
}
history_holds() { "$BIN/walcast-admin" audit verify --config "$CURRENT/config/admin.json" >>"$LOG/steps.log" 2>&1; }
age_limits() { curl -fs "$es/$unique-movies/_count" -H 'Content-Type: application/json' -d '{"query":{"exists":{"field":"age_limit"}}}' | grep -o '"count":[0-9]*'; }
step_of() { do_block "$guide" "$1"; say "$2"; }
programs_below() { pgrep -P "$(<"$RUN/$1.pid")" | sed 's|.*|/proc/&/exe|' | xargs sha256sum | cut -d' ' -f1 | sort -u; }
runs_file() { [[ $(programs_below "$1") == "$(sha256sum <"$2" | cut -d' ' -f1)" ]]; }

# ---------------------------------------------------------------- there
start_load there.json
wait_until 30 test -s "$RUN/load.pid"
step_of 2 'the tables have grown, under load'
[[ $(age_limits) == '"count":0' ]] || fail 'the old release tells what only the new one knows'
give_up_half_way "$(generation movies)"
say 'the new walcast, given up half way, leaves the old one as it was'
step_of 3 'the new walcast has taken over'
takeover walcast walcast-second
[[ $(age_limits) == '"count":80' ]] || fail "the index is not of the new release: $(age_limits)"
program_gone walcast || fail 'the old walcast still runs'
step_of 4 'and is back at its address'
stream_is "$FIRST" streaming || fail 'walcast does not stream at its own address'
step_of 5 'both admin servers are of the new release'
for one in admin-1 admin-2; do runs_file "$one" "$NEW/bin/walcast-admin" || fail "$one runs another file"; done
end_load there.json 'no request failed, and no edit was lost, on the way there'
do_block "$guide" 6
expect_same 'the new release: every document equals its SQL' "$DSN" "$NEW/sql/documents"
history_holds || fail 'the chain of the history is broken'

# ---------------------------------------------------------------- taken back too early, as the guide's last lines have it
# shellcheck disable=SC2317  # called by wait_until
movies_are() { curl -fs "http://$FIRST/status" | python3 -c 'import json, sys
print(*(index["state"] for index in json.load(sys.stdin)["indices"] if index["name"].endswith("-movies")))' | grep -qx "$1"; }
"$NEW/sql/migrate" --dsn "$DSN" down 1 >>"$LOG/steps.log"
wait_until 90 movies_are suspended || fail 'nobody says that the index lacks its column'
curl -fs "$es/$unique-movies/_count" | grep -q '"count":80' || fail 'searches do not go on'
do_block "$guide" 2
wait_until 90 movies_are live || fail 'the index is not filled anew once its column is back'
do_block "$guide" 6
expect_same 'a migration taken back too early suspends the index, applied again it is mended' "$DSN" "$NEW/sql/documents"

# ---------------------------------------------------------------- and back
start_load back.json
step_of 7 'both admin servers are of the old release again'
for one in admin-1 admin-2; do runs_file "$one" "$OLD/bin/walcast-admin" || fail "$one runs another file"; done
step_of 8 'the old walcast has taken over'
[[ $(age_limits) == '"count":0' ]] || fail 'the index is still of the new release'
WALCAST_CONTROL__LISTEN=$SECOND step_of 9 'the tables are as they were, under load'
# What a later change of other columns shows: walcast has looked at the tables since, and had nothing to do for the films.
before=$(generation movies) genres=$(generation genres)
psql -Xq -d "$DSN" -c 'ALTER TABLE content.genre ALTER COLUMN description TYPE text USING description'
wait_until 90 genres_are_others_than "$genres" || fail 'walcast does not look at the tables'
[[ $(generation movies) == "$before" ]] || fail 'an index is filled anew for a column that it does not have'
say 'a column that no document reads costs nothing'
end_load back.json 'no request failed, and no edit was lost, on the way back'
WALCAST_CONTROL__LISTEN=$SECOND "$OLD/bin/walcast" wait --config "$OLD/config/walcast.json"
curl -fs "http://$SECOND/status" | grep -q '"state":"suspended"' && fail 'an index is suspended'
expect_same 'the old release again: every document equals its SQL' "$DSN" "$OLD/sql/documents"
history_holds || fail 'the chain of the history is broken'
[[ $(document_blocks "$guide") == 9 ]] || fail 'the guide has lines that are not tried'
say 'done'
