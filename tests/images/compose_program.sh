#!/usr/bin/env bash
# compose_program.sh DIR: Docker Compose as DIR/docker-compose, built from its Go module; does nothing where it is there.
set -euo pipefail
[[ $# == 1 ]] || { sed -n '2s/^# //p' "$0" >&2; exit 64; }
version=v2.40.3
dir=$(realpath -m "$1")
[[ ! -x $dir/docker-compose-$version ]] || exit 0
mkdir -p "$dir"
export GOTOOLCHAIN=auto GOFLAGS=-buildvcs=false GOPATH=$dir/go GOMODCACHE=$dir/go/mod
module() { (cd "$dir" && go mod download -json "$1") | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'; }  # NAME@VERSION: where it is then

# Since 1.21 Go fetches the Go that a module wants. Debian's is older: it fetches one that can.
if [[ $(go env GOVERSION) =~ ^go1\.(1?[0-9]|20)(\.|$) ]]; then
  newer=$(module golang.org/toolchain@v0.0.1-go1.24.9.linux-amd64)
  chmod -R u+x "$newer/bin" "$newer/pkg/tool"
  export PATH=$newer/bin:$PATH
fi
source=$(module "github.com/docker/compose/v2@$version")
cd "$source"
nice -n 5 go build -mod=readonly -trimpath -o "$dir/docker-compose-$version" ./cmd
ln -sf "docker-compose-$version" "$dir/docker-compose"
