"""Notice that files were saved, by polling: that works on every file system, also over a network."""

from __future__ import annotations

import os
import stat
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.protocol.text import one_line

FRESH = 2.5  # seconds; the coarsest clock of a file system (FAT) counts in steps of two
MOST = 1 << 20  # bytes that are read to see whether a file changed


@dataclass(frozen=True)
class _State:
    """What tells one version of a file from another."""

    clock: tuple[int, int, int]
    content: int | None


class FileWatcher:
    """The Python files of a folder, compared with what they were at the last look.

    A file has changed if its time, size or number in the file system has. Two saves of one size within one step of a
    coarse clock would look the same, so the content of a file that was saved just now is compared, too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen = self._look()

    def changed(self) -> set[str]:
        """The names of the files that were saved, made, replaced or deleted since the last look."""
        now, before = self._look(), self._seen
        self._seen = now
        return {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}

    def _look(self) -> dict[str, _State]:
        try:
            names = os.listdir(self._folder)  # noqa: PTH208  the quickest look, fifty times a second
        except OSError:  # the folder is away, or being replaced
            return {}
        seen = getattr(self, "_seen", {})
        states = {name: self._state(name, seen.get(name)) for name in names if _counts(name)}
        return {name: state for name, state in states.items() if state is not None}

    def _state(self, name: str, before: _State | None) -> _State | None:
        path = f"{self._folder}{os.sep}{name}"  # no Path: this runs fifty times a second for each file
        try:
            found = os.stat(path)  # noqa: PTH116
            clock = (found.st_mtime_ns, found.st_size, found.st_ino)
            regular = stat.S_ISREG(found.st_mode) and found.st_size <= MOST
            if regular and abs(time.time() - found.st_mtime) < FRESH:
                return _State(clock, zlib.crc32(Path(path).read_bytes()))
        except OSError:
            return None
        same = before is not None and before.clock == clock
        return before if same else _State(clock, None)


def _counts(name: str) -> bool:
    """Whether a name is that of a Python file, and not of an editor's backup."""
    return name.endswith(".py") and not name.startswith(".")


def told_of(folder: Path, names: Sequence[str]) -> str:
    """Which files were saved, and which were deleted."""
    there = [name for name in names if (folder / name).exists()]
    found = (("saved", there), ("deleted", [name for name in names if name not in there]))
    return "; ".join(f"{what}: {one_line(', '.join(some))}" for what, some in found if some)
