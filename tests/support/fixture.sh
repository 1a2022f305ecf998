#!/usr/bin/env bash
# fixture.sh start DIR           start the servers that the tests share, or those of them that do not run; writes DIR/servers.env
# fixture.sh stop DIR            stop them
# fixture.sh run DIR -- COMMAND  run COMMAND with the variables of DIR/servers.env
#
# WALCAST_TEST_DSN (superuser, database postgres), WALCAST_TEST_ES, WALCAST_TEST_REDIS: their addresses; WALCAST_TEST_PG_BIN: PostgreSQL's programs.
# The data survives only while one of the servers runs: a suite begins on empty ones.
set -euo pipefail
# shellcheck source=tests/support/servers.sh
source "$(dirname "$(realpath "$0")")/servers.sh"

usage() { sed -n '2,4s/^# //p' "$0" >&2; exit 64; }

start() {
  local dir=$1 name any='' pg redis es
  for name in postgres redis elasticsearch; do
    if process_pid "$dir" "$name" >/dev/null; then any=yes; fi
  done
  if [[ -z $any ]]; then rm -rf "$dir"/{postgres,redis,elasticsearch,log,run}; fi
  pg=$(port_of "$dir" postgres) redis=$(port_of "$dir" redis) es=$(port_of "$dir" elasticsearch)
  # Elasticsearch takes longest: the others start beside it.
  elasticsearch_start "$dir" "$es" 1g &
  local started=$!
  # A crash of the machine loses the tests' data, a crash of the server does not: that is all that fsync = off gives up.
  postgres_start "$dir" "$pg" fsync=off max_connections=400 max_wal_senders=200 max_replication_slots=200 max_prepared_transactions=20
  redis_start "$dir" "$redis"
  wait "$started"
  cat >"$dir/servers.env" <<ENV
export WALCAST_TEST_DSN=postgresql://postgres@127.0.0.1:$pg/postgres
export WALCAST_TEST_ES=http://127.0.0.1:$es
export WALCAST_TEST_REDIS=redis://127.0.0.1:$redis/0
export WALCAST_TEST_PG_BIN=$(postgres_bin)
ENV
}

stop() {
  local name
  for name in elasticsearch redis postgres; do "${name}_stop" "$1"; done
  rm -f "$1/servers.env"
}

[[ $# -ge 2 ]] || usage
verb=$1 dir=$(realpath -m "$2")
case $verb in
  start | stop)
    [[ $# == 2 ]] || usage
    mkdir -p "$dir"
    (
      flock 9
      "$verb" "$dir"
    ) 9>"$dir/.lock"
    ;;
  run)
    [[ ${3:-} == -- && $# -ge 4 ]] || usage
    [[ -r $dir/servers.env ]] || fail "no servers in $dir" "Start them: $0 start $dir"
    # shellcheck disable=SC1091
    source "$dir/servers.env"
    exec "${@:4}"
    ;;
  *) usage ;;
esac
