"""Grades as CSV, by plug-ins for `nbgrader export`: nbgrader's own columns, and files for Canvas and for Moodle.

A grade that is not complete, because a part was not graded yet or could not be, is an empty field: a 0 is only written
if somebody earned it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from grader.course.syllabus import load_course
from grader.files import spreadsheet_cell
from grader.nbgrader_plugin.collected import Collected, read_collected
from grader.nbgrader_plugin.course import handed_in

GRADED, WAITS, NOT_GRADED, MISSING = "graded", "waits for a person", "not graded yet", "not handed in"


@dataclass(frozen=True)
class Student:
    """A student in the gradebook; of one who only has a folder, the name is known."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Grade:
    """One student's grade for one assignment.

    Attributes:
        state: `graded`, `waits for a person`, `not graded yet` or `not handed in`.
        earned: the points before the penalty for lateness; None while they are not complete.
        penalty: what lateness costs.
        timestamp: when it was handed in, if that is known.
    """

    state: str
    earned: float | None = None
    penalty: float = 0.0
    timestamp: Any = ""

    @property
    def points(self) -> float | None:
        """The points after the penalty."""
        return None if self.earned is None else max(0.0, self.earned - self.penalty)


class _Export(ExportPlugin):
    """What the plug-ins share: which students and assignments, and where the file goes."""

    file = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Write the grades."""
        target = Path(self.to or self.file)
        assignments = [a for a in gradebook.assignments if not self.assignment or a.name in map(str, self.assignment)]
        assignments.sort(key=_in_the_course)
        wanted = set(map(str, self.student))
        students = [who for who in self._students(gradebook, assignments) if not wanted or who.id in wanted]
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for row in self.rows(gradebook, students, assignments):
                writer.writerow([spreadsheet_cell(value) for value in row])
        self.log.info("Wrote %s", target)

    def rows(self, gradebook: Gradebook, students: list[Student], assignments: list[Any]) -> Iterator[list[Any]]:
        """The rows of the file."""
        raise NotImplementedError

    def grade(self, gradebook: Gradebook, assignment: Any, student: Student) -> Grade:
        """A student's grade for an assignment."""
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:
            here = handed_in(self.parent.coursedir, assignment.name)
            return Grade(NOT_GRADED if student.id in here else MISSING)
        penalty, timestamp = float(submission.late_submission_penalty or 0.0), submission.timestamp or ""
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        if any(grade.manual_score is None and grade.auto_score is None for grade in grades):
            return Grade(WAITS, None, penalty, timestamp)
        return Grade(GRADED, float(submission.score), penalty, timestamp)

    def points(self, gradebook: Gradebook, assignment: Any, student: Student) -> float | str:
        """The points as a field of the file."""
        return _field(self.grade(gradebook, assignment, student).points)

    def came(self, platform: str, assignments: list[Any]) -> dict[str, Collected]:
        """What a platform knows of the students whose work was collected from it, by the gradebook's id."""
        root = Path(self.parent.coursedir.root)
        known = (read_collected(root, assignment.name).items() for assignment in assignments)
        return {who: one for some in known for who, one in some if one.platform == platform}

    def _students(self, gradebook: Gradebook, assignments: list[Any]) -> list[Student]:
        """The students of the gradebook, and those who handed in what nbgrader passed over, by their names."""
        known = {s.id: Student(s.id, s.first_name or "", s.last_name or "", s.email or "") for s in gradebook.students}
        others = {who for assignment in assignments for who in handed_in(self.parent.coursedir, assignment.name)}
        found = [*known.values(), *map(Student, others - set(known))]
        return sorted(found, key=lambda who: ((who.last_name or who.id).casefold(), who.first_name.casefold(), who.id))


class GradesExportPlugin(_Export):
    """The columns of nbgrader's own file, and the state: the default with the kit's configuration."""

    def rows(self, gradebook: Gradebook, students: list[Student], assignments: list[Any]) -> Iterator[list[Any]]:
        """The rows, one for each assignment and student."""
        yield [
            *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
            *("raw_score", "late_submission_penalty", "score", "max_score", "state"),
        ]
        for assignment in assignments:
            for who in students:
                grade = self.grade(gradebook, assignment, who)
                yield [
                    *(assignment.name, assignment.duedate or "", grade.timestamp),
                    *(who.id, who.last_name, who.first_name, who.email),
                    *(_field(grade.earned), grade.penalty, _field(grade.points), float(assignment.max_score)),
                    grade.state,
                ]


class CanvasExportPlugin(_Export):
    """Grades for Canvas (Grades, Import): students by Canvas's number where it is known, else by SIS login."""

    file = "canvas.csv"

    def rows(self, gradebook: Gradebook, students: list[Student], assignments: list[Any]) -> Iterator[list[Any]]:
        """The rows that Canvas reads: names, points possible, students."""
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(a.name for a in assignments)]
        yield ["Points Possible", "", "", "", "", *(float(a.max_score) for a in assignments)]
        came = self.came("canvas", assignments)
        for who in students:
            name = ", ".join(part for part in (who.last_name, who.first_name) if part) or who.id
            number, login = (came[who.id].id, came[who.id].login) if who.id in came else ("", who.id)
            yield [name, number, "", login, "", *(self.points(gradebook, a, who) for a in assignments)]


class MoodleExportPlugin(_Export):
    """Grades for Moodle (Grades, Import, CSV file): students by user name, one column an assignment."""

    file = "moodle.csv"

    def rows(self, gradebook: Gradebook, students: list[Student], assignments: list[Any]) -> Iterator[list[Any]]:
        """The rows that Moodle reads."""
        yield ["username", "firstname", "lastname", "email", *(a.name for a in assignments)]
        came = self.came("moodle", assignments)
        for who in students:
            points = (self.points(gradebook, a, who) for a in assignments)
            login = came[who.id].login if who.id in came else who.id
            yield [login, who.first_name, who.last_name, who.email, *points]


def _in_the_course(assignment: Any) -> tuple[int, str]:
    """Where an assignment stands: in the order of the course's units, others behind them."""
    names = [unit.name for unit in load_course().units]
    return (names.index(assignment.name) if assignment.name in names else len(names), assignment.name)


def _field(points: float | None) -> float | str:
    return "" if points is None else points
