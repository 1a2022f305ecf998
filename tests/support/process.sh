# shellcheck shell=bash
# Processes with a pid file of their own. A pid file holds the pid and what identifies that very process (its start time and the boot),
# so that a pid which the system has given to somebody else meanwhile is never signalled. Sourced by servers.sh.
#
# Every server lives in a directory DIR: DIR/run/NAME.pid, DIR/log/NAME.log, DIR/NAME/ for its data, DIR/ports for the ports chosen.

fail() {  # MESSAGE [REMEDY]: both to stderr, and the end of this shell
  printf '%s\n' "$1" >&2
  [[ -z ${2:-} ]] || printf '  %s\n' "$2" >&2
  exit 1
}

wait_until() {  # SECONDS COMMAND…: true as soon as COMMAND succeeds, false once the time is up
  local deadline=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
  shift
  until "$@" >/dev/null 2>&1; do
    ((${EPOCHREALTIME/[.,]/} < deadline)) || return 1
    sleep 0.1
  done
}

process_identity() {  # PID: start time and boot of the process; fails for one that is gone or a zombie
  local stat
  [[ $1 =~ ^[0-9]+$ ]] || return 1  # /proc//stat is the machine's
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086  # the fields behind the command name hold no blanks
  set -- ${stat##*) }
  [[ $1 != [ZX] ]] || return 1
  printf '%s %s\n' "${20}" "$(</proc/sys/kernel/random/boot_id)"
}

process_pid() {  # DIR NAME: the pid of the running process; fails when it does not run or the pid is another's
  local pid identity file=$1/run/$2.pid
  [[ -r $file ]] || return 1
  { read -r pid && read -r identity; } <"$file" || return 1
  [[ $pid =~ ^[0-9]+$ && $(process_identity "$pid") == "$identity" ]] || return 1
  printf '%s\n' "$pid"
}

process_start() {  # DIR NAME COMMAND…: runs COMMAND in a session of its own, output appended to the log
  local dir=$1 name=$2
  shift 2
  mkdir -p "$dir/run" "$dir/log"
  rm -f "$dir/run/$name.pid"
  if [[ -n $(find "$dir/log/$name.log" -size +20M 2>/dev/null) ]]; then mv "$dir/log/$name.log" "$dir/log/$name.old.log"; fi
  # The new process writes its own pid file, then becomes COMMAND; it keeps no descriptor of ours (a lock, a pipe of ctest).
  # shellcheck disable=SC2016
  setsid --fork bash -c "$(declare -f process_identity)"'
    for fd in /proc/$$/fd/*; do fd=${fd##*/}; ((fd < 3)) || eval "exec $fd>&-"; done
    printf "%s\n%s\n" $$ "$(process_identity $$)" >"$0.new" && mv "$0.new" "$0"
    exec "$@"' "$dir/run/$name.pid" "$@" </dev/null >>"$dir/log/$name.log" 2>&1
  wait_until 10 test -s "$dir/run/$name.pid" || fail "cannot start $name: no pid file in $dir/run"
}

process_tree() {  # PID: the process and everything below it
  local child
  printf '%s\n' "$1"
  for child in $(pgrep -P "$1"); do process_tree "$child"; done
}

process_gone() { ! process_identity "$1" >/dev/null; }

process_kill() {  # DIR NAME: SIGKILL for the process and all it started, as when the power fails
  local pid one tree
  if pid=$(process_pid "$1" "$2"); then
    mapfile -t tree < <(process_tree "$pid")
    kill -KILL "${tree[@]}" 2>/dev/null || true
    for one in "${tree[@]}"; do wait_until 10 process_gone "$one" || fail "pid $one of $2 does not die"; done
  fi
  rm -f "$1/run/$2.pid"
}

process_stop() {  # DIR NAME SIGNAL SECONDS: asks with SIGNAL; whoever is still there after SECONDS is killed
  local pid
  if pid=$(process_pid "$1" "$2"); then
    kill "-$3" "$pid" 2>/dev/null || true
    if ! wait_until "$4" process_gone "$pid"; then
      process_kill "$1" "$2"
    fi
  fi
  rm -f "$1/run/$2.pid"
}

process_listens() {  # DIR NAME PORT: true when the process, or one that it started, has that port of 127.0.0.1
  local pid one link inodes
  pid=$(process_pid "$1" "$2") || return 1
  # Listening (0A) on 127.0.0.1, also as the address of a socket for both families.
  inodes=" $(awk -v "port=:$(printf '%04X' "$3")" '$4 == "0A" && $2 ~ /0100007F:/ && $2 ~ port "$" {printf "socket:[%s] ", $10}' /proc/net/tcp /proc/net/tcp6)"
  for one in $(process_tree "$pid"); do
    for link in /proc/"$one"/fd/*; do
      [[ $inodes != *" $(readlink "$link") "* ]] || return 0
    done
  done
  return 1
}

# Another server may have taken the port since it was chosen: whoever answers has to be the process.
process_ready() {  # DIR NAME PORT SECONDS COMMAND…: waits for COMMAND; gives up with the log's tail when time is up or the process ends
  local dir=$1 name=$2 port=$3 deadline=$((SECONDS + $4))
  shift 4
  until "$@" >/dev/null 2>&1 && process_listens "$dir" "$name" "$port" 2>/dev/null; do
    if ! process_pid "$dir" "$name" >/dev/null || ((SECONDS > deadline)); then
      tail -n 20 "$dir/log/$name.log" >&2
      fail "$name is not ready" "The whole log: $dir/log/$name.log"
    fi
    sleep 0.1
  done
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

port_free() {  # a port nobody listens on, below the range that outgoing connections use
  local port
  while :; do
    port=$((20000 + SRANDOM % 12000))
    port_taken "$port" || { printf '%s\n' "$port"; return; }
  done
}

port_of() {  # DIR NAME [PREFERRED]: the port remembered for NAME; chosen once, anew only when somebody else took it
  local dir=$1 name=$2 port=''
  mkdir -p "$dir"
  [[ ! -r $dir/ports ]] || port=$(sed -n "s/^$name=//p" "$dir/ports")
  if [[ -z $port ]] || { ! process_pid "$dir" "${name%%_*}" >/dev/null && port_taken "$port"; }; then
    port=${3:-}
    if [[ -z $port ]] || port_taken "$port"; then port=$(port_free); fi
    { [[ ! -r $dir/ports ]] || sed "/^$name=/d" "$dir/ports"; printf '%s=%s\n' "$name" "$port"; } >"$dir/ports.new"
    mv "$dir/ports.new" "$dir/ports"
  fi
  printf '%s\n' "$port"
}

# PostgreSQL and Elasticsearch refuse uid 0. A user namespace shows them another uid while the files stay root's; where the kernel forbids
# that, they run as the user `postgres`, and their data is given to it.
server_user=()
server_owner=''
choose_server_user() {
  local name=postgres
  [[ $EUID == 0 && -z $server_owner ]] || return 0
  id "$name" >/dev/null 2>&1 || name=nobody
  if unshare --user --map-user="$(id -u "$name")" --map-group="$(id -g "$name")" true 2>/dev/null; then
    server_user=(unshare --user "--map-user=$(id -u "$name")" "--map-group=$(id -g "$name")")
    server_owner=root
  else
    server_user=(setpriv "--reuid=$name" "--regid=$(id -g "$name")" --clear-groups)
    server_owner=$name
  fi
}

server_dir() {  # DIR…: makes directories that the servers' user owns and reaches
  choose_server_user
  mkdir -p "$@"
  [[ $EUID == 0 ]] || return 0
  local dir
  for dir in "$@"; do
    [[ $(stat -c %U "$dir") == "$server_owner" ]] || chown -R "$server_owner:" "$dir"
    "${server_user[@]}" test -w "$dir" ||
      fail "the user $server_owner cannot reach $dir" "Move the repository to a directory that everyone may enter, /srv say, or allow user namespaces."
  done
}
