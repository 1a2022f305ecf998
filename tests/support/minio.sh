#!/usr/bin/env bash
# minio.sh   prints the path of MinIO, the storage that tests of S3 start; builds it from its sources the first time (2 minutes)
#
# It is kept in the user's cache, for all checkouts. A Go that is too old for it (Debian's) fetches a newer one as a module.
set -euo pipefail
[[ $# == 0 ]] || { sed -n '2,4s/^# //p' "$0" >&2; exit 64; }

version=v0.0.0-20260212201848-7aac2a2c5b7c
go_version=1.26.8   # of the Go that is fetched where the installed one is older than MinIO's sources ask for
go_oldest=1.24.8
cache=${XDG_CACHE_HOME:-$HOME/.cache}/walcast
minio=$cache/minio-$version

newer_go() {  # prints the program of a Go that can build it
  local have unpacked
  have=$(go env GOVERSION) && have=${have#go}
  if [[ $(printf '%s\n' "$go_oldest" "$have" | sort -V | head -n 1) == "$go_oldest" ]]; then
    command -v go
    return
  fi
  unpacked=$(go mod download -json "golang.org/toolchain@v0.0.1-go$go_version.linux-amd64" | sed -n 's/^\t"Dir": "\(.*\)",\?$/\1/p')
  # Files of modules are read-only and cannot be run: a copy is.
  cp -r "$unpacked" "$work/go"
  chmod -R u+rwX "$work/go"
  chmod +x "$work"/go/bin/* "$work"/go/pkg/tool/linux_amd64/*
  printf '%s\n' "$work/go/bin/go"
}

build() {
  [[ $(uname -m) == x86_64 ]] || { echo 'MinIO is built for x86_64 only' >&2; exit 69; }
  command -v go >/dev/null || { echo 'go is not installed: apt-get install golang-go' >&2; exit 69; }
  work=$(mktemp -d "$cache/.minio-XXXXXX")
  trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
  local go
  go=$(newer_go)
  # Neither sources nor objects stay: only the program.
  (cd "$work" && GOBIN=$work GOTOOLCHAIN=local CGO_ENABLED=0 "$go" install -trimpath -ldflags='-s -w' "github.com/minio/minio@$version")
  mv "$work/minio" "$minio"
}

mkdir -p "$cache"
(
  flock 9
  [[ -x $minio ]] || build
) 9>"$cache/.minio.lock" >&2
printf '%s\n' "$minio"
