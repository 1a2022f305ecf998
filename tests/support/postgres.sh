# shellcheck shell=bash disable=SC2154  # what is not set here comes from the file that sources it
# A private PostgreSQL cluster in DIR/postgres, on 127.0.0.1 only, with logical decoding by wal2json allowed. Sourced by servers.sh.

postgres_bin() {  # the directory of PostgreSQL's programs: $WALCAST_PG_BIN, else a version that has wal2json, 15 first
  local version
  if [[ -n ${WALCAST_PG_BIN:-} ]]; then
    printf '%s\n' "$WALCAST_PG_BIN"
    return
  fi
  for version in 15 18 17 16 14; do
    if [[ -x /usr/lib/postgresql/$version/bin/initdb && -e /usr/lib/postgresql/$version/lib/wal2json.so ]]; then
      printf '/usr/lib/postgresql/%s/bin\n' "$version"
      return
    fi
  done
  fail 'no PostgreSQL server with wal2json found' 'apt-get install postgresql-15 postgresql-15-wal2json'
}

postgres_init() {  # DIR [PASSWORD]: an empty cluster; without a password everyone on this host is trusted
  local data=$1/postgres bin auth=(--auth=trust)
  [[ ! -e $data/PG_VERSION ]] || return 0
  bin=$(postgres_bin)
  rm -rf "$data"
  server_dir "$data"
  if [[ -n ${2:-} ]]; then auth=(--auth=scram-sha-256 --pwfile=/dev/fd/9); fi
  # The pipe that holds the password is made by the user who opens it: nobody else may.
  # shellcheck disable=SC2016
  printf '%s\n' "${2:-}" | "${server_user[@]}" bash -c 'exec "$@" 9< <(cat)' initdb "$bin/initdb" --pgdata="$data" --username=postgres "${auth[@]}" --locale=C.UTF-8 \
    --encoding=UTF8 --no-sync --no-instructions >"$1/log/initdb.log" 2>&1 || {
    tail -n 20 "$1/log/initdb.log" >&2
    fail "initdb cannot create a cluster in $data" "The whole log: $1/log/initdb.log"
  }
  printf "include 'walcast.conf'\n" >>"$data/postgresql.conf"
}

postgres_configure() {  # DIR PORT [NAME=VALUE…]
  local bin pair
  bin=$(postgres_bin)
  {
    printf "listen_addresses = '127.0.0.1'\nport = %s\nunix_socket_directories = ''\n" "$2"
    printf "wal_level = logical\nmax_wal_senders = 20\nmax_replication_slots = 20\n"
    printf "log_line_prefix = '%%m [%%p] %%q%%u@%%d %%a '\nlog_timezone = 'UTC'\ntimezone = 'UTC'\n"
    # Only newer minors have this setting, and they refuse wal2json until it is listed; older ones do not start with it.
    if "$bin/postgres" --describe-config | grep '^output_plugin_libraries' >/dev/null; then
      printf "output_plugin_libraries = 'pgoutput, wal2json, test_decoding'\n"
    fi
    for pair in "${@:3}"; do printf "%s = '%s'\n" "${pair%%=*}" "${pair#*=}"; done
  } >"$1/postgres/walcast.conf"
}

postgres_answers() { "$(postgres_bin)/pg_isready" --quiet --host=127.0.0.1 --port="$1" --username=postgres --dbname=postgres; }

postgres_start() {  # DIR PORT [NAME=VALUE…]: does nothing when it runs
  local dir=$1 port=$2 data=$1/postgres bin
  mkdir -p "$dir/log"
  if ! process_pid "$dir" postgres >/dev/null; then
    bin=$(postgres_bin)
    postgres_init "$dir" "${postgres_password:-}"
    server_dir "$data"
    postgres_configure "$dir" "$port" "${@:3}"
    # The backends of a killed server take a moment to notice. Once nobody is left, its lock file is stale, whoever has that pid now.
    wait_until 10 postgres_unused "$data" || fail "another PostgreSQL server is running in $data" "Stop it first; $data/postmaster.pid has its pid."
    rm -f "$data/postmaster.pid"
    process_start "$dir" postgres "${server_user[@]}" "$bin/postgres" -D "$data"
  fi
  process_ready "$dir" postgres "$port" 60 postgres_answers "$port"
}

postgres_unused() {  # DATA: true when no process works in it; every process of a server has its data as working directory
  local link
  for link in /proc/[0-9]*/cwd; do
    [[ ! $link -ef $1 ]] || return 1
  done
}

postgres_stop() {  # DIR: a fast shutdown waits for replication clients; one that hangs for ten seconds is cut off
  local pid
  if pid=$(process_pid "$1" postgres); then
    kill -INT "$pid" 2>/dev/null || true
    wait_until 10 process_gone "$pid" || kill -QUIT "$pid" 2>/dev/null || true
  fi
  process_stop "$1" postgres QUIT 10
}
