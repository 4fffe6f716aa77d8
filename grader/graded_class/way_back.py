"""What a platform calls a student's hand-in, so that it takes feedback back: from the names in its own download.

Canvas reads the first two whole numbers between underscores: the student's and the file's
(`doejane_1234_5678_functions.py`). Moodle reads the first four parts between underscores: name, participant's number,
`assignsubmission`, `file` (`Jane Doe_1234_assignsubmission_file`).
"""

from __future__ import annotations

import enum
import re
from pathlib import PurePath
from typing import NamedTuple

from grader.graded_class.records import Student

_CANVAS = re.compile(r"(?P<name>\w+?)_(?:LATE_)?(?P<number>\d+)_(?:\d+_(?P<file>.+)|(?:text|link)\.html)", re.DOTALL)
_MOODLE = re.compile(r"(?P<name>[^_]*)_(?P<number>\d+)_assign(?:submission|feedback)_[a-z]+(?:_.*)?", re.DOTALL)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
MOST_BYTES = 180  # of a name, so that there is room for what is put behind it


class Platform(enum.Enum):
    """Where a class comes from."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    OTHER = "other"


class WayBack(NamedTuple):
    """How a platform knows a hand-in.

    Attributes:
        platform: which platform.
        name: the student, as it writes the name.
        number: its number for the student; "" where it told none.
        file: the name of a file that it takes back as feedback to this student, or that the page has here.
        takes: whether the platform takes that file back.
    """

    platform: Platform
    name: str
    number: str
    file: str
    takes: bool = True


def way_back(student: Student) -> WayBack:
    """How the platform knows what a student handed in, from the names of it: the first that a platform wrote."""
    own = f"{file_name(student.name)}.html"
    for part in student.entries:
        if match := _MOODLE.fullmatch(part):
            back = f"{match['name']}_{match['number']}_assignsubmission_file_/feedback.html"
            return WayBack(Platform.MOODLE, match["name"], match["number"], back)
        if match := _CANVAS.fullmatch(part):
            if not match["file"]:  # text that was typed in has no file's number, which Canvas looks for
                return WayBack(Platform.CANVAS, match["name"], match["number"], own, takes=False)
            stem = part[: match.start("file")] + PurePath(match["file"]).stem
            return WayBack(Platform.CANVAS, match["name"], match["number"], f"{stem}.html")
    return WayBack(Platform.OTHER, "", "", own, takes=False)


def file_name(name: str) -> str:
    """A student's name as every system can name a file; other names may give the same."""
    safe = _UNSAFE.sub("_", name).strip(" .") or "unnamed"
    return safe.encode("utf-8", "replace")[:MOST_BYTES].decode("utf-8", "ignore")
