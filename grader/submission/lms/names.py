"""Platforms that write everything into names: Canvas, Moodle, Brightspace; Blackboard has a file of its own.

Each pattern begins at the left, where the platform writes; what a student wrote stands at the right of it, so nobody
can pass for somebody else by the name of a file. The sources of these formats are named on the page "Grade a class".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from grader.submission.lms.entry import Entry, Who

# Canvas makes a name of letters, digits and underscores, in which no `_1_` is left: the first two numbers are its own.
_CANVAS = re.compile(
    r"(?:(?P<name>\w+?)_)??(?P<late>LATE_)?(?P<id>\d+|anon_[A-Za-z0-9]+)_"
    r"(?:(?P<order>\d+)_(?P<file>.+)|(?P<kind>text|link)\.html)",
    re.DOTALL,
)
# Moodle turns underscores in names into spaces; a group that everybody is in has no number.
_MOODLE = re.compile(
    r"(?P<name>.*?)(?:_(?P<id>\d+))?_assignsubmission_(?P<kind>file|onlinetext|[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)
_BRIGHTSPACE = re.compile(
    r"(?P<id>\d+)-\d+ - (?P<name>.+?) - (?P<time>[^-]*\d{4}[^-]*?)(?: - (?P<file>.+))?", re.DOTALL
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Canvas:
    """`doejane_LATE_1234_5678_functions-1.py`: name, late, the student's number, the file's, the file's name."""

    name = "canvas"

    def read(self, names: Iterable[str]) -> Mapping[str, Entry]:
        """As `Layout.read`."""
        found = {}
        for one in names:
            if match := _CANVAS.fullmatch(one):
                who = Who(match["name"] or match["id"], match["id"])
                found[one] = Entry(
                    who, f"canvas {match['id']}", match["file"] or "", int(match["order"] or 0) % (1 << 62),
                    bool(match["late"]), kind=match["kind"] or "file", loose=True,
                )  # fmt: skip
        return found


class Moodle:
    """`Jane Doe_1234_assignsubmission_file_`, a folder; or, in one folder for all, followed by the file's name."""

    name = "moodle"

    def read(self, names: Iterable[str]) -> Mapping[str, Entry]:
        """As `Layout.read`."""
        found = {}
        for one in names:
            if match := _MOODLE.fullmatch(one):
                who = Who(match["name"] or match["id"] or "unnamed", match["id"] or "")
                kind = {"file": "file", "onlinetext": "text"}.get(match["kind"], match["kind"])
                found[one] = Entry(who, f"moodle {match['id'] or match['name']}", match["file"] or "", kind=kind)
        return found


class Brightspace:
    """`12345-67890 - Jane Doe - Mar 3, 2026 1030 PM`, a folder for each attempt, or followed by the file's name."""

    name = "brightspace"

    def read(self, names: Iterable[str]) -> Mapping[str, Entry]:
        """As `Layout.read`. A number beside which several names stand is no student's, so there the names count."""
        matches = {one: match for one in names if (match := _BRIGHTSPACE.fullmatch(one))}
        called: dict[str, set[str]] = {}
        for match in matches.values():
            called.setdefault(match["id"], set()).add(match["name"])
        found = {}
        for one, match in matches.items():
            number, name = match["id"], match["name"]
            if len(called[number]) > 1:
                who, key = Who(name), f"brightspace {number} {name}"
            else:
                who, key = Who(name, number), f"brightspace {number}"
            found[one] = Entry(who, key, match["file"] or "", _order(match["time"]), False, match["time"])
        return found


def _order(time: str) -> int:
    """A number that grows with a time such as `Mar 3, 2026 1030 PM` or `3 March, 2026 10:30 PM`; 0 if it is none."""
    month = next((i for i, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}", time.casefold())), 0)
    year = re.search(r"\b(\d{4}),?\s", time)
    day = re.search(r"\b(\d{1,2})\b(?![:.])", time)
    clock = re.search(r"\b(\d{1,2})[:.]?(\d\d)\s*([AP])M", time, re.IGNORECASE)
    if not (month and year and day and clock):
        return 0
    hour = int(clock[1]) % 12 + 12 * (clock[3] in "Pp")
    return (((int(year[1]) * 100 + month) * 100 + int(day[1])) * 100 + hour) * 100 + int(clock[2])
