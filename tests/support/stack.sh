# shellcheck shell=bash disable=SC2154  # what is not set here comes from the file that sources it
# What `./dev up` brings up: the three servers under var/, the database with its roles, the daemon, the admin server. Sourced by dev,
# which sets `root`.
# A server whose address stands in the environment is used and left alone: neither started nor stopped.

var=$root/var
bin=$root/build/dev/cdc/walcast
config=$root/config/walcast.json
admin_bin=$root/build/dev/admin/server/walcast-admin
admin_config=$root/config/admin.json
panel=$root/build/panel

secret() {  # NAME: a password made up once, readable by its owner only
  local file=$var/secrets/$1
  if [[ ! -s $file ]]; then
    (umask 077 && mkdir -p "$var/secrets" && head -c 24 /dev/urandom | base64 | tr '+/' '-_' >"$file")
  fi
  cat "$file"
}

# The addresses, from the environment where they are given there, else of our own servers: sets dsn, es_urls, redis_url, control, run_dsn
# and own[NAME] for each server that is ours. What `./dev env` prints and somebody evaluated is ours too.
declare -A own=()
choose_addresses() {
  local port
  mkdir -p "$var"
  [[ -e $var/.gitignore ]] || echo '*' >"$var/.gitignore"
  postgres_password=$(secret postgres)
  port=$(port_of "$var" postgres 15432)
  dsn=postgresql://postgres:$postgres_password@127.0.0.1:$port/catalogue
  run_dsn=postgresql://walcast:$(secret walcast)@127.0.0.1:$port/catalogue
  redis_url=redis://127.0.0.1:$(port_of "$var" redis 16379)/0
  es_urls=http://127.0.0.1:$(port_of "$var" elasticsearch 19200)
  admin_dsn=postgresql://walcast_admin:$(secret walcast-admin)@127.0.0.1:$port/catalogue
  control=127.0.0.1:$(port_of "$var" walcast 8091)
  admin=127.0.0.1:$(port_of "$var" walcast-admin 8090)
  admin_internal=127.0.0.1:$(port_of "$var" walcast-admin_internal 8092)
  own=([postgres]=yes [redis]=yes [elasticsearch]=yes)
  if [[ ${WALCAST_POSTGRES__DSN:-$dsn} != *":$postgres_password@"* ]]; then dsn=$WALCAST_POSTGRES__DSN run_dsn=$dsn admin_dsn=$dsn own[postgres]=; fi
  if [[ ${WALCAST_CHECKPOINT__URL:-$redis_url} != "$redis_url" ]]; then redis_url=$WALCAST_CHECKPOINT__URL own[redis]=; fi
  if [[ ${WALCAST_ELASTICSEARCH__URLS:-$es_urls} != "$es_urls" ]]; then es_urls=$WALCAST_ELASTICSEARCH__URLS own[elasticsearch]=; fi
}

print_environment() {  # DSN: shell assignments
  printf 'export %s=%q\n' WALCAST_POSTGRES__DSN "$1" WALCAST_ELASTICSEARCH__URLS "$es_urls" WALCAST_CHECKPOINT__URL "$redis_url" \
    WALCAST_CONTROL__LISTEN "$control" WALCAST_BIN "$bin" WALCAST_CONFIG "$config" \
    WALCAST_ADMIN_URL "http://$admin" WALCAST_ADMIN_BIN "$admin_bin" WALCAST_ADMIN_CONFIG "$admin_config" \
    WALCAST_ADMIN_POSTGRES__DSN "$admin_dsn" WALCAST_ADMIN_ELASTICSEARCH__URLS "$es_urls" WALCAST_ADMIN_REDIS__URL "$redis_url" \
    WALCAST_ADMIN_WALCAST__CONTROL "$control" WALCAST_ADMIN_SERVER__LISTEN "$admin" WALCAST_ADMIN_SERVER__INTERNAL "$admin_internal" \
    WALCAST_ADMIN_FILES__FOLDER "$var/files" WALCAST_ADMIN_SERVER__PANEL "$panel" WALCAST_ADMIN_SERVER__INSECURE_HTTP true  # everything stands on this machine
}

save_environment() {  # writes var/env for people and var/run.env for the daemon; untouched when nothing changed, so that its age tells
  local file
  (umask 077 && print_environment "$dsn" >"$var/env.new" && print_environment "$run_dsn" >"$var/run.env.new")
  for file in env run.env; do
    if cmp --silent "$var/$file.new" "$var/$file"; then rm "$var/$file.new"; else mv "$var/$file.new" "$var/$file"; fi
  done
}

run_psql() {  # ARGS…: psql as superuser; our own password stays out of the process list
  (umask 077 && printf '*:*:*:postgres:%s\n' "$postgres_password" >"$var/pgpass")
  env -u PGPASSWORD PGPASSFILE="$var/pgpass" PGCONNECT_TIMEOUT=10 psql --no-psqlrc "${dsn/:"$postgres_password"@/@}" "$@"
}

shown() { sed -E 's#//[^/@,]*@#//#g; s/password=[^ ]+/password=…/' <<<"$1"; }  # ADDRESS: without user and password

end_step() {  # PID CODE: what a step has begun ends with it
  mapfile -t tree < <(process_tree "$1")
  kill "${tree[@]}" 2>/dev/null || true
  exit "$2"
}

step() {  # LABEL REMEDY COMMAND…: one line with the time; what COMMAND writes to descriptor 3 stands beside it, the rest goes to a log
  local label=$1 remedy=$2 begun=$EPOCHREALTIME log=$var/log/up-${1// /-}.log child status=0
  shift 2
  mkdir -p "$var/log"
  [[ ! -t 1 ]] || printf '  %-15s …\r' "$label"
  # Beside us, so that a signal reaches us at once; `set -e` would not hold in a function whose failure is looked at.
  (set -e; "$@" 3>"$log.note" >"$log" 2>&1) &
  child=$!
  trap 'end_step "$child" 143' TERM
  trap 'end_step "$child" 130' INT
  wait "$child" || status=$?
  trap - TERM INT
  if ((status != 0)); then
    printf '  %-15s failed\n\n' "$label"
    tail -n 25 "$log" | sed 's/^/    /' >&2
    printf '\n%s failed (exit code %s). %s\nThe whole log: %s\n' "$label" "$status" "$remedy" "${log#"$PWD"/}" >&2
    exit 1
  fi
  printf '  %-15s %6s s  %s\n' "$label" "$(seconds_since "$begun")" "$(<"$log.note")"
}

seconds_since() {
  local tenths=$(((${EPOCHREALTIME/[.,]/} - ${1/[.,]/} + 50000) / 100000))
  printf '%s.%s' $((tenths / 10)) $((tenths % 10))
}

install_packages() {  # [images]: also what the tests of the images need
  local missing as_root=()
  mapfile -t missing < <("$support/packages.sh" missing "$@")
  if ((${#missing[@]} == 0)); then
    echo 'all there' >&3
    return
  fi
  if [[ $EUID != 0 ]]; then
    command -v sudo >/dev/null || fail "these packages are missing, and there is no sudo: ${missing[*]}" "As root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  "${as_root[@]}" "$support/packages.sh" install "${missing[@]}"
  echo "${#missing[@]} installed" >&3
}

build() {  # DIRECTORY CMAKE_OPTIONS -- TARGET…
  local directory=$1 options=()
  shift
  while [[ $# -gt 0 && $1 != -- ]]; do options+=("$1") && shift; done
  # Of a repository that was moved.
  if ! grep --quiet --fixed-strings --line-regexp "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$directory/CMakeCache.txt" 2>/dev/null; then
    rm -rf "$directory/CMakeCache.txt" "$directory/CMakeFiles" "$directory/build.ninja"
  fi
  if [[ ! -e $directory/build.ninja || ${#options[@]} -gt 0 ]]; then
    cmake -S "$root" -B "$directory" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo "${options[@]}"
  fi
  shift || true
  cmake --build "$directory" ${1:+--target "$@"}
}

panel_remedy='Mend what npm or Vite says; or begin anew: rm -r admin/panel/node_modules build/node build/panel'
build_panel() { "$support/panel.sh" build >&3; }

start_server() {  # NAME
  local address
  case $1 in
    postgres) address=$(shown "$dsn") ;;
    redis) address=$(shown "$redis_url") ;;
    elasticsearch) address=$(shown "$es_urls") ;;
  esac
  if [[ -z ${own[$1]} ]]; then
    echo "yours, at $address" >&3
    return
  fi
  case $1 in
    postgres) postgres_start "$var" "$(port_of "$var" postgres)" max_slot_wal_keep_size=16GB shared_buffers=256MB ;;
    redis) redis_start "$var" "$(port_of "$var" redis)" ;;
    elasticsearch) elasticsearch_start "$var" "$(port_of "$var" elasticsearch)" 1g ;;
  esac
  echo "$address" >&3
}

create_database() {  # and the roles of both programs, which get no more rights than they need; on a server of yours all are yours to make
  if [[ -z ${own[postgres]} ]]; then
    run_psql --quiet --command 'SELECT 1'
    echo 'yours' >&3
    return
  fi
  role_password=$(secret walcast) admin_password=$(secret walcast-admin) dsn=${dsn%/catalogue}/postgres \
    run_psql --set ON_ERROR_STOP=1 --quiet --file "$root/sql/roles/programs.sql"
}

grant_rights() {
  [[ -n ${own[postgres]} ]] || return 0
  run_psql --set ON_ERROR_STOP=1 --quiet --file "$root/sql/roles/rights.sql"
}

migrate() {
  WALCAST_POSTGRES__DSN=$dsn "$root/sql/migrate" up
  grant_rights
}

load_sample() {  # FILMS
  run_psql --set ON_ERROR_STOP=1 --quiet --set films="$1" --file "$root/sql/sample/catalogue.sql"
  run_psql --quiet --command 'ANALYZE'
  run_psql --tuples-only --no-align --command "SELECT count(*) || ' films' FROM content.film_work" >&3
}

load_first_sample() {
  if [[ $(run_psql --tuples-only --no-align --command 'SELECT EXISTS (SELECT FROM content.film_work)') == t ]]; then
    echo 'there are films already' >&3
  else
    load_sample 1000
  fi
}

walcast() {  # ARGS…: the program, with the rights and addresses of the daemon
  (
    # shellcheck disable=SC1091
    source "$var/run.env"
    exec "$bin" "$@"
  )
}

set_up_tables() { WALCAST_POSTGRES__DSN=$dsn WALCAST_ELASTICSEARCH__URLS=$es_urls WALCAST_CHECKPOINT__URL=$redis_url "$bin" setup --config "$config"; }

start_walcast() {  # restarts a daemon that is older than its program, its configuration or its documents
  local pid
  if pid=$(process_pid "$var" walcast); then
    if [[ -z $(find "$bin" "$var/run.env" "$root/config" "$root/sql/documents" -newer "$var/run/walcast.pid" -print -quit) ]]; then
      echo "runs, pid $pid" >&3
      return
    fi
    process_stop "$var" walcast TERM 15
  fi
  (
    cd "$root" || exit
    # shellcheck disable=SC1091
    source "$var/run.env"
    process_start "$var" walcast "$bin" run --config "$config"
  )
  echo "pid $(process_pid "$var" walcast)" >&3
}

start_admin() {  # one that is older than its program or its configuration is started anew
  local pid
  if pid=$(process_pid "$var" walcast-admin); then
    if [[ -z $(find "$admin_bin" "$panel/index.html" "$var/run.env" "$root/config" "$root/sql/documents" -newer "$var/run/walcast-admin.pid" -print -quit) ]]; then
      echo "runs, pid $pid" >&3
      return
    fi
    process_stop "$var" walcast-admin TERM 25
  fi
  (
    cd "$root" || exit
    # shellcheck disable=SC1091
    source "$var/run.env"
    process_start "$var" walcast-admin "$admin_bin" run --config "$admin_config"
  )
  local until=$((SECONDS + 60))
  until curl --silent --fail --output /dev/null --max-time 5 "http://$admin_internal/readyz"; do
    process_pid "$var" walcast-admin >/dev/null && ((SECONDS < until)) || {
      tail -n 20 "$var/log/walcast-admin.log"
      fail 'walcast-admin is not ready'
    }
    sleep 0.2
  done
  echo "http://$admin" >&3
}

wait_for_indices() {  # a daemon that has just started may not answer yet, and a first load may take its time
  local status until=$((SECONDS + 600)) deaf=$((SECONDS + 30))
  while :; do
    status=0
    walcast wait --timeout 5min || status=$?
    # Asked each time: where ours found its address taken, another one answers.
    if ! process_pid "$var" walcast >/dev/null; then
      tail -n 20 "$var/log/walcast.log"
      fail 'walcast has ended'
    fi
    ((status != 0)) || break
    if ((status != 75 && SECONDS > deaf || SECONDS > until)); then return "$status"; fi
    sleep 0.5
  done
}
