"""A hand-in as bytes, to be graded on another machine: packed here, and laid out there as it lies here.

What travels is bounded as what is read from the disk is: the files that may be code, up to the size that would be read,
and of all others the names. What is no regular file, or leads out of its folder, is laid out as something that is read
with the same words.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from grader.course.release_stamp import MOST_BYTES as MOST_STAMP
from grader.course.release_stamp import NAME as STAMP
from grader.files import IrregularError, OutsideError, read_regular
from grader.protocol.text import clean
from grader.submission.archive import IGNORED
from grader.submission.hand_in.class_folder import HandIn
from grader.submission.hand_in.tree import DEPTH, HOME, KIT, MAX_ARCHIVE, MAX_NOTEBOOK, MOST_ENTRIES, MOST_FILES, Piece
from grader.submission.lms.entry import Who
from grader.submission.naming import NOTEBOOK, is_python
from grader.submission.notebook import MAX_CELL

FILE, LARGE, FOLDER, ODD, OUTSIDE, DANGLING, CLOSED, SHUT = range(8)  # the last two: nobody may read this file, folder
CLASS = "class"  # the folder on the other machine that stands for the class's
MOST_PARCEL = 128 << 20  # bytes of one hand-in
TOO_MUCH = f"it holds more than {MOST_PARCEL >> 20} MB; the rest was not sent to be graded"


class Thing(NamedTuple):
    """Something in a hand-in.

    Attributes:
        path: where it lies, below the class's folder.
        kind: what it is.
        data: the bytes of a file.
        size: how large a file is that is too large to be read.
    """

    path: str
    kind: int
    data: bytes = b""
    size: int = 0


class Parcel(NamedTuple):
    """A hand-in on its way. It is made of what Python brings, so that every machine understands it.

    Attributes:
        student: the name of the student.
        told: what else is known of the hand-in.
        things: what is in it, folders before what lies in them.
    """

    student: str
    told: dict[str, Any]
    things: list[Thing]

    @property
    def size(self) -> int:
        """How many bytes its files have."""
        return sum(len(one.data) for one in map(Thing._make, self.things))  # of plain data where it has arrived


def pack(hand_in: HandIn) -> Parcel:
    """What a student handed in, as bytes."""
    pieces = hand_in.pieces or (Piece("", hand_in.path),)
    things: list[Thing] = []
    flags, room = hand_in.flags, MOST_PARCEL
    for thing in (thing for piece in pieces for thing in _things(piece.path)):
        if len(thing.data) > room:
            flags = (*hand_in.flags, TOO_MUCH)
            things.append(Thing(thing.path, ODD))
        else:
            room -= len(thing.data)
            things.append(thing)
    told = {
        "top": str(pieces[0].path.parent),
        "path": hand_in.path.name if hand_in.path in [piece.path for piece in pieces] else None,
        "pieces": [(piece.name, piece.path.name, *piece[2:]) for piece in hand_in.pieces],
        "key": hand_in.key,
        "who": tuple(hand_in.who),
        "late": hand_in.late,
        "time": hand_in.time,
        "notes": hand_in.notes,
        "flags": flags,
    }
    return Parcel(hand_in.student, told, things)


def _things(path: Path) -> Iterator[Thing]:
    """A file or folder of a class, and what lies in it, nearest first."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if not stat.S_ISDIR(mode):
        yield _file(path, path.name, None) if stat.S_ISREG(mode) else Thing(path.name, ODD)
        return
    level = [(path.name, path)]
    seen = files = 0
    for depth in range(DEPTH + 2):
        deeper: list[tuple[str, Path]] = []
        for shown, place in level:
            entries = _entries(place)
            yield Thing(shown, SHUT if entries is None else FOLDER)
            if depth > DEPTH or seen > MOST_ENTRIES:
                continue  # nobody looks in there
            home = any(entry.name == HOME for entry in entries or ())
            for entry in entries or ():
                name = f"{shown}/{entry.name}"
                seen += entry.name not in IGNORED
                if not entry.is_dir(follow_symlinks=False):
                    files += _may_be_code(entry.name)
                    yield _file(place / entry.name, name, path, names_only=files > 2 * MOST_FILES)
                elif entry.name in IGNORED or (home and entry.name in KIT) or _is_environment(entry):
                    yield from _unopened(name, entry)
                else:
                    deeper.append((name, place / entry.name))
        level = deeper


def _entries(place: Path) -> list[os.DirEntry[str]] | None:
    """What lies in a folder and is not hidden; None where nobody may look."""
    try:
        with os.scandir(place) as found:
            return sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError:
        return None


def _is_environment(entry: os.DirEntry[str]) -> bool:
    return Path(entry, "pyvenv.cfg").is_file() or Path(entry, "conda-meta").is_dir()


def _unopened(name: str, entry: os.DirEntry[str]) -> Iterator[Thing]:
    """A folder that is not looked into, and the file by which an environment is known, where it is one."""
    yield Thing(name, FOLDER)
    if _is_environment(entry):
        yield Thing(f"{name}/pyvenv.cfg", FILE)


def _may_be_code(name: str) -> bool:
    return is_python(name) or name.casefold().endswith((NOTEBOOK, ".zip", ".txt"))


def _file(path: Path, shown: str, root: Path | None, *, names_only: bool = False) -> Thing:
    """What is no folder."""
    name = path.name.casefold()
    limit = MAX_NOTEBOOK if name.endswith(NOTEBOOK) else MAX_ARCHIVE if name.endswith(".zip") else MAX_CELL
    wanted = _may_be_code(name) and not names_only
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Thing(shown, ODD)
        if root and path.is_symlink() and root.resolve() not in path.resolve().parents:
            return Thing(shown, OUTSIDE)
        if name != STAMP and not wanted:
            return Thing(shown, FILE)
        data = read_regular(path, (limit if wanted else MOST_STAMP) + 1, root)
    except IrregularError:
        return Thing(shown, ODD)
    except OutsideError:
        return Thing(shown, OUTSIDE)
    except FileNotFoundError:
        return Thing(shown, DANGLING)
    except OSError:
        return Thing(shown, CLOSED)
    return Thing(shown, LARGE, size=len(data)) if len(data) > limit else Thing(shown, FILE, data)


def hand_in_at(parcel: Parcel, place: Path) -> HandIn:
    """A hand-in as it is where it is laid out.

    Args:
        parcel: the hand-in.
        place: the folder for it.
    """
    told, home = parcel.told, place / CLASS
    return HandIn(
        parcel.student,
        home if told["path"] is None else home / told["path"],
        tuple(Piece(name, home / file, *more) for name, file, *more in told["pieces"]),
        told["key"],
        Who(*told["who"]),
        told["late"],
        told["time"],
        tuple(told["notes"]),
        tuple(told["flags"]),
    )


def lay_out(parcel: Parcel, place: Path) -> None:
    """Lay out a hand-in in an empty folder.

    Args:
        parcel: the hand-in.
        place: the folder.

    Raises:
        OSError: if something of it cannot be laid out.
    """
    home = place / CLASS
    (place / "outside").touch()
    home.mkdir()
    for thing in map(Thing._make, parcel.things):
        path = home / thing.path
        if thing.kind == FILE:
            path.write_bytes(thing.data)
        elif thing.kind == LARGE:
            path.touch()
            os.truncate(path, thing.size)
        elif thing.kind in (FOLDER, SHUT):
            path.mkdir()
        elif thing.kind == ODD:
            os.mkfifo(path)
        elif thing.kind == CLOSED:
            path.touch()
        else:
            path.symlink_to(place / ("outside" if thing.kind == OUTSIDE else "nowhere"))
        if thing.kind in (CLOSED, SHUT):
            path.chmod(0)


def as_here(text: bytes, place: Path, top: str) -> bytes:
    """A report on a hand-in that was laid out, as JSON, with the paths that it has where it was packed.

    No submission can write where it was laid out: it is called by chance, and the jail does not show it.

    Args:
        text: the report.
        place: where it was laid out.
        top: the folder of the class where it was packed.
    """
    there, here = (json.dumps(clean(one), ensure_ascii=False)[1:-1].encode() for one in (place / CLASS, top))
    below = b"" if top == "." else here.rstrip(b"/") + b"/"
    return text.replace(there + b"/", below).replace(there, here)
