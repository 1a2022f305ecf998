#!/usr/bin/env python3
"""admin_bench.py [--films N] [--seconds N] [--connections N] [--room N] [--json]

walcast-admin beside a Django panel with gunicorn (a worker for each processor) on the same database, and beside pgbench
that runs the same SQL. Each route is asked for random objects. What is to be reached is compared at the end; with --room
N, a figure that misses it N times over fails the run. Needs the variables of tests/support/fixture.sh,
WALCAST_BIN, WALCAST_ADMIN_BIN and WALCAST_DJANGO, where Django is installed to.
"""
import argparse
import contextlib
import json
import os
import pathlib
import random
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PANEL = ROOT / "tests/bench/django"
TICKS = os.sysconf("SC_CLK_TCK")
LARGE = 10_000  # films; grouping all of them for one page takes the panel seconds
TARGETS = 2_000
LIST_TIMES_DJANGO = 10
LIST_OF_PGBENCH = 0.6
MEMORY_OF_DJANGO = 0.2


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(log, condition, seconds=120):
    """Throws with what the program wrote where it is not there in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"{log.stem} is not there in time:\n{log.read_text()[-2000:]}")
        time.sleep(0.1)


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return reply.status == 200
    except OSError:
        return False


def family(pid):
    """The process and all below it."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid] + [each for child in children for each in family(int(child))]


def cpu_seconds(pid):
    total = 0
    for each in family(pid):
        fields = pathlib.Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def memory_mib(pid):
    """A page that several processes share counts as a part for each of them (Pss)."""
    kib = 0
    for each in family(pid):
        kib += int(re.search(r"^Pss:\s+(\d+)", pathlib.Path(f"/proc/{each}/smaps_rollup").read_text(), re.M)[1])
    return kib / 1024


class Bench:
    def __init__(self, options, scratch, stack):
        self.options, self.scratch, self.stack = options, scratch, stack
        self.server = os.environ["WALCAST_TEST_DSN"].rpartition("/")[0]
        self.name = f"admin_bench_{os.getpid()}"
        self.dsn = f"{self.server}/{self.name}"
        self.pg = pathlib.Path(os.environ["WALCAST_TEST_PG_BIN"])

    def say(self, what):
        if not self.options.json:
            print(f"{what} …", file=sys.stderr, flush=True)

    def psql(self, sql, dsn=None):
        command = [self.pg / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql, dsn or self.dsn]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()

    def start(self, name, command, environment=None, cwd=None):
        log = open(self.scratch / f"{name}.log", "wb")
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | (environment or {}), cwd=cwd)
        self.stack.callback(lambda: (process.terminate(), process.wait(60)))
        return process.pid

    def load(self):
        self.say(f"loading {self.options.films} films")
        self.psql(f"CREATE DATABASE {self.name}", f"{self.server}/postgres")
        self.stack.callback(lambda: self.psql(f"DROP DATABASE {self.name} WITH (FORCE)", f"{self.server}/postgres"))
        quiet = {"check": True, "stdout": subprocess.DEVNULL}
        subprocess.run([ROOT / "sql/migrate", "--dsn", self.dsn, "up"], **quiet)
        sample = ["-v", f"films={self.options.films}", "-f", ROOT / "sql/sample/catalogue.sql"]
        subprocess.run([self.pg / "psql", "-Xq", *sample, self.dsn], **quiet)
        self.psql("VACUUM ANALYZE")

    def start_walcast(self):
        self.say("filling the index")
        listen, slot = f"127.0.0.1:{free_port()}", self.name
        config = {
            "postgres": {"dsn": self.dsn, "slot": slot},
            "elasticsearch": {"urls": [os.environ["WALCAST_TEST_ES"]]},
            "checkpoint": {"store": "redis", "url": os.environ["WALCAST_TEST_REDIS"], "prefix": slot},
            "control": {"listen": listen},
            "indices": [
                {
                    "name": f"{slot}-{name}",
                    "document": str(ROOT / f"sql/documents/{name}.sql"),
                    "definition": str(ROOT / f"config/indices/{name}.json"),
                }
                for name in ("movies", "genres", "persons")
            ],
        }
        file = self.scratch / "walcast.json"
        file.write_text(json.dumps(config))
        walcast = [os.environ["WALCAST_BIN"]]
        self.stack.callback(lambda: subprocess.run([*walcast, "teardown", "--indices", "--yes", "--config", file], check=False,
                                                   capture_output=True))
        self.start("walcast", [*walcast, "run", "--config", file])
        wait_for(self.scratch / "walcast.log", lambda: answers(f"http://{listen}/readyz"))
        subprocess.run([*walcast, "wait", "--timeout", "30min", "--config", file], check=True, capture_output=True)
        return listen

    def start_admin(self, control):
        listen, internal = (f"127.0.0.1:{free_port()}" for _ in range(2))
        settings = {
            "server.listen": listen,
            "server.internal": internal,
            "server.insecure_http": "true",
            "postgres.dsn": self.dsn,
            "elasticsearch.urls": os.environ["WALCAST_TEST_ES"],
            "redis.url": os.environ["WALCAST_TEST_REDIS"],
            "redis.prefix": self.name,
            "walcast.control": control,
            "log.level": "warn",
            **{f"indices.{name}": f"{self.name}-{name}" for name in ("movies", "genres", "persons")},
        }
        words = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
        command = [os.environ["WALCAST_ADMIN_BIN"], "run", "--config", ROOT / "config/admin.json", *words]
        pid = self.start("admin", command)
        wait_for(self.scratch / "admin.log", lambda: answers(f"http://{internal}/readyz"))
        return f"http://{listen}", pid

    def start_django(self):
        place = pathlib.Path(os.environ["WALCAST_DJANGO"])
        subprocess.run([ROOT / "tests/support/venv.sh", PANEL / "requirements.txt", place], check=True)
        port = free_port()
        command = [place / "venv/bin/gunicorn", "--workers", str(os.cpu_count()), "--bind", f"127.0.0.1:{port}", "panel.wsgi"]
        pid = self.start("django", command, {"PANEL_DSN": self.dsn, "PYTHONDONTWRITEBYTECODE": "1"}, PANEL)
        url = f"http://127.0.0.1:{port}"
        wait_for(self.scratch / "django.log", lambda: answers(f"{url}/prefetched/movies/"))
        return url, pid

    def sign_in(self, url):
        """Headers of the first administrator, who is made with the token in the log."""
        log = (self.scratch / "admin.log").read_text()
        body = {"token": re.search(r"setup_token=(\S+)", log)[1], "name": "bench", "password": secrets.token_urlsafe(20)}
        headers = {"Content-Type": "application/json", "Origin": url}
        with urllib.request.urlopen(urllib.request.Request(f"{url}/api/setup", json.dumps(body).encode(), headers)) as reply:
            csrf, cookie = json.load(reply)["csrf"], reply.headers["Set-Cookie"].partition(";")[0]
        return {"Origin": url, "X-CSRF-Token": csrf, "Cookie": cookie, "If-Match": "*"}

    def saves(self, url, headers):
        """Whole films with another description each time, as both sides take them."""
        ours, theirs = [], []
        for film in self.psql("SELECT id FROM content.film_work ORDER BY md5(id::text) LIMIT 200"):
            request = urllib.request.Request(f"{url}/api/admin/films/{film}", headers=headers)
            with urllib.request.urlopen(request) as reply:
                record = json.load(reply)
            record["description"] = "saved %N%"
            ours.append(f"PUT /api/admin/films/{film}\t{json.dumps(record)}")
            people = [{"id": person["id"], "role": role} for role in ("actor", "director", "writer") for person in record[f"{role}s"]]
            plain = {name: record[name] for name in ("title", "description", "creation_date", "rating", "type")}
            plain |= {"genres": [genre["id"] for genre in record["genres"]], "people": people}
            theirs.append(f"PUT /films/{film}/\t{json.dumps(plain)}")
        return ours, theirs

    def measure(self, url, pid, targets, headers=None):
        """Random ones of the targets, as fast as they are answered."""
        headers = {"Host": url.removeprefix("http://")} | (headers or {})  # wrk knows it only later
        file = self.scratch / "targets"
        file.write_text("".join(f"{target}\n" for target in targets))
        script = ROOT / "tests/bench/random_requests.lua"
        connections = str(self.options.connections)
        command = ["wrk", "--latency", "-t1", "-c", connections, "--timeout", "60s", "-s", script, "-d"]
        environment = os.environ | {"TARGETS": str(file), "SEED": str(len(targets)),
                                    "HEADERS": "".join(f"{name}: {value}\n" for name, value in headers.items())}
        subprocess.run([*command, "1s", url], env=environment, check=True, capture_output=True)  # warm
        before = cpu_seconds(pid)
        run = subprocess.run([*command, f"{self.options.seconds}s", url], env=environment, check=True, capture_output=True,
                             text=True)
        result = json.loads(run.stdout.splitlines()[-1])
        result["per_second"] = result["requests"] / result["seconds"]
        result["cpu_ms"] = 1000 * (cpu_seconds(pid) - before) / max(1, result["requests"])
        result["memory_mib"] = memory_mib(pid)
        return result

    def settle(self):
        """What clients have left behind still runs: grouping 200,000 films for a page takes the panel's query seconds."""
        busy = (f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{self.name}' AND backend_type = 'client backend'"
                " AND state = 'active' AND pid <> pg_backend_pid()")
        end = time.monotonic() + 600
        while self.psql(busy) != ["0"]:
            if time.monotonic() > end:
                raise RuntimeError("what the panel was asked still runs after ten minutes")
            time.sleep(0.2)

    def pgbench(self):
        """The statement of the list alone, at random pages, with as many connections as walcast-admin has workers."""
        sql = re.sub(r"--.*", "", (ROOT / "sql/admin/public_films_page.sql").read_text()).replace("$1", ":page")
        file = self.scratch / "page.sql"
        file.write_text(f"\\set page random(1, {self.pages})\n{sql.strip()};\n")
        command = [self.pg / "pgbench", "-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", str(self.options.seconds), "-f", file]
        run = subprocess.run([*command, self.dsn], env=os.environ | {"PGOPTIONS": "-c jit=off"}, check=True, capture_output=True,
                             text=True)
        return {"per_second": float(re.search(r"tps = ([\d.]+)", run.stdout)[1])}

    def words(self):
        titles = self.psql("SELECT title FROM content.film_work WHERE title ~ '^[A-Za-z ]+$' ORDER BY md5(id::text) LIMIT 200")
        return [word.lower() for title in titles for word in title.split() if len(word) > 3]

    def routes(self):
        """name → targets of walcast-admin and of the panel."""
        ids = self.psql(f"SELECT id FROM content.film_work ORDER BY md5(id::text) LIMIT {TARGETS}")
        pages = [random.randint(1, self.pages) for _ in range(TARGETS)]
        words = self.words()
        routes = {
            "list": ([f"GET /api/v1/movies/?page={page}" for page in pages],
                     [f"GET /prefetched/movies/?page={page}" for page in pages]),
            "film": ([f"GET /api/v1/movies/{each}/" for each in ids], [f"GET /prefetched/movies/{each}/" for each in ids]),
            "search": ([f"GET /api/v1/search?query={word}" for word in words], [f"GET /search/?query={word}" for word in words]),
        }
        if self.options.films <= LARGE:
            routes["list, gathered"] = (routes["list"][0], [f"GET /api/v1/movies/?page={page}" for page in pages])
        return routes

    def run(self):
        self.load()
        control = self.start_walcast()
        admin, admin_pid = self.start_admin(control)
        django, django_pid = self.start_django()
        self.pages = -(-self.options.films // 50)
        self.say("pgbench")
        results = {"films": self.options.films, "processors": os.cpu_count(), "pgbench_list": self.pgbench(), "routes": {}}
        for name, (ours, theirs) in self.routes().items():
            self.say(name)
            results["routes"][name] = {"walcast_admin": self.measure(admin, admin_pid, ours),
                                       "django": self.measure(django, django_pid, theirs)}
            self.settle()
        self.say("save")
        headers = self.sign_in(admin)
        ours, theirs = self.saves(admin, headers)
        results["routes"]["save"] = {"walcast_admin": self.measure(admin, admin_pid, ours, headers),
                                     "django": self.measure(django, django_pid, theirs)}
        return results


def reached(results):
    """(what, the figure, what is to be reached, by how much it is missed: 1 or less is reached), for what this number of films
    is the measure of."""
    sides = results["routes"]["list"]
    times = sides["walcast_admin"]["per_second"] / max(0.001, sides["django"]["per_second"])
    share = sides["walcast_admin"]["per_second"] / results["pgbench_list"]["per_second"]
    memory = max(each["walcast_admin"]["memory_mib"] for each in results["routes"].values()) / sides["django"]["memory_mib"]
    return [
        ("list, times Django", times, f"at least {LIST_TIMES_DJANGO}", LIST_TIMES_DJANGO / max(0.001, times)),
        ("list, of pgbench", share, f"at least {LIST_OF_PGBENCH}", LIST_OF_PGBENCH / max(0.001, share)),
        ("memory at its most, of Django's", memory, f"at most {MEMORY_OF_DJANGO}", memory / MEMORY_OF_DJANGO),
    ]


def show(results):
    print(f"{results['films']} films, {results['processors']} processors")
    print(f"{'':16}{'':14}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'CPU ms':>10}{'MiB':>8}{'refused':>9}")
    for name, sides in results["routes"].items():
        for side, each in sides.items():
            print(f"{name:16}{side:14}{each['per_second']:12.0f}{each['p50_ms']:10.1f}{each['p99_ms']:10.1f}"
                  f"{each['cpu_ms']:10.2f}{each['memory_mib']:8.0f}{each['refused'] + each['broken']:9}")
        ratio = sides["walcast_admin"]["per_second"] / max(0.001, sides["django"]["per_second"])
        print(f"{'':16}{'':14}{ratio:11.1f} times Django")
    print(f"{'list':16}{'pgbench':14}{results['pgbench_list']['per_second']:12.0f}")
    for what, figure, target, missed in reached(results):
        print(f"{what:32}{figure:10.2f}   {target}: {'reached' if missed <= 1 else 'missed'}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--films", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--room", type=float, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as stack:
        results = Bench(options, pathlib.Path(scratch), stack).run()
    print(json.dumps(results)) if options.json else show(results)
    refused = [name for name, sides in results["routes"].items() if any(e["refused"] + e["broken"] for e in sides.values())]
    if refused:
        sys.exit(f"not every request was answered: {', '.join(refused)}")
    missed = [what for what, _, _, by in reached(results) if 0 < options.room < by]
    if missed:
        sys.exit(f"missed by more than {options.room} times: {', '.join(missed)}")


if __name__ == "__main__":
    main()
