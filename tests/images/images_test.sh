#!/usr/bin/env bash
# images_test.sh DIR [run]: builds the images and runs them as compose.yaml does, against an Elasticsearch and a Redis of this machine;
# with run it takes those that it built before. Needs WALCAST_TEST_ES (tests/support/fixture.sh). What it builds stays in DIR, so that the
# next run is quick.
set -euo pipefail
root=$(realpath "$(dirname "$(realpath "$0")")/../..")
dir=$(realpath -m "${1:?images_test.sh needs a directory}")
mkdir -p "$dir"
# shellcheck source=tests/support/servers.sh
source "$root/tests/support/servers.sh"
store=$(realpath -m "$dir/store")
# shellcheck source=tests/images/lib.sh
source "$root/tests/images/lib.sh"
es=${WALCAST_TEST_ES:?must be an Elasticsearch}
name=walcast-images-$$
scratch=$dir/run-$$
# And how many MB above their base they may take; of PostgreSQL's, half is ICU.
declare -A most=([walcast]=60 [walcast-admin]=60 [walcast-postgres]=80 [walcast-database]=80)
passed=0

pass() { passed=$((passed + 1)); printf 'ok: %s\n' "$1"; }
check() {  # SENTENCE COMMAND…
  local sentence=$1
  shift
  "$@" || fail "not so: $sentence" "$(podman_ ps --all --format '{{.Names}} {{.Status}}' 2>/dev/null)"
  pass "$sentence"
}

containers=()
clean_up() {
  local code=$? one
  trap - EXIT
  for one in "${containers[@]}"; do
    [[ $code == 0 ]] || { echo "---- $one"; podman_ logs --tail 15 "$one" 2>&1; } >&2
    podman_ rm --force --time 5 "$one" >/dev/null 2>&1 || true
  done
  process_stop "$scratch" redis TERM 10
  for one in movies genres persons; do
    curl --silent --output /dev/null --request DELETE "$es/$name-$one-*?expand_wildcards=all" || true
    curl --silent --output /dev/null --request DELETE "$es/_index_template/walcast-$name-$one" || true
  done
  rm -rf "$scratch"
  exit "$code"
}
trap clean_up EXIT

run_once() {  # NAME ARGUMENT…: a container that does one thing and ends well
  podman_ run --rm --name "$name-$1" "${confined[@]}" "${@:2}" >"$scratch/$1.log" 2>&1 || { tail -n 20 "$scratch/$1.log" >&2; fail "$1 failed"; }
}

start() {  # NAME ARGUMENT…
  podman_ run --detach --name "$name-$1" "${confined[@]}" "${@:2}" >/dev/null
  containers+=("$name-$1")
}

# ---------------------------------------------------------------- the images
# One container for both, as starting one takes long here.
lean_and_complete() {
  # shellcheck disable=SC2016  # the container expands it
  run_once look --entrypoint /bin/sh "localhost/$1:test" -c '
    for tool in gcc g++ cc c++ cpp ld make cmake ninja node npm git python3 curl wget; do ! command -v "$tool" || exit 1; done
    ! find /usr/local/bin /usr/lib/postgresql -type f \( -perm -100 -o -name "*.so*" \) -exec ldd {} + 2>&1 | grep "not found"'
}
of_image() { podman_ image inspect --format "$2" "localhost/$1:test"; }
above_base() { echo $((($(size_of "localhost/$1:test") - $(size_of "$base")) / 1000000)); }
small_enough() { (($(above_base "$1") < most[$1])); }
labelled() { [[ $(of_image "$1" '{{index .Config.Labels "org.opencontainers.image.title"}}') == "$1" ]]; }
without_rights() { [[ $(of_image "$1" '{{.Config.User}}') =~ ^[1-9][0-9]*:[1-9][0-9]*$ ]]; }
has_a_health_check() { [[ $(of_image "$1" '{{.Config.Healthcheck}}') == *CMD* ]]; }

build_images() {
  make_base
  build_image walcast-postgres docker/postgres.Dockerfile postgres
  build_image walcast-database docker/postgres.Dockerfile database
  build_image walcast docker/cdc.Dockerfile
  build_image walcast-admin docker/admin.Dockerfile
}

check_images() {
  local image
  for image in "${!most[@]}"; do
    check "$image is less than ${most[$image]} MB above its base: $(above_base "$image")" small_enough "$image"
    check "$image has nothing to build or to fetch with, and all libraries it needs" lean_and_complete "$image"
    check "$image says what it is" labelled "$image"
    check "$image runs as a user without rights" without_rights "$image"
  done
  for image in walcast walcast-admin walcast-postgres; do
    check "$image asks itself how it is" has_a_health_check "$image"
  done
}

# ---------------------------------------------------------------- the stack of compose.yaml
healthy() { podman_ healthcheck run "$name-$1" >/dev/null 2>&1; }
becomes_healthy() { wait_until 180 healthy "$1"; }
secrets=(--volume "$scratch/secrets:/run/secrets:ro")

choose_ports() {
  postgres_port=$(port_of "$scratch" postgres) redis_port=$(port_of "$scratch" redis) control_port=$(port_of "$scratch" control)
  local i
  for i in 1 2; do
    admin_port[i]=$(port_of "$scratch" "admin$i") internal_port[i]=$(port_of "$scratch" "internal$i")
  done
}

# The configuration that compose.yaml mounts, with the addresses and the indices of this run.
place_configuration() {
  sed -e "s#@postgres:5432/#@127.0.0.1:$postgres_port/#; s#http://elasticsearch:9200#$es#; s#@redis:6379/#@127.0.0.1:$redis_port/#" \
    -e "s#0.0.0.0:8091#0.0.0.0:$control_port#; s#walcast:8091#127.0.0.1:$control_port#; s#\"name\": \"#\"name\": \"$name-#" \
    -i "$scratch"/*.json
}

# Twice: a password that is there stays.
make_secrets() {
  mkdir -p "$scratch/secrets"
  run_once secrets --user 0:0 --cap-add CHOWN --cap-add DAC_OVERRIDE --cap-add FOWNER --tmpfs /tmp \
    --volume "$scratch/secrets:/run/secrets" --entrypoint /bin/bash localhost/walcast-database:test -c '
      database secrets && sha256sum /run/secrets/* >/tmp/first && database secrets && sha256sum --check --quiet /tmp/first'
}
private_secrets() { [[ -z $(find "$scratch/secrets" -type f -perm /0007) ]]; }

start_postgres() {
  mkdir -p "$scratch/data" "$scratch/socket"
  chown 10003:10003 "$scratch/data" "$scratch/socket"
  start postgres --tmpfs /tmp --volume "$scratch/socket:/run/postgresql" --volume "$scratch/data:/var/lib/postgresql" "${secrets[@]}" \
    --env PGPORT="$postgres_port" localhost/walcast-postgres:test -c port="$postgres_port" -c shared_buffers=32MB -c listen_addresses=127.0.0.1
}
make_database() {  # a second run of the migrations has nothing to do; the newest goes back and comes again
  run_once database --tmpfs /tmp "${secrets[@]}" --group-add 10001 --group-add 10002 --env PGHOST=127.0.0.1 \
    --env PGPORT="$postgres_port" --env SAMPLE_FILMS=50 --entrypoint /bin/bash localhost/walcast-database:test -c '
      database up && database up && database down 1 && database up && database sample'
  grep --quiet '^nothing to apply$' "$scratch/database.log"
}
start_redis_() {
  process_start "$scratch" redis redis-server --bind 127.0.0.1 --port "$redis_port" --aclfile "$scratch/secrets/redis.acl" --appendonly yes \
    --dir "$scratch" --maxmemory-policy noeviction
  process_ready "$scratch" redis "$redis_port" 30 port_taken "$redis_port"
}
asks_for_the_password() {
  [[ $(redis-cli -p "$redis_port" ping 2>&1) == NOAUTH* ]] &&
    [[ $(REDISCLI_AUTH=$(<"$scratch/secrets/redis") redis-cli -p "$redis_port" ping 2>&1) == PONG ]]
}

walcast_options() {
  printf '%s\n' --volume "$scratch/walcast.json:/etc/walcast/walcast.json:ro" --env WALCAST_CONFIG=/etc/walcast/walcast.json \
    --group-add 10011 --group-add 10012 --group-add 10013 "${secrets[@]}"
}
start_admin() {  # 1 or 2
  mkdir -p "$scratch/panel-$1"
  chown 10002:10002 "$scratch/panel-$1"
  start "admin-$1" "${secrets[@]}" --volume "$scratch/panel-$1:/srv/panel" --group-add 10011 --group-add 10012 --group-add 10013 \
    --volume "$scratch/admin.json:/etc/walcast/admin.json:ro" --env WALCAST_ADMIN_CONFIG=/etc/walcast/admin.json \
    --env WALCAST_ADMIN_SERVER__LISTEN="0.0.0.0:${admin_port[$1]}" --env WALCAST_ADMIN_SERVER__INTERNAL="0.0.0.0:${internal_port[$1]}" \
    --env WALCAST_ADMIN_INDICES__MOVIES="$name-movies" --env WALCAST_ADMIN_INDICES__GENRES="$name-genres" \
    --env WALCAST_ADMIN_INDICES__PERSONS="$name-persons" --env WALCAST_ADMIN_SERVER__INSECURE_HTTP=true localhost/walcast-admin:test
}

sql() { PGPASSWORD=$(<"$scratch/secrets/postgres") psql --no-psqlrc --quiet --tuples-only --no-align --host=127.0.0.1 --port="$postgres_port" --username=postgres --dbname=catalogue --command="$1"; }
indexed() { [[ $(curl --silent "$es/$name-movies/_doc/$1?_source_includes=title") == *"\"$2\""* ]]; }
a_change_is_found() {
  local film title="A title of run $$"
  film=$(sql 'SELECT id FROM content.film_work ORDER BY id LIMIT 1')
  sql "UPDATE content.film_work SET title = '$title' WHERE id = '$film'"
  wait_until 60 indexed "$film" "$title"
}
ask_admin() { curl --silent --fail --location --max-time 10 "http://127.0.0.1:${admin_port[$1]}$2"; }
serves() { [[ $(ask_admin "$1" /api/v1/movies/) =~ \"count\"\ *:\ *50[^0-9] ]]; }
serves_the_panel() { [[ $(ask_admin "$1" /setup) == *'<form'* && $(ask_admin "$1" /mark.svg) == *'<svg'* ]]; }
root_is_read_only() { ! podman_ exec "$name-$1" sh -c ': >/usr/share/walcast/x' 2>/dev/null && ! podman_ exec "$name-$1" sh -c ': >/tmp/x' 2>/dev/null; }
no_secret_in_its_environment() {
  local secret
  for secret in "$scratch"/secrets/*; do
    [[ $(podman_ inspect "$name-$1") != *"$(<"$secret")"* ]] || return 1
  done
}
ends_well() {  # on SIGTERM (PostgreSQL: SIGINT), as process 1, before podman would kill it
  podman_ stop --time 60 "$name-$1" >/dev/null
  [[ $(podman_ inspect --format '{{.State.ExitCode}}' "$name-$1") == 0 ]]
}
unhealthy_without() { ! healthy "$1"; }
packs_the_panel() {
  local script
  podman_ exec "$name-admin-1" sh /usr/share/walcast/pack /usr/share/walcast/panel /srv/panel
  script=$(find "$scratch/panel-1/assets" -name '*.js' -size +2k -print -quit)
  [[ -n $script ]] && gzip --decompress --stdout "$script.gz" | cmp --silent - "$script"
}

run_stack() {
  choose_ports
  cp "$root"/docker/{walcast,admin}.json "$scratch/"
  place_configuration
  chmod a+r "$scratch"/*.json
  check 'passwords are made once' make_secrets
  check 'passwords are not for everybody' private_secrets
  start_postgres
  check 'PostgreSQL becomes healthy' becomes_healthy postgres
  start_redis_
  check 'Redis lets nobody in without the password' asks_for_the_password
  check 'the database is made, once, and films to try it with' make_database
  local walcast
  mapfile -t walcast < <(walcast_options)
  run_once setup "${walcast[@]}" --group-add 10003 --env DATABASE_ROLE=postgres localhost/walcast:test setup
  start walcast "${walcast[@]}" --env DATABASE_ROLE=walcast localhost/walcast:test
  check 'walcast becomes healthy' becomes_healthy walcast
  start_admin 1
  start_admin 2
  local i
  for i in 1 2; do
    check "walcast-admin $i becomes healthy" becomes_healthy "admin-$i"
    check "walcast-admin $i serves the catalogue" serves "$i"
    check "walcast-admin $i serves the panel" serves_the_panel "$i"
  done
  check 'a change reaches the index' a_change_is_found
  check 'the panel is packed for nginx' packs_the_panel
  for i in walcast admin-1 admin-2; do
    check "$i can write nowhere" root_is_read_only "$i"
    check "$i has no password in its environment" no_secret_in_its_environment "$i"
  done
  check 'walcast ends well on SIGTERM' ends_well walcast
  check 'walcast-admin 1 ends well on SIGTERM' ends_well admin-1
  check 'PostgreSQL ends well' ends_well postgres
  check 'walcast-admin without PostgreSQL is not healthy' unhealthy_without admin-2
  check 'walcast-admin ends well also without PostgreSQL' ends_well admin-2
}

mkdir -p "$scratch"
declare -a admin_port internal_port
prepare_store
[[ ${2:-} == run ]] || build_images
check_images
run_stack
echo "$passed passed, 0 failed"
