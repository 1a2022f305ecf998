# shellcheck shell=bash
# What the tests of upgrade and restore share: a catalogue with both programs on databases, keys and indices of their own, the steps of
# a document under docs/, and the promise, checked. To be sourced by bash with `set -euo pipefail`, which then calls `stream_begin DIR`.

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
root=$(realpath "$here/../..")
# shellcheck source=tests/support/servers.sh
source "$root/tests/support/servers.sh"
# shellcheck source=tests/support/document.sh
source "$root/tests/support/document.sh"

# stream_begin DIR: names of this run, and what is cleaned up whatever happens. Sets dir, unique, es.
stream_begin() {
  : "${WALCAST_TEST_ES:?}" "${WALCAST_TEST_DSN:?}" "${WALCAST_TEST_REDIS:?}" "${WALCAST_BIN:?}" "${WALCAST_ADMIN_BIN:?}"
  dir=$1 unique=deploy-$$-$SRANDOM es=$WALCAST_TEST_ES
  export PATH="$WALCAST_TEST_PG_BIN:$PATH" PGCONNECT_TIMEOUT=10 PGOPTIONS='-c client_min_messages=warning'
  rm -rf "$dir"
  mkdir -p "$dir"/{run,log}
  begun=$EPOCHREALTIME
  trap stream_end EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
}

# What the test itself has to undo is `undo`, where it is defined.
stream_end() {
  local status=$? file
  set +e
  trap - EXIT
  for file in "$dir"/run/*.pid; do [[ ! -e $file ]] || stop_program "$(basename "$file" .pid)"; done
  forget_indices
  if declare -F undo >/dev/null; then undo; fi
  if ((status != 0)); then
    tail -n 15 "$dir"/log/*.log >&2
    echo "FAILED with $status; the logs: $dir/log" >&2
  fi
  exit "$status"
}

say() { printf 'ok - %s (%s s)\n' "$1" "$(((${EPOCHREALTIME/[.,]/} - ${begun/[.,]/}) / 1000000))"; }

forget_indices() {  # all generations and templates of this run
  local name
  for name in movies genres persons; do
    curl -fs "$es/_cat/indices/$unique-$name-*?h=index" | while read -r index; do curl -fs -X DELETE "$es/$index" >/dev/null; done
    curl -s -X DELETE "$es/_index_template/walcast-$unique-$name" >/dev/null
  done
}

# ---------------------------------------------------------------- programs, by the pid files that the documents write
# `nohup PROGRAM … & echo $! >FILE` leaves the pid alone. Who has our RUN in the environment is ours, and may be signalled.
program_pid() {  # NAME
  local pid
  [[ -s $dir/run/$1.pid ]] && pid=$(<"$dir/run/$1.pid") && [[ $pid =~ ^[0-9]+$ ]] || return 1
  grep -qzF "RUN=$dir/" "/proc/$pid/environ" 2>/dev/null || return 1
  printf '%s\n' "$pid"
}
program_gone() {
  local pid
  ! pid=$(program_pid "$1") || process_gone "$pid"
}
stop_program() {  # NAME [SIGNAL]
  local pid
  if pid=$(program_pid "$1"); then
    kill "-${2:-TERM}" "$pid" 2>/dev/null || true
    wait_until 30 process_gone "$pid" || kill -KILL "$pid" 2>/dev/null || true
  fi
  rm -f "$dir/run/$1.pid"
}

# ---------------------------------------------------------------- a release, a catalogue
make_release() {  # DIRECTORY: both programs, the configuration with this run's names, the SQL
  local at=$1 name
  mkdir -p "$at/bin"
  cp "$WALCAST_BIN" "$at/bin/walcast"
  cp "$WALCAST_ADMIN_BIN" "$at/bin/walcast-admin"
  cp -r "$root/config" "$root/sql" "$at/"
  for name in movies genres persons; do sed -i "s/\"name\": \"$name\"/\"name\": \"$unique-$name\"/" "$at/config/walcast.json"; done
  sed -i "s/^}/, \"indices\": { \"movies\": \"$unique-movies\", \"genres\": \"$unique-genres\", \"persons\": \"$unique-persons\" }\n}/" \
    "$at/config/admin.json"
}

address_of() { printf '%s\n' "${1%/*}/$2"; }  # DSN DATABASE

# make_roles DSN NAME and make_catalogue DSN NAME FILMS SQL: what `./dev up` makes, with roles NAME_stream and NAME_admin.
make_roles() {
  psql -Xq -v ON_ERROR_STOP=1 -d "$1" -c "CREATE ROLE $2_stream LOGIN REPLICATION; CREATE ROLE $2_admin LOGIN"
}
make_catalogue() {
  psql -Xq -v ON_ERROR_STOP=1 -d "$(address_of "$1" postgres)" -c "CREATE DATABASE $2 TEMPLATE template0 ENCODING 'UTF8'"
  {
    "$4/migrate" --dsn "$1" up
    psql -Xq -v ON_ERROR_STOP=1 -d "$1" -v films="$3" -f "$4/sample/catalogue.sql"
  } >>"$dir/log/setup.log"
  psql -Xq -v ON_ERROR_STOP=1 -d "$1" <<SQL
ANALYZE;
GRANT CONNECT, TEMPORARY ON DATABASE $2 TO $2_stream;
GRANT USAGE ON SCHEMA content TO $2_stream;
GRANT SELECT ON ALL TABLES IN SCHEMA content TO $2_stream;
ALTER DEFAULT PRIVILEGES IN SCHEMA content GRANT SELECT ON TABLES TO $2_stream;
GRANT walcast_editor TO $2_admin;
SQL
}

# ---------------------------------------------------------------- documents
do_block() {  # FILE N: does the lines of its nth code block, as they stand there
  local lines
  lines=$(document_block "$@")
  [[ -n $lines ]] || fail "$1 has no block $2"
  timeout 300 bash -euc "$lines" >>"$dir/log/steps.log" 2>&1 || {
    printf 'these lines failed:\n%s\n' "$lines" >&2
    tail -n 5 "$dir/log/steps.log" >&2
    exit 1
  }
}

# ---------------------------------------------------------------- the promise
# expect_same SENTENCE DSN DOCUMENTS: every document of the three indices equals its SQL, and no other is there.
expect_same() {
  python3 "$here/every_document.py" "$2" "$es" "$unique" "$3" || fail "not so: $1"
  say "$1"
}
stream_state() { curl -fs --max-time 5 "http://$1/status" | python3 -c 'import json, sys; print(json.load(sys.stdin)["state"])'; }  # ADDRESS
stream_is() { [[ $(stream_state "$1") == "$2" ]]; }
generation() { curl -fs "$es/_alias/$unique-$1" | python3 -c 'import json, sys; print(*json.load(sys.stdin))'; }  # INDEX
log_has() { grep -q -- "$2" "$dir/log/$1.log"; }
