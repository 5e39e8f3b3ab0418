"""Receives Parley's webhooks with nothing but Python: PARLEY_SECRET=whsec_… python receiver.py [PORT]"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ["PARLEY_SECRET"].removeprefix("whsec_"))
seen = set()  # in earnest: a table, for a restart must not forget it


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        id, at = self.headers.get("webhook-id", ""), self.headers.get("webhook-timestamp", "")
        mac = hmac.new(KEY, f"{id}.{at}.".encode() + body, hashlib.sha256).digest()
        ours = "v1," + base64.b64encode(mac).decode()
        signatures = self.headers.get("webhook-signature", "").split()
        fresh = at.isdigit() and abs(time.time() - int(at)) <= 300
        if not fresh or not any(hmac.compare_digest(ours.encode(), theirs.encode()) for theirs in signatures):
            return self.send_error(401)
        if id not in seen:  # an alert may come twice, with the same id
            event = json.loads(body)
            print(event["type"], event["data"]["sentence"], flush=True)
            seen.add(id)
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 9000), Receiver)
    print(f"listening on http://127.0.0.1:{server.server_address[1]}/", flush=True)
    server.serve_forever()
