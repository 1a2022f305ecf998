#!/usr/bin/env bash
# reproducible_test.sh DIR: the programs of the images that images_test.sh built into DIR are built once more with the tools of the same build
# stage, yet in other folders, on another day and without a compiler's cache, and have to be the same byte for byte.
set -euo pipefail
root=$(realpath "$(dirname "$(realpath "$0")")/../..")
dir=$(realpath -m "${1:?reproducible_test.sh needs a directory}")
# shellcheck source=tests/support/servers.sh
source "$root/tests/support/servers.sh"
store=$(realpath -m "$dir/store")
# shellcheck source=tests/images/lib.sh
source "$root/tests/images/lib.sh"
scratch=$dir/reproducible
container=walcast-reproducible-$$
clean_up() {
  local code=$?
  trap - EXIT
  podman_ rm --force --time 5 "$container" >/dev/null 2>&1 || true
  rm -rf "$scratch/source" "$scratch/out"
  exit "$code"
}
trap clean_up EXIT

of_image() {  # PROGRAM: as its image has it
  podman_ run --rm --name "$container" "${confined[@]}" --entrypoint /bin/cat "localhost/$1:test" "/usr/local/bin/$1"
}

build_elsewhere() {
  rm -rf "$scratch"
  mkdir -p "$scratch/source" "$scratch/out"
  (cd "$root" && tar -c CMakeLists.txt LICENSE config sql cdc admin/server docker) | tar -C "$scratch/source" -x
  find "$scratch/source" -exec touch --date '2024-01-01 00:00' {} +
  podman_ run --rm --name "$container" --network none --ulimit nofile=20000:20000 --ulimit nproc=32768:32768 --env CCACHE_DISABLE=1 \
    --volume "$scratch/source:/another/place:ro" --volume "$scratch/out:/further/down" localhost/walcast-build:test /bin/bash -c '
      set -e
      cmake -S /another/place -B /further/down/build -G Ninja -C /another/place/docker/release.cmake
      nice -n 5 cmake --build /further/down/build --target walcast walcast-admin
      for program in walcast walcast-admin; do
        cmake --install /further/down/build --component "$program" --prefix /further/down/prefix --strip
      done' >"$scratch/log" 2>&1 || { tail -n 20 "$scratch/log" >&2; fail 'the programs cannot be built once more' "The whole log: $scratch/log"; }
}

prepare_store
build_image walcast-build docker/cdc.Dockerfile build  # what images_test.sh left of it is taken
build_elsewhere
for program in walcast walcast-admin; do
  of_image "$program" >"$scratch/$program"
  [[ $(stat --format=%s "$scratch/$program") -gt 1000000 ]] || fail "the image of $program has the program"
  cmp "$scratch/$program" "$scratch/out/prefix/bin/$program" || fail "$program is the same byte for byte, wherever and whenever it is built"
  ! grep --quiet --binary-files=text '/another/place\|/further/down' "$scratch/out/prefix/bin/$program" || fail "no folder of the build gets into $program"
  printf 'ok: %s is the same wherever and whenever it is built: %s\n' "$program" "$(sha256sum <"$scratch/$program" | cut -d' ' -f1)"
done
