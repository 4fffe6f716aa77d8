"""`grades.csv`: a row for each student, ready for a spreadsheet or an import into a learning platform."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from grader.course import Course, Exercise
from grader.files import write_whole

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    one_line = " ".join(text.split())
    return "'" + one_line if one_line.startswith(FORMULA) else one_line


def write_grades(path: Path, reports: Iterable[dict[str, Any]], course: Course, exercises: Sequence[Exercise]) -> None:
    """Write the table, by name: student, points, most, a column for each unit and exercise, flags.

    What could not be graded has empty cells and says so among the flags: it is not 0.
    """
    units = [unit for unit in course.units if any(exercise.unit == unit.name for exercise in exercises)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    heads = ["student", "total", "max", *(unit.name for unit in units), *(exercise.name for exercise in exercises)]
    writer.writerow([*heads, "flags"])
    writer.writerows(sorted(_row(report, [unit.name for unit in units], exercises) for report in reports))
    write_whole(path, out.getvalue())


def _row(report: dict[str, Any], units: Sequence[str], exercises: Sequence[Exercise]) -> list[str]:
    student = cell(str(report["student"]))
    flags = cell("; ".join(report["flags"]))
    if not report["graded"]:
        blank = [""] * (2 + len(units) + len(exercises))
        return [student, *blank, cell(f"{flags}: {report['reason']}")]
    points = {one["name"]: one["points"] for one in report["exercises"]}
    by_unit = [sum(one["points"] for one in report["exercises"] if one["unit"] == unit) for unit in units]
    numbers = [report["totals"]["points"], report["totals"]["max_points"], *by_unit]
    return [student, *(f"{n:g}" for n in numbers), *(f"{points.get(e.name, 0):g}" for e in exercises), flags]
