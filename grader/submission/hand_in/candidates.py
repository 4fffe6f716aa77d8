"""The files that could be meant for each unit, read: which hold work, which only the stubs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from grader.course.syllabus import Course
from grader.protocol.text import clean
from grader.submission.cells import Cell
from grader.submission.folder import MAX_SOURCE
from grader.submission.hand_in.tree import HOME, Item, UnusableError, load
from grader.submission.naming import NOTEBOOK, Named, is_python, unit_of, version_of, week_of
from grader.submission.notebook import NotebookFiles
from grader.submission.reader import Reader
from grader.submission.source import File, Problem, UnreadableError, read_text

MOST_NAMED, MOST_OTHERS = 60, 20  # files with the name of a unit, and other ones, that are read
MOST_TEXT = 1 << 20  # bytes of them
EMPTY, STUB, BROKEN, WORK = range(4)  # what stands in a file, the best last


@dataclass
class Candidate:
    """A file that could be meant for a unit.

    Attributes:
        item: where it lies.
        plain: whether its name is the one that it has to have.
        file: what was read.
        state: what stands in it.
        read: the notebook, or file for any unit, that it is a part of.
        wide: whether it is not named after the unit.
    """

    item: Item
    plain: bool
    file: File
    state: int
    read: NotebookFiles | None = None
    wide: bool = False

    @property
    def version(self) -> int:
        """The attempt that its path tells."""
        return version_of(self.item.parts)

    def rank(self) -> tuple[object, ...]:
        """The larger, the likelier it is the one that is meant, among those of an attempt with as much in them."""
        parts = self.item.parts
        packed = any(part.casefold().endswith(".zip") for part in parts)
        final = any("final" in part.casefold() for part in parts)
        return (
            not self.wide, self.plain, not packed, HOME in parts[:-1][-1:], final, -len(parts), self.version,
            week_of(parts), [-ord(sign) for sign in self.item.shown],
        )  # fmt: skip

    def same_as(self, other: Candidate) -> bool:
        """Whether the same stands in both."""
        ours, theirs = self.file, other.file
        if ours.source is None or theirs.source is None:
            return ours.source is theirs.source and self.item.data is not None and self.item.data == other.item.data
        return ours.source.split() == theirs.source.split()


class Unread(NamedTuple):
    """A file that could not be read, and why."""

    item: Item
    why: str


def state_of(file: File, names: Iterable[str]) -> int:
    """What stands in a file of which these names are asked for."""
    if file.source is None:
        return BROKEN
    defined = [file.functions[name] for name in names if name in file.functions]
    if not defined:
        return EMPTY
    return STUB if all(function.todo for function in defined) else WORK


def named_candidates(items: Sequence[Item], course: Course, reader: Reader) -> dict[str, list[Candidate]]:
    """Those whose names mean a unit, by unit.

    Args:
        items: the files that were handed in, nearest first.
        course: the course.
        reader: what reads them.
    """
    units = [unit.name for unit in course.units]
    meant = [(item, named) for item in items if (named := _named(item, units))][:MOST_NAMED]
    texts: dict[str, bytes] = {}
    unusable: dict[str, str] = {}
    for number, (item, _) in enumerate(meant):
        try:
            data = load(item, MAX_SOURCE)
            if sum(map(len, texts.values())) + len(data) <= MOST_TEXT:
                texts[str(number)] = data
            else:
                unusable[str(number)] = "there is too much beside it"
        except UnusableError as error:
            unusable[str(number)] = str(error)
    files = reader.files(texts)
    found: dict[str, list[Candidate]] = {name: [] for name in units}
    for number, (item, named) in enumerate(meant):
        file = _own(files.get(str(number)), unusable.get(str(number), ""), item, named)
        state = state_of(file, course.contract[named.unit])
        if state > EMPTY or named.plain:
            kept = item if item.data is not None else item._replace(data=texts.get(str(number)))
            found[named.unit].append(Candidate(kept, named.plain, file, state))
    return found


def _named(item: Item, units: Sequence[str]) -> Named | None:
    name = item.parts[-1]
    return None if name.casefold().endswith(NOTEBOOK) else unit_of(name, units)


def _own(file: File | None, why: str, item: Item, named: Named) -> File:
    """The file under the name that it has to have for others to import it."""
    name = f"{named.unit}.py"
    if file is None:
        return File(item.shown, None, Problem(name, None, why))
    problem = file.problem and Problem(name, file.problem.line, file.problem.message)
    return replace(file, shown=item.shown, problem=problem)


def wide_candidates(
    items: Sequence[Item], course: Course, reader: Reader, unread: list[Unread]
) -> Iterator[tuple[str, Candidate]]:
    """Notebooks, and Python files that may hold functions of any unit: each with the units that it has something of.

    Args:
        items: the files.
        course: the course.
        reader: what reads them.
        unread: gets those that cannot be read.
    """
    units = [unit.name for unit in course.units]
    for item in items[:MOST_OTHERS]:
        try:
            read = read_wide(item, course, reader)
        except (UnusableError, UnreadableError) as error:
            unread.append(Unread(item, str(error)))
            continue
        named = unit_of(item.parts[-1], units)
        has = [
            (unit, file) for unit, file in read.units.items() if any(n in file.functions for n in course.contract[unit])
        ]
        for unit, file in has:
            plain = named is not None and named.unit == unit and named.plain
            state = state_of(file, course.contract[unit])
            yield unit, Candidate(item, plain, file, state, read, wide=named is None or named.unit != unit)
        if not has and read.problems:
            unread.append(Unread(item, read.problems[0].message))


def read_wide(item: Item, course: Course, reader: Reader) -> NotebookFiles:
    """A notebook, or Python file that may hold functions of any unit.

    Raises:
        UnusableError: if the file cannot be used.
        UnreadableError: if it cannot be read.
    """
    data = load(item)
    shown = clean(item.path) if item.data is None else f"{clean(item.path)}: {item.shown}"
    if item.parts[-1].casefold().endswith(NOTEBOOK):
        return reader.notebook(data, shown, course.contract)
    return reader.cells([Cell(item.parts[-1], read_text(data))], shown, course.contract)


def is_wide(item: Item, units: Sequence[str]) -> bool:
    """Whether a file may hold functions of any unit: a notebook, or Python that no name of a unit is in."""
    name = item.parts[-1]
    return name.casefold().endswith(NOTEBOOK) or (is_python(name) and unit_of(name, units) is None)


def is_mentioned(item: Item, sources: Iterable[str | None]) -> bool:
    """Whether a file is one that others import: its name stands in them."""
    stem = item.parts[-1].partition(".")[0]
    if not stem.isidentifier():
        return False
    word = rf"\b{re.escape(stem)}\b"  # bounds: a stranger wrote what is looked through
    pattern = re.compile(rf"\bimport\b[^\n]{{0,200}}{word}|\bfrom[ \t]{{1,20}}[\w.]{{0,100}}{word}")
    return any(source and stem in source and pattern.search(source) for source in sources)
