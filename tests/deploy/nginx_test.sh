#!/usr/bin/env bash
# nginx with the files of docker/nginx, before real admin servers: what it serves itself, what it passes on, what it refuses.
# nginx_test.sh DIR
set -euo pipefail
# shellcheck source=tests/deploy/lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=tests/support/document.sh
source "$root/tests/support/document.sh"
deploy_begin "$1"
here=$(dirname "$(realpath "$0")")
security=(x-content-type-options referrer-policy cross-origin-opener-policy cross-origin-resource-policy x-frame-options content-security-policy)

# ---------------------------------------------------------------- asking
ask() {  # PATH CURL_OPTION…: keeps status, header (names in lower case) and body; the address is nginx' unless PATH is a whole one
  local url=$1
  [[ $url == http* ]] || url=$nginx_url$1
  status=$(curl --silent --max-time 30 --cacert "$dir/nginx/tls_certificate" --dump-header "$dir/header" --output "$dir/body" --write-out '%{http_code}' \
    "${@:2}" "$url") || { echo "no answer from $url"; return 1; }
  sed -E 's/\r$//; s/^([^: ]+):/\L\1:/' "$dir/header" >"$dir/header.lower"
}
header() { sed -n "s/^$1: //p" "$dir/header.lower"; }  # NAME
is() {  # STATUS NAME=VALUE…: of the last answer
  local one
  [[ $status == "$1" ]] || { echo "status $status" && cat "$dir/body"; return 1; }
  for one in "${@:2}"; do
    [[ $(header "${one%%=*}") == "${one#*=}" ]] || { cat "$dir/header"; return 1; }
  done
}
says() { grep --quiet --fixed-strings -- "$1" "$dir/body" || { cat "$dir/body"; return 1; }; }  # TEXT
once() {  # NAME…: each of these stands in the last answer, and once
  local one
  for one in "$@"; do
    [[ $(grep --count "^$one:" "$dir/header.lower") == 1 ]] || { echo "$one:" && cat "$dir/header"; return 1; }
  done
}

# ---------------------------------------------------------------- what is to hold
both_variants_are_valid() {
  local nginx_variant
  for nginx_variant in nginx.conf tls.conf; do nginx_run -t 2>&1 || return 1; done
  ! nginx_run -t 2>&1 | grep -E 'warn|emerg'
}

an_asset_is_packed() {
  ask /assets/app-1a2b3c.js --header 'Accept-Encoding: gzip' && is 200 'content-encoding=gzip' 'vary=Accept-Encoding' || return 1
  cmp "$dir/body" "$dir/nginx/panel/assets/app-1a2b3c.js.gz" || return 1
  gunzip <"$dir/body" | cmp - "$dir/panel/assets/app-1a2b3c.js" || return 1
  ask /assets/app-1a2b3c.js && is 200 'content-encoding=' && cmp "$dir/body" "$dir/panel/assets/app-1a2b3c.js"
}

an_asset_is_as_from_the_admin_server() {
  local name nginx_says
  ask /assets/app-1a2b3c.js && is 200 'cache-control=public, max-age=31536000, immutable' 'content-type=text/javascript; charset=utf-8' || return 1
  for name in cache-control content-type "${security[@]}"; do
    ask /assets/app-1a2b3c.js && nginx_says=$(header "$name")
    ask "$(admin_url first)/assets/app-1a2b3c.js"
    [[ -n $nginx_says && $nginx_says == "$(header "$name")" ]] || { echo "$name: $nginx_says"; return 1; }
  done
}

an_asset_is_asked_for_again_in_vain() {
  ask /assets/app-1a2b3c.js && ask /assets/app-1a2b3c.js --header "If-None-Match: $(header etag)" && is 304
}

the_page_comes_from_the_admin_server() {
  local first
  ask / && is 303 'location=/sign-in' || return 1
  for path in / /index.html /films/1; do
    ask "$path" --cookie "$cookies" && is 200 'cache-control=no-store' && says '<div id="root">' && ! says '{{nonce}}' || return 1
    first=$(header content-security-policy)
    ask "$path" --cookie "$cookies" && [[ $first == *nonce-* && $first != "$(header content-security-policy)" ]] || return 1
  done
}

an_asset_of_another_build_is_found() {
  ask /assets/later-9f8e7d.js && is 200 'cache-control=public, max-age=31536000, immutable' && says later || return 1
  ask /assets/nowhere-000000.js && is 404 || return 1
  ask /mark.svg && is 200 'cache-control=no-cache' 'content-type=image/svg+xml'
}

no_header_is_doubled() {
  local path
  for path in / /assets/app-1a2b3c.js /mark.svg /api/v1/movies/ /api/nothing /assets/nowhere-1.js /api/docs /sign-in; do
    if ! ask "$path" || ! once "${security[@]}" cache-control x-request-id; then echo "of $path" && return 1; fi
  done
  ask /api/session --data-binary "@$dir/large" && is 413 && once "${security[@]}" cache-control x-request-id
}

too_large_is_told() {
  ask /api/admin/films --data-binary "@$dir/large" --header 'Accept-Language: ru' && is 413 'content-type=application/problem+json' || return 1
  says 'Тело запроса слишком велико.' && says "\"request_id\":\"$(header x-request-id)\"" || return 1
  ask /sign-in --data-binary "@$dir/large" && is 413 'content-type=text/html; charset=utf-8' && says "The request's body is too large."
}

a_file_of_rows_may_be_larger() {
  ask /api/admin/films/import.csv?dry_run=true --data-binary "@$dir/large" --header 'Content-Type: text/csv' --header 'Authorization: Bearer wct_x' &&
    is 401 || return 1
  ask /api/admin/films/import.csv?dry_run=true --data-binary "@$dir/huge" --header 'Content-Type: text/csv' --header 'Authorization: Bearer wct_x' &&
    is 413 'content-type=application/problem+json'
}

a_bad_request_is_told() {
  ask / --header "X-Long: $(printf '%020000d' 0)" && is 400 'content-type=text/html; charset=utf-8' && once "${security[@]}" || return 1
  ask "/$(printf '%020000d' 0)" && is 414
}

sign_in() {  # CURL_OPTION…
  printf '{"name":"olga","password":"%s"}' "$password" >"$dir/sign_in.json"
  ask /api/session --header 'Content-Type: application/json' --data "@$dir/sign_in.json" --cookie-jar "$cookies" "$@"
}

clients_are_not_believed() {
  sign_in --header 'X-Forwarded-For: 192.0.2.7' --header 'X-Forwarded-Proto: https' --header 'X-Request-Id: mine' && is 200 || return 1
  [[ $(header x-request-id) != mine ]] || return 1
  ask /api/account/sessions --cookie "$cookies" && is 200 && ! says 192.0.2.7 && says 127.0.0.1
}

connections_are_kept() {  # nobody else is connected to the admin server
  local i
  for ((i = 0; i < 10; ++i)); do ask /api/v1/genres && is 200 || return 1; done
  ((0 < $(open_connections) && $(open_connections) < 5))
}
open_connections() { curl --silent "http://127.0.0.1:$(port_of "$dir" first_internal)/metrics" | sed -n 's/^walcast_admin_http_connections //p'; }

the_id_is_the_same_everywhere() {
  local id
  ask '/api/v1/movies/?page=last' && is 200 && id=$(header x-request-id) && [[ $id =~ ^[0-9a-f]{32}$ ]] || return 1
  wait_until 10 grep --quiet "\"request\":\"$id\"" "$dir/log/nginx.log" && wait_until 10 grep --quiet "$id" "$dir/log/first.log"
}

the_log_has_no_query() {
  local id
  ask '/api/v1/search?query=hush' && id=$(header x-request-id) || return 1
  wait_until 10 grep --quiet "\"request\":\"$id\"" "$dir/log/nginx.log" || return 1
  grep "\"request\":\"$id\"" "$dir/log/nginx.log" | grep --quiet '"path":"/api/v1/search"' && ! grep --quiet hush "$dir/log/nginx.log"
}

an_event_comes_at_once() {
  local line
  # The stream stays open: what is read came before its end.
  line=$(timeout 30 curl --silent --no-buffer --cookie "$cookies" "$nginx_url/api/ops/events" | sed -n '/^event:/{p;q}')
  [[ $line == 'event: away' ]]
}

tags_stay_as_they_are() {
  local id
  id=$(query 'SELECT id FROM content.film_work ORDER BY id LIMIT 1')
  ask "/api/admin/films/$id" --cookie "$cookies" --header 'Accept-Encoding: gzip' && is 200 'content-encoding=' && [[ $(header etag) == '"'*'"' ]]
}

inner_places_cannot_be_asked_for() {
  ask /.change/api/session && is 404 'content-type=application/problem+json' && ask /.change/ && is 404 'content-type=text/html; charset=utf-8'
}

guessing_is_slowed_down() {
  local i refused=0
  for ((i = 0; i < 40; ++i)); do
    ask /api/session --request POST
    [[ $status != 429 ]] || { refused=1 && break; }
  done
  ((refused)) && is 429 'retry-after=3' 'content-type=application/problem+json' && says 'too many requests from your address' || return 1
  # Encoded, it is the same place.
  ask /api/%73ession --request POST && is 429 && ask /sign-in --request POST && is 429 'content-type=text/html; charset=utf-8' || return 1
  ask /api/session --cookie "$cookies" && is 200
}

# ---------------------------------------------------------------- changes are sent once
send_each() {  # WANTED_STATUS METHOD…: one request of each method, after which both servers' lists have been emptied
  local wanted=$1 method
  shift
  for method in "$@"; do
    : >"$dir/breaking.txt" && : >"$dir/answering.txt"
    if ! ask /api/admin/films/7 --request "$method" --data x || ! is "$wanted"; then echo "$method" && return 1; fi
    sent=$(cat "$dir/breaking.txt" "$dir/answering.txt" | wc -l)
    "$check" || { echo "$method was sent $sent times"; return 1; }
  done
}
sent_once() { ((sent == 1)); }
use_servers() {  # LINE…
  printf '%s\n' "$@" >"$dir/nginx/conf/servers.conf"
  nginx_reload
}

a_change_that_is_not_answered_is_not_sent_again() {
  local check=sent_once
  # A backup is asked only where the other one has failed, which is forgotten at once.
  use_servers "server 127.0.0.1:$breaking max_fails=0;" "server 127.0.0.1:$answering backup;"
  send_each 502 PUT PATCH DELETE POST || return 1
  is 502 'content-type=application/problem+json' 'retry-after=2' && says 'what was sent may have been saved'
}

a_read_is() {
  : >"$dir/breaking.txt" && : >"$dir/answering.txt"
  ask /api/admin/films/7 && is 200 && [[ -s $dir/breaking.txt && $(wc -l <"$dir/answering.txt") == 1 ]]
}

a_change_that_could_not_be_sent_goes_elsewhere() {
  local check=sent_once
  use_servers "server 127.0.0.1:$nobody;" "server 127.0.0.1:$answering;"
  send_each 200 PUT PATCH DELETE POST PUT PATCH DELETE POST
}

a_large_file_is_passed_on() {
  use_servers "server 127.0.0.1:$answering;"
  : >"$dir/answering.txt"
  ask /api/admin/films/7/files/video --upload-file "$dir/huge" && is 200 && [[ $(cat "$dir/answering.txt") == 'PUT /api/admin/films/7/files/video' ]] || return 1
  ask /api/admin/films/7/file --upload-file "$dir/huge" && is 413
}

nobody_there_is_told() {
  use_servers "server 127.0.0.1:$nobody;"
  ask /api/admin/films/7 --request PUT --data x && is 502 'content-type=application/problem+json' && says 'Nothing was changed' || return 1
  ask /api/v1/movies/ && is 502 'content-type=application/problem+json' && says 'No server answers' || return 1
  ask / && is 502 'content-type=text/html; charset=utf-8' && says 'No server answers'
}

# ---------------------------------------------------------------- TLS
plain_http_is_sent_on() {
  ask "/api/v1/movies/?page=2" && is 308 "location=https://127.0.0.1:$nginx_tls_port/api/v1/movies/?page=2"
}
tls_only_of_today() {
  ask "$tls_url/" --tlsv1.2 --tls-max 1.2 && ask "$tls_url/" --tlsv1.3 && ! ask "$tls_url/" --tls-max 1.1 --ciphers 'DEFAULT@SECLEVEL=0'
}
tls_is_demanded_for_a_year() {
  local path
  for path in / /assets/app-1a2b3c.js /api/v1/movies/ /api/nothing; do
    ask "$tls_url$path" && once strict-transport-security "${security[@]}" && [[ $(head -n 1 "$dir/header") == HTTP/2* ]] || return 1
  done
}
people_sign_in() {
  ask "$tls_url/api/session" --header 'Content-Type: application/json' --data "@$dir/sign_in.json" && is 200 &&
    [[ $(header set-cookie) == __Host-sid=*'; Secure; '* ]] || return 1
  ask "$(admin_url secure)/api/session" --header 'Content-Type: application/json' --data "@$dir/sign_in.json" && [[ $status != 200 ]]
}

# ---------------------------------------------------------------- docs/nginx.md
the_docs_are_true() {  # its lines, with the places of this test
  local line place=$dir/docs
  mkdir -p "$place"
  server_dir "$place/work"
  document_block "$root/docs/nginx.md" 1 >"$place/lines"
  [[ $(wc -l <"$place/lines") -ge 8 ]] || return 1
  while read -r line; do
    line=${line//\/etc\/nginx\/walcast/$place\/conf} line=${line//-p \/tmp/-p $place\/work} line=${line//8080/$documented} line=${line//build\/panel/$dir\/panel}
    line=${line//\/usr\/share\/walcast/$place} line=${line//8090/$(port_of "$dir" first)} line=${line/#nginx /${server_user[*]} nginx } line=${line/#docker/$root\/docker}
    line=${line/-rT docker/-rT $root\/docker}
    # Descriptors of the test's are not for what goes on beside it.
    [[ $line != *'&' ]] || line="${line%&} </dev/null >>\"$dir/log/documented.log\" 2>&1 & documented_pid=\$!"
    echo "$line"
    eval "$line" || return 1
    sed -i "s/8080/$documented/; s/8081/$(port_of "$dir" documented_health)/; s#/usr/share/walcast#$place#" "$place"/conf/{listen,health,panel}.conf
  done <"$place/lines"
  wait_until 30 process_gone "$documented_pid"
}

# ---------------------------------------------------------------- the stage
mkdir -p "$dir/panel/assets"
echo '<!doctype html><script nonce="{{nonce}}" src="/assets/app-1a2b3c.js"></script><div id="root"></div>' >"$dir/panel/index.html"
echo '<svg xmlns="http://www.w3.org/2000/svg"></svg>' >"$dir/panel/mark.svg"
seq -f 'console.log(%.0f)' 2000 >"$dir/panel/assets/app-1a2b3c.js"
"$root/docker/nginx/pack" "$dir/panel" "$dir/nginx/panel"
echo 'console.log("later")' >"$dir/panel/assets/later-9f8e7d.js"  # of a build that nginx has not got
head -c $(((1 << 20) + 1)) /dev/zero | tr '\0' x >"$dir/large"
head -c $(((16 << 20) + 1)) /dev/zero | tr '\0' x >"$dir/huge"
cookies=$dir/cookies

own_database 20
own_keys
nobody=$(port_of "$dir" nobody) breaking=$(port_of "$dir" breaking) answering=$(port_of "$dir" answering)
admin_settings=(server.panel="$dir/panel" server.insecure_http=true walcast.control="127.0.0.1:$nobody" log.level=debug)
password=$(add_user olga operator)
admin_start first
nginx_files first
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
  -keyout "$dir/nginx/tls_key" -out "$dir/nginx/tls_certificate" 2>&"$deploy_log"
nginx_start
nginx_url=http://127.0.0.1:$nginx_port tls_url=https://127.0.0.1:$nginx_tls_port

holds 'both variants of the configuration are valid' both_variants_are_valid
holds 'a packed asset is answered with gzip, by nginx itself' an_asset_is_packed
holds 'an asset has the headers that the admin server gives it, and stays for ever' an_asset_is_as_from_the_admin_server
holds 'an asset that is known is not sent again' an_asset_is_asked_for_again_in_vain
holds 'what nginx has no file of is asked of the admin servers' an_asset_of_another_build_is_found
holds 'who signs in counts as where the connection comes from, whatever the headers say' clients_are_not_believed
holds 'the page comes from the admin server, each time with another nonce' the_page_comes_from_the_admin_server
holds 'no header of security stands twice, or not at all' no_header_is_doubled
holds 'a body above the limit is told as a problem to programs and on a page to people' too_large_is_told
holds 'a header or an address that is too long is refused' a_bad_request_is_told
holds 'a file of rows may have 16 MiB' a_file_of_rows_may_be_larger
holds 'connections to the admin server are kept, and few' connections_are_kept
holds 'a request has one id in the answer and in both logs' the_id_is_the_same_everywhere
holds 'the log has no query' the_log_has_no_query
holds 'an event comes while the stream is open' an_event_comes_at_once
holds 'the version of an object comes as it is, for If-Match' tags_stay_as_they_are
holds 'inner places cannot be asked for' inner_places_cannot_be_asked_for
holds 'guessing passwords is slowed down, looking at the session is not' guessing_is_slowed_down

documented=$(port_of "$dir" documented)
touch "$dir/log/documented.log" && chmod a+w "$dir/log/documented.log"
documented_pid=''
deploy_ends+=("kill \$documented_pid 2>/dev/null")
holds 'the lines of docs/nginx.md do what they say' the_docs_are_true

process_start "$dir" breaking python3 "$here/breaking_server.py" break "$breaking" "$dir/breaking.txt"
process_start "$dir" answering python3 "$here/breaking_server.py" answer "$answering" "$dir/answering.txt"
process_ready "$dir" breaking "$breaking" 30 port_taken "$breaking"
process_ready "$dir" answering "$answering" 30 port_taken "$answering"
holds 'a change that a server took and did not answer is not sent to another one' a_change_that_is_not_answered_is_not_sent_again
holds 'a read is' a_read_is
holds 'a change that could not be sent goes to the next server, once' a_change_that_could_not_be_sent_goes_elsewhere
holds 'a large file of a film is passed on' a_large_file_is_passed_on
holds 'that nobody is there is told, and that nothing was changed' nobody_there_is_told

process_stop "$dir" nginx QUIT 10
admin_settings=(server.panel="$dir/panel" walcast.control="127.0.0.1:$nobody")
admin_start secure
nginx_servers secure
nginx_variant=tls.conf
nginx_start
holds 'plain HTTP is sent on to TLS' plain_http_is_sent_on
holds 'TLS is 1.2 or 1.3' tls_only_of_today
holds 'browsers are told to use nothing else, once, over HTTP/2' tls_is_demanded_for_a_year
holds 'people sign in over TLS, though the admin server knows only of plain HTTP' people_sign_in
