"""The archive's API: lists what the worker has made."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MEDIA = Path(os.environ.get("MEDIA", "/media"))


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        names = sorted(entry.name for entry in MEDIA.glob("*.mp4"))
        body = json.dumps(names).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
