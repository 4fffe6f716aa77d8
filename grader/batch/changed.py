"""Who of those that a batch has graded handed in something else since, or is gone; their reports stay."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from grader.graded_class.reports import HEADER
from grader.protocol.text import listed, one_line
from grader.submission.archive import IGNORED
from grader.submission.hand_in.class_folder import HandIn

MOST_TOLD = 10
ANEW = "To grade anew, name another place and leave out --resume: --out OUT"


def told_of_changes(out: Path, handed: Sequence[HandIn], done: Collection[str]) -> list[str]:
    """What should be known of a batch that is gone on with, in a sentence for each kind.

    A file counts as changed where the disk says so; what it was when it was graded is kept nowhere.

    Args:
        out: the folder of the batch.
        handed: what is handed in now.
        done: the students who are graded already.
    """
    begun = (out / HEADER).stat().st_mtime_ns
    changed = [one.student for one in handed if one.student in done and _latest(one) > begun]
    gone = sorted(set(done) - {one.student for one in handed})
    told = []
    if changed:
        told.append(f"Written since the batch was begun, so that reports may be of older files: {_names(changed)}.")
    if gone:
        told.append(f"No longer in the folder, and the reports stay: {_names(gone)}.")
    return [f"{text} {ANEW}" for text in told]


def _latest(hand_in: HandIn) -> int:
    """When a file of a student's was last written or put where it lies, in nanoseconds; 0 where that is not known."""
    paths = [piece.path for piece in hand_in.pieces] or [hand_in.path]
    return max((_time(path) for top in paths for path in _files(top)), default=0)


def _files(top: Path) -> Iterator[Path]:
    """The files that may count, below a folder or alone."""
    if top.is_symlink() or not top.is_dir():
        yield top
        return
    for place, folders, files in os.walk(top):
        folders[:] = [name for name in folders if _counts(name)]
        yield from (Path(place, name) for name in files if _counts(name))


def _counts(name: str) -> bool:
    return not name.startswith(".") and name not in IGNORED


def _time(path: Path) -> int:
    try:
        status = path.lstat()
    except OSError:
        return 0
    return max(status.st_mtime_ns, status.st_ctime_ns) if stat.S_ISREG(status.st_mode) else 0


def _names(names: Sequence[str]) -> str:
    return listed([one_line(name, 100) for name in names], MOST_TOLD)
