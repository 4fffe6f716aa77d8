"""`grader`: the board: every unit and exercise at a glance, points, and what to do next."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from typing import TYPE_CHECKING

from grader.cli.graded import what
from grader.cli.trust import add_submission, open_submission
from grader.course.syllabus import Course, load_course
from grader.errors import ALL_PASS, BROKEN
from grader.render.waiting import waiting

if TYPE_CHECKING:
    from rich.console import Console

    from grader.grading.report import Report

WIDE = 100
LEAST_ROOM = 20  # letters of a title that are to have room beside a name
MARK, VERDICT = 6, 8  # letters before a name, and of the longest verdict with the space before it
MARKS = {"pass": "x", "wrong": "!", "error": "!", "timeout": "!", "todo": " ", "broken": "?"}


def run(args: argparse.Namespace) -> int:
    """Grade everything and print the board."""
    course = load_course()
    said = f"checking {what(course.exercises)}"
    with waiting(args, said), open_submission(args, course.preload(course.exercises)) as opened:
        submission = opened.read(course)
        from grader.course.open_reference import open_reference  # noqa: PLC0415
        from grader.grading.grade import grade  # noqa: PLC0415  numpy loads while the worker loads its own
        from grader.grading.options import Options  # noqa: PLC0415  as above

        report = grade(submission, course.exercises, opened.workers, Options(), open_reference())
    from grader.render.terminal import make_console  # noqa: PLC0415

    print_board(make_console(args), course, report)
    return BROKEN if report.totals["broken"] else ALL_PASS  # a board is no judgement


def print_board(
    console: Console, course: Course, report: Report, *, keys: bool = False, only: Collection[str] | None = None
) -> None:
    """Print a report on all exercises at a glance.

    A terminal that is too narrow for titles has names alone; one that is narrower still has the verdict of a long name
    below it.

    Args:
        console: where to.
        course: the course.
        report: on all exercises.
        keys: whether keys say what comes next.
        only: the units whose exercises are shown; all, as a rule.
    """
    from rich.text import Text  # noqa: PLC0415

    from grader.render.next_step import next_step  # noqa: PLC0415
    from grader.render.terminal import STYLES, number, print_problems, print_totals, put  # noqa: PLC0415

    put(console, course.title, "bold")
    print_problems(console, report)
    room = console.width if console.is_terminal else WIDE
    longest = max(len(exercise.name) for exercise in course.exercises)
    name_room = max(36 if room >= WIDE else 0, min(longest, room - MARK - VERDICT), 0)
    for place_in_course, unit in enumerate(course.units, 1):
        exercises = [exercise for exercise in report.exercises if exercise.unit == unit.name]
        points, most = sum(e.points for e in exercises), sum(e.max_points for e in exercises)
        filled = round(10 * points / most) if most else 0
        bar = "█" * filled + "░" * (10 - filled)
        if only is None or place_in_course == 1:
            console.print()
        heading = f"{place_in_course} {unit.name:<16} {bar} {number(points):>4} of {number(most):<4}"
        heading = heading.rstrip() if len(heading.rstrip()) <= room else heading.replace(f" {bar}", "").rstrip()
        console.print(Text(heading, "bold"), soft_wrap=True)
        if only is not None and unit.name not in only:
            continue
        for exercise, told in zip(exercises, unit.exercises, strict=True):
            line = f"  [{MARKS[exercise.verdict]}] {exercise.name:<{name_room}} {exercise.verdict:<8}"
            title = told.title if len(line) + LEAST_ROOM <= room else ""
            put(console, f"{line}{title}".rstrip(), STYLES[exercise.verdict], len(line) if title else MARK)
    print_totals(console, report, next_step(report, course), keys=keys)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_submission(parser)
