"""Which platform a class comes from: told by all of its entries, never by one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from grader.errors import UsageError
from grader.submission.lms.blackboard import Blackboard
from grader.submission.lms.entry import Entry, Layout, Who, is_code
from grader.submission.lms.gradescope import METADATA, Gradescope, read_metadata
from grader.submission.lms.names import Brightspace, Canvas, Moodle
from grader.submission.lms.roster import Roster

PLAIN = "plain"
CLASSROOM = "-submissions"  # GitHub's program clones `hw1-ada`, `hw1-ben`, … into `hw1-submissions`
NAMES = ("plain", "canvas", "moodle", "gradescope", "blackboard", "brightspace", "prefix")
NUMBERED = ("canvas", "moodle", "brightspace")  # they number students: the key of an entry holds the number
BY_NAMES: tuple[Layout, ...] = (Moodle(), Blackboard(), Brightspace(), Canvas())
SURE = 0.5  # the share of the entries that may be somebody's work of which a platform has to account for
_EXPORT = re.compile(r"assignment_\d+_export.*")


class Prefix:
    """`ada_functions.py`, `ada_chains.py`: all students' files in one folder, each under the student's name.

    Args:
        units: the units of the course.
    """

    name = "prefix"

    def __init__(self, units: Collection[str]) -> None:
        either = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
        self._pattern = re.compile(rf"(?P<name>.+?)[ _-]+(?P<file>(?:{either})\b.*)", re.DOTALL | re.IGNORECASE)

    def read(self, names: Iterable[str]) -> Mapping[str, Entry]:
        """As `Layout.read`."""
        found = {}
        for one in names:
            match = self._pattern.fullmatch(one)
            if match and is_code(one):
                found[one] = Entry(Who(match["name"]), f"prefix {match['name'].casefold()}", match["file"])
        return found


def top_of(folder: Path) -> Path:
    """The folder that holds the students: of an export that was unpacked into a folder of its own, that one."""
    try:
        inside = [entry for entry in folder.iterdir() if not entry.name.startswith((".", "__MACOSX"))]
    except OSError:
        return folder
    if len(inside) != 1 or inside[0].is_symlink() or not inside[0].is_dir():
        return folder
    if _EXPORT.fullmatch(inside[0].name) and _is_file(inside[0] / METADATA):
        return inside[0]
    try:
        names = [entry.name for entry in inside[0].iterdir()]
    except OSError:
        return folder
    assignment = inside[0].name.removesuffix(CLASSROOM)
    if assignment != inside[0].name and sum(name.startswith(f"{assignment}-") for name in names) > 1:
        return inside[0]
    people = ({entry.key for entry in layout.read(names).values()} for layout in BY_NAMES)
    return inside[0] if any(len(some) > 1 for some in people) else folder  # of several students, so nobody's own


def read_layout(
    folder: Path, names: Collection[str], units: Collection[str], wanted: str | None, roster: Roster | None = None
) -> dict[str, Entry]:
    """What the platforms wrote that a class comes from, by the name of the entry; other entries are a student each.

    Args:
        folder: the folder of the class.
        names: its entries that may be somebody's work, or belong to it.
        units: the units of the course.
        wanted: the layout that it has for sure, None to find out.
        roster: who is in the class, None where that is not known.

    Raises:
        UsageError: if it has not the layout that is wanted.
    """
    if wanted == PLAIN:
        return {}
    by_names = (Blackboard(roster) if one.name == Blackboard.name else one for one in BY_NAMES)
    layouts: list[Layout] = [*by_names, Prefix(units)]
    if _is_file(folder / METADATA):  # at the top, where Gradescope writes and no student does
        try:
            layouts.insert(0, Gradescope(read_metadata(folder / METADATA)))
        except OSError as error:
            raise UsageError(
                f"{folder / METADATA} cannot be read: {error.strerror}. Look at its permissions."
            ) from error
    if wanted is not None:
        layout = next((one for one in layouts if one.name == wanted), None)
        found = dict(layout.read(names)) if layout else {}
        if not found:
            what = f"{METADATA} is not there" if layout is None else "no entry is named as it names them"
            raise UsageError(f"{folder} has not the layout {wanted}: {what}. Leave --layout out, or name another.")
        return found
    found = {}
    for layout in layouts:
        left = [name for name in names if name not in found]
        own = layout.read(left)
        if own and _is_sure(layout, own, left):
            found |= own
    return found


def _is_sure(layout: Layout, own: Mapping[str, Entry], names: Collection[str]) -> bool:
    """Whether a layout is that of a class, and not a name in it that happens to look so."""
    if layout.name in ("gradescope", "moodle"):  # a file at the top; a name that nothing else has
        return True
    work = [name for name in names if is_code(name)] if any(entry.file for entry in own.values()) else list(names)
    if layout.name == "prefix":
        return len(own) > 1 and len(own) == len(work)
    share = sum(name in own for name in work) / len(work) if work else 1.0
    return share > SURE or (len(own) > 1 and share >= SURE)


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
