"""editors_and_readers.py REPORT STOP SEARCH ALIAS ADMIN…: people at work until the file STOP exists. At each admin server one edits films
over the API, one reads with a connection for each request, one with a connection that it keeps; one searches through the alias, and
one looks how long it takes until an edit is in the index. REPORT gets what they did, as JSON: {"edits", "reads", "failures": [text],
"titles": {film: last title that was confirmed}, "slowest": seconds until an edit was in the index, "when": by whom and when}."""
import http.client
import json
import pathlib
import sys
import threading
import time
import urllib.parse

report_file, stop_file, search, alias, *admins = sys.argv[1:]
stop = pathlib.Path(stop_file)
lock = threading.Lock()
report = {"edits": 0, "reads": 0, "searches": 0, "failures": [], "titles": {}, "slowest": 0.0}
PASSWORD = "violet tram beyond seven"


class Client:
    """A browser: one connection, kept where `keep`, made anew when the server closed it between two requests."""

    def __init__(self, address, keep=True):
        self.address, self.keep, self.connection, self.headers = address, keep, None, {}

    def send(self, method, path, body=None, **headers):
        headers = {**self.headers, **headers}
        if body is not None:
            body, headers["Content-Type"] = json.dumps(body), "application/json"
        used = self.connection is not None
        if not used:
            self.connection = http.client.HTTPConnection(self.address, timeout=20)
        try:
            self.connection.request(method, path, body, headers)
            reply = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.connection = None
            # As every client does with a kept connection that the server has closed. An edit names the version it is of, so it is done once.
            if not used:
                raise
            return self.send(method, path, json.loads(body) if body else None, **headers)
        data = reply.read()
        if not self.keep or reply.will_close:
            self.connection.close()
            self.connection = None
        if reply.status >= 400:
            raise RuntimeError(f"{method} {path}: {reply.status} {data[:300]!r}")
        return reply, json.loads(data) if data else None


def work(name, step):
    while not stop.exists():
        try:
            step()
        except Exception as error:
            with lock:
                report["failures"].append(f"{time.strftime('%H:%M:%S')} {name}: {type(error).__name__} {error}"[:400])
            time.sleep(0.1)


def count(what):
    with lock:
        report[what] += 1


def editor(address, films):
    client, number = Client(address), 0
    reply, _ = client.send("POST", "/api/session", {"name": "ann", "password": PASSWORD})
    cookie = reply.headers["Set-Cookie"].partition(";")[0]
    client.headers = {"Cookie": cookie, "Origin": f"http://{address}"}
    client.headers["X-CSRF-Token"] = client.send("GET", "/api/session")[1]["csrf"]

    def step():
        nonlocal number
        number += 1
        film, title = films[number % len(films)], f"{address} edit {number}"
        reply, _ = client.send("GET", f"/api/admin/films/{film}")
        client.send("PATCH", f"/api/admin/films/{film}", {"title": title}, **{"If-Match": reply.headers["ETag"]})
        with lock:
            report["edits"] += 1
            report["titles"][film] = title
        if number % 10 == 0:
            see(film, title)
        time.sleep(0.05)
    return step


SEARCH = urllib.parse.urlsplit(search).netloc


def see(film, title):  # this film's next edit is this thread's own, so the title stays until it is seen
    begun, client = time.monotonic(), Client(SEARCH)
    while client.send("GET", f"/{alias}/_doc/{film}?_source=title")[1]["_source"]["title"] != title:
        if time.monotonic() - begun > 60:
            raise RuntimeError(f"{title} is not in the index after a minute")
        time.sleep(0.05)
    with lock:
        report["slowest"] = max(report["slowest"], round(time.monotonic() - begun, 2))


def reader(address, keep):
    client = Client(address, keep)

    def step():
        _, page = client.send("GET", "/api/v1/movies/")
        if page["count"] != films_there:
            raise RuntimeError(f"{page['count']} films")
        client.send("GET", f"/api/v1/movies/{page['results'][0]['id']}/")
        count("reads")
        time.sleep(0.04)
    return step


def searcher():
    client = Client(SEARCH)

    def step():
        _, found = client.send("GET", f"/{alias}/_count")
        if found["count"] != films_there:
            raise RuntimeError(f"a search sees {found['count']} of {films_there} films")
        count("searches")
        time.sleep(0.04)
    return step


films, page = [], 1
while page:
    _, answer = Client(admins[0]).send("GET", f"/api/v1/movies/?page={page}")
    films += [film["id"] for film in answer["results"]]
    page = answer["next"]
films_there = len(films)
jobs = {"search": searcher()}
for number, address in enumerate(admins):
    jobs[f"editor of {address}"] = editor(address, films[number::len(admins)][:20])
    jobs[f"reader of {address}"] = reader(address, False)
    jobs[f"keeping reader of {address}"] = reader(address, True)
threads = [threading.Thread(target=work, args=job) for job in jobs.items()]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
pathlib.Path(report_file).write_text(json.dumps(report, indent=1))
