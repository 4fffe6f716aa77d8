"""Whether others on a machine can read what students must not have: solutions, hidden checks, the gradebook.

A file is open to somebody if it can be read and every folder above it can be entered. Looked at are the permissions of
everybody, and those of groups that have other members.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from grader.course.syllabus import ROOT

OF_THE_CLONE = ("solutions", "grader/course/hidden", "nbgrader/source")
OF_THE_COURSE = (
    "gradebook.db", "seed.secret", "submitted", "earlier", "collected", "autograded", "feedback", "exported",
)  # fmt: skip
CLOSE = "{what} can be read by {who} on this machine. Close {it}: chmod 700 {folders}"
MOST_GROUPS = 20
_READ, _ENTER = 4, 1
_OTHERS, _GROUP = 0, 3  # how far to the left the three bits stand


def warning(course: Path | None = None, root: Path = ROOT) -> str | None:
    """What others can read, and the command that closes it; None if nobody can, or the system has no such permissions.

    Args:
        course: the folder of the nbgrader course; by default the clone's own.
        root: the clone.
    """
    if os.name != "posix":
        return None
    course = course or root / "nbgrader"
    found = {path: who for path in _secrets(course, root) if (who := readers(path))}
    if not found:
        return None
    homes = [root] if course.resolve().is_relative_to(root.resolve()) else [root, course]
    folders = [home for home in homes if any(path.is_relative_to(home) for path in found)]
    names = [_name(path, folders) for path in found]
    return CLOSE.format(
        what=" and ".join([", ".join(names[:-1])] * (len(names) > 1) + names[-1:]),
        who=" and ".join(dict.fromkeys(found.values())),
        it="the folder" if len(folders) == 1 else "the folders",
        folders=" ".join(map(str, folders)),
    )


def _secrets(course: Path, root: Path) -> Iterator[Path]:
    for home, names in ((root, OF_THE_CLONE), (course, OF_THE_COURSE)):
        yield from (home / name for name in names if (home / name).exists())


def _name(path: Path, folders: list[Path]) -> str:
    home = next(folder for folder in folders if path.is_relative_to(folder))
    return f"{path.relative_to(home).as_posix()}{'/' if path.is_dir() else ''}"


def readers(path: Path) -> str | None:
    """Who else can read a file, or enter a folder; None for nobody.

    Args:
        path: a file or a folder. Whoever may enter a folder can read the files in it whose names they know.
    """
    path = path.resolve()
    chain = [path, *path.parents]
    wanted = [_ENTER if path.is_dir() else _READ, *[_ENTER] * len(path.parents)]
    try:
        stats = [one.stat() for one in chain]
    except OSError:
        return None

    def open_to(group: int | None) -> bool:
        """Whether the members of a group, or those who are in none of the groups, get all the way."""
        return all(
            one.st_mode >> (_GROUP if one.st_gid == group else _OTHERS) & bit
            for one, bit in zip(stats, wanted, strict=True)
        )

    if open_to(None):
        return "everybody"
    for group in sorted({one.st_gid for one in stats})[:MOST_GROUPS]:
        name = _group_of_others(group)
        if name is not None and open_to(group):
            return f"the group {name}"
    return None


def _group_of_others(number: int) -> str | None:
    """The name of a group that has other members than this user and root; None if it has none."""
    import grp  # noqa: PLC0415  Windows has neither
    import pwd  # noqa: PLC0415  as above

    try:
        group = grp.getgrgid(number)
    except KeyError:
        return str(number)
    mine = {"root", *(user.pw_name for user in pwd.getpwall() if user.pw_uid == os.getuid())}
    members = {*group.gr_mem, *(user.pw_name for user in pwd.getpwall() if user.pw_gid == number)}
    return group.gr_name if members - mine else None
