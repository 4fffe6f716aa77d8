"""Tables for spreadsheets and platforms: a row for each student, as CSV.

All begin with the mark by which spreadsheets know UTF-8; Canvas and Moodle pass over it. What could not be graded has
empty cells and says so: it is not 0.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from grader.files import spreadsheet_cell
from grader.graded_class.records import WHO, Class, Student
from grader.graded_class.way_back import Platform, way_back

BOM = "\ufeff"


def table(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV. Text stands on one line, and no spreadsheet takes it for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return BOM + out.getvalue()


def cell(value: Any) -> Any:
    """A value as it stands in a table."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:.10g}"
    return spreadsheet_cell(" ".join(str(value).split()))


def grades(group: Class) -> str:
    """`grades.csv`: student, points, most, a column for each unit and exercise, flags, notes, and who it is.

    Flags want a look; notes say what was chosen of what was handed in. With a late policy, its columns stand between.
    """
    units, names = list(dict.fromkeys(group.units.values())), list(group.units)
    late = any(one.penalty is not None for one in group.students)
    extra = ["submitted_at", "penalty", "score"] if late else []
    rows: list[list[Any]] = [["student", "total", "max", *units, *names, *extra, "flags", "notes", *WHO]]
    for one in everybody(group):
        flags, about = "; ".join(one.flags), ["; ".join(one.notes), *one.who.values()]
        if one.reason is not None:
            blank = [""] * (2 + len(units) + len(names) + len(extra))
            rows.append([one.name, *blank, f"{flags}: {one.reason}" if flags else one.reason, *about])
            continue
        by_unit = dict.fromkeys(units, 0.0)
        for name, marked in one.exercises.items():
            by_unit[group.units[name]] += marked.points
        points = [one.exercises[name].points if name in one.exercises else 0.0 for name in names]
        lateness = [one.submitted_at, one.penalty or 0.0, one.score] if late else []
        rows.append([one.name, one.points, one.max_points, *by_unit.values(), *points, *lateness, flags, *about])
    return table(rows)


def everybody(group: Class) -> list[Student]:
    """Those who handed something in and those who did not, by name."""
    return sorted([*group.students, *group.absent], key=lambda one: one.name)


def canvas(group: Class, title: str) -> str:
    """`canvas.csv`, for Canvas's Grades, Import. The column's title is the assignment's name, or makes a new one."""
    rows: list[list[Any]] = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title],
        ["Points Possible", "", "", "", "", sum(group.max_points.values())],
    ]
    for one in everybody(group):
        back = way_back(one)
        number = back.number if back.platform is Platform.CANVAS else ""
        login = one.who.get("login") or ("" if number else one.name)
        rows.append([one.name, number, "", login, "", _score(one)])
    return table(rows)


def moodle(group: Class, title: str) -> str:
    """`moodle.csv`, both for an assignment's grading worksheet and for Grades, Import, CSV file."""
    rows: list[list[Any]] = [
        [
            *("Identifier", "Full name", "Username", "ID number", "Email address"),
            *("Grade", "Maximum grade", "Last modified (grade)", title),
        ]
    ]
    most = sum(group.max_points.values())
    for one in everybody(group):
        back = way_back(one)
        moodles = back.platform is Platform.MOODLE and back.number != ""
        who = one.who
        login = who.get("login") or ("" if moodles else one.name)
        number = "" if moodles else who.get("id", "")
        rows.append(
            [
                *(f"Participant {back.number}" if moodles else "", back.name or one.name, login),
                *(number, who.get("mail", ""), _score(one), most, "", _score(one)),
            ]
        )
    return table(rows)


def _score(one: Student) -> float | str:
    return "" if one.reason is not None else one.score
