"""What runs in a worker of a cluster: it proves that it may grade, and grades what it is sent.

Everything that comes and goes is made of what Python brings. The answer is text: a line of JSON about this worker, then
a line for each report. An error is told in it and never raised, since it would travel as a pickle.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import json
import os
import platform
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from grader.batch.cluster.parcel import Parcel, as_here, hand_in_at, lay_out
from grader.batch.pool import Grader, ungraded
from grader.batch.results import line_of
from grader.batch.workers import Settings
from grader.course.fingerprint import run
from grader.course.syllabus import load_course
from grader.errors import GraderError
from grader.protocol.text import clean

MEMORY = "/dev/shm"  # noqa: S108  a folder of its own is made in it
PREFIX = "grader-worker-"
DAY = 86_400  # seconds; no hand-in takes so long
ROOM = 16 << 20  # bytes: what is laid out takes more than its files, and others use that memory, too
MOMENT = 2.0  # seconds after which what is left of an order is given back
WORDS = {"course": "another course", "code": "another version of the kit", "numpy": "numpy {}", "python": "Python {}"}


class Ready(NamedTuple):
    """A grader, and what it was made for."""

    settings: tuple[Any, ...]
    grader: Grader


_ready: list[Ready] = []
_one = threading.Lock()  # a process has one grader


@functools.cache
def _here() -> dict[str, str]:
    """What this process runs; it stays so, whatever happens to the files meanwhile."""
    return run()._asdict()


def grade(settings: Sequence[Any], wanted: Mapping[str, str], parcels: Sequence[Sequence[Any]]) -> bytes:
    """Grade the first of some hand-ins: at least one, and as many as take no longer than a moment.

    Args:
        settings: as `Settings`.
        wanted: the run of the grader that the batch asks for.
        parcels: the hand-ins, each as `Parcel`.
    """
    with _one:
        try:
            grader = _grader(tuple(settings), wanted)
        except Exception as error:  # noqa: BLE001  whatever keeps this machine from grading
            why = str(error) if isinstance(error, GraderError) else repr(error)
            return _answer(clean(why, 500))
        end, lines = time.monotonic() + MOMENT, []
        for one in parcels:
            lines.append(_graded(grader, Parcel._make(one), Settings._make(settings)))
            if time.monotonic() > end:
                break
        return _answer(None, *lines)


def _answer(refused: str | None, *lines: bytes) -> bytes:
    head = {"host": platform.node(), "process": os.getpid(), "refused": refused}
    return b"".join([json.dumps(head).encode() + b"\n", *lines])


def _grader(settings: tuple[Any, ...], wanted: Mapping[str, str]) -> Grader:
    """The grader of this process: its jail is proven here, before anything is graded.

    Raises:
        GraderError: if this is no worker for that batch.
    """
    here = _here()
    other = [WORDS.get(name, name).format(here.get(name)) for name in wanted if here.get(name) != wanted[name]]
    if other:
        raise GraderError(f"it has {' and '.join(other)}")
    if not _ready or _ready[0].settings != settings:
        close()
        _remove_left()
        _ready.append(Ready(settings, Grader(Settings._make(settings))))
        gc.collect()
        gc.freeze()
    return _ready[0].grader


def _graded(grader: Grader, parcel: Parcel, settings: Settings) -> bytes:
    with contextlib.ExitStack() as stack:
        place = Path(f"/{PREFIX}")  # until there is one
        try:
            place = _laid_out(parcel, stack)
            report = grader.grade(hand_in_at(parcel, place))
        except Exception as error:  # noqa: BLE001  a full disk, say
            why = f"our own failure: {clean(repr(error), 200)}"
            hand_in, title = hand_in_at(parcel, place), load_course().title
            report = ungraded(hand_in, title, settings.seed, why, ["our own failure"])
        return as_here(line_of(report).text, place, parcel.told["top"])


def _laid_out(parcel: Parcel, stack: contextlib.ExitStack) -> Path:
    """A folder in which a hand-in is laid out: in memory if there is room, as disks take their time.

    Args:
        parcel: the hand-in.
        stack: with it the folder ends.

    Raises:
        OSError: if something of it cannot be laid out.
    """
    if _has_room(MEMORY, 2 * parcel.size + ROOM):
        with contextlib.suppress(OSError), contextlib.ExitStack() as begun:  # others may have taken the room meanwhile
            place = _new_folder(begun, MEMORY)
            lay_out(parcel, place)
            stack.push(begun.pop_all())
            return place
    place = _new_folder(stack, None)
    lay_out(parcel, place)
    return place


def _new_folder(stack: contextlib.ExitStack, place: str | None) -> Path:
    folder = tempfile.TemporaryDirectory(prefix=PREFIX, dir=place, ignore_cleanup_errors=True)
    return Path(stack.enter_context(folder))


def _has_room(folder: str, size: int) -> bool:
    try:
        there = os.statvfs(folder)
    except OSError:  # there is no such folder
        return False
    return there.f_bavail * there.f_frsize > size and os.access(folder, os.W_OK | os.X_OK)


def _remove_left() -> None:
    """Remove what workers that were killed have left in memory long ago."""
    for folder in Path(MEMORY).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # it is another user's, or just being removed
            if time.time() - folder.stat().st_mtime > DAY:
                for below, names, _ in os.walk(folder):
                    for name in names:
                        if not (path := Path(below, name)).is_symlink():
                            path.chmod(0o700)  # it may have been laid out as one that nobody may read
                shutil.rmtree(folder)


def close() -> None:
    """End the grader of this process, with all that it started."""
    while _ready:
        _ready.pop().grader.close()
