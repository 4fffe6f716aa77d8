"""Who may ask: the browser of the one who started the server, on pages of the server itself.

The first page is opened through a private file that holds a token; it is good once, and what the browser gets for it is
a cookie that no script reads and no other site sends. Other users of the machine have neither. A page of another server
is told by `Origin` and `Sec-Fetch-Site`, which no page can forge, and a name that was bound to this address by `Host`.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import shutil
import tempfile
import threading
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Protocol

HOST = "127.0.0.1"
OPENING = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>The lessons</title>
<form method="post" action="{address}/open"><input type="hidden" name="token" value="{token}">
<button>Open the lessons</button></form>
<script>document.forms[0].submit()</script>
</html>
"""


class Headers(Protocol):
    """Those of a request."""

    def get(self, name: str, /) -> str | None:
        """The value of a header, None if it is not there."""


class Access:
    """Decides who may ask.

    Args:
        port: the server's.
        rooms: folders in the first of which that can be written to the private file is made.
    """

    def __init__(self, port: int, *rooms: Path) -> None:
        self.address = f"http://{HOST}:{port}"
        self._host, self._name = f"{HOST}:{port}", f"grader-{port}"  # a browser gives all ports the same cookies
        self._cookie = secrets.token_urlsafe(32)
        self._rooms = rooms
        self._tokens: dict[str, Path] = {}
        self._lock = threading.Lock()

    def new_file(self) -> Path:
        """A new private file that opens the first page, once."""
        token = secrets.token_urlsafe(32)
        folder = self._new_folder()
        path = folder / "open.html"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(OPENING.format(address=self.address, token=token))
        with self._lock:
            self._tokens[token] = folder
        return path

    def redeem(self, token: str) -> str | None:
        """The header of the cookie that a token is good for, once; None if it is not good."""
        with self._lock:
            given = next((one for one in self._tokens if _same(one, token)), None)
            if given is None:
                return None
            shutil.rmtree(self._tokens.pop(given), ignore_errors=True)
        return f"{self._name}={self._cookie}; Path=/; HttpOnly; SameSite=Strict"

    def close(self) -> None:
        """Remove files that nobody has opened; no token is good any more."""
        with self._lock:
            for folder in self._tokens.values():
                shutil.rmtree(folder, ignore_errors=True)
            self._tokens.clear()

    def is_known(self, headers: Headers) -> bool:
        """Whether the cookie is there."""
        found: SimpleCookie = SimpleCookie()
        with contextlib.suppress(CookieError):
            found.load(headers.get("Cookie") or "")
        return self._name in found and _same(found[self._name].value, self._cookie)

    def is_for_us(self, headers: Headers) -> bool:
        """Whether a request names this server, and no other that was bound to its address."""
        return headers.get("Host") == self._host

    def is_ours(self, headers: Headers, *, writes: bool) -> bool:
        """Whether a request comes from a page of this server, or was typed by the reader.

        Args:
            headers: those of the request.
            writes: whether it does something, and so has to say where it comes from.
        """
        origin, site = headers.get("Origin"), headers.get("Sec-Fetch-Site")
        if writes:
            return origin == self.address and site in (None, "same-origin")
        to_look = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"
        return origin in (None, self.address) and (site in (None, "same-origin", "none") or to_look)

    def _new_folder(self) -> Path:
        for room in self._rooms:
            with contextlib.suppress(OSError):
                room.mkdir(exist_ok=True)
                return Path(tempfile.mkdtemp(prefix="learn-", dir=room))
        return Path(tempfile.mkdtemp(prefix="grader-"))


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
