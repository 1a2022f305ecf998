#!/usr/bin/env bash
# pgpool_test.sh DIR: walcast-admin behind the real pgpool-II, as docker/pgpool/pgpool.conf has it, before a primary and two standbys, of
# which one, then the primary is lost.
# shellcheck source=tests/deploy/pooling.sh
source "$(dirname "$(realpath "$0")")/pooling.sh"

ports=("$(port_of "$dir" n0)" "$(port_of "$dir" n1)" "$(port_of "$dir" n2)")
pool=$(port_of "$dir" pgpool)
through="postgresql://walcast_admin:editor@127.0.0.1:$pool/catalogue?target_session_attrs=any"

start_pgpool() {
  local conf=$dir/pgpool i edits=()
  server_dir "$conf"
  for i in 0 1 2; do
    edits+=(-e "s/^backend_hostname$i = .*/backend_hostname$i = '127.0.0.1'/" -e "s/^backend_port$i = .*/backend_port$i = ${ports[i]}/")
  done
  sed "${edits[@]}" -e "s/^listen_addresses = .*/listen_addresses = '127.0.0.1'/" -e "s/^port = .*/port = $pool/" \
    -e "s|'/var/run/postgresql\(/*.*\)'|'$conf\1'|" -e "s|'/var/log/postgresql'|'$conf'|" \
    -e 's/^num_init_children = .*/num_init_children = 40/' "$root/docker/pgpool/pgpool.conf" >"$conf/pgpool.conf"
  printf 'host all all 127.0.0.1/32 scram-sha-256\n' >"$conf/pool_hba.conf"
  printf 'walcast_admin:TEXTeditor\n' >"$conf/pool_passwd"
  : >"$conf/pcp.conf"
  server_dir "$conf"
  process_start "$dir" pgpool "${server_user[@]}" /usr/sbin/pgpool -n -f "$conf/pgpool.conf" -a "$conf/pool_hba.conf" -F "$conf/pcp.conf"
  process_ready "$dir" pgpool "$pool" 30 sql "$through" 'SELECT 1'
}

node() { sql "$through" 'SHOW POOL_NODES' | awk -F '|' -v n="$1" '$1 == n {print $4, $7}'; }  # NUMBER: "up standby"
node_is() { [[ $(node "$1") == "$2" ]]; }
pause() { local i; for i in 1 2; do sql "$(at "${ports[i]}" postgres)" "SELECT pg_wal_replay_pause()" >/dev/null; done; }
resume() { local i; for i in 1 2; do sql "$(at "${ports[i]}" postgres)" "SELECT pg_wal_replay_resume()" >/dev/null; done; }
paused() { local i; for i in 1 2; do equal "$(sql "$(at "${ports[i]}" postgres)" 'SELECT pg_get_wal_replay_pause_state()')" paused || return 1; done; }
film_now() {  # as a visitor sees it, and nobody who has saved something
  curl -s --max-time 30 "$url/api/v1/movies/$film/" >"$dir/body" && field title
}
shows() { equal "$(film_now)" "$1"; }

# Visitors' reads and an editor's changes, for as long as $dir/load is there; what failed is tried once more after a second, as Retry-After says.
load() {
  local tried
  while [[ -e $dir/load ]]; do
    for tried in first second; do
      status=$(curl -s -o "$dir/load.body" -w '%{http_code}' --max-time 30 "$url/api/v1/movies/") || status=000
      [[ $status != 200 ]] || break
      echo "read $status" >>"$dir/failed.$tried"
      sleep 1
    done
    for tried in first second; do
      rename "$film" "Edited at $SRANDOM"
      [[ $status != 200 ]] || break
      echo "edit $status $(head -c 200 "$dir/body")" >>"$dir/failed.$tried"
      sleep 1
    done
    echo >>"$dir/done"
  done
}
done_more() { (($(wc -l <"$dir/done") >= $1)); }  # COUNT
no_second_failure() { [[ ! -s $dir/failed.second ]] || { sort "$dir/failed.second" | uniq -c >&2; return 1; }; }

lose_a_standby() {
  local before worker
  : >"$dir/load" && : >"$dir/done" && : >"$dir/failed.first" && : >"$dir/failed.second"
  load &
  worker=$!
  within 60 done_more 10
  lose "$dir/n$1"
  within 60 node_is "$1" 'down standby'
  before=$(wc -l <"$dir/done")
  within 60 done_more $((before + 10))
  rm "$dir/load"
  wait "$worker"
  printf '# %s of %s requests failed and were repeated: %s\n' "$(wc -l <"$dir/failed.first")" "$((2 * $(wc -l <"$dir/done")))" \
    "$(cut -d' ' -f1,2 "$dir/failed.first" | sort | uniq -c | tr -s ' \n' ' ')"
}

primary_start "$dir/n0" "${ports[0]}"
sql "$(at "${ports[0]}" postgres)" 'CREATE ROLE pgpool LOGIN'
standby_start "$dir/n1" "${ports[1]}" "${ports[0]}"
standby_start "$dir/n2" "${ports[2]}" "${ports[0]}"
start_pgpool
check 'pgpool has a primary' within 30 node_is 0 'up primary'
check 'and two standbys' within 30 eval 'node_is 1 "up standby" && node_is 2 "up standby"'
admin_setup "postgres.dsn=$through" "postgres.read_dsn=$through&application_name=walcast-reads"
admin_user
admin_start
check 'a user signs in' sign_in
film=$(first_film)
pause
within 20 paused
rename "$film" 'Saved on the primary'
check 'a film is saved' equal "$status" 200
check 'the editor sees it as it was saved' answers 200 GET "/api/admin/films/$film"
check 'by its title' equal "$(field title)" 'Saved on the primary'
check 'and as a visitor, too' answers 200 GET "/api/v1/movies/$film/"
check 'though the standbys do not have it yet' equal "$(field title)" 'Saved on the primary'
check 'which other visitors read from' test "$(film_now)" != 'Saved on the primary'
resume
check 'and soon they have it' within 20 shows 'Saved on the primary'
call GET "/api/admin/films?q=primary&_start=0&_end=5"
check 'names are found' equal "$(header x-total-count)" 1
lose_a_standby 1
check 'the loss of a standby costs no request that is repeated as Retry-After says' no_second_failure
lose "$dir/n0"
check 'without the primary the server is not ready' within 60 not_ready
check 'visitors go on reading' within 60 shows "$(sql "$(at "${ports[2]}")" "SELECT title FROM content.film_work WHERE id = '$film'")"
no_primary() { rename "$film" 'Nowhere to stand'; call PATCH "/api/admin/films/$film" -H 'If-Match: "1"' -d '{"title":"Nowhere"}'; [[ $status == 503 ]]; }
check 'edits get 503' within 60 no_primary
check 'with Retry-After' test -n "$(header retry-after)"
why() { not_ready && grep -q 'the PostgreSQL server is a standby' "$dir/ready"; }
check 'readyz says what is missing' within 60 why
logged() { no_primary && grep -q 'the PostgreSQL server is a standby' "$dir/log/admin.log"; }
check 'and so does the log' within 60 logged
sql "$(at "${ports[2]}" postgres)" 'SELECT pg_promote()' >/dev/null
check 'once a standby is promoted the server is ready' within 60 ready
saved() { rename "$film" 'Saved on the new primary' && equal "$status" 200; }
check 'and films are saved again' within 60 saved
check 'on the new primary' equal "$(sql "$(at "${ports[2]}")" "SELECT title FROM content.film_work WHERE id = '$film'")" 'Saved on the new primary'
