#!/usr/bin/env bash
# The monitoring files, with the real promtool and Prometheus and the real programs: every alert can be set off, every metric is told.
# monitoring_test.sh DIR
set -euo pipefail
# shellcheck source=tests/deploy/lib.sh
source "$(dirname "$0")/lib.sh"
deploy_begin "$1"
here=$(dirname "$(realpath "$0")")
files=$dir/prometheus

the_files_are_valid() {
  promtool check config "$files/prometheus.yml" && promtool check rules "$files/alerts.yml"
}

# The unit tests are about what sets an alert off, not about its words.
each_alert_can_be_set_off() {
  local alert word
  mkdir -p "$dir/rules"
  awk '/^ *annotations:/ {skip = 1; next} /^ *- / || /^ *$/ {skip = 0} !skip' "$files/alerts.yml" >"$dir/rules/alerts.yml"
  cp "$here/alerts_test.yml" "$dir/rules/"
  (cd "$dir/rules" && promtool test rules alerts_test.yml) || return 1
  sed -n 's/^ *- alert: //p' "$files/alerts.yml" | while read -r alert; do
    for word in "$alert\$" "$alert, .*exp_alerts: \[\]"; do
      grep --quiet "alertname: $word" "$dir/rules/alerts_test.yml" || { echo "no test of $alert"; return 1; }
    done
  done
}

the_docs_name_each_alert() {
  diff <(sed -n 's/^ *- alert: //p' "$files/alerts.yml" | sort) <(sed -n '/^| critical/,/^$/p' "$root/docs/monitoring.md" | grep --only-matching '[WA][a-z]*[A-Z][A-Za-z]*' | sort)
}

a_wrong_threshold_is_noticed() {
  sed -i 's/walcast_dead_letters > 0/walcast_dead_letters > 3/' "$dir/rules/alerts.yml"
  ! (cd "$dir/rules" && promtool test rules alerts_test.yml)
}

metrics() { curl --silent --fail --max-time 10 "http://127.0.0.1:$(port_of "$dir" walcast)/metrics" >"$dir/walcast.txt"; }
everything_is_counted() {  # the pace of the WAL only after a while
  query "UPDATE content.film_work SET title = 'Solaris' WHERE id = (SELECT id FROM content.film_work LIMIT 1)"
  metrics && grep --quiet 'walcast_documents_total{.*result="applied"} [1-9]' "$dir/walcast.txt" && grep --quiet '^walcast_slot_limit_seconds ' "$dir/walcast.txt"
}

filling_is_told() {  # while an index is filled, which is soon over
  local filling
  walcast rebuild "$keys-movies" --quiet &
  filling=$!
  while ! process_gone "$filling"; do
    metrics
    if grep '^walcast_fill_' "$dir/walcast.txt" >"$dir/filling.txt"; then break; fi
  done
  wait "$filling"
  [[ -s $dir/filling.txt ]]
}

every_metric_is_told() {
  wait_until 90 everything_is_counted || return 1
  curl --silent --fail --output /dev/null "$(admin_url first)/api/v1/movies/"
  curl --silent --fail "http://127.0.0.1:$(port_of "$dir" first_internal)/metrics" >"$dir/admin.txt"
  wait_until 60 filling_is_told || return 1
  sed 's/^\([a-z_]*\).*/# TYPE \1 gauge/' "$dir/filling.txt" >>"$dir/walcast.txt"
  python3 "$here/monitoring_check.py" "$root/docker" "$dir/walcast.txt" "$dir/admin.txt"
}

a_metric_that_nobody_tells_is_noticed() {
  sed '/walcast_lag_seconds/d' "$dir/walcast.txt" >"$dir/less.txt"
  ! python3 "$here/monitoring_check.py" "$root/docker" "$dir/less.txt" "$dir/admin.txt"
}

ready_is() { [[ $(curl --silent "http://127.0.0.1:$(port_of "$dir" first_internal)/metrics" | sed -n 's/^walcast_admin_ready //p') == "$1" ]]; }

ask_whether_ready() { curl --silent --max-time 15 --output /dev/null "http://127.0.0.1:$(port_of "$dir" first_internal)/readyz"; }
its_database_goes_and_comes() {
  postgres_stop "$dir"
  ask_whether_ready && ready_is 0 && ready_again
}
ready_again() {
  postgres_start "$dir" "$(port_of "$dir" postgres)"
  wait_until 60 asked_it_is_ready
}
asked_it_is_ready() { ask_whether_ready && ready_is 1; }

asks() { curl --silent --fail --get --data-urlencode "query=$1" "http://127.0.0.1:$prometheus_port/api/v1/query"; }  # QUESTION
finds() { [[ $(asks "$1") =~ \"value\":\[[^,]*,\"$2\"\] ]]; }  # QUESTION ANSWER
prometheus_hears_both() {
  wait_until 60 finds 'up{job="walcast"}' 1 && wait_until 60 finds 'up{job="walcast-admin"}' 1 &&
    wait_until 60 finds 'max(walcast_state{state="streaming"})' 1
}
prometheus_follows_the_list() {
  printf -- '- targets: [127.0.0.1:%s]\n' "$(port_of "$dir" first_internal)" "$(port_of "$dir" nobody)" >"$files/targets/walcast-admin.yml"
  wait_until 60 finds 'count(up{job="walcast-admin"})' 2 && finds 'sum(up{job="walcast-admin"})' 1
}

# ---------------------------------------------------------------- the stage
cp -r "$root/docker/prometheus" "$files"
echo secret >"$dir/token"
sed -i "s#/run/secrets/control#$dir/token#; s/15s/1s/; /job_name: prometheus/,\$d" "$files/prometheus.yml"
echo "- targets: [127.0.0.1:$(port_of "$dir" walcast)]" >"$files/targets/walcast.yml"
echo "- targets: [127.0.0.1:$(port_of "$dir" first_internal)]" >"$files/targets/walcast-admin.yml"
prometheus_port=$(port_of "$dir" prometheus)

holds 'configuration and rules are valid' the_files_are_valid
holds 'each alert can be set off, and is not by what only looks like it' each_alert_can_be_set_off
holds 'docs/monitoring.md names each alert' the_docs_name_each_alert
holds 'an alert with another threshold would be noticed' a_wrong_threshold_is_noticed
own_postgres max_slot_wal_keep_size=1GB
own_database 20
own_keys
walcast_start
admin_start first
holds 'what alerts and dashboard ask for is what the programs tell' every_metric_is_told
holds 'a metric that nobody tells would be noticed' a_metric_that_nobody_tells_is_noticed
holds 'a server that is asked whether it is ready counts that, too' ready_is 1
process_start "$dir" prometheus prometheus --config.file="$files/prometheus.yml" --storage.tsdb.path="$dir/tsdb" \
  --web.listen-address="127.0.0.1:$prometheus_port" --log.level=warn
process_ready "$dir" prometheus "$prometheus_port" 60 curl --silent --fail "http://127.0.0.1:$prometheus_port/-/ready"
holds 'Prometheus hears both programs' prometheus_hears_both
holds 'Prometheus follows the list of servers without a reload' prometheus_follows_the_list
holds 'a server whose database is away tells so, and when it is back' its_database_goes_and_comes
