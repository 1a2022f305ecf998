#!/usr/bin/env bash
# compose_program.sh DIR: Docker Compose as DIR/docker-compose, built from its Go module; does nothing where it is there.
set -euo pipefail
[[ $# == 1 ]] || { sed -n '2s/^# //p' "$0" >&2; exit 64; }
version=v2.40.3
dir=$(realpath -m "$1")
[[ ! -x $dir/docker-compose-$version ]] || exit 0
mkdir -p "$dir"
# Debian's Go is older than this module wants: it fetches the one that does.
export GOTOOLCHAIN=auto GOFLAGS=-buildvcs=false GOPATH=$dir/go GOMODCACHE=$dir/go/mod
module=$(cd "$dir" && go mod download -json "github.com/docker/compose/v2@$version" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
cd "$module"
nice -n 5 go build -mod=readonly -trimpath -o "$dir/docker-compose-$version" ./cmd
ln -sf "docker-compose-$version" "$dir/docker-compose"
