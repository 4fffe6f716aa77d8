"""Feedback: one page for each student, complete in itself, and zips that Canvas and Moodle take back.

A page says what the student's own report says, and the instructor's comments; never a seed, a hidden input or anybody
else's work.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from grader.files import make_folder, write_whole, zipped
from grader.graded_class.comments import Comments
from grader.graded_class.html import mark, page, section, words
from grader.graded_class.records import FAILS, Class, Student, key_of
from grader.graded_class.way_back import Platform, way_back
from grader.grading.as_handed_in import without_stubs
from grader.grading.report import AS_COUNTED, Place, notes_on_earlier
from grader.render.caret import marked_lines
from grader.render.printed import printed_in

FOLDER = "feedback"
LINE = 90  # letters of a line of a student's code that are shown
STYLE = """
body { max-width: 52rem; } section.exercise { border-top: 1px solid var(--line); padding-top: .4rem; }
.comment { border-left: 4px solid var(--good); padding: .2rem .8rem; background: var(--shade); }
.total { font-size: 1.3rem; } ul.checks { list-style: none; padding: 0; } ul.checks li { margin: .3rem 0; }
"""


def write_feedback(
    out: Path, group: Class, reports: Iterable[dict[str, Any]], title: str, comments: Comments
) -> list[Path]:
    """Write the pages, and a zip for each platform that the class comes from; gives the zips, or the folder of pages.

    Args:
        out: the folder of the batch.
        group: the class.
        reports: the reports of the batch, in whatever order.
        title: what was graded.
        comments: the instructor's comments.

    Raises:
        UsageError: if they cannot be written.
    """
    make_folder(out / FOLDER)
    students = {one.name: one for one in group.students}
    names = _names(group.students)
    zips: dict[Platform, dict[str, bytes]] = {}
    for report in reports:
        student = students[report["student"]]
        text = make_feedback(report, student, title, comments)
        write_whole(out / FOLDER / names[student.name], text)
        back = way_back(student)
        if back.takes:
            zips.setdefault(back.platform, {})[back.file] = text.encode()
    for old in (out / FOLDER).glob("*.html"):
        if old.name not in names.values():  # of somebody who is not in the class any more
            old.unlink()
    for platform, files in zips.items():
        write_whole(out / f"{FOLDER}-{platform.value}.zip", zipped(files))
    return [out / f"{FOLDER}-{platform.value}.zip" for platform in sorted(zips, key=str)] or [out / FOLDER]


def _names(students: Iterable[Student]) -> dict[str, str]:
    """The name of each student's file: no two are the same, also where capital letters do not count."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for student in students:
        back = way_back(student)
        plain = back.file.rpartition("/")[0].strip("_") or back.file.removesuffix(".html")
        name, number = plain, 1
        while unicodedata.normalize("NFKC", name).casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(unicodedata.normalize("NFKC", name).casefold())
        found[student.name] = f"{name}.html"
    return found


def make_feedback(report: dict[str, Any], student: Student, title: str, comments: Comments) -> str:
    """The page for one student.

    Args:
        report: the student's report.
        student: the student.
        title: what was graded.
        comments: the instructor's comments.
    """
    who = student.name
    head = f"<header><h1>{escape(title)}</h1><p>{escape(who)}</p>"
    if not report["graded"]:
        body = f"{head}</header><main><p>This could not be graded: {escape(str(report['reason']))}.</p></main>"
        return page(f"{title}: {who}", STYLE, body)
    totals = report["totals"]
    score = f"{student.score:.10g} of {totals['max_points']:.10g} points"
    late = f"<p>{student.points:.10g} points, less {student.penalty:.10g} for lateness.</p>" if student.penalty else ""
    counts = ", ".join(f"{totals[name]} {name}" for name in AS_COUNTED if totals[name])
    problems = "".join(
        f"<li>{escape(one['file'])}{', line ' + str(one['line']) if one['line'] else ''}: "
        f"{escape(without_stubs(one['message']))}</li>"
        for one in report["problems"]
    )
    units: dict[str, list[str]] = {}
    for one in report["exercises"]:
        units.setdefault(one["unit"], []).append(_exercise(one, comments.get((one["name"], key_of(one)), "")))
    body = (
        f'{head}<p class="total">{score}</p>{late}<p>{escape(counts)}.</p></header>\n<main>\n'
        + (section("files", "Files to look at", f"<ul>{problems}</ul>") if problems else "")
        + "".join(
            section(f"unit-{unit}", unit.replace("_", " ").capitalize(), "".join(some)) for unit, some in units.items()
        )
        + "</main>"
    )
    return page(f"{title}: {who}", STYLE, body)


def _exercise(one: dict[str, Any], comment: str) -> str:
    told = [one["diagnosis"]["message"]] if one["diagnosis"] else []
    told += notes_on_earlier(one["follow_through"], one["blocked_by"], one["given"]) + one["remarks"]
    checks = "".join(
        f"<li>{mark(check['verdict'])}: {escape(check['sentence'])} "
        f'<span class="soft">({check["points"]:.10g} of {check["max_points"]:.10g})</span>'
        f"{words(without_stubs(check['message']))}</li>"
        for check in one["checks"]
        if check["message"] or check["verdict"] in FAILS
    )
    place = one["diagnosis"] and one["diagnosis"].get("place")
    marked = words("\n".join(_marked(place))) if place else ""
    parts = printed_in(one["output"])
    printed = "".join(
        f"<details><summary>{summary}</summary>{words(chr(10).join(lines))}</details>"
        for summary, lines in (("What Python warned of", parts.warned), ("What it printed", parts.printed))
        if lines
    )
    return (
        f'<section class="exercise" id="{escape(one["name"])}"><h3>{mark(one["verdict"])} · {escape(one["name"])} '
        f'<span class="soft">{one["points"]:.10g} of {one["max_points"]:.10g}</span></h3>'
        + words("\n".join(told))
        + marked
        + (f'<div class="comment"><b>From your instructor</b>{words(comment)}</div>' if comment else "")
        + (f'<ul class="checks">{checks}</ul>' if checks and one["verdict"] != "todo" else "")
        + f"{printed}</section>\n"
    )


def _marked(place: Mapping[str, Any]) -> list[str]:
    begin, end = place["columns"]
    return marked_lines(Place(line=place["line"], columns=(begin, end), text=place["text"], kind=place["kind"]), LINE)
