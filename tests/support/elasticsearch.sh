# shellcheck shell=bash disable=SC2154  # what is not set here comes from the file that sources it
# A private one-node Elasticsearch in DIR/elasticsearch, on 127.0.0.1 only. Sourced by servers.sh.

# shellcheck source=tests/support/elasticsearch_install.sh
source "$support/elasticsearch_install.sh"

java_home() {  # a Java that Elasticsearch 8 runs on: 17 if there is one, else $JAVA_HOME's or the path's, if newer than 16
  local java version
  for java in /usr/lib/jvm/java-17-openjdk-*/bin/java "${JAVA_HOME:-/nonexistent}/bin/java" "$(command -v java || true)"; do
    [[ -x $java ]] || continue
    version=$("$java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')
    if ((${version:-0} >= 17)); then
      java=$(realpath "$java")
      printf '%s\n' "${java%/bin/java}"
      return
    fi
  done
  fail 'no Java 17 or newer found' 'apt-get install openjdk-17-jre-headless'
}

elasticsearch_configure() {  # CONFIG PORT TRANSPORT_PORT HEAP
  local config=$1 base
  base=$(dirname "$config")
  cat >"$config/elasticsearch.yml" <<YAML
cluster.name: walcast
node.name: walcast
path.data: $base/data
path.logs: $base/logs
network.host: 127.0.0.1
http.port: $2
transport.port: $3
discovery.type: single-node
xpack.security.enabled: false
xpack.security.autoconfiguration.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
cluster.max_shards_per_node: 10000
YAML
  cat >"$config/log4j2.properties" <<'LOG4J'
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %-5p %c{1.} %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
LOG4J
  sed -E '/^-Xlog:gc|HeapDump|ErrorFile/d' "$(elasticsearch_home)/config/jvm.options" >"$config/jvm.options"
  printf -- '-Xms%s\n-Xmx%s\n' "$4" "$4" >"$config/jvm.options.d/heap.options"
}

elasticsearch_answers() {
  curl --silent --fail --max-time 5 "http://127.0.0.1:$1/_cluster/health?wait_for_status=yellow&timeout=3s" --output /dev/null
}

elasticsearch_start() {  # DIR PORT [HEAP]: does nothing when it runs
  local dir=$1 port=$2 heap=${3:-1g} base=$1/elasticsearch home java
  if ! process_pid "$dir" elasticsearch >/dev/null; then
    elasticsearch_install
    home=$(elasticsearch_home)
    java=$(java_home)
    server_dir "$base" "$base/data" "$base/logs" "$base/tmp" "$base/config/jvm.options.d" "$base/config"
    elasticsearch_configure "$base/config" "$port" "$(port_of "$dir" elasticsearch_transport)" "$heap"
    # What the distribution's own start script does, with everything it would write kept in DIR.
    (
      cd "$home" || exit
      ulimit -n "$(ulimit -H -n)"
      export ES_JAVA_HOME=$java ES_TMPDIR=$base/tmp LIBFFI_TMPDIR=$base/tmp
      process_start "$dir" elasticsearch "${server_user[@]}" "$java/bin/java" -Xms4m -Xmx64m -XX:+UseSerialGC -Dcli.name=server \
        -Dcli.script="$home/bin/elasticsearch" -Dcli.libs=lib/tools/server-cli -Des.path.home="$home" -Des.path.conf="$base/config" \
        -Des.distribution.type=zip -Des.java.type=ES_JAVA_HOME -cp "$home/lib/*:$home/lib/cli-launcher/*" \
        org.elasticsearch.launcher.CliToolLauncher
    )
  fi
  process_ready "$dir" elasticsearch "$port" 400 elasticsearch_answers "$port"
}

elasticsearch_stop() { process_stop "$1" elasticsearch TERM 30; }
