# shellcheck shell=bash
# What the tests of the command line share: a database, a configuration and names of their own, all gone at the end. They need
# WALCAST_BIN and the servers of tests/support/fixture.sh. Sourced, not run.

# shellcheck source=tests/sql/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../sql/lib.sh"
: "${WALCAST_BIN:?must be the program}" "${WALCAST_TEST_ES:?}" "${WALCAST_TEST_REDIS:?}"

NAME=walcast_cli_$$
INDEX=walcast-cli-$$
DSN=''
DAEMON=''
while read -r variable; do unset "$variable"; done < <(compgen -e | grep -E '^WALCAST_(POSTGRES|ELASTICSEARCH|CHECKPOINT|CONTROL|BATCH|LOG|CONFIG)' || true)

clean_up() {
  stop_daemon KILL
  [[ -z $DSN ]] || walcast teardown --indices --yes >/dev/null 2>&1 || true
  redis_keys | xargs -r redis-cli -u "$WALCAST_TEST_REDIS" DEL >/dev/null || true
  curl -s -X DELETE "$WALCAST_TEST_ES/_index_template/walcast-$INDEX" >/dev/null || true
  drop_databases
}
trap clean_up EXIT

redis_keys() { redis-cli -u "$WALCAST_TEST_REDIS" --scan --pattern "$NAME:*" | sort; }

make_shop() {  # items, their tags, and a link table whose key does not name the item
  new_database DSN
  run_sql "$DSN" "
    CREATE SCHEMA shop;
    CREATE TABLE shop.item (id int PRIMARY KEY, name text NOT NULL, price numeric);
    CREATE TABLE shop.tag (id int PRIMARY KEY, label text NOT NULL);
    CREATE TABLE shop.item_tag (id serial PRIMARY KEY, item_id int NOT NULL REFERENCES shop.item, tag_id int NOT NULL REFERENCES shop.tag);
    CREATE INDEX ON shop.item_tag (item_id);
    CREATE INDEX ON shop.item_tag (tag_id);
    INSERT INTO shop.item SELECT n, 'item ' || n, n FROM generate_series(1, 50) AS n;
    INSERT INTO shop.tag SELECT n, 'tag ' || n FROM generate_series(1, 5) AS n;
    INSERT INTO shop.item_tag (item_id, tag_id) SELECT i, t FROM generate_series(1, 50) AS i, generate_series(1, 2) AS t;
    ANALYZE;"
  cat >"$SCRATCH/item.sql" <<'SQL'
SELECT i.id AS _id, i.id, i.name, i.price,
       (SELECT coalesce(json_agg(t.label ORDER BY t.label), '[]')
          FROM shop.item_tag AS l JOIN shop.tag AS t ON t.id = l.tag_id
         WHERE l.item_id = i.id) AS tags
  FROM shop.item AS i
SQL
  cat >"$SCRATCH/item.json" <<'JSON'
{ "settings": { "number_of_replicas": 0 },
  "mappings": { "dynamic": "strict", "properties": {
    "id": { "type": "integer" }, "name": { "type": "text" }, "price": { "type": "double" }, "tags": { "type": "keyword" } } } }
JSON
  write_config "$DSN"
}

write_config() {  # DSN [MORE]: MORE stands in front of the list of indices
  PORT=$("$ROOT/tests/support/own_server.sh" port)
  cat >"$SCRATCH/walcast.json" <<JSON
{ "postgres": { "dsn": "$1", "slot": "$NAME" },
  "elasticsearch": { "urls": ["$WALCAST_TEST_ES"] },
  "checkpoint": { "url": "$WALCAST_TEST_REDIS", "prefix": "$NAME" },
  "control": { "listen": "127.0.0.1:$PORT" }, ${2:-}
  "indices": [ { "name": "$INDEX", "document": "item.sql", "definition": "item.json" } ] }
JSON
}

walcast() { WALCAST_CONFIG=$SCRATCH/walcast.json "$WALCAST_BIN" "$@" </dev/null; }

start_daemon() {
  "$WALCAST_BIN" run --config "$SCRATCH/walcast.json" </dev/null 2>>"$SCRATCH/run.log" &
  DAEMON=$!
  local deadline=$((SECONDS + 60))
  until walcast wait --quiet --timeout 30s 2>"$SCRATCH/wait.err"; do
    kill -0 "$DAEMON" 2>/dev/null || broken 'the daemon ended' "$(tail -n 20 "$SCRATCH/run.log")"
    ((SECONDS < deadline)) || broken 'the daemon does not answer' "$(cat "$SCRATCH/wait.err")" "$(tail -n 20 "$SCRATCH/run.log")"
    read -r -t 0.1 <> <(:) || true
  done
}

stop_daemon() {  # SIGNAL
  [[ -n $DAEMON ]] || return 0
  kill -"$1" "$DAEMON" 2>/dev/null || true
  wait "$DAEMON" || true
  DAEMON=''
}

# run CODE ARGUMENT…: walcast must end with the code; its output is in $OUT and $ERR
run() {
  local expected=$1 code=0
  shift
  OUT=$(walcast "$@" 2>"$SCRATCH/err") || code=$?
  ERR=$(<"$SCRATCH/err")
  [[ $code == "$expected" ]] || broken "walcast $*: exit code $code instead of $expected" "$OUT" "$ERR"
}
# says TITLE TEXT PART…: TEXT holds each part
says() {
  local title=$1 text=$2 part
  for part in "${@:3}"; do
    [[ $text == *"$part"* ]] || broken "$title" "expected: $part" "     got: $text"
  done
  echo "ok - $title"
}
# field PATH [TEXT]: what stands in the JSON of TEXT ($OUT) at a.b.0.c; `#` is the length
field() {
  python3 -c '
import json, sys
value = json.load(sys.stdin)
for part in sys.argv[1].split("."):
    value = len(value) if part == "#" else value[int(part)] if isinstance(value, list) else value[part]
print(value if isinstance(value, str) else json.dumps(value, separators=(",", ":")))' "$1" <<<"${2-$OUT}"
}
documents() { field count "$(curl -s "$WALCAST_TEST_ES/$INDEX/_count")"; }
served() { curl -s "$WALCAST_TEST_ES/_cat/aliases/$INDEX?h=index"; }

# Everything a walcast could have changed.
state() {
  psql -X -At -d "$DSN" -c "SELECT oid, relname, relreplident FROM pg_class WHERE relnamespace = 'shop'::regnamespace ORDER BY 1" \
    -c "SELECT slot_name FROM pg_replication_slots WHERE slot_name LIKE '$NAME%'" -c 'SELECT count(*) FROM pg_namespace'
  redis_keys
  curl -s "$WALCAST_TEST_ES/_cat/indices/$INDEX*?h=index"
  curl -s "$WALCAST_TEST_ES/_index_template/walcast-$INDEX?filter_path=index_templates.name"
}
