#!/usr/bin/env bash
# pg_cluster.sh start|restart DIR PORT [NAME=VALUE…]   a PostgreSQL cluster of a test's own: superuser postgres, trusted, 127.0.0.1 only
# pg_cluster.sh stop|kill DIR                          see own_server.sh
set -euo pipefail
exec "$(dirname "$(realpath "$0")")/own_server.sh" postgres "$@"
