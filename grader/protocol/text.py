"""Text that a student wrote, made safe to print."""

from __future__ import annotations

MAX_TEXT, MAX_LINE = 2_000, 300


def clean(text: object, most: int = MAX_TEXT) -> str:
    """Text that a student wrote, made safe to print: no control characters, no lone surrogates, not too long."""
    if type(text) is str and len(text) <= most and text.isprintable():
        return text
    try:
        raw = str(text)
    except BaseException:  # noqa: BLE001  a student's __str__ may do anything
        return "(no text)"
    kept = raw[:most].encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").expandtabs(4)
    if not kept.replace("\n", "").isprintable():
        kept = "".join(c if c.isprintable() or c == "\n" else "�" for c in kept)
    return kept + " …" if len(raw) > most else kept


def one_line(text: object, most: int = MAX_LINE) -> str:
    """The same on one line, as the name of a file or of a student has to be, which could forge lines of a report."""
    raw = text if type(text) is str else clean(text)
    return clean(" ".join(raw.split()), most)
