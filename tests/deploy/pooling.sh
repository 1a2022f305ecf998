# shellcheck shell=bash disable=SC2034  # some of what is set here is for the file that sources it
# What the tests of poolers and replicas share. Sourced with the test's directory as $1; everything lives there and ends with the test.
set -euo pipefail

root=${WALCAST_SOURCE:-$(dirname "$(dirname "$(dirname "$(realpath "${BASH_SOURCE[0]}")")")")}
# shellcheck source=tests/support/servers.sh
source "$root/tests/support/servers.sh"
: "${WALCAST_ADMIN_BIN:?}" "${WALCAST_TEST_REDIS:?}" "${WALCAST_TEST_ES:?}"

dir=$(realpath -m "$1")
prefix=pooling-$$
password='violet tram beyond seven'
server_dirs=()   # those of PostgreSQL
rm -rf "$dir"
mkdir -p "$dir"

finish() {
  local status=$? one
  # Those in front first; what has ended is left alone.
  for one in "$dir"/run/*.pid; do
    [[ ! -e $one ]] || process_stop "$dir" "$(basename "$one" .pid)" TERM 15
  done
  for one in "${server_dirs[@]}"; do process_kill "$one" postgres; rm -rf "${one:?}/postgres"; done
  redis-cli -u "$WALCAST_TEST_REDIS" --scan --pattern "$prefix*" | xargs -r redis-cli -u "$WALCAST_TEST_REDIS" del >/dev/null || true
  declare -F also_finish >/dev/null && also_finish
  if ((status != 0)); then
    for one in "$dir"/log/*.log; do printf -- '---- the end of %s\n' "$one" && tail -n 8 "$one" | cut -c1-300; done >&2
  fi
  exit "$status"
}
trap finish EXIT

broken() { printf 'not ok - %s\n' "$1" >&2; shift; (($# == 0)) || printf '  %s\n' "$@" >&2; exit 1; }
check() {  # SENTENCE COMMAND…
  "${@:2}" || broken "$1" "${*:2}" "$(head -c 600 "$dir/body" 2>/dev/null)"
  echo "ok - $1"
}
equal() { [[ $1 == "$2" ]] || { printf '  %s is not %s\n' "$1" "$2" >&2; return 1; }; }
within() { wait_until "$@" || { printf '  not within %s s: %s\n' "$1" "${*:2}" >&2; return 1; }; }

# ---------------------------------------------------------------- PostgreSQL
sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$1" -c "$2"; }  # DSN STATEMENT
at() { printf 'postgresql://%s@127.0.0.1:%s/%s' "${3:-postgres}" "$1" "${2:-catalogue}"; }  # PORT [DATABASE] [ROLE]

primary_start() {  # DIR PORT [NAME=VALUE…]: with the migrated catalogue of some films; the settings hold for its standbys, too
  server_dirs+=("$1")
  mkdir -p "$1/log"
  postgres_start "$1" "$2" fsync=off max_connections=100 hot_standby=on "${@:3}"
  sql "$(at "$2" postgres)" 'CREATE DATABASE catalogue'
  "$root/sql/migrate" --dsn "$(at "$2")" up >"$1/log/migrate.log"
  psql -X -q -v ON_ERROR_STOP=1 -v films=200 -d "$(at "$2")" -f "$root/sql/sample/catalogue.sql" >"$1/log/sample.log"
  sql "$(at "$2")" "ANALYZE; CREATE ROLE walcast_admin LOGIN PASSWORD 'editor' IN ROLE walcast_editor"
}

standby_start() {  # DIR PORT PRIMARY_PORT
  server_dirs+=("$1")
  mkdir -p "$1/log"
  "$(postgres_bin)/pg_basebackup" --checkpoint=fast --write-recovery-conf --pgdata "$1/postgres" --dbname "$(at "$3" postgres)"
  server_dir "$1/postgres"
  [[ $EUID != 0 ]] || chown -R "$server_owner:" "$1/postgres"
  postgres_start "$1" "$2" fsync=off max_connections=100 hot_standby=on
}

lose() { process_kill "$1" postgres; }  # DIR: as when the power fails

caught_up() {  # PRIMARY_PORT STANDBY_PORT
  [[ $(sql "$(at "$2")" "SELECT pg_last_wal_replay_lsn() >= '$(sql "$(at "$1")" 'SELECT pg_current_wal_insert_lsn()')'") == t ]]
}

# ---------------------------------------------------------------- the admin server
admin_settings=()
admin_setup() {  # SETTING…: of every call of the program
  port=$(port_of "$dir" admin) internal=$(port_of "$dir" admin_internal)
  url=http://127.0.0.1:$port
  admin_settings=(--config "$root/config/admin.json")
  local setting
  for setting in "server.listen=127.0.0.1:$port" "server.internal=127.0.0.1:$internal" server.insecure_http=true server.threads=1 \
    "redis.url=$WALCAST_TEST_REDIS" "redis.prefix=$prefix" "elasticsearch.urls=$WALCAST_TEST_ES" "$@"; do
    admin_settings+=(--set "$setting")
  done
}
ready() { [[ $(curl -s -o "$dir/ready" -w '%{http_code}' --max-time 10 "http://127.0.0.1:$internal/readyz") == 200 ]]; }
not_ready() { ! ready && [[ -s $dir/ready ]]; }
admin_start() {
  process_start "$dir" admin "$WALCAST_ADMIN_BIN" run "${admin_settings[@]}"
  process_ready "$dir" admin "$port" 60 ready
}
admin_user() { "$WALCAST_ADMIN_BIN" user add ann --role administrator --password-stdin "${admin_settings[@]}" <<<"$password" >"$dir/user.log"; }

# call METHOD PATH [CURL_OPTION…]: sets status; the answer is in $dir/body and $dir/headers.
call() {
  status=$(curl -s -X "$1" -b "$dir/cookies" -c "$dir/cookies" -H "X-CSRF-Token: ${csrf:-}" -H "Content-Type: ${type:-application/json}" \
    -D "$dir/headers" -o "$dir/body" -w '%{http_code}' --max-time 30 "${@:3}" "$url$2") || status=000
}
answers() { local wanted=$1; shift; call "$@"; equal "$status" "$wanted"; }  # STATUS METHOD PATH [CURL_OPTION…]
header() { tr -d '\r' <"$dir/headers" | sed -n "s/^$1: //Ip"; }  # NAME
field() { python3 -c 'import json, sys
value = json.load(open(sys.argv[1]))
for name in sys.argv[2].split("."): value = value[int(name)] if name.isdigit() else value[name]
print(value)' "$dir/body" "$1"; }  # a.0.b
sign_in() {
  rm -f "$dir/cookies"
  call POST /api/session -d "{\"name\":\"ann\",\"password\":\"$password\"}"
  equal "$status" 200 || return 1
  csrf=$(field csrf)
}
first_film() { call GET '/api/admin/films?_sort=title,id&_start=0&_end=1' && field 0.id; }
rename() {  # ID TITLE: sets status, to that of the change
  call GET "/api/admin/films/$1"
  [[ $status == 200 ]] || return 0
  call PATCH "/api/admin/films/$1" -H "If-Match: $(header etag)" -d "{\"title\":\"$2\"}"
}
