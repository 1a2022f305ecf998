#!/usr/bin/env python3
"""nginx_load.py HOST:PORT DIR: people who read, edit and watch, until SIGTERM. The password of the user olga is read from standard input.

DIR/progress    what was done so far: "READS EDITS STREAMS FAILURES", anew all the time
DIR/failures    a line for whatever went wrong
DIR/expected    at the end, a line for each film that was edited: id, how many edits it has had, its description ("" once it is deleted)
DIR/doubtful    how many edits were sent again, as no answer told whether they were done
"""
import http.client
import itertools
import json
import os
import signal
import sys
import threading
import time

address, directory = sys.argv[1:]
password = sys.stdin.readline().strip()
READERS, WRITERS = 4, 4
# What a browser finds where the other side has closed a connection that was kept.
GONE = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)
LOST = (OSError, http.client.HTTPException)

stop = threading.Event()
lock = threading.Lock()
count = {"reads": 0, "edits": 0, "streams": 0, "doubtful": 0}
failures, expected = [], []


def counted(what):
    with lock:
        count[what] += 1


def failed(text):
    with lock:
        failures.append(f"{time.strftime('%H:%M:%S')} {text}")


class Browser:
    """One person's: a connection that is kept, and a session. A read that finds the kept connection closed is sent again, as all do."""

    def __init__(self):
        self.connection, self.used, self.headers = None, False, {}

    def send(self, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            headers["Content-Type"], body = "application/json", json.dumps(body)
        again = self.used and method == "GET"
        try:
            return self.send_once(method, path, body, {**self.headers, **headers})
        except GONE:
            self.close()
            if not again:
                raise
            return self.send_once(method, path, body, {**self.headers, **headers})
        except LOST:
            self.close()
            raise

    def send_once(self, method, path, body, headers):
        if self.connection is None:
            self.connection = http.client.HTTPConnection(address, timeout=60)
        self.connection.request(method, path, body, headers)
        reply = self.connection.getresponse()
        text = reply.read()
        self.used = True
        if reply.will_close:
            self.close()
        return reply, text

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection, self.used = None, False

    def sign_in(self):
        reply, text = self.send("POST", "/api/session", {"name": "olga", "password": password})
        if reply.status != 200:
            sys.exit(f"cannot sign in: {reply.status} {text[:300]}")
        self.headers = {"Cookie": reply.headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": json.loads(text)["csrf"]}


def read(browser, number):
    _, text = browser.send("GET", "/api/v1/movies/?page=1")
    films = [film["id"] for film in json.loads(text)["results"]]
    paths = ["/api/v1/movies/?page=last", "/api/admin/films?_start=0&_end=25", "/api/session", "/assets/app-1a2b3c.js", "/"]
    for path in itertools.cycle(paths + [f"/api/v1/movies/{film}/" for film in films[number::READERS]]):
        if stop.is_set():
            return
        try:
            reply, text = browser.send("GET", path)
            if reply.status != 200:
                failed(f"read {path}: {reply.status} {text[:200]}")
            counted("reads")
        except LOST as error:
            failed(f"read {path}: {error!r}")


def edit(browser, method, path, body, description, **headers):
    """The answer to an edit that was done once; None where it was not. `description`: what the film's is then; None: it is gone."""
    for attempt in itertools.count():
        try:
            reply, text = browser.send(method, path, body, **headers)
            status = reply.status
        except LOST as error:
            status, text = 0, repr(error)
        if status in (200, 201, 204):
            counted("edits")
            return json.loads(text) if text else {}
        # It had been done, and its answer was lost on the way.
        if attempt > 0 and status == 404 and description is None:
            counted("edits")
            return {}
        if attempt > 0 and status == 412 and json.loads(text)["current"]["description"] == description:
            counted("edits")
            return json.loads(text)["current"]
        if status not in (0, 502, 503, 504):
            failed(f"edit {method} {path}, attempt {attempt}: {status} {text[:300]}")
            return None
        if attempt > 200:
            failed(f"edit {method} {path}: nobody does it, {status} {text[:300]}")
            return None
        counted("doubtful")
        time.sleep(0.05)


def write(browser, number):
    for cycle in itertools.count():
        if stop.is_set():
            return
        mark = f"w{number}-{cycle}"
        film = edit(browser, "POST", "/api/admin/films", {"title": mark, "type": "movie", "description": "made"}, "made",
                    Idempotency_Key=f"{mark}-{os.getpid()}")
        if film is None:
            return
        path, edits = "/api/admin/films/" + film["id"], 1
        for method, text in (("PATCH", "patched"), ("PUT", "put"), ("PATCH", "patched again")):
            body = {"description": text} if method == "PATCH" else {"title": mark, "type": "movie", "description": text}
            film = edit(browser, method, path, body, text, If_Match=f'"{film["version"]}"')
            if film is None:
                return
            edits += 1
        last = film["description"]
        if cycle % 2:
            if edit(browser, "DELETE", path, None, None, If_Match=f'"{film["version"]}"') is None:
                return
            edits, last = edits + 1, ""
        with lock:
            expected.append((path.rsplit("/", 1)[1], edits, last))


def watch(browser):
    """As a browser's EventSource: begins again where the stream ends, and gives up where the answer is not 200."""
    while not stop.is_set():
        connection = http.client.HTTPConnection(address, timeout=30)
        try:
            connection.request("GET", "/api/ops/events", headers=browser.headers)
            reply = connection.getresponse()
            if reply.status != 200:
                failed(f"events: {reply.status} {reply.read()[:200]}")
                return
            told = False
            while (line := reply.readline()) and not stop.is_set():
                if line.startswith(b"event:") and not told:
                    told = True
                    counted("streams")
        except LOST:
            pass
        finally:
            connection.close()
        time.sleep(0.2)


def write_file(name, lines):
    with open(f"{directory}/{name}.new", "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    os.replace(f"{directory}/{name}.new", f"{directory}/{name}")


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threads = []
    for what, number in [(read, i) for i in range(READERS)] + [(write, i) for i in range(WRITERS)] + [(watch, None)]:
        browser = Browser()
        browser.sign_in()
        threads.append(threading.Thread(target=what, args=(browser,) if number is None else (browser, number), daemon=True))
    for thread in threads:
        thread.start()
    while not stop.wait(0.1):
        write_file("progress", [f"{count['reads']} {count['edits']} {count['streams']} {len(failures)}"])
    for thread in threads[:-1]:  # the last one may be waiting for an event
        thread.join()
    write_file("failures", failures)
    write_file("doubtful", [count["doubtful"]])
    write_file("expected", ["\t".join(map(str, line)) for line in expected])


main()
