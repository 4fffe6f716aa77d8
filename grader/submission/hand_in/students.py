"""The students of a class: who handed in what, and a name for each that no other has."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from grader.errors import UsageError
from grader.protocol.text import one_line
from grader.submission.archive import IGNORED
from grader.submission.hand_in.class_folder import HandIn
from grader.submission.hand_in.tree import PACKED, Piece
from grader.submission.lms.entry import CODE, Entry, Who, is_code
from grader.submission.lms.gradescope import METADATA
from grader.submission.lms.layouts import read_layout, top_of
from grader.submission.lms.roster import Roster

HARMLESS = (".csv", ".md", ".html", ".json", ".yml", ".xml", ".ini", ".tsv")  # nobody's work
_NUMBERED = re.compile(r"submission_\d+")
NOT_IN_IT = "the roster does not have this student"
NO_WORK = "is no folder, notebook, .py file or zip"
NOBODY = "unnamed"  # whose entry has a name of spaces


class Class(NamedTuple):
    """A class.

    Attributes:
        handed: what was handed in, by name.
        left: a note on each entry that was left out.
        absent: those of the roster who handed nothing in.
        look: whether some of what was left out may be somebody's work.
    """

    handed: list[HandIn]
    left: list[str]
    absent: list[HandIn]
    look: bool = False


def read_class(
    folder: Path, units: Collection[str] = (), layout: str | None = None, roster: Roster | None = None
) -> Class:
    """Who handed in what.

    Args:
        folder: the class.
        units: the units of the course.
        layout: how its platform names the entries, None to find out.
        roster: who is in the class, None where that is not known.

    Raises:
        UsageError: if the folder is not there or cannot be read, or has not this layout.
    """
    if folder.is_file():
        if folder.name.casefold().endswith((*PACKED, ".zip")):
            raise UsageError(f"{folder} is a file. Unpack it, and name the folder that it becomes: grader batch DIR")
        raise UsageError(f"{folder} is a file. Name the folder with a folder for each student: grader batch DIR")
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. Name the one with a folder for each student: grader batch DIR")
    top = top_of(folder)
    there, left = _entries(top)
    if layout is None and there and there.keys() <= {f"{unit}.py" for unit in units}:
        there = {folder.name: folder}  # the files of one student
    written = read_layout(top, there, units, layout, roster)
    groups: dict[str, list[tuple[Path, Entry]]] = {}
    handed: list[HandIn] = []
    for name, entry in there.items():
        if name in written:
            groups.setdefault(written[name].key, []).append((entry, written[name]))
        elif is_code(name) or _is_folder(entry):
            handed.append(HandIn("", entry))
        elif name != METADATA:
            is_packed = name.casefold().endswith(PACKED)
            left[name] = "is an archive of a kind that is not opened: unpack it" if is_packed else NO_WORK
    handed += [_together(top, key, some) for key, some in groups.items()]
    notes = [f"{one_line(name)} {why}" for name, why in sorted(left.items())]
    look = any("link" in why or not name.casefold().endswith(HARMLESS) for name, why in left.items())
    if roster is None:
        return Class(give_names(handed), notes, [], look)
    handed, absent = _called(handed, roster, folder)
    named = give_names([*handed, *absent])
    missing = {one.key for one in absent}
    there_are, are_not = ([one for one in named if (one.key in missing) is out] for out in (False, True))
    return Class(there_are, notes, are_not, look)


def _entries(top: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """The entries of a class's folder by name, and why some were left out.

    Raises:
        UsageError: if the folder cannot be read.
    """
    try:
        entries = sorted(top.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(f"{top} cannot be read: {error.strerror}. Look at its permissions.") from error
    seen = [entry for entry in entries if not entry.name.startswith(".") and entry.name not in IGNORED]
    links = {entry.name for entry in seen if entry.is_symlink() and not is_code(entry.name)}
    there = {entry.name: entry for entry in seen if entry.name not in links}
    return there, dict.fromkeys(sorted(links), "is a link; links are not followed")


def _called(handed: Sequence[HandIn], roster: Roster, folder: Path) -> tuple[list[HandIn], list[HandIn]]:
    """What was handed in, each with who it is in the roster, and those of the roster who handed nothing in."""
    found: list[HandIn] = []
    there: dict[int, HandIn] = {}
    for one in handed:
        who = one.who if one.who.name else Who(_name(one.path))
        numbers, several = roster.find(who), roster.namesakes(who.name)
        lacking = f"the roster has {several} of this name: which one is meant?" if several else NOT_IN_IT
        flags = [] if numbers else [lacking]
        twice = sorted({there[number].path.name for number in numbers if number in there})
        flags += [f"the roster has one student for this and {one_line(name, 100)}" for name in twice]
        if numbers:
            fields = zip(*(roster.rows[number].who for number in numbers), strict=True)
            name, *rest = (", ".join(filter(None, map(one_line, values))) for values in fields)
            ids = (mine or theirs for mine, theirs in zip(rest, one.who[1:], strict=True))
            one = one._replace(who=Who(name, *ids))  # noqa: PLW2901
        there |= dict.fromkeys(numbers, one)
        found.append(one._replace(flags=(*one.flags, *flags)))
    rest_of = [row.who for number, row in enumerate(roster.rows) if number not in there]
    return found, [
        HandIn("", folder, key=f"roster {number} {who.name}", who=Who(*map(one_line, who)))
        for number, who in enumerate(rest_of)
    ]


def _together(top: Path, key: str, some: Sequence[tuple[Path, Entry]]) -> HandIn:
    """What one student handed in, from all the entries that are this student's."""
    entries = [entry for _, entry in some]
    last = max(entries, key=lambda entry: entry.order)
    files = [(path, entry) for path, entry in some if entry.kind == "file"]
    several = len({entry.order for entry in entries}) > 1
    pieces = [Piece(entry.file, path, entry.order, entry.loose, entry.time if several else "") for path, entry in files]
    notes = ["handed in late"] if last.late else []
    too = ", too" if files else ""
    flags = [
        f"{'an online text' if entry.kind == 'text' else 'a link'} was handed in{too}: {one_line(path.name, 200)}"
        for path, entry in some
        if entry.kind in ("text", "link")
    ]
    flags += dict.fromkeys(one_line(entry.flag, 200) for entry in entries if entry.flag)
    if key == f"gradescope {last.who.name}" and _NUMBERED.fullmatch(last.who.name):
        flags.append(f"{METADATA} does not say whose it is")
    who = Who(*map(one_line, last.who))
    path = pieces[0].path if len(pieces) == 1 else top
    pieces = pieces or [Piece(path.name, path) for path, _ in some]
    return HandIn("", path, tuple(pieces), key, who, last.late, one_line(last.time), tuple(notes), tuple(flags))


def give_names(handed: Iterable[HandIn], known: Mapping[str, str] = MappingProxyType({})) -> list[HandIn]:
    """Name the students, so that no two names read the same.

    Names may differ in capital letters, spaces, signs that cannot be printed, and in how a letter is written in
    Unicode, and read the same all the same. Of several such, those whom the platform gives a number get it; else the
    first keeps the name, the others count on. The names depend on the folder alone.

    Args:
        handed: what was handed in.
        known: names that students have already, by `HandIn.entry`; they keep them, and nobody else gets them.
    """
    sort = sorted(handed, key=lambda one: (one.path.name if not one.key else "", one.key))
    called = {one.entry: _tidy(one.who.name) if one.who.name else _name(one.path) for one in sort}
    spoken = Counter(map(_read, called.values()))
    for one in sort:
        if one.who.id not in ("", one.who.name) and spoken[_read(called[one.entry])] > 1:
            called[one.entry] += f" ({one.who.id})"
    names = {one.entry: known.get(one.entry) or called[one.entry] for one in sort}
    wanted = {_read(name) for name in names.values()}  # nobody is given a number that somebody is called by
    taken = {_read(name) for name in known.values()}
    numbers: dict[str, Iterable[int]] = {}
    named = []
    for one in sort:
        name = names[one.entry]
        if one.entry not in known and _read(name) in taken:
            counting = numbers.setdefault(_read(name), itertools.count(2))
            numbered = (f"{name} ({number})" for number in counting)
            name = next(other for other in numbered if _read(other) not in taken | wanted)
        taken.add(_read(name))
        named.append(one._replace(student=name))
    return named


def _name(path: Path) -> str:
    """The name that an entry tells, as it is shown and written."""
    ending = next((one for one in sorted(CODE, key=len, reverse=True) if path.name.casefold().endswith(one)), "")
    return _tidy(path.name[: len(path.name) - len(ending)] if ending and not _is_folder(path) else path.name)


def _tidy(name: str) -> str:
    return unicodedata.normalize("NFC", one_line(" ".join(name.split()))) or NOBODY


def _read(name: str) -> str:
    """A name as it reads to a person, or to a spreadsheet, which takes an apostrophe in front for no part of it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).lstrip("' ")


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
