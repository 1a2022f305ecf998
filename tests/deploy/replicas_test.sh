#!/usr/bin/env bash
# replicas_test.sh DIR: walcast-admin with both hosts of a primary and its standby in its connection strings: either is lost, the standby is
# promoted.
# shellcheck source=tests/deploy/pooling.sh
source "$(dirname "$(realpath "$0")")/pooling.sh"

first=$(port_of "$dir" n0) second=$(port_of "$dir" n1)
hosts=postgresql://walcast_admin:editor@127.0.0.1:$first,127.0.0.1:$second/catalogue

visitor() { curl -s --max-time 30 -w '\n%{http_code}' "$url/api/v1/movies/$film/"; }
shows() { visitor >"$dir/seen" && grep -q "\"$1\"" "$dir/seen"; }
all_answered() {  # twenty reads, each at once
  local left
  for ((left = 20; left > 0; left--)); do equal "$(visitor | tail -n 1)" 200 || return 1; done
}
saves() { rename "$film" "$1" && equal "$status" 200; }
refused() { call PATCH "/api/admin/films/$film" -H 'If-Match: "1"' -d '{"title":"Nowhere"}' && equal "$status" 503; }
paused() { equal "$(sql "$(at "$second" postgres)" 'SELECT pg_get_wal_replay_pause_state()')" paused; }

primary_start "$dir/n0" "$first"
standby_start "$dir/n1" "$second" "$first"
admin_setup "postgres.dsn=$hosts" "postgres.read_dsn=$hosts?target_session_attrs=prefer-standby"
admin_user
within 30 caught_up "$first" "$second"
admin_start
check 'a user signs in' sign_in
film=$(first_film)
sql "$(at "$second" postgres)" 'SELECT pg_wal_replay_pause()' >/dev/null
within 30 paused
check 'a film is saved' saves 'On the primary'
check 'who saved it sees it' answers 200 GET "/api/v1/movies/$film/"
check 'at once' equal "$(field title)" 'On the primary'
check 'others read the standby, which does not have it yet' eval '! shows "On the primary"'
sql "$(at "$second" postgres)" 'SELECT pg_wal_replay_resume()' >/dev/null
check 'and see it once it has' within 30 shows 'On the primary'
lose "$dir/n1"
check 'nobody notices that the standby is lost' all_answered
check 'films are saved' saves 'Without the standby'
check 'and seen' shows 'Without the standby'
postgres_start "$dir/n1" "$second" fsync=off max_connections=100 hot_standby=on
within 60 caught_up "$first" "$second"
lose "$dir/n0"
check 'without the primary everybody reads on' all_answered
check 'edits get 503' within 30 refused
check 'with Retry-After' test -n "$(header retry-after)"
check 'the server is not ready' not_ready
check 'and says why' grep -q '"why":{"postgresql":"' "$dir/ready"
sql "$(at "$second" postgres)" 'SELECT pg_promote()' >/dev/null
check 'once the standby is promoted films are saved again' within 60 saves 'On the new primary'
check 'and the server is ready' within 30 ready
check 'what was saved before is there' equal "$(sql "$(at "$second")" "SELECT count(*) FROM admin.history WHERE after ->> 'title' = 'Without the standby'")" 1
