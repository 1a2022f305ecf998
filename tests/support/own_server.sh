#!/usr/bin/env bash
# own_server.sh postgres|redis|elasticsearch start DIR PORT [NAME=VALUE… | HEAP]   for a test that needs a server to itself
# own_server.sh postgres|redis|elasticsearch stop|kill DIR
# own_server.sh postgres|redis|elasticsearch restart DIR PORT [NAME=VALUE… | HEAP]
# own_server.sh port                                                          prints a free port
#
# start returns once the server answers; stop shuts it down in order; kill is SIGKILL for all its processes at once. The data in DIR stays.
# NAME=VALUE are settings of PostgreSQL, HEAP is Elasticsearch's (512m). Settings hold until the next start.
set -euo pipefail
# shellcheck source=tests/support/servers.sh
source "$(dirname "$(realpath "$0")")/servers.sh"

usage() { sed -n '2,5s/^# //p' "$0" >&2; exit 64; }

if [[ ${1:-} == port ]]; then
  port_free
  exit
fi
[[ $# -ge 3 ]] || usage
kind=$1 verb=$2 dir=$(realpath -m "$3") rest=("${@:4}")
case $kind in
  postgres) rest+=(fsync=off) ;;
  redis) ;;
  elasticsearch) [[ ${#rest[@]} != 1 ]] || rest+=(512m) ;;
  *) usage ;;
esac
case $verb in
  start | restart)
    [[ $# -ge 4 ]] || usage
    if [[ $verb == restart ]]; then "${kind}_stop" "$dir"; fi
    "${kind}_start" "$dir" "${rest[@]}"
    ;;
  stop) "${kind}_stop" "$dir" ;;
  kill) process_kill "$dir" "$kind" ;;
  *) usage ;;
esac
