"""What `grader export` writes: the class's page and tables, a platform's own table of grades, feedback in a zip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from grader.course.syllabus import Course
from grader.errors import UsageError
from grader.files import make_folder, write_json, write_whole, zipped
from grader.graded_class.compare import Comparison, changes_table, compare_with, require_batch
from grader.graded_class.grades import grades
from grader.graded_class.items import items_of, items_table
from grader.graded_class.page import make_page
from grader.graded_class.records import Class
from grader.graded_class.reports import HEADER, RESULTS
from grader.graded_class.way_back import Platform, way_back
from grader.nbgrader_plugin.commands.class_reports import Members, graded_with
from grader.nbgrader_plugin.commands.course_app import nobody_handed_in, open_app
from grader.nbgrader_plugin.commands.feedback_pages import is_of_now, read_page
from grader.submission.lms.entry import Who
from grader.submission.lms.fill import Filled, Graded, fill
from grader.submission.lms.sheet import read_sheet

FOLDER = "exported"
GRADES, ITEMS, PAGE, CHANGES = "grades.csv", "items.csv", "report.html", "compare.csv"


class Exported(NamedTuple):
    """What was written.

    Attributes:
        out: the folder.
        group: the class.
        filled: the platform's table; None where none was named.
        zips: the feedback, by platform, and how many pages are in each.
        without: how many who handed in have no feedback page of their last grading.
        outdated: how many of these have one of an earlier grading, which is left out.
        comparison: what changed; None where nothing was to be compared.
    """

    out: Path
    group: Class
    filled: Filled | None
    zips: dict[Path, int]
    without: int
    outdated: int
    comparison: Comparison | None


def export(
    assignment: str, course: Course, *, out: Path | None, into: Path | None, column: str | None, compare: Path | None
) -> Exported:
    """Write all that there is of an assignment.

    Args:
        assignment: the assignment.
        course: the course.
        out: the folder; None for `exported/ASSIGNMENT`.
        into: the table that a platform exported; None for none.
        column: its column; None to find out.
        compare: the folder of an earlier export, to tell what changed.

    Raises:
        UsageError: if there is no such assignment, there is nobody in the class, or a file cannot be read or written.
    """
    app = open_app(assignment)
    if compare:
        require_batch(compare)
    sheet = read_sheet(into, "The table", "--into FILE") if into else None
    members = Members(app, course, assignment)
    group = members.group()
    if not (group.students or group.absent):
        raise nobody_handed_in(assignment)
    out = out or Path(app.coursedir.root) / FOLDER / assignment
    title = next((unit.title for unit in course.units if unit.name == assignment), assignment)
    filled = None
    if sheet is not None:
        filled = fill(sheet, _points(group, members), (assignment, title), members.max_points, column)
    make_folder(out)
    comparison = _write_class(out, f"{title}: the class", group, members, compare)
    if filled is not None:
        write_whole(out / f"{filled.platform}.csv", filled.sheet.text())
    zips, without, outdated = _write_feedback(app, assignment, out, group, members)
    return Exported(out, group, filled, zips, without, outdated, comparison)


def _write_class(out: Path, title: str, group: Class, members: Members, compare: Path | None) -> Comparison | None:
    if compare and compare.resolve() == out.resolve():
        raise UsageError(f"{compare} is where the export goes. Name another folder for it: --out OUT")
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in members.reports)
    write_whole(out / RESULTS, "".join(f"{line}\n" for line in lines))
    write_json(out / HEADER, {"title": title, **dict(graded_with(members.reports))})
    items = items_of(group)
    comparison = compare_with(compare, out, group) if compare else None
    write_whole(out / GRADES, grades(group))
    write_whole(out / ITEMS, items_table(group, items))
    write_whole(out / PAGE, make_page(group, items, title, [], None, comparison))
    if comparison:
        write_whole(out / CHANGES, changes_table(comparison.changes))
    return comparison


def _points(group: Class, members: Members) -> list[Graded]:
    """The points of all who handed in; none where they are not complete."""
    found = []
    for one in group.students:
        came = members.collected.get(members.ids[one.name])
        who = Who(one.name, one.who["id"], one.who["login"], one.who["mail"])
        if came is not None:
            who = Who(came.name or one.name, came.id, came.login, came.mail)
        complete = one.reason is None and one.name not in members.waiting
        found.append(Graded(who, came.platform if came else "", one.score if complete else None))
    return found


def _write_feedback(
    app: Any, assignment: str, out: Path, group: Class, members: Members
) -> tuple[dict[Path, int], int, int]:
    """The feedback pages of the last grading, as each platform takes them back; how many lack one, or have an older."""
    coursedir, without, outdated = app.coursedir, 0, 0
    zips: dict[Platform, dict[str, bytes]] = {}
    for one in group.students:
        who, back = members.ids[one.name], way_back(one)
        page = read_page(coursedir, who, assignment)
        if page is None or not is_of_now(coursedir, who, assignment, page, members.scores.get(one.name)):
            without += 1
            outdated += page is not None
            continue
        if back.takes:
            zips.setdefault(back.platform, {})[back.file] = page
    for platform in (Platform.CANVAS, Platform.MOODLE):
        if platform not in zips:
            (out / f"feedback-{platform.value}.zip").unlink(missing_ok=True)
    written = {}
    for platform, files in sorted(zips.items(), key=lambda item: item[0].value):
        place = out / f"feedback-{platform.value}.zip"
        write_whole(place, zipped(files))
        written[place] = len(files)
    return written, without, outdated
