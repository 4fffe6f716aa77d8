"""The site, built once for all tests, served with gzip as a real server would, and looked at in Debian's Chromium."""

from __future__ import annotations

import gzip
import http.server
import mimetypes
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.stem for path in (ROOT / "docs").glob("*.md"))


def build(target: Path, *options: str) -> Path:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target), *options]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=quiet, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    return build(tmp_path_factory.mktemp("docs") / "site")


@pytest.fixture(scope="session")
def instructor_site(tmp_path_factory):
    return build(tmp_path_factory.mktemp("docs") / "site-instructor", "-f", "mkdocs.instructor.yml")


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves files from memory, compressed as servers compress them."""

    root: Path
    cache: dict[str, tuple[bytes, str, bool]]

    def do_GET(self):
        name = self.path.split("?")[0].lstrip("/") or "index.html"
        if name not in self.cache:
            path = self.root / name
            if not path.is_file():
                self.send_error(404)
                return
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            packs = kind.startswith("text/") or kind.endswith(("json", "javascript", "svg+xml"))
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

    def log_message(self, *_args):
        """A test run is no place for a server's log."""


@pytest.fixture(scope="session")
def address(site):
    handler = type("SiteHandler", (Handler,), {"root": site, "cache": {}})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Visit:
    """A page in a fresh context, with everything that went wrong on it."""

    def __init__(self, browser, allowed, **context):
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.console, self.outside, self.bytes = [], [], 0
        self.allowed = (allowed, "data:", "blob:", "about:")
        self.page.on("console", self.on_console)
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", self.on_request)
        self.page.on("requestfailed", lambda request: self.console.append(f"failed: {request.url}"))

    def on_console(self, message):
        if message.type in ("error", "warning"):
            self.console.append(message.text)

    def on_request(self, request):
        if not request.url.startswith(self.allowed):
            self.outside.append(request.url)

    def count_bytes(self):
        session = self.context.new_cdp_session(self.page)
        session.send("Network.enable")

        def add(event):
            self.bytes += int(event["encodedDataLength"])

        session.on("Network.loadingFinished", add)


@pytest.fixture
def visit(chromium):
    open_visits = []

    def start(allowed, **context):
        open_visits.append(Visit(chromium, allowed, **context))
        return open_visits[-1]

    yield start
    for opened in open_visits:
        opened.context.close()
