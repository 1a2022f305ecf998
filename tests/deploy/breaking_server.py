#!/usr/bin/env python3
"""breaking_server.py answer|break PORT FILE: a server that writes each request it has read to FILE, as a line "METHOD PATH", and then
answers 200, or closes the connection without a word."""
import socketserver
import sys

kind, port, path = sys.argv[1:]


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        while line := self.rfile.readline():
            method, target, _ = line.decode().split()
            length = 0
            while (field := self.rfile.readline().decode().strip()):
                name, _, value = field.partition(":")
                if name.lower() == "content-length":
                    length = int(value)
            self.rfile.read(length)
            with open(path, "a", encoding="utf-8") as file:
                file.write(f"{method} {target}\n")
            if kind == "break":
                return
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Type: text/plain\r\n\r\nok\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


Server(("127.0.0.1", int(port)), Handler).serve_forever()
