"""When a submission was handed in, from its `timestamp.txt`, whatever is in that file.

nbgrader ends at a time that it cannot read, for the whole class. Here such a submission is graded without a time.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from grader.files import read_regular
from grader.protocol.text import one_line

FILE = "timestamp.txt"
UNREADABLE = "{file} holds no time ({why}); it was graded without one, and no lateness is known"
EARLIEST = 1970  # years that computers know; what lies outside is no time of a submission
LATEST = 9000
MOST = 200  # bytes that are read
_ZONE = re.compile(r" (?=[+-]\d\d:?\d\d$)")  # nbgrader takes +0100 for a hundred seconds, if it stands apart


def read_time(folder: Path) -> tuple[dt.datetime | None, str | None]:
    """The time in a folder and what is the matter with it, each None where there is none."""
    try:
        text = read_regular(folder / FILE, MOST, folder).decode("utf-8-sig").strip()
        time = parse_utc(_ZONE.sub("", text)) if text else None
        if time is not None and not EARLIEST <= time.year <= LATEST:
            raise ValueError(f"the year {time.year}")  # noqa: TRY301  told like all else that is no time
    except FileNotFoundError:
        return None, None
    except Exception as error:  # noqa: BLE001  the parsers raise many kinds, and none of them may end a class
        return None, UNREADABLE.format(file=FILE, why=one_line(error, 80))
    return (time, None) if time else (None, UNREADABLE.format(file=FILE, why="it is empty"))


def tolerate() -> None:
    """Let nbgrader's own commands read times as `read_time` does."""

    def get_existing_timestamp(self: Any, dest_path: str) -> dt.datetime | None:
        time, problem = read_time(Path(dest_path))
        if problem:
            self.log.warning("%s: %s", dest_path, problem)
        return time

    CourseDirectory.get_existing_timestamp = get_existing_timestamp
