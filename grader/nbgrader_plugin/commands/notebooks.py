"""Which notebook of a hand-in is meant for an assignment; what counts is what counts in a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from grader.course.syllabus import Course
from grader.errors import UsageError
from grader.protocol.text import listed
from grader.submission.hand_in.candidates import BROKEN, EMPTY, Candidate, Unread, wide_candidates
from grader.submission.hand_in.choose import choose
from grader.submission.hand_in.class_folder import HandIn
from grader.submission.hand_in.tree import Item, Piece, look_through
from grader.submission.naming import NOTEBOOK, unit_of
from grader.submission.reader import Reader
from grader.submission.source import File


@dataclass
class Handed:
    """What a student handed in, as far as nbgrader is concerned.

    Attributes:
        notebooks: what may be a notebook, nearest first.
        others: the paths of other files.
        chosen: the notebook that is meant; None where none is.
        units: the units that the names of notebooks tell.
        notes: what was chosen, and what was left aside.
        flags: what a person has to look at.
    """

    notebooks: list[Item]
    others: list[str]
    chosen: Item | None = None
    units: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def look(hand_in: HandIn, course: Course, reader: Reader) -> Handed:
    """What a student handed in; nothing is chosen yet."""
    tree = look_through(hand_in.pieces or [Piece("", hand_in.path)], reader)
    notebooks = [item for one in tree.items if (item := _notebook(one)) is not None]
    others = [one.shown for one in tree.items if _notebook(one) is None]
    names = [unit.name for unit in course.units]
    units = {named.unit for item in notebooks if (named := unit_of(item.parts[-1], names))}
    flags = [*hand_in.flags, *tree.flags]
    return Handed(notebooks, [*others, *tree.others], None, units, [*hand_in.notes], flags)


def _notebook(item: Item) -> Item | None:
    """A file as a notebook, also where a browser added `.txt` to its name; None if it is none."""
    name = item.parts[-1].removesuffix(".txt")
    return item._replace(parts=(*item.parts[:-1], name)) if name.casefold().endswith(NOTEBOOK) else None


def pick(handed: Handed, unit: str, course: Course, reader: Reader) -> None:
    """Choose the notebook that is meant for a unit: of those named after others, none.

    Args:
        handed: what was handed in; it gets what is chosen, with notes and flags.
        unit: name of the unit, and of the assignment.
        course: the course.
        reader: what reads notebooks.
    """
    names = [one.name for one in course.units]
    named = {item.parts: unit_of(item.parts[-1], names) for item in handed.notebooks}
    mine = [item for item in handed.notebooks if (told := named[item.parts]) is None or told.unit == unit]
    unread: list[Unread] = []
    some = [one for name, one in wide_candidates(mine, course, reader, unread) if name == unit]
    known = {one.item.parts for one in some}
    broken = {one.item.parts for one in unread}
    for item in mine:
        told = named[item.parts]
        if item.parts not in known and (told is not None or (len(mine) == 1 and not some)):
            file = File(item.shown, None if item.parts in broken else "")
            plain = told is not None and told.plain
            some.append(Candidate(item, plain, file, BROKEN if item.parts in broken else EMPTY, wide=told is None))
    if some:
        choice = choose(unit, some)
        handed.chosen = choice.chosen.item
        handed.notes += choice.notes
        handed.flags += choice.flags
        if not choice.notes and choice.chosen.item.parts[-1] != f"{unit}{NOTEBOOK}":
            handed.notes.append(f"{unit} from {choice.chosen.item.shown}")
    else:
        there = [*(item.shown for item in handed.notebooks), *handed.others]
        handed.flags.append(f"no notebook of {unit}, but {listed(there)}" if there else f"no notebook of {unit}")


def assignment_of(handed: Iterable[Handed], course: Course, reader: Reader) -> str:
    """The assignment that a class handed in: the unit that most students' notebooks are named after, or are of.

    Raises:
        UsageError: if that is not certain.
    """
    everybody = list(handed)
    votes = Counter(unit for one in everybody for unit in one.units)
    if not votes:
        votes = Counter(unit for one in everybody if (unit := _by_content(one.notebooks, course, reader)))
    if not votes:
        raise UsageError("No notebook in it tells its assignment. Name it: grader collect ZIP ASSIGNMENT")
    (unit, most), *others = votes.most_common()
    if others and others[0][1] == most:
        also = ", ".join(sorted([unit, *(name for name, count in others if count == most)]))
        raise UsageError(f"It holds notebooks of several assignments: {also}. Name one: grader collect ZIP ASSIGNMENT")
    return unit


def _by_content(notebooks: Sequence[Item], course: Course, reader: Reader) -> str | None:
    """The unit of which most functions stand in the notebooks; of two with as many, the later one."""
    count: Counter[str] = Counter()
    for unit, one in wide_candidates(notebooks, course, reader, []):
        count[unit] += sum(name in one.file.functions for name in course.contract[unit])
    return max(count, key=lambda unit: (count[unit], [one.name for one in course.units].index(unit)), default=None)
