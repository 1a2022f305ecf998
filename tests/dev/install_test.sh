#!/usr/bin/env bash
# install_test.sh CMAKE BUILD: what is installed are the two programs with what they need, together or one alone, and they run from there
# with the configurations of docs/deploy.md.
set -euo pipefail

source="$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")"
# shellcheck source=tests/support/document.sh
source "$source/tests/support/document.sh"
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
"$1" --install "$2" --prefix "$prefix" >/dev/null

fail() {
  echo "FAILED: $*" >&2
  exit 1
}
for file in bin/walcast bin/walcast-admin lib/systemd/system/walcast.service lib/systemd/system/walcast-admin.service \
  lib/systemd/system/walcast-nginx.service share/walcast/sql/migrate \
  share/walcast/sql/migrations/0001_content.up.sql share/walcast/sql/roles/programs.sql share/walcast/config/walcast.schema.json share/walcast/config/admin.schema.json \
  share/walcast/sql/documents/movies.sql share/walcast/config/indices/movies.json share/walcast/panel/index.html; do
  [[ -s $prefix/$file ]] || fail "not installed: $file"
done
one=$prefix/one
"$1" --install "$2" --prefix "$one" --component walcast >/dev/null
[[ $(ls "$one/bin") == walcast ]] || fail "walcast alone brings: $(ls "$one/bin")"
[[ ! -e $one/share/walcast/panel ]] || fail 'walcast alone brings the panel'
[[ $("$prefix/bin/walcast" --version) == "$("$WALCAST_BIN" --version)" ]] || fail 'the installed program is another one'
[[ $("$prefix/bin/walcast-admin" --version) == "$("$WALCAST_ADMIN_BIN" --version)" ]] || fail 'the installed walcast-admin is another one'

# The nth configuration of the document, with our prefix in the place of its own.
configuration() { document_block "$source/docs/deploy.md" "$1" json | sed "s|/usr/local|$prefix|g"; }

mkdir "$prefix/etc" "$prefix/credentials"
for role in walcast walcast_admin; do echo 'violet tram' >"$prefix/credentials/$role"; done
configuration 1 >"$prefix/etc/walcast.json"
configuration 2 >"$prefix/etc/admin.json"
export CREDENTIALS_DIRECTORY=$prefix/credentials
shown=$("$prefix/bin/walcast" config show --config "$prefix/etc/walcast.json") || fail 'walcast refuses the configuration of docs/deploy.md'
grep -q 'share/walcast/sql/documents/movies.sql' <<<"$shown" || fail "walcast reads another configuration: $shown"
! grep -q 'violet' <<<"$shown" || fail 'a secret is shown'
"$prefix/bin/walcast-admin" openapi --config "$prefix/etc/admin.json" >/dev/null || fail 'walcast-admin refuses the configuration of docs/deploy.md'
rm "$prefix/credentials/walcast"
code=0
said=$("$prefix/bin/walcast" config show --config "$prefix/etc/walcast.json" 2>&1) || code=$?
((code == 78)) || fail "a secret that is missing is answered $code: $said"
grep -q "cannot read the file" <<<"$said" || fail "a secret that is missing is told so: $said"
