"""The files of the built site, as they are served: nothing outside it, and no script that the build did not write."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
import stat
import urllib.parse
from pathlib import Path
from typing import NamedTuple

MARK = '<meta name="workbook" content="/api/">'
MOST = 16 << 20  # bytes of one file
TYPES = {  # those of the system may be other ones
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
TEXT = ("text/", "application/json", "image/svg+xml")
_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc\s*=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_HEAD = re.compile(rb"<head\b[^>]*>", re.IGNORECASE)
POLICY = (
    "default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
NO_SCRIPTS = POLICY.format(hashes="").replace("script-src 'self'", "script-src 'none'")


class Page(NamedTuple):
    """A file to be sent.

    Attributes:
        data: its bytes.
        kind: its media type.
        policy: the Content-Security-Policy.
    """

    data: bytes
    kind: str
    policy: str


def find_page(site: Path, target: str) -> Page | None:
    """The file that a request is for, None where there is none in the site.

    Args:
        site: the folder of the site.
        target: what was asked for, as it stands in the request.
    """
    path = _path(site, target)
    if path is None:
        return None
    try:
        if not stat.S_ISREG(path.stat().st_mode) or path.stat().st_size > MOST:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind != "text/html":
        policy = POLICY.format(hashes="") if kind == "text/javascript" else NO_SCRIPTS  # the search runs as a worker
        return Page(data, f"{kind}; charset=utf-8" if kind.startswith(TEXT) else kind, policy)
    return Page(_marked(data), "text/html; charset=utf-8", policy_of(data))


def policy_of(page: bytes) -> str:
    """The policy under which a page's own scripts run, and no others that are written into it."""
    found = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _SCRIPT.findall(page))
    return POLICY.format(hashes="".join(f" 'sha256-{one}'" for one in dict.fromkeys(found)))


def _path(site: Path, target: str) -> Path | None:
    text = urllib.parse.unquote(target.partition("?")[0].partition("#")[0], errors="surrogateescape")
    parts = text.removeprefix("/").split("/")
    if any(part in (".", "..") or re.search(r"[\\:\0]", part) for part in parts) or "" in parts[:-1]:
        return None
    parts[-1] = parts[-1] or "index.html"
    try:
        root = site.resolve()
        path = root.joinpath(*parts).resolve()
    except (OSError, ValueError, RuntimeError):
        return None
    return path if path.is_relative_to(root) else None


def _marked(page: bytes) -> bytes:
    return _HEAD.sub(lambda found: found[0] + MARK.encode(), page, count=1)
