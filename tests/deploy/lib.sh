# shellcheck shell=bash disable=SC2153,SC2154  # what is not set here comes from the environment of the test
# What tests of deployment share. To be sourced by bash with `set -euo pipefail`, as: source "$(dirname "$0")/lib.sh"
#   deploy_begin DIR          DIR is emptied; whatever is started in it is stopped at the end, and what was made on shared servers removed
#   holds SENTENCE COMMAND…   the sentence, if the command succeeds; else the end of the test
# `dir` and `root` (of the sources) are set for all.

root=$(realpath "${WALCAST_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}")
# shellcheck source=tests/support/servers.sh
source "$root/tests/support/servers.sh"

deploy_begin() {  # DIR
  dir=$(realpath -m "$1")
  [[ ! -e $dir ]] || deploy_stop
  rm -rf "$dir"
  mkdir -p "$dir/log"
  exec {deploy_log}>"$dir/log/test.log"
  trap deploy_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

deploy_stop() {  # all that was started in `dir`; what was started last comes first
  local file name
  [[ -e $dir/run ]] || return 0
  while read -r file; do
    name=${file%.pid}
    if [[ $name == postgres ]]; then postgres_stop "$dir"; else process_stop "$dir" "$name" TERM 20; fi
  done < <(cd "$dir/run" && find . -name '*.pid' -printf '%T@ %f\n' | sort --reverse --numeric-sort | cut -d' ' -f2)
}

deploy_ends=()  # commands that remove what a test has made elsewhere; the last one comes first
deploy_end() {
  local status=$? one file
  set +e
  trap - EXIT
  if ((status != 0)); then
    for file in "$dir"/log/*.log; do printf -- '---- the end of %s\n' "$file" && tail -n 15 "$file" | cut -c1-400; done >&2
  fi
  for ((one = ${#deploy_ends[@]} - 1; one >= 0; --one)); do eval "${deploy_ends[one]}"; done
  deploy_stop
  exit "$status"
}

holds() {  # SENTENCE COMMAND…
  local begun=$EPOCHREALTIME
  if ! "${@:2}" >&"$deploy_log" 2>&1; then
    printf 'does not hold: %s\n  %s\n' "$1" "${*:2}" >&2
    exit 1
  fi
  printf '%5d ms  %s\n' $(((${EPOCHREALTIME/[.,]/} - ${begun/[.,]/}) / 1000)) "$1"
}

note() { printf '          %s\n' "$1"; }  # TEXT: not judged, for who reads

# ---------------------------------------------------------------- a database of its own
query() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname "$database" --command "$1"; }  # SQL

own_database() {  # FILMS: a migrated database on the suite's server, with so many films; sets `database`, its address
  local name=deploy_$$_$SRANDOM
  database=${WALCAST_TEST_DSN%/*}/$name
  psql --no-psqlrc --quiet --dbname "$WALCAST_TEST_DSN" --command "CREATE DATABASE $name"
  deploy_ends+=("psql --no-psqlrc --quiet --dbname '$WALCAST_TEST_DSN' --command 'DROP DATABASE IF EXISTS $name WITH (FORCE)'")
  "$root/sql/migrate" --dsn "$database" up >&"$deploy_log"
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set "films=$1" --file "$root/sql/sample/catalogue.sql" --dbname "$database" >&"$deploy_log"
}

own_postgres() {  # NAME=VALUE…: a server of the test's own, with these settings, in place of the suite's
  local port
  port=$(port_of "$dir" postgres)
  postgres_start "$dir" "$port" fsync=off "$@"
  WALCAST_TEST_DSN=postgresql://postgres@127.0.0.1:$port/postgres
}

own_keys() {  # sets `keys`, what this test's keys in the suite's Redis begin with
  keys=deploy-$$-$SRANDOM
  deploy_ends+=("remove_keys $keys")
}

remove_keys() {  # PREFIX
  redis-cli -u "$WALCAST_TEST_REDIS" --scan --pattern "$1*" | xargs --no-run-if-empty redis-cli -u "$WALCAST_TEST_REDIS" DEL >/dev/null
}

# ---------------------------------------------------------------- walcast
walcast() {  # WORDS…: the program on `database`, with indices and a slot that begin with `keys`
  "${walcast_by[@]}" env WALCAST_CONTROL__LISTEN="127.0.0.1:$(port_of "$dir" walcast)" "$WALCAST_BIN" "$@" --config "$dir/walcast.json"
}
walcast_by=()

walcast_start() {  # the first time it makes all that it needs; returns once it streams
  local name indices=()
  for name in movies genres persons; do
    indices+=("{\"name\": \"$keys-$name\", \"document\": \"$root/sql/documents/$name.sql\", \"definition\": \"$root/config/indices/$name.json\"}")
  done
  cat >"$dir/walcast.json" <<JSON
{ "postgres": { "dsn": "$database", "slot": "${keys//-/_}" },
  "elasticsearch": { "urls": ["$WALCAST_TEST_ES"] },
  "checkpoint": { "url": "$WALCAST_TEST_REDIS", "prefix": "$keys-walcast" },
  "indices": [ $(IFS=, && echo "${indices[*]}") ] }
JSON
  deploy_ends+=("process_stop '$dir' walcast TERM 20; walcast teardown --indices --yes >&$deploy_log 2>&1")
  walcast_by=(process_start "$dir" walcast)
  walcast run
  walcast_by=()
  process_ready "$dir" walcast "$(port_of "$dir" walcast)" 60 curl --silent --fail "http://127.0.0.1:$(port_of "$dir" walcast)/readyz"
}

# ---------------------------------------------------------------- walcast-admin
admin() {  # NAME WORDS…: the program as the server NAME has it: its addresses, `database`, `keys`, and `admin_settings` of the test
  local name=$1 setting settings=()
  shift
  for setting in server.listen="127.0.0.1:$(port_of "$dir" "$name")" server.internal="127.0.0.1:$(port_of "$dir" "${name}_internal")" \
    postgres.dsn="$database" redis.url="$WALCAST_TEST_REDIS" redis.prefix="$keys" elasticsearch.urls="$WALCAST_TEST_ES" \
    server.trusted_proxies=127.0.0.1 "${admin_settings[@]}"; do
    settings+=(--set "$setting")
  done
  "${admin_by[@]}" "$WALCAST_ADMIN_BIN" "$@" --config "$root/config/admin.json" "${settings[@]}"
}
admin_settings=()
admin_by=()

admin_start() {  # NAME: returns once it is ready
  admin_by=(process_start "$dir" "$1")
  admin "$1" run
  admin_by=()
  process_ready "$dir" "$1" "$(port_of "$dir" "$1")" 60 admin_ready "$1"
}
admin_ready() { curl --silent --fail --max-time 5 --output /dev/null "http://127.0.0.1:$(port_of "$dir" "${1}_internal")/readyz"; }
admin_url() { printf 'http://127.0.0.1:%s' "$(port_of "$dir" "$1")"; }  # NAME

admin_reload() {  # NAME: returns once the program has put a new server in the place of the present one
  local before
  before=$(admin_served "$1")
  kill -HUP "$(process_pid "$dir" "$1")"
  wait_until 60 admin_served_more "$1" "$before" || fail "no new server in the place of $1"
}
admin_served() { grep --count 'the server serves' "$dir/log/$1.log" || true; }
admin_served_more() { (($(admin_served "$1") > $2)); }

add_user() {  # NAME ROLE: with a password that is printed
  local password='violet tram beyond seven'
  admin first user add "$1" --role "$2" --password-stdin <<<"$password" >&"$deploy_log" 2>&1
  printf '%s' "$password"
}

# ---------------------------------------------------------------- nginx, with the files of docker/nginx
nginx_files() {  # NAME…: copies the files to `dir`/nginx/conf, with the addresses of this test; NAME are the admin servers
  local name
  mkdir -p "$dir/nginx"
  rm -rf "$dir/nginx/conf"
  cp -r "$root/docker/nginx" "$dir/nginx/conf"
  nginx_servers "$@"
  nginx_port=$(port_of "$dir" nginx_http) nginx_tls_port=$(port_of "$dir" nginx_tls)
  echo "listen 127.0.0.1:$nginx_port default_server;" >"$dir/nginx/conf/listen.conf"
  sed -i "s#^listen .* ssl#listen 127.0.0.1:$nginx_tls_port ssl#; s#/run/secrets/#$dir/nginx/#" "$dir/nginx/conf/listen_tls.conf"
  echo "default \":$nginx_tls_port\";" >"$dir/nginx/conf/https_port.conf"
  echo "listen 127.0.0.1:$(port_of "$dir" nginx_health);" >"$dir/nginx/conf/health.conf"
  echo "root $dir/nginx/panel;" >"$dir/nginx/conf/panel.conf"
}

nginx_servers() {  # NAME…: the list of the admin servers
  local name
  for name in "$@"; do printf 'server 127.0.0.1:%s max_fails=3 fail_timeout=5s;\n' "$(port_of "$dir" "$name")"; done >"$dir/nginx/conf/servers.conf"
}

nginx_run() {  # ARGUMENT…: by a user without rights, whom all that it makes belongs to
  server_dir "$dir/nginx" "$dir/nginx/work"
  "${nginx_by[@]}" "${server_user[@]}" nginx -e stderr -p "$dir/nginx/work" -c "$dir/nginx/conf/$nginx_variant" "$@"
}
nginx_by=()
nginx_variant=nginx.conf

nginx_start() {  # returns once it answers
  touch "$dir/log/nginx.log" && chmod a+w "$dir/log/nginx.log"  # which it opens as /dev/stdout
  nginx_by=(process_start "$dir" nginx)
  nginx_run
  nginx_by=()
  process_ready "$dir" nginx "$nginx_port" 30 curl --silent --fail "http://127.0.0.1:$(port_of "$dir" nginx_health)/healthz"
}

nginx_workers() { pgrep --parent "$(process_pid "$dir" nginx)" | sort | tr '\n' ' '; }

nginx_reload() {  # returns once none but new workers take connections; the former ones may still be answering
  local before
  before=$(nginx_workers)
  nginx_run -s reload
  # shellcheck disable=SC2086
  wait_until 30 nginx_gave_over $before || fail 'nginx did not take the new configuration'
}
nginx_gave_over() {  # PID…: each worker has ended, or is about to
  local pid
  for pid in "$@"; do
    process_gone "$pid" || tr '\0' ' ' <"/proc/$pid/cmdline" | grep --quiet 'shutting down' || return 1
  done
}
