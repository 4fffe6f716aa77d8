"""Stamp a release, and compare the stamp that a submission brings with what the course is now."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from pathlib import Path

from grader import __version__
from grader.course.release_stamp import Stamp, read_stamp
from grader.course.syllabus import ROOT, load_course

KINDS = ("solutions", "grader/course/checks", "grader/course/misconceptions", "grader/course/alternatives")


def stamp_of(units: Sequence[str]) -> Stamp:
    """The stamp of a release of units, as the course is now."""
    return Stamp(_digest(tuple(units)), __version__, load_course().title, tuple(units))


@functools.cache
def _digest(units: tuple[str, ...]) -> str:
    """What the answers and words of a kit depend on, in a few letters."""
    found = hashlib.sha256(f"{__version__} {load_course().title}".encode())
    for unit in units:
        for path in (*(f"{kind}/{unit}.py" for kind in KINDS), f"grader/course/hints/{unit}.toml"):
            found.update(path.encode() + b"\0" + (ROOT / path).read_bytes() + b"\0")
    return found.hexdigest()[:16]


def look(path: Path) -> tuple[str | None, list[str]]:
    """The release that a stamp names, and what an instructor should know of it; the stamp may be forged."""
    try:
        stamp = read_stamp(path)
    except ValueError as error:
        return None, [f"which release it was made with is not known: {error}"]
    course = load_course()
    if stamp.course != course.title or not set(stamp.units) <= {unit.name for unit in course.units}:
        return stamp.release, [f"made with a release of another course, {stamp.course}"]
    now = stamp_of(stamp.units).release
    if stamp.release != now:
        return stamp.release, [f"made with a release of an older course ({stamp.release}; the course is {now} now)"]
    return stamp.release, []
