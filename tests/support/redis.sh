# shellcheck shell=bash disable=SC2154  # what is not set here comes from the file that sources it
# A private Redis in DIR/redis, on 127.0.0.1 only, which keeps what it was given (append-only file, no eviction). Sourced by servers.sh.

redis_answers() { [[ $(redis-cli -h 127.0.0.1 -p "$1" ping 2>/dev/null) == PONG ]]; }

redis_start() {  # DIR PORT: does nothing when it runs
  local dir=$1 port=$2
  if ! process_pid "$dir" redis >/dev/null; then
    command -v redis-server >/dev/null || fail 'redis-server is not installed' 'apt-get install redis-server'
    server_dir "$dir/redis"
    process_start "$dir" redis "${server_user[@]}" redis-server --bind 127.0.0.1 --port "$port" --dir "$dir/redis" --daemonize no \
      --save '' --appendonly yes --appendfsync everysec --maxmemory-policy noeviction
  fi
  process_ready "$dir" redis "$port" 30 redis_answers "$port"
}

redis_stop() { process_stop "$1" redis TERM 15; }
