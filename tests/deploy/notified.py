#!/usr/bin/env python3
"""notified.py SOCKET FILE: keeps what is told to the service manager, one message a line, until it is killed."""

import os
import socket
import sys

path, kept = sys.argv[1:]
if os.path.exists(path):
    os.unlink(path)
manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.bind(path)
with open(kept, "a", encoding="utf-8") as file:
    while True:
        file.write(manager.recv(65536).decode().replace("\n", " ") + "\n")
        file.flush()
