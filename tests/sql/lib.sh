# shellcheck shell=bash
# What the tests of sql/ share. They need WALCAST_TEST_DSN, the DSN of a superuser; each makes databases of its own and
# drops them. Sourced, not run.
set -euo pipefail

ROOT=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")/../..")
: "${WALCAST_TEST_DSN:?must be the DSN of a superuser}"
unset WALCAST_POSTGRES__DSN                       # the runner must use what the test gives it
export PGOPTIONS='-c client_min_messages=warning -c TimeZone=UTC -c DateStyle=ISO'
SCRATCH=$(mktemp -d)
DATABASES=()

# dsn_of NAME: the test's DSN with another database; of a parameter given twice libpq takes the last.
dsn_of() {
  case $WALCAST_TEST_DSN in
    postgres*://*\?*) printf '%s&dbname=%s' "$WALCAST_TEST_DSN" "$1" ;;
    postgres*://*) printf '%s?dbname=%s' "$WALCAST_TEST_DSN" "$1" ;;
    *) printf '%s dbname=%s' "$WALCAST_TEST_DSN" "$1" ;;
  esac
}
# new_database VARIABLE: an empty database; its DSN goes to VARIABLE.
new_database() {
  local name="walcast_test_$$_${#DATABASES[@]}"
  run_sql "$WALCAST_TEST_DSN" "CREATE DATABASE $name TEMPLATE template0 ENCODING 'UTF8'"
  DATABASES+=("$name")
  printf -v "$1" '%s' "$(dsn_of "$name")"
}
drop_databases() {
  local name
  for name in "${DATABASES[@]}"; do run_sql "$WALCAST_TEST_DSN" "DROP DATABASE IF EXISTS $name WITH (FORCE)" || true; done
  rm -rf "$SCRATCH"
}
trap drop_databases EXIT

run_sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$1" -c "$2"; }
run_file() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$1" -f "$2" "${@:3}"; }
document() { cat "$ROOT/sql/documents/$1.sql"; }

broken() { printf 'not ok - %s\n' "$1" >&2; shift; (( $# == 0 )) || printf '  %s\n' "$@" >&2; exit 1; }
expect_equal() { [[ $2 == "$3" ]] || broken "$1" "expected: $2" "     got: $3"; echo "ok - $1"; }
expect_match() { [[ $3 == *$2* ]] || broken "$1" "expected somewhere: $2" "               got: $3"; echo "ok - $1"; }
# expect_exit SENTENCE CODE COMMAND…: runs it; its output, both streams, is in OUTPUT.
expect_exit() {
  local code=0
  OUTPUT=$("${@:3}" 2>&1) || code=$?
  [[ $code == "$2" ]] || broken "$1" "expected exit code $2, got $code" "$OUTPUT"
  echo "ok - $1"
}
