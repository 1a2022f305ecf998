#!/usr/bin/env bash
# packages.sh missing [images]  prints the Debian packages that walcast, or the tests of its images, need and this machine lacks
# packages.sh install NAME…     installs them (as root), without starting any server: Debian's packages would put PostgreSQL on 5432 and
#                               Redis on 6379, where people have servers of their own
set -euo pipefail

packages=(
  g++ cmake ninja-build ccache pkg-config git clang-format-19                                   # the build
  libpq-dev libhiredis-dev libcurl4-openssl-dev nlohmann-json3-dev libsimdjson-dev libboost1.81-dev libboost-program-options1.81-dev
  libboost-url1.81-dev libspdlog-dev libfmt-dev libvalijson-dev libsmartcols-dev libsystemd-dev prometheus-cpp-dev   # libraries
  libsodium-dev libssl-dev liboath-dev libzxcvbn-dev libbrotli-dev zlib1g-dev libmagic-dev     # libraries of the admin server
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev                                 # tests and benchmarks
  postgresql-15 postgresql-15-wal2json redis-server openjdk-17-jre-headless                    # servers
  maven python3 python3-venv python3-yaml curl procps util-linux                               # what the scripts use
  chromium                                                                                     # the panel's tests
  pgbouncer pgpool2                                                                            # poolers
  wrk                                                                                          # load
  systemd strace supervisor nginx-light prometheus openssl                                     # tests of deployment
)
images=(buildah podman runc debootstrap)   # beside these, for ./dev test images
wal2json_oldest=2.5   # earlier ones write no format version 2 that walcast can read

missing() {  # [images]
  command -v dpkg-query >/dev/null || { echo 'this is no Debian: dpkg-query is missing' >&2; exit 69; }
  local name version wanted=("${packages[@]}")
  [[ ${1:-} != images ]] || wanted+=("${images[@]}")
  for name in "${wanted[@]}"; do
    version=$(dpkg-query --show --showformat='${db:Status-Status} ${Version}' "$name" 2>/dev/null) || version=''
    if [[ $version != installed\ * ]]; then
      echo "$name"
    elif [[ $name == *-wal2json ]] && dpkg --compare-versions "${version#* }" lt "$wal2json_oldest"; then
      echo "$name"
    fi
  done
  # Any Go will do to build what tests need (minio.sh).
  command -v go >/dev/null || echo golang-go
  # Any npm will do to fetch ours (node.sh); that of Debian brings much along.
  command -v npm >/dev/null || echo npm
  # Any Go as well.
  [[ ${1:-} != images ]] || command -v go >/dev/null || echo golang-go
}

# While apt runs, Debian's hooks for administrators say no: no service starts, no cluster is made. Afterwards they are as they were.
policy=/usr/sbin/policy-rc.d
cluster=/etc/postgresql-common/createcluster.conf
hold_back() {
  saved=$(mktemp -d)
  trap let_go EXIT
  if [[ ! -e $policy ]]; then
    # shellcheck disable=SC2016  # the hook expands it
    printf '#!/bin/sh\ncase $1 in postgresql* | redis* | nginx* | pgbouncer* | pgpool* | supervisor* | prometheus*) exit 101 ;; esac\n' >"$policy"
    chmod +x "$policy"
    touch "$saved/policy"
  fi
  mkdir -p "${cluster%/*}"
  [[ ! -e $cluster ]] || cp --preserve "$cluster" "$saved/cluster"
  printf 'create_main_cluster = false\n' >"$cluster"
}
let_go() {
  [[ ! -e $saved/policy ]] || rm -f "$policy"
  if [[ -e $saved/cluster ]]; then
    cp --preserve "$saved/cluster" "$cluster"
  elif [[ -e /usr/share/postgresql-common/createcluster.conf ]]; then
    cp /usr/share/postgresql-common/createcluster.conf "$cluster"
    rm -f "$cluster.ucf-dist"
  else
    rm -f "$cluster"
  fi
  rm -rf "$saved"
}

install() {
  export DEBIAN_FRONTEND=noninteractive
  local service new=()
  for service in redis-server nginx prometheus; do
    command -v "$service" >/dev/null || [[ -e /usr/sbin/$service ]] || new+=("$service")
  done
  hold_back
  apt-get --option DPkg::Lock::Timeout=300 --quiet update
  apt-get --option DPkg::Lock::Timeout=300 --quiet --yes --no-install-recommends install "$@"
  # A package that was not here before shall not start its server at the next boot either.
  if [[ ! -d /run/systemd/system ]]; then return; fi
  for service in "${new[@]}"; do systemctl disable --quiet "$service" 2>/dev/null || true; done
}

case ${1:-} in
  missing) missing "${2:-}" ;;
  install) shift && install "$@" ;;
  *) sed -n '2,4s/^# //p' "$0" >&2; exit 64 ;;
esac
