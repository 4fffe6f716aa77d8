"""The server behind the page, on this machine only: pages of the site, and answers to what they ask."""

from __future__ import annotations

import contextlib
import json
import queue
import select
import sys
import threading
import urllib.parse
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from grader.errors import GraderError, UsageError, refused_by_system
from grader.protocol.text import MAX_TEXT, clean, one_line
from grader.render.typed import as_typed
from grader.workbook.access import HOST, Access
from grader.workbook.pages import NO_SCRIPTS, find_page
from grader.workbook.requests import Workbook

MOST_BODY = 1 << 18  # bytes of a request
MOST_CONNECTIONS = 64
SILENCE = 15.0  # seconds after which a stream says that it is there
STRANGER = "Open these pages through the file that `grader learn` names; each such file opens them once."
ELSEWHERE = "This was not asked by a page of this grader, so it is not answered."
OPENED = '<!doctype html><html lang="en"><meta charset="utf-8"><title>The lessons</title><meta http-equiv="refresh" content="0;url={0}"><a href="{0}">The lessons</a></html>'  # noqa: E501
SAID = '<!doctype html><html lang="en"><meta charset="utf-8"><title>The lessons</title><p>{}</p></html>'


class Server(ThreadingHTTPServer):
    """Serves a site and its workbook.

    Args:
        site: the folder of the built site.
        workbook: who answers.
        port: where to listen; 0 takes any that is free.
        rooms: see `Access`.

    Raises:
        OSError: if the port is taken.
    """

    daemon_threads = True
    request_queue_size = MOST_CONNECTIONS
    allow_reuse_address = sys.platform != "win32"  # there, two could listen on one port

    def __init__(self, site: Path, workbook: Workbook, port: int, *rooms: Path) -> None:
        self._free = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__((HOST, port), _Handler)
        self.site, self.workbook = site, workbook
        self.access = Access(self.server_address[1], *rooms)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection in a thread of its own, unless there are too many."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """As the base class, and make room for another connection afterwards."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        """Nothing: a browser that went away is no failure."""

    def close(self) -> None:
        """End all that runs; the server takes no requests any more."""
        self.access.close()
        self.workbook.close()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "grader", ""
    timeout = 60.0
    wbufsize = -1  # a head and its body leave as one; else the system waits 40 ms between them
    server: Server

    def do_GET(self) -> None:
        """A page, or the stream of changes."""
        if not self._may(writes=False):
            return
        if self.path == "/api/events":
            self._stream()
            return
        found = find_page(self.server.site, self.path)
        if found is None:
            self._say(HTTPStatus.NOT_FOUND, "There is no such page.")
        else:
            self._send(HTTPStatus.OK, found.data, found.kind, policy=found.policy)

    def do_POST(self) -> None:
        """A request to the workbook, or the token of the first page."""
        if self.path == "/open":
            self._open()
        elif self._may(writes=True) and (body := self._body()) is not None:
            self._answer(self.path.removeprefix("/api/") if self.path.startswith("/api/") else "", body)

    def _may(self, *, writes: bool) -> bool:
        """Whether a request is answered; if not, that is said."""
        access = self.server.access
        if not access.is_for_us(self.headers):
            self._say(HTTPStatus.MISDIRECTED_REQUEST, ELSEWHERE)
        elif not access.is_ours(self.headers, writes=writes):
            self._say(HTTPStatus.FORBIDDEN, ELSEWHERE)
        elif not access.is_known(self.headers):
            self._say(HTTPStatus.FORBIDDEN, STRANGER)
        else:
            return True
        return False

    def _open(self) -> None:
        """Give the cookie for a token; the page that is shown then leads on, so that the browser sends it."""
        data = self._data("application/x-www-form-urlencoded") if self.server.access.is_for_us(self.headers) else b""
        if data is None:
            return
        token = urllib.parse.parse_qs(data.decode("ascii", "replace")).get("token", [""])[0]
        cookie = self.server.access.redeem(token)
        if cookie is None:
            self._say(HTTPStatus.FORBIDDEN, STRANGER)
        else:
            first = OPENED.format(self.server.workbook.first_page())
            self._send(HTTPStatus.OK, first.encode(), "text/html; charset=utf-8", cookie=cookie)

    def _data(self, kind: str) -> bytes | None:
        """The body of a request of a media type; None if it is refused, which is said."""
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not (length.isascii() and length.isdigit()):
            self._say(HTTPStatus.LENGTH_REQUIRED, "A request says how long it is.")
        elif len(length) > 9 or int(length) > MOST_BODY:
            self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is too long, so nothing was done with it.")
        elif self.headers.get_content_type() != kind:
            self._say(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "A request is JSON.")
        else:
            return self.rfile.read(int(length))
        return None

    def _body(self) -> dict[str, Any] | None:
        data = self._data("application/json")
        if data is None:
            return None
        try:
            body = json.loads(data)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            self._say(HTTPStatus.BAD_REQUEST, "A request is a JSON object.")
            return None
        return body

    def _answer(self, what: str, body: dict[str, Any]) -> None:
        try:
            answer = self.server.workbook.answer(what, body)
        except UsageError as error:
            self._say(HTTPStatus.CONFLICT, str(error))
        except GraderError as error:
            self._say(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
        except Exception as error:  # noqa: BLE001  whatever it is, the page is told in a sentence
            refused = refused_by_system(error) if isinstance(error, OSError) else None
            ours = f"Our own failure, not yours: {type(error).__name__}: {one_line(error)}."
            self._say(HTTPStatus.INTERNAL_SERVER_ERROR, refused or ours)
        else:
            if answer is None:
                self._say(HTTPStatus.NOT_FOUND, "This grader knows no such request. Load the page anew.")
            else:
                self._send(HTTPStatus.OK, json.dumps(answer).encode(), "application/json")

    def _stream(self) -> None:
        """Send what changes, until the page goes away or the server ends."""
        listener = self.server.workbook.changes.listen(self._has_gone)
        if listener is None:
            self._send(HTTPStatus.NO_CONTENT, b"", "text/event-stream")  # to a browser: do not ask again
            return
        try:
            self._head(HTTPStatus.OK, "text/event-stream", NO_SCRIPTS, None)
            self.close_connection = True
            self._write(": begun\n\n")
            while True:
                with contextlib.suppress(queue.Empty):
                    event = listener.get(timeout=SILENCE)
                    if event is None:
                        return
                    self._write(f"data: {event}\n\n")
                    continue
                self._write(": still there\n\n")
        except OSError:
            return
        finally:
            self.server.workbook.changes.leave(listener)

    def _has_gone(self) -> bool:
        """Whether the browser has closed its end; it sends nothing on a stream."""
        try:
            return bool(select.select([self.connection], [], [], 0)[0])
        except (OSError, ValueError):
            return True

    def _write(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def _say(self, status: HTTPStatus, sentence: str) -> None:
        """Refuse, in a sentence: as JSON to a script, as a page to a reader."""
        self.close_connection = True  # what may be left of the request is not read
        said = as_typed(clean(sentence, MAX_TEXT))
        if self.command == "GET":
            shown = SAID.format(said.replace("&", "&amp;").replace("<", "&lt;"))
            self._send(status, shown.encode(), "text/html; charset=utf-8")
        else:
            self._send(status, json.dumps({"message": said}).encode(), "application/json")

    def _send(
        self, status: HTTPStatus, data: bytes, kind: str, *, policy: str = NO_SCRIPTS, cookie: str | None = None
    ) -> None:
        with contextlib.suppress(OSError):
            self._head(status, kind, policy, len(data), cookie)
            self.wfile.write(data)

    def _head(self, status: HTTPStatus, kind: str, policy: str, length: int | None, cookie: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        if cookie is not None:
            self.send_header("Set-Cookie", cookie)
        if self.close_connection or length is None:
            self.send_header("Connection", "close")
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Nothing is logged: the terminal is for the reader."""


def listen(site: Path, workbook: Workbook, ports: list[int], *rooms: Path) -> Server:
    """A server on the first of some ports that is free.

    Raises:
        UsageError: if none is.
    """
    for port in ports:
        with contextlib.suppress(OSError, OverflowError):
            return Server(site, workbook, port, *rooms)
    raise UsageError(f"The port {ports[0]} is not free. Name another: grader learn --port {ports[0] + 1}")
