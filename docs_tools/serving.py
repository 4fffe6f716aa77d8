"""Serves a built site from memory, compressed as servers compress: for the tests and for measuring."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import mimetypes
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_TEXT = ("json", "javascript", "svg+xml")


class _Handler(http.server.BaseHTTPRequestHandler):
    root: Path
    cache: dict[str, tuple[bytes, str, bool]]

    def do_GET(self) -> None:
        """Answer with a file of the site, or with 404."""
        name = self.path.split("?")[0].lstrip("/") or "index.html"
        if name not in self.cache:
            path = self.root / name
            if not path.is_file():
                self.send_error(404)
                return
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            packs = kind.startswith("text/") or kind.endswith(_TEXT)
            body = path.read_bytes()
            self.cache[name] = (gzip.compress(body, 6) if packs else body, kind, packs)
        body, kind, packed = self.cache[name]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name of the base class
        """Keep no log."""


@contextlib.contextmanager
def serve(site: Path) -> Iterator[str]:
    """The address of the site, as long as the block runs."""
    handler = type("Handler", (_Handler,), {"root": site, "cache": {}})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
