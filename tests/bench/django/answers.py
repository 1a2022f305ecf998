"""answers.py FILE: for each target of the file, a line of it, what the panel answers, as {"target", "status", "body": JSON or null}."""
import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "panel.settings")
django.setup()
from django.test import Client  # noqa: E402  (after setup)

client = Client(headers={"host": "127.0.0.1"})
for target in open(sys.argv[1], encoding="utf-8").read().splitlines():
    answer = client.get(target, follow=True)
    body = answer.json() if answer.headers["Content-Type"] == "application/json" else None
    print(json.dumps({"target": target, "status": answer.status_code, "body": body}), flush=True)
