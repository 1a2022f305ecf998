#!/usr/bin/env bash
# venv.sh REQUIREMENTS DIR: what REQUIREMENTS pins, as a virtual environment DIR/venv; does nothing where it is there already.
set -euo pipefail
[[ $# == 2 ]] || { sed -n '2s/^# //p' "$0" >&2; exit 64; }
requirements=$(realpath "$1")
dir=$(realpath -m "$2")
mkdir -p "$dir"
(
  flock 9
  cmp --quiet "$requirements" "$dir/installed.txt" && exit 0
  rm -rf "$dir/venv"
  python3 -m venv "$dir/venv"
  "$dir/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$dir/installed.txt"
) 9>"$dir/.lock"
