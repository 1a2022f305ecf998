#!/usr/bin/env python3
"""The layers of cdc/ and admin/ include only themselves and what lies below, nothing of tests; files stay readable."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
below = {
    "base": set(),
    "model": {"base"},
    "stream": {"base", "model"},
    "pg": {"base", "model", "stream"},
    "es": {"base", "model", "stream"},
    "redis": {"base", "model", "stream"},
    "control": {"base", "model", "stream"},
    "cli": {"base", "model", "stream", "pg", "es", "redis", "control", "config"},
    "main": {"cli"},
    "config": {"base"},
}
faults = []


def check(layer, name, text):
    for target in re.findall(r'^#include "([^"]+)"', text, re.MULTILINE):
        parts = target.split("/")
        if parts[0] != "cdc":
            faults.append(f"{name} includes {target}, which is not of cdc/")
            continue
        other = parts[1] if len(parts) > 2 else "config"
        if other != layer and other not in below[layer]:
            faults.append(f"{name} ({layer}) includes {target} ({other}), which is not below it")


sources = sorted(path for path in (root / "cdc").rglob("*") if path.suffix in (".h", ".cpp"))
for path in sources:
    relative = path.relative_to(root / "cdc")
    layer = relative.parts[0] if len(relative.parts) > 1 else ("main" if path.name == "main.cpp" else "config")
    text = path.read_text(encoding="utf-8")
    check(layer, str(relative), text)
    if text.count("\n") > 500:
        faults.append(f"{relative} has more than 500 lines")
    # The engine knows nothing of the domain it ships with.
    for word in re.findall(r"film_work|genre|person_film|full_name|imdb", text):
        faults.append(f"{relative} names {word}")

# The folders of admin/server, and what each may include of the others and of cdc/.
admin = {
    "http": (set(), {"base"}),
    "store": ({"http"}, {"base", "model", "pg", "redis", "es"}),
    "openapi": ({"http"}, {"base", "config"}),
    "panel": ({"http"}, {"base"}),
    "internal": ({"http", "store"}, {"base", "es", "redis"}),
    "auth": ({"http", "store"}, {"base", "model", "pg", "redis"}),
    "catalogue": ({"http", "store"}, {"base", "model", "pg", "redis", "es"}),
    "files": ({"http", "store", "catalogue"}, {"base"}),
    "search": ({"http", "store", "catalogue"}, {"base", "es"}),
    "freshness": ({"http", "store"}, {"base", "model", "pg", "es", "control"}),
    "ops": ({"http", "store"}, {"base", "control"}),
    "app": ({"http", "store", "openapi", "panel", "internal", "auth", "catalogue", "files", "search", "freshness", "ops"},
            {"base", "model", "pg", "redis", "es", "control", "config"}),
    "cli": ({"http", "store", "openapi", "internal", "auth", "files", "app"}, {"base", "model", "pg", "redis", "es", "cli", "config"}),
    "main": ({"cli"}, {"cli"}),
}
generated = {"sql.h", "config_schema_text.h"}


def check_admin(layer, name, text):
    own, engine = admin[layer]
    for target in re.findall(r'^#include "([^"]+)"', text, re.MULTILINE):
        parts = target.split("/")
        if parts[0] == "cdc":
            other = parts[1] if len(parts) > 2 else "config"
            if other not in engine:
                faults.append(f"{name} ({layer}) includes {target} ({other}), which is not for it")
        elif parts[:2] == ["admin", "server"]:
            other = parts[2] if len(parts) > 3 else "app"
            if target.endswith("worker.h"):
                other = "store"
            if parts[-1] not in generated and other != layer and other not in own:
                faults.append(f"{name} ({layer}) includes {target} ({other}), which is not below it")
        else:
            faults.append(f"{name} includes {target}, which is of neither program")


for path in sorted(path for path in (root / "admin" / "server").rglob("*") if path.suffix in (".h", ".cpp")):
    relative = path.relative_to(root / "admin" / "server")
    layer = relative.parts[0] if len(relative.parts) > 1 else ("main" if path.name == "main.cpp" else "app")
    text = path.read_text(encoding="utf-8")
    if path.name == "worker.h":  # what a worker is stands beside the table, and uses the store alone
        layer = "store"
    check_admin(layer, f"admin/{relative}", text)
    if text.count("\n") > 500:
        faults.append(f"admin/{relative} has more than 500 lines")
    if layer != "http" and "boost/beast" in text:
        faults.append(f"admin/{relative} uses Boost.Beast, which is for http/ alone")

if len(sources) < 50:
    faults.append(f"only {len(sources)} files were found")

# The test itself: a wrong include must be seen.
known = len(faults)
check("base", "a trial", '#include "cdc/pg/connection.h"\n')
if len(faults) != known + 1:
    faults.append("a wrong include is not seen")
else:
    faults.pop()

for fault in faults:
    print(fault, file=sys.stderr)
sys.exit(1 if faults else 0)
