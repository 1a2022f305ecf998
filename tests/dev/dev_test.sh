#!/usr/bin/env bash
# Tests ./dev and its scripts on a copy of them, with no server: dev_test.sh [NAME…]. Each test is a function in a shell of its own.
set -euo pipefail

source_root=$(realpath "${WALCAST_SOURCE:-$(dirname "$0")/../..}")
unset "${!WALCAST_@}"
export CI=true

expect() {  # STATUS COMMAND…: keeps what COMMAND prints in `output`
  local status=0 wanted=$1
  shift
  output=$("$@" 2>&1 </dev/null) || status=$?
  [[ $status == "$wanted" ]] || complain "exit code $status instead of $wanted from: $*"
}
expect_text() { [[ $output == *"$1"* ]] || complain "no \"$1\""; }
expect_no_text() { [[ $output != *"$1"* ]] || complain "unwanted \"$1\""; }
complain() {
  printf '    %s; line %s. Output:\n%s\n' "$1" "${BASH_LINENO[1]}" "$output" >&2
  exit 1
}

fake() {  # NAME LINE…: a program of that name, found before the system's, that runs the lines
  mkdir -p bin
  printf '%s\n' '#!/bin/sh' "${@:2}" >"bin/$1"
  chmod +x "bin/$1"
  [[ $PATH == "$PWD/bin:"* ]] || export PATH=$PWD/bin:$PATH
}

test_an_unknown_command_is_refused_with_a_suggestion() {
  expect 64 ./dev tset
  expect_text 'did you mean test?'
  expect 64 ./dev wibble-wobble
  expect_no_text 'did you mean'
  expect 64 ./dev
  expect 64 ./dev env nonsense
  expect 0 ./dev --help
}

test_env_can_be_evaluated_and_stays_the_same() {
  expect 0 ./dev env
  local first=$output
  eval "$first"
  [[ $WALCAST_POSTGRES__DSN == postgresql://postgres:*@127.0.0.1:*/catalogue ]] || complain "DSN: $WALCAST_POSTGRES__DSN"
  [[ $WALCAST_ELASTICSEARCH__URLS == http://127.0.0.1:* && $WALCAST_CHECKPOINT__URL == redis://127.0.0.1:*/0 ]] || complain 'addresses'
  [[ $WALCAST_BIN == "$PWD"/* && $WALCAST_CONFIG == "$PWD"/* ]] || complain 'paths'
  expect 0 ./dev env
  [[ $output == "$first" ]] || complain 'evaluated addresses are taken for foreign ones'
  [[ $(stat -c %a var/env var/run.env var/secrets/* | sort -u) == 600 ]] || complain 'passwords can be read by others'
}

test_env_quotes_what_a_shell_would_split() {
  export WALCAST_POSTGRES__DSN="host=db.example password='a \$b' dbname=x"
  expect 0 ./dev env
  local given=$WALCAST_POSTGRES__DSN
  unset WALCAST_POSTGRES__DSN
  eval "$output"
  [[ $WALCAST_POSTGRES__DSN == "$given" ]] || complain "changed to: $WALCAST_POSTGRES__DSN"
}

test_a_given_server_is_shown_as_yours_and_without_its_password() {
  export WALCAST_POSTGRES__DSN=postgresql://me:hush@db.example/films WALCAST_ELASTICSEARCH__URLS=http://u:hush@one:1,http://u:hush@two:2
  expect 69 ./dev status
  expect_text 'postgresql://db.example/films'
  expect_text 'http://one:1,http://two:2'
  expect_text 'yours'
  expect_no_text 'hush'
}

test_down_spares_a_foreign_process_whose_pid_stands_in_a_pid_file() {
  sleep 60 &
  local foreign=$!
  mkdir -p var/run
  printf '%s\n%s\n' "$foreign" '1 some-other-boot' >var/run/redis.pid
  printf '%s\n' "$foreign" >var/run/walcast.pid
  expect 0 ./dev down
  kill -0 "$foreign" || complain 'the foreign process was killed'
  kill "$foreign"
}

test_down_stops_what_was_started() {
  (
    source tests/support/servers.sh
    process_start "$PWD/var" walcast sleep 60
  )
  local pid
  read -r pid <var/run/walcast.pid
  expect 0 ./dev down
  expect_text 'walcast'
  [[ ! -e var/run/walcast.pid && ! -e /proc/$pid/exe ]] || complain 'it still runs'
  expect 0 ./dev down
  [[ -z $output ]] || complain 'something was stopped twice'
}

test_a_taken_port_is_left_to_its_owner() {
  coproc python3 -c 'import socket, sys; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1], flush=True); sys.stdin.read()'
  local taken
  read -r taken <&"${COPROC[0]}"
  mkdir -p var
  printf 'redis=%s\n' "$taken" >var/ports
  expect 0 ./dev env
  expect_no_text ":$taken/"
  grep -q '^redis=' var/ports || complain 'the new port is not remembered'
}

test_reset_asks_before_it_removes_data() {
  mkdir -p var/postgres
  expect 64 ./dev reset
  [[ -d var/postgres ]] || complain 'the data is gone'
  expect 0 ./dev reset --yes
  [[ ! -e var ]] || complain 'the data is still there'
}

test_format_finds_and_mends_a_badly_formatted_file() {
  git init --quiet .
  mkdir -p cdc/base
  printf 'int  Add( int a,int b ){return a+b;}\n' >cdc/base/bad.cpp
  printf 'int Add(int a, int b);\n' >cdc/base/a_good.h
  expect 1 ./dev format --check
  expect_text 'cdc/base/bad.cpp'
  expect_no_text 'good.h'
  expect 0 ./dev format
  expect 0 ./dev format --check
}

test_labels_select_tests_and_without_them_images_and_soak_are_left_out() {
  fake cmake
  # shellcheck disable=SC2016
  fake ctest 'echo "ctest $*"' 'exit 8'
  expect 8 ./dev test
  expect_text '--label-exclude ^(images|soak)$'
  expect 8 ./dev test pg es -- --repeat until-fail:2
  expect_text '--repeat until-fail:2 --label-regex ^(pg|es)$'
  expect 8 ./dev test --sanitize
  expect_text "build/sanitize"
  expect_text '--label-regex ^(unit|stream)$'
}

test_chaos_takes_minutes_and_a_seed_and_prints_the_one_it_chose() {
  fake cmake
  # shellcheck disable=SC2016
  printf '%s\n' '#!/bin/sh' 'echo "fixture $* for $WALCAST_CHAOS_SECONDS s with $WALCAST_CHAOS_SEED"' '[ "$1" != run ] || exit 3' >tests/support/fixture.sh
  expect 3 ./dev chaos --minutes 2 --seed 77
  expect_text '--gtest_filter=Chaos.* for 120 s with 77'
  expect_text "fixture stop $PWD/build/dev/chaos-servers"
  expect 3 ./dev chaos
  [[ $output =~ '--minutes 5 --seed '([1-9][0-9]*) ]] || complain 'no seed is printed'
  expect_text "for 300 s with ${BASH_REMATCH[1]}"
  expect 64 ./dev chaos --minutes
  expect 64 ./dev chaos --seed x
  expect 64 ./dev chaos 5
  expect 0 ./dev --help
  expect_text 'chaos [--minutes N] [--seed S]'
}

test_a_label_that_no_test_has_is_refused() {
  expect 64 ./dev test nonsense
  expect_text 'no tests have the label nonsense; there are: format layers unit'
  expect 0 ./dev --help
  expect_text '(format layers unit'
}

test_a_repository_that_was_moved_is_configured_anew() {
  mkdir -p build/dev/CMakeFiles
  # shellcheck disable=SC2016
  fake cmake 'echo "cmake $*"'
  fake ctest
  touch build/dev/build.ninja
  printf 'CMAKE_HOME_DIRECTORY:INTERNAL=%s\n' "$PWD" >build/dev/CMakeCache.txt
  expect 0 ./dev test unit
  expect_no_text 'cmake -S'
  printf 'CMAKE_HOME_DIRECTORY:INTERNAL=/somewhere/else\n' >build/dev/CMakeCache.txt
  expect 0 ./dev test unit
  expect_text 'cmake -S'
  [[ ! -e build/dev/CMakeCache.txt ]] || complain 'the cache of the other place is still there'
}

test_a_server_is_ready_only_when_it_is_the_one_that_answers() {
  cat >listening <<'SCRIPT'
import socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print(server.getsockname()[1], flush=True)
sys.stdin.read() if len(sys.argv) < 3 else server.accept()
SCRIPT
  coproc python3 listening 0
  local taken port
  read -r taken <&"${COPROC[0]}"
  (
    source tests/support/servers.sh
    port=$(port_free)
    process_start "$PWD/var" redis bash -c "python3 listening $port wait & wait"  # a child of it has the port
    process_ready "$PWD/var" redis "$port" 30 true
    process_kill "$PWD/var" redis
    process_start "$PWD/var" redis sleep 60
    ! (process_ready "$PWD/var" redis "$taken" 1 port_taken "$taken") || echo adopted
    process_kill "$PWD/var" redis
  ) >said 2>&1
  output=$(<said)
  expect_text 'redis is not ready'
  expect_no_text 'adopted'
}

test_a_step_that_is_interrupted_ends_what_it_began() {
  cat >long <<'SCRIPT'
set -euo pipefail
root=$PWD
source tests/support/servers.sh
source tests/support/stack.sh
two() { bash -c 'echo $$ >child; exec sleep 60'; }
step long 'None.' two
SCRIPT
  bash long &
  local step=$! child
  source tests/support/process.sh
  wait_until 10 test -s child || complain 'it does not begin'
  child=$(<child)
  kill "$step"
  wait "$step" && complain 'it ended well'
  wait_until 10 process_gone "$child" || complain 'what it began goes on'
}

test_a_pid_that_is_none_is_of_no_process() {
  expect 0 bash -euo pipefail -c 'source tests/support/process.sh; for pid in "" none ..; do process_gone "$pid"; done; echo "all are gone"'
  expect_text 'all are gone'
}

test_a_cluster_with_a_password_is_made_where_user_namespaces_are_forbidden() {
  [[ $EUID == 0 ]] || return 0  # only root needs another user
  fake unshare 'exit 1'
  chmod 755 "$PWD"
  (
    source tests/support/servers.sh
    mkdir -p var/log
    postgres_init "$PWD/var" secret
  ) >said 2>&1 || true
  output=$(<said)
  [[ -s var/postgres/PG_VERSION ]] || complain 'there is no cluster'
  [[ $(stat -c %U var/postgres) == postgres ]] || complain 'it is not of the user postgres'
}

test_a_step_that_fails_says_which_and_what_to_do() {
  cat >failing <<'SCRIPT'
set -euo pipefail
root=$PWD
source tests/support/servers.sh
source tests/support/stack.sh
no_luck() {
  echo 'the cause'
  false
  echo 'not reached'
}
step 'first step' 'The remedy.' no_luck
SCRIPT
  expect 1 bash failing
  expect_text 'first step failed (exit code 1). The remedy.'
  expect_text 'the cause'
  expect_no_text 'not reached'
}

test_two_installations_at_once_fetch_once() {
  export XDG_CACHE_HOME=$PWD/cache
  (
    source tests/support/servers.sh
    elasticsearch_cache() { printf '%s\n' "$PWD/cache"; }
    maven_repository() { echo https://repository.example; }
    elasticsearch_fetch() { echo "$1" >>fetched && sleep 0.3 && mkdir "$2"; }
    elasticsearch_install &
    elasticsearch_install
    wait
  )
  output=$(<fetched)
  [[ $(wc -l <fetched) == 1 ]] || complain 'fetched more than once'
}

test_the_fixture_says_how_to_start_it() {
  expect 1 tests/support/fixture.sh run "$PWD/nothing" -- true
  expect_text 'fixture.sh start'
}

run_one() {  # NAME: in a copy and a process of its own
  local copy
  copy=$(mktemp -d)
  mkdir -p "$copy/tests"
  cp "$source_root/dev" "$source_root/.clang-format" "$copy"
  cp -r "$source_root/tests/support" "$copy/tests"
  if ! bash "$0" --in "$copy" "$1"; then failed=$((failed + 1)) && echo "FAILED  $1"; fi
  rm -rf "$copy"
}

if [[ ${1:-} == --in ]]; then
  cd "$2"
  "$3"
  exit
fi
failed=0 count=0
if (($# == 0)); then mapfile -t tests < <(declare -F | sed -n 's/^declare -f \(test_.*\)/\1/p'); else tests=("$@"); fi
for name in "${tests[@]}"; do
  count=$((count + 1))
  run_one "$name"
done
printf '%s passed, %s failed\n' $((count - failed)) "$failed"
((failed == 0))
