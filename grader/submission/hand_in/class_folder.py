"""Read what each student of a class handed in, and report what is odd about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from grader.course.syllabus import Course
from grader.errors import UsageError
from grader.protocol.text import listed, one_line
from grader.submission.cell_places import Origin
from grader.submission.folder import Submission, read_submission
from grader.submission.hand_in.assemble import Assembled, assemble
from grader.submission.hand_in.candidates import WORK, is_mentioned, state_of
from grader.submission.hand_in.tree import HOME, Item, Piece, Tree, look_through
from grader.submission.lms.entry import Who
from grader.submission.lms.layouts import BY_NAMES
from grader.submission.naming import NOTEBOOK, is_python, unit_of
from grader.submission.reader import Reader
from grader.submission.source import MISSING

MOST_TOLD = 4


class UngradableError(Exception):
    """Nothing of a submission can be graded; the text says why.

    Attributes:
        flags: what else is odd about it.
        notes: what else is known of it.
    """

    def __init__(self, why: str, flags: Sequence[str] = (), notes: Sequence[str] = ()) -> None:
        super().__init__(why)
        self.flags, self.notes = [*flags], [*notes]


class HandIn(NamedTuple):
    """What one student handed in.

    Attributes:
        student: the name of the student, which no other has.
        path: where it lies.
        pieces: the files and folders, where it is not `path` alone.
        key: what it is called in `students.json`; "" for the name of `path`.
        who: what the platform and the roster know of the student.
        late: whether the platform calls it late.
        time: when it was handed in, as the platform wrote it.
        notes: what a person may want to know.
        flags: what a person has to look at.
    """

    student: str
    path: Path
    pieces: tuple[Piece, ...] = ()
    key: str = ""
    who: Who = Who("")
    late: bool = False
    time: str = ""
    notes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def entry(self) -> str:
        """What it is called in `students.json`."""
        return self.key or self.path.name


@dataclass
class Found:
    """The submission of a student, and what a person should know about it.

    Attributes:
        submission: the submission.
        flags: what a person has to look at.
        notes: what was chosen, and what was left aside.
        causes: what explains points that are missing.
        files: the file of each unit that was found, by its path in what was handed in.
        origins: the units whose files were made of something else, and what that is.
    """

    submission: Submission
    flags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)


def read_hand_in(hand_in: HandIn, course: Course, reader: Reader, asked: Collection[str] | None = None) -> Found:
    """Read what a student handed in: unit files, notebooks or Python files with functions, wherever they lie.

    Args:
        hand_in: where it lies.
        course: the course.
        reader: what reads the text in it, and opens archives.
        asked: names of the units that are graded, None for all.

    Raises:
        UngradableError: if there is nothing to grade.
    """
    tree = look_through(hand_in.pieces or [Piece("", hand_in.path)], reader)
    found = _plain_folder(tree, course, reader)
    made = None
    if found is None:
        made = assemble(tree.items, hand_in.path, course, reader)
        if made.submission is None:
            raise UngradableError(_why_nothing(tree, made), [*hand_in.flags, *tree.flags], hand_in.notes)
        found = _found(made, made.submission)
    units = [unit.name for unit in course.units if asked is None or unit.name in asked]
    found.causes += _causes(units, found, tree, made)
    found.flags = [*hand_in.flags, *_of_a_class(tree), *tree.flags, *found.flags]
    found.notes = [*hand_in.notes, *found.notes]
    return found


def _of_a_class(tree: Tree) -> list[str]:
    """Zips that are no student's work, but a platform's download of a whole class."""
    within: dict[str, set[str]] = {}
    for item in tree.items:
        if item.data is not None and item.parts[0].casefold().endswith(".zip"):
            within.setdefault(item.parts[0], set()).update(item.parts[1:2])
    flags = []
    for name, there in within.items():
        people = [layout.read(there) for layout in BY_NAMES]
        if any(len(some) == len(there) and len({one.key for one in some.values()}) > 1 for some in people):
            flags.append(f"{one_line(name, 200)} is the download of a class; unpack it, and name the folder it becomes")
    return flags


def _plain_folder(tree: Tree, course: Course, reader: Reader) -> Found | None:
    """A folder with unit files under their names, and nothing else that could be meant: as most hand in."""
    units = [unit.name for unit in course.units]
    items = [item for item in tree.items if is_python(item.parts[-1]) or unit_of(item.parts[-1], units)]
    homes = {item.path.parent for item in tree.items if item.parts[-1] in {f"{unit}.py" for unit in units}}
    if len(homes) != 1 or any(item.data is not None or item.root is None for item in items):
        return None
    (home,) = homes
    for item in tree.items:
        named = unit_of(item.parts[-1], units)
        if item.parts[-1].casefold().endswith(NOTEBOOK) or (named and not named.plain):
            return None
    try:
        submission = read_submission(home, course, reader)
    except UsageError:  # it went away meanwhile
        return None
    done = {unit for unit in units if state_of(submission.units[unit], course.contract[unit]) == WORK}
    for unit in set(units) - done:
        if any(any(name in file.functions for name in course.contract[unit]) for file in submission.helpers.values()):
            return None
    if len(done) < len(units) and any(item.path.parent != home for item in items):
        return None
    place = next(item.parts[:-1] for item in items if item.path.parent == home)
    notes = [] if place in ((), (HOME,)) else [f"the unit files were in {one_line('/'.join(place), 200)}"]
    there = {unit: f"{unit}.py" for unit in units if not is_missing(submission, unit)}
    return Found(submission, notes=notes, files={unit: "/".join((*place, name)) for unit, name in there.items()})


def is_missing(submission: Submission, unit: str) -> bool:
    """Whether the file of a unit was not handed in."""
    problem = submission.units[unit].problem
    return problem is not None and problem.message.startswith(MISSING)


def _found(made: Assembled, submission: Submission) -> Found:
    choices = made.choices.values()
    flags = list(dict.fromkeys(flag for choice in choices for flag in choice.flags))
    files = {unit: choice.chosen.item.shown for unit, choice in made.choices.items()}
    notes = list(dict.fromkeys(note for choice in choices for note in choice.notes))
    one = {choice.chosen.item for choice in choices}
    if len(one) == 1 and all(choice.chosen.read for choice in choices):
        notes.insert(0, f"graded from {one.pop().shown} alone")
    else:
        wide = {unit: choice.chosen for unit, choice in made.choices.items() if choice.chosen.wide and not choice.left}
        notes += [f"{unit} from {chosen.item.shown}" for unit, chosen in wide.items()]
        places = sorted({"/".join(item.parts[:-1]) for item in one if item.parts[:-1] not in ((), (HOME,))})
        if places and not notes:
            notes.append(f"the unit files were in {one_line(', '.join(places[:MOST_TOLD]), 200)}")
    if made.unused:
        notes.append(f"not used: {listed([item.shown for item in made.unused])}")
    return Found(submission, flags, notes, files=files, origins=made.origins)


def _causes(units: Sequence[str], found: Found, tree: Tree, made: Assembled | None) -> list[str]:
    """What may explain points that are missing: files that could not be read or used, beside units that are missing."""
    missing = [unit for unit in units if unit not in found.files]
    unread = [f"{item.shown} could not be read: {why}" for item, why in (made.unread if made else ())]
    causes = unread[:MOST_TOLD]
    if missing:
        told = {item.shown for item, _ in (made.unread if made else ())}
        unused = [
            item.shown for item in (made.unused if made else _beside(tree, found.submission)) if item.shown not in told
        ]
        unused += [name for name in tree.others if not name.casefold().endswith(_HARMLESS)]
        if unused:
            verb = "is" if len(missing) == 1 else "are"
            causes.append(f"{listed([f'{unit}.py' for unit in missing])} {verb} missing; not used: {listed(unused)}")
    return causes


_HARMLESS = (
    ".md",
    ".toml",
    ".json",
    ".cfg",
    ".lock",
    ".png",
    ".jpg",
    ".svg",
    ".css",
    ".js",
    ".html",
    ".csv",
    ".yml",
    "license",
)


def _beside(tree: Tree, submission: Submission) -> list[Item]:
    """Files of code that are no unit's, and that none of the others imports."""
    units = {f"{unit}.py" for unit in submission.units}
    sources = [file.source for file in (*submission.units.values(), *submission.helpers.values())]
    code = [item for item in tree.items if is_python(item.parts[-1]) and item.parts[-1] not in {*units, "__init__.py"}]
    return [item for item in code if not is_mentioned(item, sources)]


def _why_nothing(tree: Tree, made: Assembled) -> str:
    if made.unread:
        return listed([f"{item.shown}: {why}" for item, why in made.unread])
    if made.unused:
        return f"no function of the course stands in {listed([item.shown for item in made.unused])}"
    if tree.flags:
        return tree.flags[0]
    others = [*tree.others, *(item.shown for item in tree.items)]
    if others:
        return f"it holds no unit of the course, but {listed(others)}"
    return f"it holds nothing that counts, only {listed(tree.passed)}" if tree.passed else "the folder is empty"
