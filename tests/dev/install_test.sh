#!/usr/bin/env bash
# install_test.sh CMAKE BUILD: what is installed are the two programs, together or one alone, and they run from there.
set -euo pipefail

prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
"$1" --install "$2" --prefix "$prefix" >/dev/null

fail() {
  echo "FAILED: $*" >&2
  exit 1
}
installed=$(cd "$prefix" && find . -type f | sort | tr '\n' ' ')
[[ $installed == './bin/walcast ./bin/walcast-admin ' ]] || fail "installed is: $installed"
one=$prefix/one
"$1" --install "$2" --prefix "$one" --component walcast >/dev/null
[[ $(cd "$one" && find . -type f) == ./bin/walcast ]] || fail "walcast alone is: $(cd "$one" && find . -type f)"
[[ $("$prefix/bin/walcast" --version) == "$("$WALCAST_BIN" --version)" ]] || fail 'the installed program is another one'
[[ $("$prefix/bin/walcast-admin" --version) == "$("$WALCAST_ADMIN_BIN" --version)" ]] || fail 'the installed walcast-admin is another one'
