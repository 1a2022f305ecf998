# shellcheck shell=bash
# The three servers walcast needs, privately: PostgreSQL, Redis, Elasticsearch. To be sourced by bash with `set -euo pipefail`.
#   KIND_start DIR PORT …   starts it unless it runs, and returns once it answers
#   KIND_answers PORT       true when it answers
#   KIND_stop DIR           stops it, by the pid it was started with and only while that is the same process
#   process_kill DIR KIND   kills it
# KIND is postgres, redis or elasticsearch.

support=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
# shellcheck source=tests/support/process.sh
source "$support/process.sh"
# shellcheck source=tests/support/postgres.sh
source "$support/postgres.sh"
# shellcheck source=tests/support/redis.sh
source "$support/redis.sh"
# shellcheck source=tests/support/elasticsearch.sh
source "$support/elasticsearch.sh"
