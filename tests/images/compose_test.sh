#!/usr/bin/env bash
# compose_test.sh DIR: Docker Compose itself understands compose.yaml with each of its profiles and additions, and .env.sample.
set -euo pipefail
root=$(realpath "$(dirname "$(realpath "$0")")/../..")
dir=$(realpath -m "${1:?compose_test.sh needs a directory}")
"$root/tests/images/compose_program.sh" "$dir/compose"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() { printf 'FAIL: %s\n' "$1" >&2; [[ ! -s $scratch/log ]] || tail -n 5 "$scratch/log" >&2; exit 1; }
config() {  # ARGUMENT…: its own environment and no other
  env --ignore-environment PATH="$PATH" HOME="$scratch" "$dir/compose/docker-compose" --project-directory "$root" "$@" >"$scratch/out" 2>"$scratch/log"
}
understands() {  # SENTENCE ARGUMENT…
  config --env-file "$root/.env.sample" "${@:2}" config --quiet || fail "$1"
  [[ ! -s $scratch/log ]] || fail "$1, without a warning"
}

files=(--file "$root/compose.yaml")
understands 'compose.yaml is understood' "${files[@]}"
for profile in sample kibana monitoring; do understands "the profile $profile is understood" "${files[@]}" --profile "$profile"; done
understands 'all profiles together are understood' "${files[@]}" --profile '*'
for addition in tls tools; do
  understands "compose.$addition.yaml is understood" "${files[@]}" --file "$root/compose.$addition.yaml" --profile '*'
done
understands 'a folder may hold the passwords' --env-file <(echo 'SECRETS=./docker/secrets') "${files[@]}"

config --env-file "$root/.env.sample" "${files[@]}" config --services || fail 'the services are listed'
[[ $(grep -c '^walcast-admin-' "$scratch/out") == 2 ]] || fail 'there are two admin servers'
! grep -q -E '^(sample|kibana|prometheus|grafana)' "$scratch/out" || fail 'profiles are not started unless they are asked for'

! config --env-file /dev/null "${files[@]}" config --quiet || fail 'without .env nothing is started'
grep -q 'take it from .env.sample' "$scratch/log" || fail 'without .env it says what to do'
echo 'Docker Compose understands compose.yaml, its profiles and its additions'
