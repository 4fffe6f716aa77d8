"""Grades as CSV for Canvas, for Moodle and for a look: plug-ins for `nbgrader export`.

A grade that is not complete, because a part was not graded yet or could not be, is an empty field: both systems leave
it open. A 0 is only written where somebody earned it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for one


@dataclass(frozen=True)
class Grade:
    """One student's grade for one assignment.

    Attributes:
        points: None while it is not complete.
        state: `graded`, `waits for a person` or `not handed in`.
    """

    points: float | None
    state: str


class _Export(ExportPlugin):
    """What the plug-ins share: which students and assignments, and where to."""

    file = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Write the grades."""
        target = Path(self.to or self.file)
        assignments = [a for a in gradebook.assignments if not self.assignment or a.name in map(str, self.assignment)]
        students = [s for s in gradebook.students if not self.student or s.id in map(str, self.student)]
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for row in self.rows(gradebook, students, assignments):
                writer.writerow([_safe(value) for value in row])
        self.log.info("Wrote %s", target)

    def rows(self, gradebook: Gradebook, students: list[Any], assignments: list[Any]) -> Iterator[list[Any]]:
        """The rows of the file."""
        raise NotImplementedError


class CanvasExportPlugin(_Export):
    """Grades for Canvas (Grades, Import): students by SIS login, one column an assignment."""

    file = "canvas.csv"

    def rows(self, gradebook: Gradebook, students: list[Any], assignments: list[Any]) -> Iterator[list[Any]]:
        """The rows that Canvas reads: names, points possible, students."""
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(a.name for a in assignments)]
        yield ["Points Possible", "", "", "", "", *(float(a.max_score) for a in assignments)]
        for student in students:
            name = ", ".join(part for part in (student.last_name, student.first_name) if part) or student.id
            yield [name, "", "", student.id, "", *(_points(gradebook, a, student) for a in assignments)]


class MoodleExportPlugin(_Export):
    """Grades for Moodle (Grades, Import, CSV file): students by user name, one column an assignment."""

    file = "moodle.csv"

    def rows(self, gradebook: Gradebook, students: list[Any], assignments: list[Any]) -> Iterator[list[Any]]:
        """The rows that Moodle reads."""
        yield ["username", "firstname", "lastname", "email", *(a.name for a in assignments)]
        for student in students:
            who = [student.id, student.first_name or "", student.last_name or "", student.email or ""]
            yield [*who, *(_points(gradebook, a, student) for a in assignments)]


class StateExportPlugin(_Export):
    """A row for each student and assignment, with what is still open."""

    def rows(self, gradebook: Gradebook, students: list[Any], assignments: list[Any]) -> Iterator[list[Any]]:
        """The rows."""
        yield ["assignment", "student", "points", "max_points", "state"]
        for assignment in assignments:
            for student in students:
                found = grade_of(gradebook, assignment.name, student.id)
                points = "" if found.points is None else found.points
                yield [assignment.name, student.id, points, float(assignment.max_score), found.state]


def _points(gradebook: Gradebook, assignment: Any, student: Any) -> float | str:
    points = grade_of(gradebook, assignment.name, student.id).points
    return "" if points is None else points


def grade_of(gradebook: Gradebook, assignment: str, student: str) -> Grade:
    """A student's grade for an assignment, after the penalty for lateness."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return Grade(None, "not handed in")
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    if any(grade.manual_score is None and grade.auto_score is None for grade in grades):
        return Grade(None, "waits for a person")
    points = max(0.0, float(submission.score) - float(submission.late_submission_penalty or 0.0))
    return Grade(points, "graded")


def _safe(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
