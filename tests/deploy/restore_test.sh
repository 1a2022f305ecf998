#!/usr/bin/env bash
# restore_test.sh DIR: does what docs/backup.md says, with its own lines: another server, the same one, Redis and Elasticsearch lost.
set -euo pipefail
# shellcheck source=tests/deploy/stream_lib.sh
source "$(dirname "$(realpath "$0")")/stream_lib.sh"
stream_begin "$1"
guide=$root/docs/backup.md
[[ $(document_blocks "$guide") == 8 ]] || fail 'the guide has lines that are not tried'

name=${unique//-/_} CATALOGUE=$name STREAM_ROLE=${name}_stream
old_port=$(port_free) new_port=$(port_free) redis_port=$(port_free)
BACKUP=$dir/backup RUN=$dir/run LOG=$dir/log CONTROL=127.0.0.1:$(port_free) REDIS=redis://127.0.0.1:$redis_port/0
TARGET=postgresql://postgres@127.0.0.1:$new_port/postgres NEW_DSN=postgresql://postgres@127.0.0.1:$new_port/$name
RESTORED_DSN=postgresql://postgres@127.0.0.1:$new_port/restored
DSN=postgresql://postgres@127.0.0.1:$old_port/$name
export CATALOGUE STREAM_ROLE BACKUP RUN LOG CONTROL REDIS TARGET NEW_DSN RESTORED_DSN DSN
documents=$dir/release/sql/documents admin=127.0.0.1:$(port_free) internal=127.0.0.1:$(port_free)
make_release "$dir/release"
export PATH="$dir/release/bin:$PATH" WALCAST_CONFIG=$dir/release/config/walcast.json WALCAST_ADMIN_CONFIG=$dir/release/config/admin.json
export WALCAST_POSTGRES__SLOT=$name WALCAST_CONTROL__LISTEN=$CONTROL WALCAST_ELASTICSEARCH__URLS=$es WALCAST_CHECKPOINT__URL=$REDIS
export WALCAST_ADMIN_ELASTICSEARCH__URLS=$es WALCAST_ADMIN_REDIS__URL=$REDIS WALCAST_ADMIN_WALCAST__CONTROL=$CONTROL
export WALCAST_ADMIN_SERVER__LISTEN=$admin WALCAST_ADMIN_SERVER__INTERNAL=$internal WALCAST_ADMIN_SERVER__INSECURE_HTTP=true
export WALCAST_ADMIN_SERVER__WORKERS=2 WALCAST_ADMIN_SERVER__LONG_WORKERS=2

own() { "$root/tests/support/own_server.sh" "$@"; }
# shellcheck disable=SC2317  # called by stream_end
undo() {
  own postgres stop "$dir/old"
  own postgres stop "$dir/new"
  own redis stop "$dir/redis"
}
programs_of() {  # PORT: what the programs' environment says of the database
  export WALCAST_POSTGRES__DSN=postgresql://${name}_stream@127.0.0.1:$1/$name
  export WALCAST_ADMIN_POSTGRES__DSN=postgresql://${name}_admin@127.0.0.1:$1/$name
}
sql() { psql -XqAt -v ON_ERROR_STOP=1 -d "${2:-$DSN}" -c "$1"; }
start_programs() { do_block "$guide" 5; }
restart_walcast() {  # BETWEEN…: stops it, does that, and starts it
  stop_program walcast
  "$@"
  nohup walcast run >>"$LOG/walcast.log" 2>&1 &
  echo $! >"$RUN/walcast.pid"
  wait_until 60 stream_is "$CONTROL" streaming || fail 'walcast does not stream'
}
filled_anew() {  # BEFORE: each index has another generation than BEFORE, and walcast has caught up
  local one
  for one in movies genres persons; do [[ $(generation "$one") != "" && $1 != *"$(generation "$one")"* ]] || return 1; done
}
generations() { printf '%s %s %s' "$(generation movies)" "$(generation genres)" "$(generation persons)"; }
sign_in() {  # NAME JAR: the status
  curl -s -o /dev/null -w '%{http_code}' -c "$2" -H 'Content-Type: application/json' -d "{\"name\":\"$1\",\"password\":\"violet tram beyond seven\"}" "http://$admin/api/session"
}
signed_in() { [[ $(curl -s -o /dev/null -w '%{http_code}' -b "$1" "http://$admin/api/admin/films?_start=0&_end=1") == 200 ]]; }
add_user() { echo 'violet tram beyond seven' | walcast-admin user add "$1" --role editor --password-stdin >>"$LOG/setup.log" 2>&1; }
change_everything() {  # TEXT DSN: films that are new, gone and other ones; what a restore has to take back
  sql "UPDATE content.film_work SET title = title || ' $1' WHERE id IN (SELECT id FROM content.film_work ORDER BY id LIMIT 20);
       DELETE FROM content.film_work WHERE id IN (SELECT id FROM content.film_work ORDER BY id DESC LIMIT 3);
       INSERT INTO content.film_work (title, type) SELECT '$1 ' || n, 'movie' FROM generate_series(1, 5) AS n;
       UPDATE content.person SET full_name = full_name || ' $1' WHERE id IN (SELECT id FROM content.person ORDER BY id LIMIT 5)" "$2"
  walcast wait 2>>"$LOG/steps.log"
}
no_trace_of() { [[ $(sql "SELECT count(*) FROM content.film_work WHERE title LIKE '%$1%'" "$2") == 0 ]]; }

# ---------------------------------------------------------------- what runs
own postgres start "$dir/old" "$old_port" &
own postgres start "$dir/new" "$new_port" &
own redis start "$dir/redis" "$redis_port"
wait
mkdir "$BACKUP"
programs_of "$old_port"
make_roles "$(address_of "$DSN" postgres)" "$name"
make_catalogue "$DSN" "$name" 60 "$dir/release/sql"
WALCAST_POSTGRES__DSN=$DSN walcast setup >>"$LOG/setup.log" 2>&1
add_user ann
echo 1:0 >"$BACKUP/history-end"
# The block that starts both also looks at the history, whose end was not noted yet.
walcast-admin audit verify | sed -n 's/^the end, to be noted elsewhere: //p' >"$BACKUP/history-end"
start_programs
expect_same 'before: every document equals its SQL' "$DSN" "$documents"

# ---------------------------------------------------------------- the back-up, while people edit
edit_on() {
  while [[ ! -e $dir/stop ]]; do
    sql "UPDATE content.film_work SET title = left(title, 40) || ' ' || md5(random()::text) WHERE id IN (SELECT id FROM content.film_work ORDER BY random() LIMIT 5)" || return
    sleep 0.05
  done
}
edit_on &
editing=$!
do_block "$guide" 1
touch "$dir/stop"
wait "$editing" || fail 'the back-up kept somebody from editing'
change_everything 'after the back-up' "$DSN"
add_user late
expect_same 'the back-up was made while the stream ran' "$DSN" "$documents"
walcast-admin audit verify --noted "$(<"$BACKUP/history-end")" >>"$LOG/steps.log" || fail 'the history has lost what was noted'
later=$(walcast-admin audit verify | sed -n 's/^the end, to be noted elsewhere: //p')
if [[ $(sign_in late "$dir/late") != 200 ]] || ! signed_in "$dir/late"; then fail 'a user cannot sign in'; fi

# ---------------------------------------------------------------- another server
before=$(generations)
do_block "$guide" 2
wait_until 30 program_gone walcast || fail 'walcast does not end'
do_block "$guide" 3
[[ $(sql "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '$name'") == 0 ]] || fail 'the old server keeps WAL for ever'
do_block "$guide" 4
programs_of "$new_port"
start_programs
filled_anew "$before" || fail "no index was filled anew: $before, $(generations)"
log_has walcast 'the replication slot is gone' || fail 'walcast does not say why'
expect_same 'on another server: every document equals its SQL' "$NEW_DSN" "$documents"
no_trace_of 'after the back-up' "$NEW_DSN" || fail 'the restore is not of the back-up'
! signed_in "$dir/late" || fail 'a user who is not there any more is signed in'
[[ $(sign_in late "$dir/late") == 401 && $(sign_in ann "$dir/ann") == 200 ]] || fail 'users are not those of the back-up'
! walcast-admin audit verify --noted "$later" >>"$LOG/steps.log" 2>&1 || fail 'rows of the history that are gone are not missed'
own postgres stop "$dir/old"
DSN=$NEW_DSN

# ---------------------------------------------------------------- the same database
change_everything 'a mistake' "$DSN"
before=$(generations)
do_block "$guide" 6
do_block "$guide" 4
wait_until 90 filled_anew "$before" || fail "no index was filled anew: $before, $(generations)"
walcast wait 2>>"$LOG/steps.log"
expect_same 'into the same database: every document equals its SQL' "$DSN" "$documents"
no_trace_of 'a mistake' "$DSN" || fail 'the restore is not of the back-up'

# ---------------------------------------------------------------- beside it, then renamed
nohup walcast-admin run >>"$LOG/admin-1.log" 2>&1 &
echo $! >"$RUN/admin-1.pid"
change_everything 'another mistake' "$DSN"
before=$(generations)
do_block "$guide" 7
do_block "$guide" 4
start_programs
filled_anew "$before" || fail "no index was filled anew: $before, $(generations)"
expect_same 'renamed into place: every document equals its SQL' "$DSN" "$documents"
[[ $(sql 'SELECT count(*) FROM pg_replication_slots' "$DSN") == 1 ]] || fail 'a slot is left'

# ---------------------------------------------------------------- Redis
redis() { redis-cli -u "$REDIS" "$@"; }
has_record() { [[ -n $(redis --scan --pattern 'walcast:*') ]]; }
signed_in "$dir/ann" || [[ $(sign_in ann "$dir/ann") == 200 ]] || fail 'a user cannot sign in'
redis flushall >/dev/null
change_everything 'without a record' "$DSN"
wait_until 60 has_record || fail 'the record does not come back'
if signed_in "$dir/ann" || [[ $(sign_in ann "$dir/ann") != 200 ]]; then fail 'sessions are not as told'; fi
expect_same 'Redis emptied under the running stream' "$DSN" "$documents"

before=$(generations)
restart_walcast redis flushall >/dev/null
walcast wait 2>>"$LOG/steps.log"
{ log_has walcast 'the record is missing' && filled_anew "$before"; } || fail 'an empty Redis is not noticed'
expect_same 'Redis emptied while walcast is stopped' "$DSN" "$documents"

copy_redis() { own redis stop "$dir/redis" && rm -rf "${dir:?}/$2" && cp -a "$dir/$1" "$dir/$2" && own redis start "$dir/redis" "$redis_port"; }
copy_redis redis/redis older
change_everything 'since the copy' "$DSN"
before=$(generations)
restart_walcast copy_redis older redis/redis
walcast wait 2>>"$LOG/steps.log"
{ log_has walcast 'the record is older' && filled_anew "$before"; } || fail 'an older copy is not noticed'
expect_same 'Redis put back to an older copy' "$DSN" "$documents"

# ---------------------------------------------------------------- Elasticsearch
before=$(generations)
forget_indices
wait_until 90 filled_anew "$before" || fail 'lost indices are not filled anew'
change_everything 'after the loss' "$DSN"
expect_same 'Elasticsearch lost' "$DSN" "$documents"

do_block "$guide" 8
signed_in "$dir/ann" || [[ $(sign_in ann "$dir/ann") == 200 ]] || fail 'the admin server does not go on'
say 'done'
