#!/usr/bin/env python3
"""monitoring_check.py DOCKER METRICS…: whether what alerts and dashboard ask for is what the programs tell. METRICS are the texts of /metrics.
A label that is asked for must be one of the metric's, a word that it is compared with one that the metric has now or may have."""
import json
import pathlib
import re
import sys

docker = pathlib.Path(sys.argv[1])
told = {}  # metric → label → values
for name in sys.argv[2:]:
    for line in pathlib.Path(name).read_text().splitlines():
        if line.startswith("# TYPE "):
            _, _, metric, kind = line.split()
            for suffix in ("_bucket", "_sum", "_count") if kind == "histogram" else ("",):
                told.setdefault(metric + suffix, {})
        elif found := re.match(r"([a-z_]+)(?:\{(.*)\})? ", line):
            for label, value in re.findall(r'(\w+)="([^"]*)"', found[2] or ""):
                told.setdefault(found[1], {}).setdefault(label, set()).add(value)

OF_PROMETHEUS = {"job", "instance"}
# What there is only now and then.
SAID_LATER = {"walcast_admin_http_answers_total": {"status"}}
NO_SERIES_NOW = {"walcast_slot_safe_wal_bytes", "walcast_slot_limit_seconds", "walcast_fill_documents", "walcast_fill_estimated_documents",
                 "walcast_dead_letters"}

asked = [(line.strip(), "alerts.yml") for line in (docker / "prometheus/alerts.yml").read_text().splitlines() if "walcast_" in line]
dashboard = json.loads((docker / "grafana/dashboards/walcast.json").read_text())
for panel in dashboard["panels"]:
    asked += [(target["expr"], panel["title"]) for target in panel.get("targets", [])]

faults, names = [], set()
for text, place in asked:
    for metric, selector in re.findall(r"\b(walcast_\w+)(?:\{([^}]*)\})?", text):
        names.add(metric)
        if metric not in told:
            faults.append(f"{place}: nobody tells {metric}")
            continue
        for label, sign, value in re.findall(r'(\w+)(=~|!~|!=|=)"([^"]*)"', selector):
            values = told[metric].get(label)
            if label in OF_PROMETHEUS or (values is None and metric in NO_SERIES_NOW) or label in SAID_LATER.get(metric, ()):
                continue
            if values is None:
                faults.append(f"{place}: {metric} has no label {label}")
            elif sign in ("=", "=~") and "route" != label and not any(re.fullmatch(value, one) for one in values):
                faults.append(f"{place}: {label} of {metric} is never {value}")

panels = [panel for panel in dashboard["panels"] if panel["type"] != "row"]
if len({panel["id"] for panel in dashboard["panels"]}) != len(dashboard["panels"]):
    faults.append("panels of the dashboard share an id")
for panel in panels:
    if panel["datasource"]["uid"] not in (docker / "grafana/provisioning/datasources/prometheus.yml").read_text():
        faults.append(f"{panel['title']}: its datasource is not provisioned")
    if not panel["targets"]:
        faults.append(f"{panel['title']}: asks for nothing")
if len(names) < 20:
    faults.append(f"only {len(names)} metrics were looked for")
print(f"{len(names)} metrics in {len(asked)} questions")
print("\n".join(faults))
sys.exit(1 if faults else 0)
