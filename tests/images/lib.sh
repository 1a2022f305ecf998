# shellcheck shell=bash disable=SC2034,SC2154  # the one who sources it sets what is not set here, and uses the rest
# Images are built by buildah and run by podman, as root, without a daemon and without Docker's engine; what they keep is in STORE.
# Sourced after tests/support/process.sh; the one who sources it sets `root` and `store`.

debian=$(sed -n 's/^DEBIAN=//p' "$root/.env.sample")
base=docker.io/library/debian:$debian

prepare_store() {
  mkdir -p "$store/tmp"
  printf '[storage]\ndriver = "vfs"\nrunroot = "%s/run"\ngraphroot = "%s/graph"\n' "$store" "$store" >"$store/storage.conf"
  export CONTAINERS_STORAGE_CONF=$store/storage.conf TMPDIR=$store/tmp
}

podman_() { podman --cgroup-manager cgroupfs --events-backend file --runtime runc "$@"; }

# The real image lacks the same directories.
make_base() {
  [[ -z $(podman_ images --quiet "$base") ]] || return 0
  rm -rf "$store/base"
  debootstrap --variant=minbase bookworm "$store/base" >"$store/debootstrap.log" 2>&1 || fail 'debootstrap failed' "Its log: $store/debootstrap.log"
  tar -C "$store/base" -c --exclude='./var/lib/apt/lists/*' --exclude='./var/cache/apt/*' --exclude='./usr/share/doc/*' \
    --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' . | podman_ import --quiet - "$base" >/dev/null
  rm -rf "$store/base"
}

build_image() {  # NAME DOCKERFILE [TARGET]
  local options=() log=$store/$1.log
  [[ -z ${3:-} ]] || options+=(--target "$3")
  [[ ! -e /etc/ssl/certs/ca-certificates.crt ]] || options+=(--secret "id=ca,src=/etc/ssl/certs/ca-certificates.crt")
  nice -n 5 buildah build --isolation chroot --pull=never --layers --format docker --build-arg "DEBIAN=$debian" "${options[@]}" \
    --file "$root/$2" --tag "localhost/$1:test" "$root" >"$log" 2>&1 || { tail -n 20 "$log" >&2; fail "the image $1 cannot be built" "The whole log: $log"; }
}

size_of() { podman_ image inspect --format '{{.Size}}' "$1"; }

# As compose.yaml confines them. Host networking, as there is no engine that makes networks; its limits are those this machine allows.
confined=(--network host --read-only --read-only-tmpfs=false --cap-drop ALL --security-opt no-new-privileges
  --ulimit nofile=20000:20000 --ulimit nproc=32768:32768)
