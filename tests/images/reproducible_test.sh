#!/usr/bin/env bash
# reproducible_test.sh DIR: what docker/release.cmake builds is the same in two folders, byte for byte. To be quick it compiles a part of
# walcast, without a compiler's cache, and looks that no folder and no time gets into it.
set -euo pipefail
root=$(realpath "$(dirname "$(realpath "$0")")/../..")
dir=$(realpath -m "${1:?reproducible_test.sh needs a directory}")/reproducible
fail() { printf 'FAIL: %s\n' "$1" >&2; exit 1; }
target=cdc_base

build_in() {  # FOLDER TIME: of the sources
  rm -rf "${dir:?}/$1"
  mkdir -p "$dir/$1/source"
  (cd "$root" && tar -c CMakeLists.txt config sql cdc admin/server docker/release.cmake) | tar -C "$dir/$1/source" -x
  find "$dir/$1" -type f -exec touch --date "$2" {} +
  cmake -S "$dir/$1/source" -B "$dir/$1/build" -G Ninja -C "$dir/$1/source/docker/release.cmake" >"$dir/$1/log"
  CCACHE_DISABLE=1 nice -n 5 cmake --build "$dir/$1/build" --target "$target" >>"$dir/$1/log"
}
hash_of() { (cd "$dir/$1/build" && sha256sum "cdc/base/lib$target.a" && find cdc/base -name '*.o' | sort | xargs sha256sum); }

build_in here '2024-01-01 00:00'
build_in another/place/further/down '2025-06-01 12:34'
[[ $(hash_of here | wc -l) -gt 5 ]] || fail 'something was built'
[[ $(hash_of here) == "$(hash_of another/place/further/down)" ]] || fail 'the same source makes the same bytes, wherever and whenever it is built'
! grep --quiet --recursive --binary-files=text --fixed-strings "$dir" --include='*.o' "$dir/here/build" || fail 'no folder gets into what is built'
rm -rf "$dir"
echo 'the same source makes the same bytes'
