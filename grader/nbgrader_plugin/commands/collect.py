"""A platform's download becomes `submitted/`: each student's notebook under the name that nbgrader looks for.

Nothing that is there is lost: what a newer attempt takes the place of is kept in `earlier/STUDENT/ASSIGNMENT/`.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from grader.course.syllabus import Course
from grader.errors import UsageError
from grader.late import read_time
from grader.nbgrader_plugin import timestamps
from grader.nbgrader_plugin.collected import Collected, names_kept, read_collected, write_collected
from grader.nbgrader_plugin.commands.course_app import open_app
from grader.nbgrader_plugin.commands.notebooks import Handed, assignment_of, look, pick
from grader.nbgrader_plugin.grading import Grade
from grader.nbgrader_plugin.patience import with_gradebook
from grader.nbgrader_plugin.student_ids import known_students, student_ids
from grader.protocol.text import one_line
from grader.reading.reader import ConfinedReader
from grader.submission.hand_in.class_folder import HandIn
from grader.submission.hand_in.students import Class, read_class
from grader.submission.hand_in.tree import UnusableError, load
from grader.submission.lms.download import opened
from grader.submission.lms.entry import Who
from grader.submission.lms.roster import Roster, read_roster
from grader.submission.naming import NOTEBOOK
from grader.submission.reader import Reader

EARLIER = "earlier"
APART = "handed_in"  # where it lies if no notebook is meant: nbgrader reads none in folders
NEW, NEWER, SAME, OLDER = "new", "in place of an earlier one", "there already", "older than what is there, left"


@dataclass(frozen=True)
class Plan:
    """What is to be done with what one student handed in.

    Attributes:
        student: what nbgrader calls the student.
        hand_in: what was handed in.
        handed: the notebook that is meant, and what is to be said.
        data: the notebook; None where none is meant.
        state: whether it is new, newer, there already or older.
        folder: its place in `submitted/`.
        collected: what is written down of it.
        kept: where what is there now will be kept; None where nothing is, or it stays.
    """

    student: str
    hand_in: HandIn
    handed: Handed
    data: bytes | None
    state: str
    folder: Path
    collected: Collected
    kept: Path | None = None


@contextmanager
def collector(
    path: Path, course: Course, layout: str | None = None, roster: Path | None = None
) -> Iterator[tuple[Class, Collector]]:
    """Who handed in what in a download, and what puts it into the course in the current folder.

    Args:
        path: a zip, or the folder that it became.
        course: the course.
        layout: how its platform names the entries, None to find out.
        roster: a CSV file of who is in the class, None where there is none.

    Raises:
        UsageError: if the download or the roster cannot be read.
    """
    people = None if roster is None else Roster(read_roster(roster))
    app = open_app()
    with opened(path) as (folder, left), closing(ConfinedReader(jail=Grade(parent=app).jail)) as reader:
        found = read_class(folder, [unit.name for unit in course.units], layout, people)
        if not found.handed:
            raise UsageError(f"{path} holds nothing that a student handed in.")
        notes = [one_line(note, 300) for note in left]
        yield found._replace(left=[*notes, *found.left], look=found.look or bool(left)), Collector(course, reader, app)


class Collector:
    """Puts a class's download into the course in the current folder.

    Args:
        course: the course.
        reader: what reads notebooks, and opens archives.
        app: nbgrader's program, see `open_app`.
    """

    def __init__(self, course: Course, reader: Reader, app: Any) -> None:
        self._course, self._reader, self._app = course, reader, app
        self.root = Path(self._app.coursedir.root)

    def plan(self, found: Class, assignment: str | None) -> tuple[str, list[Plan]]:
        """What is to be done: the assignment, and what becomes of each student's work. Nothing is written.

        Args:
            found: who handed in what.
            assignment: the assignment; None to find out.

        Raises:
            UsageError: if there is no such assignment, or it is not certain which is meant.
        """
        units = [unit.name for unit in self._course.units]
        if assignment is not None and assignment not in units:
            raise UsageError(f"{assignment} is no assignment of the course: {', '.join(units)}.")
        handed = {one.entry: self._look(one) for one in found.handed}
        assignment = assignment or assignment_of(handed.values(), self._course, self._reader)
        there = read_collected(self.root, assignment)
        kept = {who: one for who, one in there.items() if self._submitted(who, assignment).exists()}
        ids = self._ids(found.handed, names_kept(kept))
        plans = []
        for one in found.handed:
            pick(handed[one.entry], assignment, self._course, self._reader)
            self._reader.let_go()
            plans += [self._plan(one, handed[one.entry], who, assignment, there.get(who)) for who in ids[one.entry]]
        return assignment, plans

    def _look(self, one: HandIn) -> Handed:
        try:
            return look(one, self._course, self._reader)
        finally:
            self._reader.let_go()

    def _ids(self, handed: Sequence[HandIn], kept: Mapping[str, str]) -> dict[str, list[str]]:
        people = {one.entry: one.who if one.who.name else Who(one.student) for one in handed}
        if not self._has_gradebook():
            return student_ids(people, None, kept)
        known = with_gradebook(self._app.coursedir, lambda gradebook: known_students(gradebook.students))
        return student_ids(people, known, kept)

    def _submitted(self, student: str, assignment: str) -> Path:
        coursedir = self._app.coursedir
        return Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))

    def _has_gradebook(self) -> bool:
        """Whether there is one yet: none is made here."""
        _, sqlite, path = self._app.coursedir.db_url.partition("sqlite:///")
        return not sqlite or Path(path).exists()

    def _plan(self, one: HandIn, handed: Handed, student: str, assignment: str, before: Collected | None) -> Plan:
        folder = self._submitted(student, assignment)
        data = None
        if handed.chosen is not None:
            try:
                data = load(handed.chosen)
            except UnusableError as error:
                handed.flags.append(f"{handed.chosen.shown}: {error}")
        pieces = {piece.path.name for piece in one.pieces} or {one.path.name}
        home = handed.chosen and next((name for name in pieces if name in handed.chosen.path.parts), None)
        entries = sorted(pieces, key=lambda name: (name != home, name))
        digest = hashlib.sha256(data if data is not None else "\n".join(entries).encode()).hexdigest()
        order = handed.chosen.order if handed.chosen else max((piece.order for piece in one.pieces), default=0)
        collected = Collected(
            entries=entries,
            file=handed.chosen.shown if handed.chosen else "",
            digest=digest,
            platform=one.key.partition(" ")[0] if one.key else "",
            order=order,
            late=one.late,
            name=one.who.name or one.student,
            id=one.who.id,
            login=one.who.login,
            mail=one.who.mail,
        )
        state = _state(folder, assignment, collected, before, one)
        kept = self._free(assignment, student) if state == NEWER else None
        return Plan(student, one, handed, data, state, folder, collected, kept)

    def carry_out(self, assignment: str, plans: Sequence[Plan]) -> None:
        """Write to `submitted/` what was planned, and write down where it came from.

        Raises:
            UsageError: if it cannot be written.
        """
        known = read_collected(self.root, assignment)
        try:
            for plan in plans:
                if plan.state in (NEW, NEWER):
                    self._put(assignment, plan)
                if plan.state != OLDER:
                    known[plan.student] = plan.collected
        except OSError as error:
            raise UsageError(f"{error.filename or self.root} cannot be written: {error.strerror}.") from error
        finally:
            write_collected(self.root, assignment, known)
        self._introduce(plans)

    def _put(self, assignment: str, plan: Plan) -> None:
        new = plan.folder.with_name(f".{plan.folder.name}.unfinished")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        if plan.data is not None:
            (new / f"{assignment}{NOTEBOOK}").write_bytes(plan.data)
        else:
            for piece in plan.hand_in.pieces or [plan.hand_in]:
                _copy(piece.path, new / APART)
        time = read_time(plan.hand_in.time) if plan.hand_in.time else None
        if time is not None:
            (new / timestamps.FILE).write_text(f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC", encoding="utf-8")
        if plan.kept is not None:
            plan.kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(plan.folder, plan.kept)
            coursedir = self._app.coursedir  # without it, the next autograding grades the newer one
            shutil.rmtree(
                coursedir.format_path(coursedir.autograded_directory, plan.student, assignment), ignore_errors=True
            )
        new.rename(plan.folder)

    def _free(self, assignment: str, student: str) -> Path:
        """A place for what is in `submitted/` when something newer takes its own."""
        home = self.root / EARLIER / student / assignment
        number = 1
        while (home / str(number)).exists():
            number += 1
        return home / str(number)

    def _introduce(self, plans: Sequence[Plan]) -> None:
        """Tell the gradebook the names of those whom it does not know, unless it is to know everybody beforehand."""
        if not (self._has_gradebook() and self._app.config.Autograde.get("create_student", True)):
            return

        def add(gradebook: Gradebook) -> None:
            known = {one.id for one in gradebook.students}
            for plan in plans:
                if plan.student not in known:
                    first, last = _names(plan.collected.name)
                    about = {"first_name": first, "last_name": last, "email": plan.collected.mail or None}
                    gradebook.add_student(plan.student, **about)
                    known.add(plan.student)

        with_gradebook(self._app.coursedir, add)


def _names(name: str) -> tuple[str, str]:
    """First and last name."""
    last, comma, first = name.partition(", ")
    if comma and ", " not in first:
        return first, last
    first, _, last = name.rpartition(" ")
    return first, last


def _state(folder: Path, assignment: str, new: Collected, before: Collected | None, one: HandIn) -> str:
    """Whether what was handed in is new, newer than what is there, the same, or older."""
    if not folder.exists():
        return NEW
    if before is not None and before.digest == new.digest:
        return SAME  # also where it was corrected by hand since
    there = folder / f"{assignment}{NOTEBOOK}"
    if there.is_file() and hashlib.sha256(there.read_bytes()).hexdigest() == new.digest:
        return SAME
    if before is not None and before.platform == new.platform and before.order > new.order:
        return OLDER
    time, earlier = read_time(one.time) if one.time else None, _time_of(folder)
    if time is not None and earlier is not None and earlier.astimezone(UTC) > time.astimezone(UTC):
        return OLDER
    return NEWER


def _time_of(folder: Path) -> datetime | None:
    time = timestamps.read_time(folder)[0]
    return None if time is None else time.replace(tzinfo=time.tzinfo or UTC)


def _copy(path: Path, target: Path) -> None:
    """Copy what was handed in; links are left behind, wherever they lead."""
    if path.is_symlink():
        return
    target.mkdir(exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, target / path.name, ignore=_links)
    else:
        shutil.copy(path, target / path.name)


def _links(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if (Path(folder) / name).is_symlink()}


def elsewhere(plans: Sequence[Plan], assignment: str) -> dict[str, int]:
    """Other assignments of which notebooks were handed in, too, and how many students did."""
    return Counter(unit for plan in plans for unit in plan.handed.units if unit != assignment)
