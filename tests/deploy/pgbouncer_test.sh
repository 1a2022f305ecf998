#!/usr/bin/env bash
# pgbouncer_test.sh DIR: a day of walcast-admin behind the real pgbouncer in transaction mode, as docker/pgbouncer/pgbouncer.ini has it, with
# fewer sessions than it opens connections; walcast goes around.
# shellcheck source=tests/deploy/pooling.sh
source "$(dirname "$(realpath "$0")")/pooling.sh"
: "${WALCAST_BIN:?}"

alias=$prefix-movies
pg=$(port_of "$dir" postgres) pool=$(port_of "$dir" pgbouncer) control=$(port_of "$dir" walcast)
around=$(at "$pg") through=postgresql://walcast_admin:editor@127.0.0.1:$pool/catalogue
walcast_settings=(--config "$dir/walcast.json" --set postgres.slot="${prefix//-/_}" --set "checkpoint.url=$WALCAST_TEST_REDIS"
  --set "checkpoint.prefix=$prefix" --set "elasticsearch.urls=$WALCAST_TEST_ES" --set "control.listen=127.0.0.1:$control")

also_finish() {
  curl -s "$WALCAST_TEST_ES/_cat/indices/$prefix*?h=index" | while read -r index; do curl -s -o "$dir/gone" -X DELETE "$WALCAST_TEST_ES/$index"; done
  curl -s -o "$dir/gone" -X DELETE "$WALCAST_TEST_ES/_index_template/$prefix*"
}

start_pgbouncer() {
  local as=()
  server_dir "$dir/pgbouncer"
  sed -e "s/host=postgres port=5432/host=127.0.0.1 port=$pg/" -e "s/^listen_addr = .*/listen_addr = 127.0.0.1/" \
    -e "s/^listen_port = .*/listen_port = $pool/" -e "s|/etc/pgbouncer|$dir/pgbouncer|" \
    -e 's/^default_pool_size = .*/default_pool_size = 3/' "$root/docker/pgbouncer/pgbouncer.ini" >"$dir/pgbouncer/pgbouncer.ini"
  printf '"walcast_admin" "editor"\n"walcast" "stream"\n' >"$dir/pgbouncer/userlist.txt"
  [[ $EUID != 0 ]] || as=(-u nobody)
  process_start "$dir" pgbouncer /usr/sbin/pgbouncer "${as[@]}" "$dir/pgbouncer/pgbouncer.ini"
  process_ready "$dir" pgbouncer "$pool" 20 sql "$through" 'SELECT 1'
}

start_walcast() {
  printf '{"indices": [{"name": "%s", "document": "%s", "definition": "%s"}]}\n' "$alias" "$root/sql/documents/movies.sql" \
    "$root/config/indices/movies.json" >"$dir/walcast.json"
  sql "$around" "CREATE ROLE walcast LOGIN REPLICATION SUPERUSER PASSWORD 'stream'"
  process_start "$dir" walcast "$WALCAST_BIN" run "${walcast_settings[@]}" --set "postgres.dsn=$(at "$pg" catalogue walcast)"
  "$WALCAST_BIN" wait --timeout 2min "${walcast_settings[@]}" >"$dir/wait.log" 2>&1 || broken 'the stream does not get going' "$(tail -n 3 "$dir/wait.log")"
}

refuses() {  # CODE WORDS COMMAND…
  local code=0
  "${@:3}" >"$dir/body" 2>&1 || code=$?
  equal "$code" "$1" && grep -q "$2" "$dir/body"
}

as_csv() { local type=text/csv; "$@"; }

day() {
  local film title etag request
  check 'a user signs in' sign_in
  film=$(first_film) && title=$(field 0.title)
  check 'a list has its films' equal "$(header x-total-count)" 200
  check 'a name with two letters exchanged is looked for' answers 200 GET '/api/admin/films?q=solrais&_start=0&_end=25'
  check 'and found' grep -q '"Solaris"' "$dir/body"
  check 'facets of a search are counted' answers 200 GET '/api/admin/films/facets?q=the'
  answers 200 GET "/api/admin/films/$film"
  etag=$(header etag)
  check 'a film is saved under its version' answers 200 PATCH "/api/admin/films/$film" -H "If-Match: $etag" -d '{"title":"Saved through a pool"}'
  request=$(header x-request-id) lsn=$(header x-walcast-lsn)
  check 'the answer tells where that stands in the log' test -n "$lsn"
  check 'the former version is refused' answers 412 PATCH "/api/admin/films/$film" -H "If-Match: $etag" -d '{"title":"Late"}'
  check 'the index has what was saved' answers 200 GET "/api/admin/films/$film/freshness?lsn=$lsn"
  check 'as the comparison says' equal "$(field searchable)" True
  check 'the history has the change' answers 200 GET '/api/admin/history?_start=0&_end=1'
  check 'it is undone' answers 200 POST /api/admin/history/undo -d "{\"request\":\"$request\"}"
  answers 200 GET "/api/admin/films/$film"
  check 'and the title is as before' equal "$(field title)" "$title"
  check 'statistics are counted' answers 200 GET /api/admin/statistics
  check 'everything is exported' answers 200 GET /api/admin/genres/export.csv
  cp "$dir/body" "$dir/genres.csv"
  check 'and imported again' as_csv answers 200 POST /api/admin/genres/import.csv --data-binary "@$dir/genres.csv"
  check 'the history is as it was written' "$WALCAST_ADMIN_BIN" audit verify --quiet "${admin_settings[@]}"
}

one_of_many() {  # NUMBER: lists, searches and reads for a while; prints the answers that were no 200
  local i path
  for ((i = 0; i < 12; i++)); do
    for path in '/api/v1/movies/' '/api/v1/genres' '/api/v1/persons?search=an'; do
      curl -s -o /dev/null -w '%{http_code}\n' --max-time 30 "$url$path" | grep -v 200 || true
    done
  done
}

together() {  # more requests at once than there are sessions
  local i pids=()
  for i in {1..10}; do
    one_of_many "$i" >"$dir/many.$i" &
    pids+=($!)
  done
  for ((i = 1; i <= 20; i++)); do
    rename "$film" "Edited beside $i"
    [[ $status == 200 ]] || echo "PATCH $status" >>"$dir/many.1"
  done
  wait "${pids[@]}"
  [[ -z $(cat "$dir"/many.*) ]] || { sort "$dir"/many.* | uniq -c >&2; return 1; }
}

primary_start "$dir/pg" "$pg"
sql "$around" "UPDATE content.film_work SET title = 'Solaris' WHERE id = (SELECT max(id::text)::uuid FROM content.film_work)"
start_pgbouncer
admin_setup "postgres.dsn=$through" postgres.pooler=transaction postgres.timeout=10s "indices.movies=$alias" "walcast.control=127.0.0.1:$control"
start_walcast
admin_user
admin_start
day
film=$(first_film)
check 'ten clients and an editor at once are all answered' together
check 'by no more sessions than the pool has' test "$(sql "$around" "SELECT count(*) FROM pg_stat_activity WHERE usename = 'walcast_admin'")" -le 3
check 'no session keeps a setting of ours' equal "$(sql "$through" 'SHOW statement_timeout; SHOW jit' | tr '\n' ' ')" '0 on '
check 'nor a prepared statement' equal "$(sql "$through" 'SELECT count(*) FROM pg_prepared_statements')" 0
check 'walcast through the pool says what to do, and that this is a matter of configuration (78)' \
  refuses 78 'connection pooler' "$WALCAST_BIN" run "${walcast_settings[@]}" --set "postgres.dsn=postgresql://walcast:stream@127.0.0.1:$pool/catalogue" --set "control.listen=127.0.0.1:$(port_of "$dir" other)"
check 'migrations through the pool are refused before they lock anything' refuses 64 'PostgreSQL itself' "$root/sql/migrate" --dsn "$through" up
process_stop "$dir" pgbouncer INT 10
rename "$film" 'Nobody in front'
check 'without the pool there is 503' equal "$status" 503
check 'with Retry-After' test -n "$(header retry-after)"
check 'and the server is not ready' not_ready
start_pgbouncer
check 'with it the server is ready again' within 30 ready
rename "$film" 'Somebody in front'
check 'and films are saved' equal "$status" 200
