"""every_document.py DSN ELASTICSEARCH PREFIX DOCUMENTS: is every document of the three indices what its SQL returns, and no other there?
Exit code 1, with the first differences, where not."""
import json
import pathlib
import subprocess
import sys
import urllib.request

dsn, search, prefix, documents = sys.argv[1:]


def ask(path, body=None):
    request = urllib.request.Request(search + path, json.dumps(body).encode() if body else b"", {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


def rendered(name):
    sql = (pathlib.Path(documents) / f"{name}.sql").read_text()
    settings = "SET TimeZone = 'UTC'; SET extra_float_digits = 1; SET search_path = public; SET jit = off;"
    rows = subprocess.run(["psql", "-XqAtF", "\t", "-v", "ON_ERROR_STOP=1", "-d", dsn],
                          input=f"{settings} SELECT q._id, to_json(q) FROM (\n{sql}\n) AS q;", text=True, check=True, capture_output=True)
    found = {}
    for row in rows.stdout.splitlines():
        key, _, text = row.partition("\t")
        found[key] = json.loads(text)
        del found[key]["_id"]
    return found


def indexed(alias):
    ask(f"/{alias}/_refresh")
    found = {}
    page = ask(f"/{alias}/_search?scroll=1m", {"size": 2000, "sort": ["_doc"]})
    while page["hits"]["hits"]:
        assert page["_shards"]["failed"] == 0, page["_shards"]
        found.update((hit["_id"], hit["_source"]) for hit in page["hits"]["hits"])
        page = ask("/_search/scroll", {"scroll": "1m", "scroll_id": page["_scroll_id"]})
    return found


faults = []
for name in ("movies", "genres", "persons"):
    wanted, there = rendered(name), indexed(f"{prefix}-{name}")
    if not wanted:
        faults.append(f"{name}: the SQL returns nothing")
    faults += [f"{name}: {key} is missing" for key in wanted.keys() - there.keys()]
    faults += [f"{name}: {key} should not be there" for key in there.keys() - wanted.keys()]
    faults += [f"{name}: {key} is {there[key]}, not {row}" for key, row in wanted.items() if key in there and there[key] != row]
for fault in faults[:5]:
    print(fault[:600], file=sys.stderr)
if faults:
    sys.exit(f"{len(faults)} differences")
