#!/usr/bin/env bash
# panel.sh packages       what admin/panel/package-lock.json names, as admin/panel/node_modules
# panel.sh build          the built panel, as build/panel
# panel.sh npm WORDS…     npm with these words in admin/panel, under our Node
#
# Each does the one before it, and nothing where nothing has changed. Prints what it did.
set -euo pipefail
root=$(realpath "$(dirname "$(realpath "$0")")/../..")
panel=$root/admin/panel
run() { "$root/tests/support/node.sh" "$root/build/node" -- "$@"; }

hash_of() {  # FILE_OR_DIRECTORY…: of the names and contents within admin/panel
  (cd "$panel" && find "$@" -type f -print0 | sort --zero-terminated | xargs --null sha256sum | sha256sum | cut -d' ' -f1)
}

packages() {
  local wanted
  wanted=$(hash_of package-lock.json .npmrc)
  [[ $(cat "$panel/node_modules/.walcast" 2>/dev/null) != "$wanted" ]] || return 0
  (cd "$panel" && run npm ci --no-audit --no-fund --loglevel=error) >&2
  echo "$wanted" >"$panel/node_modules/.walcast"
}

build() {
  local wanted
  wanted=$(hash_of package-lock.json index.html vite.config.ts tsconfig.json src public)
  if [[ $(cat "$root/build/panel.stamp" 2>/dev/null) == "$wanted" && -e $root/build/panel/index.html ]]; then
    echo 'nothing has changed'
    return
  fi
  rm -f "$root/build/panel.stamp"
  (cd "$panel" && run npm run --silent build) >&2
  echo "$wanted" >"$root/build/panel.stamp"
  echo 'built'
}

verb=${1:-}
case $verb in
  packages | build) (($# == 1)) || verb='' ;;
  npm) (($# > 1)) || verb='' ;;
  *) verb='' ;;
esac
[[ -n $verb ]] || { sed -n '2,4s/^# //p' "$0" >&2; exit 64; }
mkdir -p "$root/build"
(
  flock 9
  packages
  [[ $verb != build ]] || build
) 9>"$root/build/.panel.lock"
if [[ $verb == npm ]]; then
  cd "$panel"
  shift
  exec "$root/tests/support/node.sh" "$root/build/node" -- npm "$@"
fi
