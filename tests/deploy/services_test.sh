#!/usr/bin/env bash
# services_test.sh DIR: both programs as services without containers: the systemd units we ship, what the programs tell systemd, which
# system calls they make, and the supervisord example with the real supervisord.
set -euo pipefail
# shellcheck source=tests/deploy/lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=tests/support/document.sh
source "$root/tests/support/document.sh"

deploy_begin "$1"
units=$root/docker/systemd
walcast=$WALCAST_BIN admin=$WALCAST_ADMIN_BIN
began=()

end_began() {
  local pid
  for pid in "${began[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${began[@]}"; do wait_until 60 process_gone "$pid" || kill -9 "$pid" 2>/dev/null || true; done
}

tear_down() { "${with_settings[@]}" "$walcast" teardown --indices --yes >"$dir/log/teardown.log" 2>&1; }

passed() { printf 'ok: %s\n' "$*"; }
die() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

set_up() {
  own_database 50
  own_keys
  local control
  control=127.0.0.1:$(port_of "$dir" control) port=$(port_of "$dir" listen)
  write_configuration
  with_settings=(env "WALCAST_CONFIG=$dir/walcast.json" "WALCAST_POSTGRES__DSN=$database" "WALCAST_POSTGRES__SLOT=${keys//-/_}"
    "WALCAST_ELASTICSEARCH__URLS=$WALCAST_TEST_ES" "WALCAST_CHECKPOINT__URL=$WALCAST_TEST_REDIS" "WALCAST_CHECKPOINT__PREFIX=$keys"
    "WALCAST_CONTROL__LISTEN=$control")
  with_admin_settings=(env "WALCAST_ADMIN_CONFIG=$root/config/admin.json" "WALCAST_ADMIN_POSTGRES__DSN=$database"
    "WALCAST_ADMIN_REDIS__URL=$WALCAST_TEST_REDIS" "WALCAST_ADMIN_REDIS__PREFIX=$keys"
    "WALCAST_ADMIN_ELASTICSEARCH__URLS=$WALCAST_TEST_ES" "WALCAST_ADMIN_SERVER__LISTEN=127.0.0.1:$port"
    "WALCAST_ADMIN_SERVER__INTERNAL=127.0.0.1:$(port_of "$dir" internal)" "WALCAST_ADMIN_WALCAST__CONTROL=$control")
  deploy_ends+=(tear_down end_began)
}

# An index of our own name beside those of other tests.
write_configuration() {
  cat >"$dir/walcast.json" <<JSON
{ "indices": [ { "name": "$keys", "document": "$root/sql/documents/genres.sql", "definition": "$root/config/indices/genres.json" } ] }
JSON
}

# ---- units

units_are_valid_and_hardened() {
  local unit said
  for unit in walcast walcast-admin walcast-nginx; do
    sed "s|/usr/local/bin/|$dir/bin/|" "$units/$unit.service" >"$dir/$unit.service"
  done
  mkdir -p "$dir/bin"
  ln -sf "$walcast" "$dir/bin/walcast"
  ln -sf "$admin" "$dir/bin/walcast-admin"
  for unit in walcast walcast-admin walcast-nginx; do
    # Units of other packages on this machine are none of ours.
    said=$(systemd-analyze verify --man=no "$dir/$unit.service" 2>&1 | grep -F "$unit" | grep -vF "/lib/systemd/" || true)
    [[ -z $said ]] || die "systemd-analyze verify says of $unit: $said"
    systemd-analyze security --offline=true --threshold=30 "$dir/$unit.service" >"$dir/security.log" ||
      die "$unit is exposed: $(tail -n 1 "$dir/security.log")"
    passed "$unit.service is valid; $(tail -n 1 "$dir/security.log" | tr -dc '[:print:]')"
  done
}

exit_codes_that_must_not_restart_are_those_of_the_readme() {
  local codes
  codes=$(sed -n 's/^RestartPreventExitStatus=//p' "$units/walcast.service")
  [[ $codes == '64 65 77 78 79' ]] || die "walcast.service restarts after: $codes"
  [[ $(sed -n '/^\[program:walcast\]/,/^\[program:walcast-admin\]/s/^exitcodes=0,//p' "$root/docker/supervisord/walcast.conf") == "${codes// /,}" ]] ||
    die 'supervisord and systemd differ in what does not restart'
  for code in $codes; do grep -q "| $code |" "$root/README.md" || die "the README does not name exit code $code"; done
  passed 'systemd and supervisord know the exit codes that a restart does not mend'
}

# ---- what systemd is told

heard() { grep -q -- "$1" "$dir/$told"; }
hears() { wait_until "${2:-60}" heard "$1" || die "systemd was not told $1, but: $(sort "$dir/$told" | uniq -c | tail -n 20)"; }

notify() {  # NAME: what is told from now on goes to NAME
  told=$1.told
  : >"$dir/$told"
  NOTIFY_SOCKET=$dir/$1.socket
  python3 "$root/tests/deploy/notified.py" "$NOTIFY_SOCKET" "$dir/$told" &
  began+=($!)
  wait_until 20 test -S "$NOTIFY_SOCKET" || die 'no socket to tell'
}

run_notified() {  # NAME COMMAND…
  local name=$1
  shift
  NOTIFY_SOCKET=$NOTIFY_SOCKET WATCHDOG_USEC=2000000 "$@" >>"$dir/log/$name.log" 2>&1 &
  pid=$!
  began+=("$pid")
}

ends_well() {  # PID
  wait_until 60 process_gone "$1" || die "process $1 does not end"
  wait "$1"
}

walcast_tells_how_it_is() {
  notify waiting
  run_notified waiting "${with_settings[@]}" WALCAST_POSTGRES__DSN="postgresql://postgres@127.0.0.1:1/${database##*/}" "$walcast" run
  hears '^EXTEND_TIMEOUT_USEC='
  hears '^STATUS=starting: '
  hears '^WATCHDOG=1'
  ! heard '^READY=1' || die 'walcast was ready without PostgreSQL'
  kill "$pid"
  ends_well "$pid" || die 'walcast ended badly while it waited'
  passed 'while PostgreSQL is away walcast asks for time, says why, and is not ready'

  notify walcast
  run_notified walcast "${with_settings[@]}" strace --follow-forks --summary-only --output "$dir/walcast.calls" "$walcast" run
  hears '^READY=1' 120
  hears '^STATUS=streaming'
  "${with_settings[@]}" "$walcast" wait --timeout 120s >/dev/null || die 'the first load did not end'
  psql --no-psqlrc --quiet --command "UPDATE content.genre SET name = name || '!'" "$database"
  "${with_settings[@]}" "$walcast" wait --timeout 120s >/dev/null || die 'a change did not arrive'
  "${with_settings[@]}" "$walcast" status >/dev/null || die 'walcast status fails'
  local signs
  signs=$(grep -c '^WATCHDOG=1' "$dir/$told")
  more_signs() { (($(grep -c '^WATCHDOG=1' "$dir/$told") > signs + 2)); }
  wait_until 30 more_signs || die 'walcast gives no sign of life'
  kill "$(pgrep -P "$pid" -x walcast)"
  hears '^STOPPING=1'
  ends_well "$pid" || die 'walcast ended badly'
  passed 'walcast is ready once it streams, gives signs of life, and tells that it stops'
}

walcast_admin_tells_how_it_is() {
  notify admin
  run_notified admin "${with_admin_settings[@]}" strace --follow-forks --summary-only --output "$dir/walcast-admin.calls" "$admin" run
  local main
  hears '^READY=1' 120
  main=$(pgrep -P "$pid" -x walcast-admin | head -n 1)
  hears '^STATUS=serving'
  hears '^WATCHDOG=1'
  curl --silent --fail --output /dev/null "http://127.0.0.1:$port/api/v1/movies/" || die 'no list of films'
  curl --silent --output /dev/null "http://127.0.0.1:$port/api/v1/search?query=a"
  kill -HUP "$main"
  hears '^RELOADING=1 MONOTONIC_USEC='
  twice_ready() { (($(grep -c '^READY=1' "$dir/$told") >= 2)); }
  wait_until 120 twice_ready || die 'the end of the reload was not told'
  kill "$main"
  hears '^STOPPING=1'
  ends_well "$pid" || die 'walcast-admin ended badly'
  passed 'walcast-admin is ready once it serves, tells of a reload and its end, and that it stops'
}

# By the lines of docs/nginx.md, with the ports and places of this test, and the command of the unit.
place_nginx() {
  nginx_at=$dir/nginx tls_port=$(port_of "$dir" tls)
  server_dir "$nginx_at/work"
  mkdir -p "$dir/panel/assets" "$nginx_at/tls"
  echo '<!doctype html>' >"$dir/panel/index.html"
  echo 'console.log(1)' >"$dir/panel/assets/app.js"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$nginx_at/tls/tls_key" -out "$nginx_at/tls/tls_certificate" 2>>"$dir/log/openssl.log"
  chmod -R a+rX "$nginx_at"
  (
    cd "$root"
    eval "$(document_block docs/nginx.md 2 | grep -v -e ^systemctl -e ^journalctl |
      sed "s#/etc/nginx/walcast#$nginx_at/conf#; s#build/panel#$dir/panel#; s#/usr/share/walcast/panel#$nginx_at/panel#")"
  )
  # Without IPv6, which not every machine has.
  sed -i "s/listen \[::\]:80 default_server;//; s/80 /$(port_of "$dir" plain) /" "$nginx_at/conf/listen.conf"
  sed -i "/\[::\]/d; s/ 443 / $tls_port /; s#/run/credentials/walcast-nginx.service#$nginx_at/tls#" "$nginx_at/conf/listen_tls.conf"
  sed -i "s/8090/$port/" "$nginx_at/conf/servers.conf"
  sed -i "s/8081/$(port_of "$dir" health)/" "$nginx_at/conf/health.conf"
  sed -i "s#/usr/share/walcast/panel#$nginx_at/panel#" "$nginx_at/conf/panel.conf"
  sed -i "s#/dev/log#$dir/journal.socket#" "$nginx_at/conf/access_log.conf"
}

nginx_serves_as_its_unit_runs_it() {
  local command
  place_nginx
  told=journal.told
  : >"$dir/$told"
  python3 "$root/tests/deploy/notified.py" "$dir/journal.socket" "$dir/$told" &
  began+=($!)
  wait_until 20 test -S "$dir/journal.socket" || die 'no journal to tell'
  chmod a+rw "$dir/journal.socket"
  command=$(sed -n 's/^ExecStart=//p' "$units/walcast-nginx.service" | sed "s#/etc/nginx/walcast#$nginx_at/conf#; s#/run/walcast-nginx#$nginx_at/work#")
  touch "$dir/walcast-nginx.calls" && chmod a+w "$dir/walcast-nginx.calls"
  # shellcheck disable=SC2086
  "${server_user[@]}" strace --follow-forks --summary-only --output "$dir/walcast-nginx.calls" $command >"$dir/log/nginx.log" 2>&1 &
  pid=$!
  began+=("$pid")
  serves() { curl --silent --fail --max-time 5 --cacert "$nginx_at/tls/tls_certificate" --output /dev/null "https://127.0.0.1:$tls_port/assets/app.js"; }
  wait_until 60 serves || die 'nginx does not serve over TLS'
  hears '"path":"/assets/app.js"'
  kill -HUP "$(<"$nginx_at/work/nginx.pid")"
  serves || die 'nginx does not serve after a reload'
  kill -QUIT "$(<"$nginx_at/work/nginx.pid")"
  ends_well "$pid" || die 'nginx ended badly'
  passed 'nginx serves over TLS as its unit runs it, and its log goes to the journal'
}

# A call that the unit does not allow would fail in production alone.
system_calls_are_those_the_units_allow() {
  systemd-analyze syscall-filter >"$dir/filters.log"
  python3 - "$dir" "$units" <<'PYTHON' || die 'a unit forbids what its program does'
import re, sys
place, units = sys.argv[1:]
sets, name = {}, None
for line in open(f"{place}/filters.log", encoding="utf-8"):
    line = re.sub(r"\x1b\[[0-9;]*m", "", line.rstrip("\n"))
    if re.fullmatch(r"@[\w-]+", line): name = line; sets[name] = []
    elif name and line.startswith("    ") and not line.strip().startswith("#"): sets[name].append(line.strip())
def members(word, seen=()):
    if not word.startswith("@"): return {word}
    return set().union(*(members(one, seen + (word,)) for one in sets[word] if one not in seen))
wrong = 0
for program in ("walcast", "walcast-admin", "walcast-nginx"):
    allowed = set()
    for line in open(f"{units}/{program}.service", encoding="utf-8"):
        if not line.startswith("SystemCallFilter="): continue
        words = line.split("=", 1)[1].split()
        forbids = words[0].startswith("~")
        for word in words:
            found = members(word.lstrip("~"))
            allowed = allowed - found if forbids else allowed | found
    calls = set()
    for line in open(f"{place}/{program}.calls", encoding="utf-8"):
        fields = line.split()
        if len(fields) >= 5 and re.fullmatch(r"[0-9.]+", fields[0]) and fields[-1] != "total": calls.add(fields[-1])
    if len(calls) < 20: print(f"{program} was hardly looked at: {sorted(calls)}"); wrong = 1
    if calls - allowed: print(f"{program} makes calls that its unit forbids: {sorted(calls - allowed)}"); wrong = 1
    print(f"ok: {program} made {len(calls)} kinds of system calls, all of which its unit allows") if not wrong else None
sys.exit(wrong)
PYTHON
}

# ---- supervisord

supervised() { supervisorctl --configuration "$dir/supervisord.conf" "$@"; }
state_is() { grep -Eq "^$1 +$2 " <<<"$(supervised status "$1" || true)"; }
becomes() { wait_until 90 state_is "$1" "$2" || die "supervisord says: $(supervised status || true)"; }

supervisord_keeps_both_running() {
  {
    printf '[unix_http_server]\nfile=%s/supervisor.sock\n' "$dir"
    printf '[supervisord]\nlogfile=%s/log/supervisord.log\npidfile=%s/supervisord.pid\nnodaemon=true\nuser=root\n' "$dir" "$dir"
    printf '[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n'
    printf '[supervisorctl]\nserverurl=unix://%s/supervisor.sock\n' "$dir"
    sed -e "s|/usr/local/bin/|$dir/bin/|; s| --config .*||; /^user=/d; s|/var/log/walcast/|$dir/log/supervised-|" "$root/docker/supervisord/walcast.conf"
  } >"$dir/supervisord.conf"
  "${with_settings[@]}" "${with_admin_settings[@]}" supervisord --configuration "$dir/supervisord.conf" >"$dir/log/supervisor.log" 2>&1 &
  local supervisor=$! former
  began+=("$supervisor")
  wait_until 60 test -S "$dir/supervisor.sock" || die 'supervisord does not come up'
  becomes walcast RUNNING
  becomes walcast-admin RUNNING
  "${with_settings[@]}" "$walcast" wait --timeout 120s >/dev/null || die 'the supervised walcast does not stream'
  former=$(supervised pid walcast)
  kill -9 "$former"
  anew() { [[ $(supervised pid walcast) != "$former" ]] && state_is walcast RUNNING; }
  wait_until 90 anew || die 'supervisord does not start walcast again'
  "${with_settings[@]}" "$walcast" wait --timeout 120s >/dev/null || die 'it does not stream again'
  passed 'supervisord starts both, and walcast again after kill -9'
  supervised stop walcast >/dev/null
  printf '{ "no_such_key": 1 }\n' >"$dir/walcast.json"
  supervised start walcast >/dev/null 2>&1 || true
  becomes walcast '(EXITED|FATAL)'
  write_configuration
  passed 'a configuration that is wrong is not tried for ever'
  kill "$supervisor"
  ends_well "$supervisor" || die 'supervisord ended badly'
  [[ -z $(pgrep -f "^$dir/bin/walcast" || true) ]] || die 'a program outlives supervisord'
  passed 'both end with supervisord'
}

set_up
units_are_valid_and_hardened
exit_codes_that_must_not_restart_are_those_of_the_readme
walcast_tells_how_it_is
walcast_admin_tells_how_it_is
nginx_serves_as_its_unit_runs_it
system_calls_are_those_the_units_allow
supervisord_keeps_both_running
