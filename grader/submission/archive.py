"""A zip that a stranger made, opened within bounds: in memory, so nothing of it ever has a place on the disk."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

from grader.files import name_in_zip

MOST_ENTRIES = 50_000  # that are looked at
MOST_FILES = 500  # that are kept
MOST_BYTES = 12 << 20  # that are kept in all
MOST_PATH = 1_000  # characters of a path
DEPTH = 3  # zips within zips
CODE = (".py", ".ipynb", ".zip", ".txt", ".pyw")
IGNORED = frozenset({"__pycache__", "__MACOSX", "node_modules", "backup", "site-packages", "dist-packages"})
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, struct.error,
    KeyError, IndexError, OverflowError,
)  # fmt: skip


@dataclass
class Unpacked:
    """What a zip holds.

    Attributes:
        files: those that may be code, by their paths, at most `MOST_FILES` of `MOST_BYTES` in all.
        others: the paths of some other files.
        problems: what was not opened, and why.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def unpack(data: bytes) -> Unpacked:
    """Open a zip, and the zips in it. What is in its way is told as a problem.

    Args:
        data: its bytes.
    """
    found = Unpacked()
    _open(data, "", 1, found)
    return found


def _open(data: bytes, within: str, depth: int, found: Unpacked) -> None:
    where = within.rstrip("/") or "the archive"
    if not data:
        found.problems.append(f"{where} is empty")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {name_in_zip(info): info for info in archive.infolist()[:MOST_ENTRIES] if not info.is_dir()}
            if len(archive.infolist()) > MOST_ENTRIES:
                found.problems.append(f"{where} holds more than {MOST_ENTRIES:,} files; the rest is not looked at")
            homes = {path.rpartition("/")[0] + "/" for path in entries if path.endswith("pyvenv.cfg")}
            for path in sorted(entries, key=lambda path: (path.count("/"), path)):
                if not any(home != "/" and path.startswith(home) for home in homes):
                    _take(archive, entries[path], path, within, depth, found)
    except BROKEN:
        found.problems.append(f"{where} is no zip that can be read")


def _take(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, within: str, depth: int, found: Unpacked) -> None:
    parts = path.split("/")
    if any(part in IGNORED or (part.startswith(".") and part not in (".", "..")) for part in parts):
        return
    full = within + path[:MOST_PATH]
    if not path.casefold().endswith(CODE):
        if len(found.others) < MOST_FILES:
            found.others.append(full)
        return
    data, why = _read(archive, info, found)
    why = _refused(info, path, parts) or why
    if not why and path.casefold().endswith(".zip"):
        if depth < DEPTH:
            _open(data, f"{full}/", depth + 1, found)
        else:
            why = f"it is a zip in {depth} others"
    elif not why:
        found.files[full] = data
    if why and len(found.problems) < MOST_FILES:
        found.problems.append(f"{full} is left in the archive: {why}")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, found: Unpacked) -> tuple[bytes, str]:
    """The bytes of an entry, and why they are not kept, "" if they are."""
    room = MOST_BYTES - sum(len(data) for data in found.files.values())
    if len(found.files) >= MOST_FILES or room <= 0:
        return b"", "there is too much beside it"
    try:
        with archive.open(info) as file:
            data = file.read(room + 1)
    except BROKEN:
        return b"", "it is encrypted" if info.flag_bits & 1 else "it cannot be read"
    return data, f"all files are larger than {MOST_BYTES >> 20} MB" if len(data) > room else ""


def _refused(info: zipfile.ZipInfo, path: str, parts: list[str]) -> str:
    """Why an entry is not opened at all; "" if it is."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link"
    if len(path) > MOST_PATH:
        return "its path is too long"
    outside = path.startswith("/") or ":" in parts[0] or ".." in parts
    return "its path leads out of the archive" if outside else ""
