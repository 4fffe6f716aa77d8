"""Text that a student wrote, made safe to print, and long lists, made short."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_TEXT, MAX_LINE = 2_000, 300
# What GitHub Actions takes for a command, wherever in a line: `::error::…`, in its older form `##[error]…`
_COMMAND = re.compile(r"(?<=:)(?=:[A-Za-z][\w-]*(?: [^\n]*)?::)|(?<=##)(?=\[)")


def clean(text: object, most: int = MAX_TEXT) -> str:
    """Text that a student wrote, made safe to print.

    It holds no control characters but line ends, no lone surrogates, no command to GitHub Actions, and is not too long.
    """
    if type(text) is str and len(text) <= most and text.isprintable():
        return _spaced(text)
    try:
        raw = str(text)
    except BaseException:  # noqa: BLE001  a student's __str__ may do anything
        return "(no text)"
    kept = raw[:most].encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").expandtabs(4)
    if not kept.replace("\n", "").isprintable():
        kept = "".join(c if c.isprintable() or c == "\n" else "�" for c in kept)
    return _spaced(kept) + (" …" if len(raw) > most else "")


def one_line(text: object, most: int = MAX_LINE) -> str:
    """The same on one line: otherwise the name of a file or of a student could forge lines of a report."""
    return clean(text, most).replace("\n", "�")


def listed(texts: Sequence[str], most: int = 4, between: str = ", ") -> str:
    """The first of some texts, and how many more there are: `a, b and 3 more`, or `a; b; and 3 more`."""
    more = f"{between.strip(', ')} and {len(texts) - most} more" if len(texts) > most else ""
    return between.join(texts[:most]) + more


def _spaced(text: str) -> str:
    """Text with a space in what would be a command."""
    return _COMMAND.sub(" ", text) if "::" in text or "##[" in text else text
