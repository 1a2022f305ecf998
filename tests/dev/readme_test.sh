#!/usr/bin/env bash
# Does what the README tells a newcomer, with the README's own lines: ./dev up, change a film, find it; then kill -9 and again.
set -euo pipefail

root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
cd "$root"

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# shellcheck source=tests/support/document.sh
source tests/support/document.sh
block() { document_block "${2:-README.md}" "$1"; }  # N [FILE]

was_running=yes
./dev status >/dev/null 2>&1 || was_running=''
finish() { [[ -n $was_running ]] || ./dev down >/dev/null; }
trap finish EXIT

[[ $(block 1) == './dev up'*'./dev test'* ]] || fail 'the README does not begin with the two commands'
./dev up
SECONDS=0
./dev up
((SECONDS <= 15)) || fail "a second ./dev up took $SECONDS s"

./dev psql -qc "UPDATE content.film_work SET title = 'Stalker' WHERE id = (SELECT id FROM content.film_work ORDER BY id LIMIT 1)"
found=$(bash -euo pipefail -c "$(block 2)")
grep -q '"title" : "Solaris"' <<<"$found" || fail "the README's lines do not find the film: $found"

# The promise: a change while walcast is dead is in the index once it is back.
eval "$(./dev env)"
pid=$(head -n 1 var/run/walcast.pid)
[[ $(readlink "/proc/$pid/exe") == "$(realpath "$WALCAST_BIN")" ]] || fail "process $pid is not walcast"
kill -9 "$pid"
film=$(./dev psql -Atc 'SELECT id FROM content.film_work ORDER BY id LIMIT 1')
./dev psql -qc "UPDATE content.film_work SET title = 'Mirror' WHERE id = '$film'"
./dev up
"$WALCAST_BIN" wait --timeout 60s
"$WALCAST_BIN" render movies "$film" --diff || fail 'the index differs from its SQL'
curl -fsS "${WALCAST_ELASTICSEARCH__URLS%%,*}/movies/_doc/$film" | grep -q '"title":"Mirror"' || fail 'the film is not in the index'

for command in plan doctor status "verify movies" "verify genres" "verify persons" "slot list" "dead-letters list" "config show"; do
  # shellcheck disable=SC2086 # words on purpose
  "$WALCAST_BIN" $command >/dev/null || fail "walcast $command ended with $?"
  # shellcheck disable=SC2086
  "$WALCAST_BIN" $command --json | python3 -m json.tool >/dev/null || fail "walcast $command --json is no JSON"
done
# The admin server's own lines, as somebody who has never been here.
./dev psql -qc "DELETE FROM admin.users WHERE name = 'ann'"
# Without pipefail, as in a reader's shell: `head` leaves before curl has written everything. What is printed is looked at below.
said=$(bash -euc "$(block 1 admin/README.md)")
rm -f var/cookies
for part in '"total_pages":' '"role":"administrator"' '"state":"streaming"'; do
  grep -q "$part" <<<"$said" || fail "the lines of admin/README.md do not print $part: $said"
done
echo 'what the READMEs say is true'
