#!/usr/bin/env bash
# install.sh DIR: Django and gunicorn in the pinned versions as a virtual environment in DIR; does nothing where it is there.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
[[ $# == 1 ]] || { sed -n '2s/^# //p' "$0" >&2; exit 64; }
dir=$(realpath -m "$1")
mkdir -p "$dir"
(
  flock 9
  cmp --quiet "$here/requirements.txt" "$dir/installed.txt" && exit 0
  rm -rf "$dir/venv"
  python3 -m venv "$dir/venv"
  "$dir/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
  cp "$here/requirements.txt" "$dir/installed.txt"
) 9>"$dir/.lock"
