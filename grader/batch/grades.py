"""`grades.csv`: a row for each student, ready for a spreadsheet or an import into a learning platform."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from grader.course.syllabus import Course, Exercise
from grader.files import spreadsheet_cell
from grader.submission.hand_in.class_folder import HandIn

WHO = ("id", "login", "mail")


def cell(text: str) -> str:
    """Text on one line that no spreadsheet takes for a formula."""
    return str(spreadsheet_cell(" ".join(text.split())))


class Grades:
    """The table, by name: student, points, most, a column for each unit and exercise, flags, notes, and who it is.

    What could not be graded has empty cells and says so among the flags: it is not 0. Flags want a look; notes say what
    was chosen of what was handed in. The last columns are what a platform knows a student by.

    Args:
        course: the course.
        exercises: those that were graded.
    """

    def __init__(self, course: Course, exercises: Sequence[Exercise]) -> None:
        graded = {exercise.unit for exercise in exercises}
        self._units = [unit.name for unit in course.units if unit.name in graded]
        self._names = [exercise.name for exercise in exercises]
        self._rows: list[list[str]] = []

    def add(self, report: dict[str, Any]) -> None:
        """Take one more student's report."""
        student = cell(str(report["student"]))
        flags = cell("; ".join(report["flags"]))
        handed = report.get("handed_in", {})
        about = [cell("; ".join(handed.get("notes", []))), *(cell(handed.get(what, "")) for what in WHO)]
        if not report["graded"]:
            self._rows.append([student, *self._blank(), cell(f"{flags}: {report['reason']}"), *about])
            return
        points = {one["name"]: one["points"] for one in report["exercises"]}
        by_unit = dict.fromkeys(self._units, 0.0)
        for one in report["exercises"]:
            by_unit[one["unit"]] += one["points"]
        numbers = [report["totals"]["points"], report["totals"]["max_points"], *by_unit.values()]
        numbers += [points.get(name, 0) for name in self._names]
        self._rows.append([student, *(f"{number:g}" for number in numbers), flags, *about])

    def add_absent(self, one: HandIn) -> None:
        """Take somebody of the roster who handed nothing in."""
        who = one.who._asdict()
        self._rows.append(
            [cell(one.student), *self._blank(), "handed nothing in", "", *(cell(who[what]) for what in WHO)]
        )

    def _blank(self) -> list[str]:
        return [""] * (2 + len(self._units) + len(self._names))

    def table(self) -> str:
        """The whole table as CSV."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["student", "total", "max", *self._units, *self._names, "flags", "notes", *WHO])
        writer.writerows(sorted(self._rows))
        return out.getvalue()
