#!/usr/bin/env bash
# nginx before two admin servers under load: one is killed, one replaces itself, one comes, one goes. No read fails, no edit is lost or done
# twice, who is signed in stays so.
# nginx_load_test.sh DIR
set -euo pipefail
# shellcheck source=tests/deploy/lib.sh
source "$(dirname "$0")/lib.sh"
deploy_begin "$1"
here=$(dirname "$(realpath "$0")")

progress() { read -r reads edits streams failed <"$dir/progress"; }
went_on() { progress && ((failed > 0 || (reads >= $1 && edits >= $2))); }  # READS EDITS
goes_on() {  # so many reads and edits more, and nothing failed
  progress
  wait_until 60 went_on $((reads + 200)) $((edits + 25))
  ((failed == 0))
}
answers_of() { curl --silent --max-time 5 "http://127.0.0.1:$(port_of "$dir" "${1}_internal")/metrics" | awk '/^walcast_admin_http_answers_total/ { all += $NF } END { print all + 0 }'; }
serves() { (($(answers_of "$1") > $2)); }  # NAME ANSWERS: it has given more than these
serves_again() { wait_until 30 serves "$1" "$(answers_of "$1")"; }  # NAME

a_server_dies() {
  process_kill "$dir" first
  goes_on
}
it_comes_back() {
  admin_start first
  serves_again first && goes_on
}
a_server_replaces_itself() {
  admin_reload second && goes_on && admin_reload second && goes_on
}
a_server_joins() {
  admin_start third
  nginx_servers first second third
  nginx_reload
  serves_again third && goes_on
}
a_server_leaves() {
  nginx_servers second third
  nginx_reload
  process_stop "$dir" first TERM 30
  goes_on
}
events_come_again() { progress && ((streams > before_streams)); }

load_ends() {
  kill "$(process_pid "$dir" load)"
  kill -INT "$wrk"
  wait "$wrk" || true
  wait_until 60 test -e "$dir/expected"
}
no_read_failed() {
  cat "$dir/failures" "$dir/wrk.txt"
  [[ ! -s $dir/failures ]] || return 1
  grep 'requests in' "$dir/wrk.txt" && ! grep -E 'Socket errors|Non-2xx' "$dir/wrk.txt"
}
every_edit_once() {
  query "CREATE TABLE expected (id uuid PRIMARY KEY, edits bigint, description text)"
  query "\\copy expected FROM '$dir/expected'"
  faults=$(query "SELECT e.id, e.edits, h.count, e.description, f.description FROM expected e LEFT JOIN content.film_work f USING (id)
    CROSS JOIN LATERAL (SELECT count(*) FROM admin.history WHERE object_type = 'film' AND object_id = e.id::text) h
    WHERE h.count <> e.edits OR coalesce(f.description, '') <> e.description")
  echo "$faults"
  [[ -z $faults && $(query 'SELECT count(*) FROM expected') -gt 20 ]]
}
nothing_else() {
  # Made, and known to nobody: a POST that was done twice.
  [[ $(query "SELECT count(*) FROM (SELECT title FROM content.film_work WHERE title ~ '^w[0-9]+-[0-9]+$' GROUP BY title HAVING count(*) > 1) AS twice") == 0 ]]
}

# ---------------------------------------------------------------- the stage
mkdir -p "$dir/panel/assets"
echo '<!doctype html><script nonce="{{nonce}}" src="/assets/app-1a2b3c.js"></script>' >"$dir/panel/index.html"
seq 2000 >"$dir/panel/assets/app-1a2b3c.js"
"$root/docker/nginx/pack" "$dir/panel" "$dir/nginx/panel"
own_database 200
own_keys
admin_settings=(server.panel="$dir/panel" server.insecure_http=true walcast.control="127.0.0.1:$(port_of "$dir" nobody)" server.workers=4 server.drain=3s)
password=$(add_user olga operator)
admin_start first
admin_start second
nginx_files first second
# All the load comes from one address.
sed -i 's/rate=100r/rate=100000r/' "$dir/nginx/conf/limits.conf"
nginx_start
echo "$password" >"$dir/password"
echo '0 0 0 0' >"$dir/progress"
# shellcheck disable=SC2016  # the other shell expands it
process_start "$dir" load bash -c 'exec python3 "$1" "$2" "$3" <"$3/password"' - "$here/nginx_load.py" "127.0.0.1:$nginx_port" "$dir"
wrk --threads 1 --connections 4 --duration 10m --header 'Connection: close' "http://127.0.0.1:$nginx_port/api/v1/movies/?page=2" >"$dir/wrk.txt" 2>&1 &
wrk=$!
deploy_ends+=("kill $wrk 2>/dev/null")

holds 'people read, edit and watch' goes_on
progress && before_streams=$streams
holds 'a server is killed, and nobody notices' a_server_dies
holds 'it comes back and is used again' it_comes_back
holds 'a server replaces itself, twice' a_server_replaces_itself
holds 'a third one joins: its line and a reload' a_server_joins
holds 'the first one leaves: its line goes, a reload, its end' a_server_leaves
holds 'who watches was told again, by whoever was there' events_come_again
holds 'the load ends' load_ends
holds 'no read has failed' no_read_failed
holds 'every edit is there, and once in the history' every_edit_once
holds 'nothing was made twice' nothing_else
progress
note "$reads reads and $edits edits by people, of which $(cat "$dir/doubtful") sent again; $streams streams; $(sed -n 's/ requests in.*/ requests of wrk/p' "$dir/wrk.txt" | tr -s ' ')"
