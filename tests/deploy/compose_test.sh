#!/usr/bin/env bash
# compose.yaml, what belongs to it, and the Dockerfiles say what they promise; no tool of containers is needed.
set -euo pipefail
root=$(realpath "$(dirname "$(realpath "$0")")/../..")
# The Python that has the package python3-yaml.
exec /usr/bin/python3 "$root/tests/deploy/compose_check.py" "${WALCAST_SOURCE:-$root}"
