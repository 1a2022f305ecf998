#!/usr/bin/env bash
# first_steps_test.sh DIR: one machine without containers, by the lines of docs/deploy.md: an empty PostgreSQL that asks for passwords, both
# programs as users without rights with the credentials that systemd would hand them, the first user, what root asks at the command line.
set -euo pipefail
# shellcheck source=tests/deploy/lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=tests/support/document.sh
source "$root/tests/support/document.sh"

deploy_begin "$1"
guide=$root/docs/deploy.md
etc=$dir/etc/walcast share=$dir/prefix/share/walcast

# What the document names is ours in this test, and indices have names of their own.
ours() { sed "s#/usr/local#$dir/prefix#g; s#/etc/#$dir/etc/#g; s#host=127.0.0.1#host=127.0.0.1 port=$(port_of "$dir" postgres)#; s#\"name\": \"#\"name\": \"$keys-#"; }
run_lines() { bash -euo pipefail -c "$1"; }
lines_of() { document_block "$guide" "$1" | ours; }  # N

install_programs() {  # as `cmake --install` does, which dev.install tries
  mkdir -p "$dir/prefix/bin" "$share"/{sql,config,panel}
  cp "$WALCAST_BIN" "$dir/prefix/bin/walcast"
  cp "$WALCAST_ADMIN_BIN" "$dir/prefix/bin/walcast-admin"
  cp -r "$root"/sql/{migrate,migrations,roles,documents} "$share/sql/"
  cp -r "$root/config/indices" "$share/config/"
  echo '<!doctype html>' >"$share/panel/index.html"
  chmod -R a+rX "$dir/prefix"
}

configure() {
  document_block "$guide" 1 json | ours >"$etc/walcast.json"
  document_block "$guide" 2 json | ours >"$etc/admin.json"
  chmod a+r "$etc"/*.json
}

credentials() {  # UNIT: the directory with what its drop-in loads, and nothing else
  local name file at=$dir/credentials/$1
  server_dir "$at"
  while IFS=: read -r name file; do
    install -m 444 "$file" "$at/$name"
  done < <(sed -n 's/^LoadCredential=//p' "$dir/etc/systemd/system/$1.service.d/secrets.conf")
  printf '%s' "$at"
}

run_unit() {  # UNIT CONFIG
  process_start "$dir" "$1" "${server_user[@]}" env CREDENTIALS_DIRECTORY="$(credentials "$1")" "$dir/prefix/bin/$1" run --config "$etc/$2"
}
streams() { walcast status | grep --quiet streaming; }
walcast() { "$dir/prefix/bin/walcast" "$@"; }

own_keys
postgres_password=superuser
own_postgres log_min_messages=warning
SERVER=postgresql://postgres@127.0.0.1:$(port_of "$dir" postgres)
export SERVER PGPASSFILE=$dir/pgpass PATH=$dir/prefix/bin:$PATH
export WALCAST_ELASTICSEARCH__URLS=$WALCAST_TEST_ES WALCAST_CHECKPOINT__URL=$WALCAST_TEST_REDIS WALCAST_CHECKPOINT__PREFIX=$keys
export WALCAST_ADMIN_ELASTICSEARCH__URLS=$WALCAST_TEST_ES WALCAST_ADMIN_REDIS__URL=$WALCAST_TEST_REDIS WALCAST_ADMIN_REDIS__PREFIX=$keys
WALCAST_CONTROL__LISTEN=127.0.0.1:$(port_of "$dir" control)
WALCAST_ADMIN_SERVER__LISTEN=127.0.0.1:$(port_of "$dir" listen)
WALCAST_ADMIN_SERVER__INTERNAL=127.0.0.1:$(port_of "$dir" internal)
export WALCAST_CONTROL__LISTEN WALCAST_ADMIN_WALCAST__CONTROL=$WALCAST_CONTROL__LISTEN WALCAST_ADMIN_SERVER__LISTEN WALCAST_ADMIN_SERVER__INTERNAL
# Where the programs look by themselves.
export WALCAST_CONFIG=$etc/walcast.json WALCAST_ADMIN_CONFIG=$etc/admin.json
(umask 077 && echo '*:*:*:postgres:superuser' >"$PGPASSFILE")

install_programs
holds 'passwords are made' run_lines "$(lines_of 1 | grep -v '^\./dev build')"
private() { [[ $(stat --format %a "$etc/secrets" "$etc/secrets/walcast" | tr '\n' ' ') == '700 600 ' ]]; }
holds 'and nobody else can read them' private
configure
deploy_ends+=("process_stop '$dir' walcast TERM 20; walcast teardown --indices --yes --set postgres.dsn='$SERVER/catalogue' >&$deploy_log 2>&1")
holds 'the database is made, and nothing is amiss' run_lines "$(lines_of 2)"
holds 'a second time changes nothing' run_lines "$(lines_of 2)"
holds 'systemd gets the passwords' run_lines "$(lines_of 3 | grep -v '^systemctl')"
run_unit walcast walcast.json
holds 'walcast streams, with its own password alone' wait_until 60 streams
run_unit walcast-admin admin.json
ready() { "$dir/prefix/bin/walcast-admin" status --quiet; }
holds 'walcast-admin is ready, with its own password alone' wait_until 60 ready
first_user() { run_lines "$(lines_of 4 | sed 's/^walcast-admin user add .*/& --password-stdin/')" <<<'violet tram beyond seven'; }
holds 'the first user is added, and both programs say how they are' first_user
new_release() {
  run_lines "$(lines_of 5 | grep -v -e '^git pull' -e ^systemctl)" && process_stop "$dir" walcast TERM 20 && run_unit walcast walcast.json &&
    kill -HUP "$(process_pid "$dir" walcast-admin)" && wait_until 60 streams && wait_until 60 ready
}
holds 'a new release is taken over' new_release
passwords_count() { ! psql --no-psqlrc --quiet --no-password --dbname "${SERVER/postgres@/walcast@}/catalogue" --command 'SELECT 1'; }
holds 'without a password nobody gets in' passwords_count
