"""`grader`: the board: every unit and exercise at a glance, points, and what to do next."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from grader.cli.commands.student.check import exit_code
from grader.cli.trust import add_submission, open_submission
from grader.course.syllabus import Course, load_course

if TYPE_CHECKING:
    from rich.console import Console

    from grader.grading.report import Report

MARKS = {"pass": "x", "wrong": "!", "error": "!", "timeout": "!", "todo": " ", "broken": "?"}


def run(args: argparse.Namespace) -> int:
    """Grade everything and print the board."""
    course = load_course()
    with open_submission(args, course.preload(course.exercises)) as opened:
        submission = opened.read(course)
        from grader.course.open_reference import open_reference  # noqa: PLC0415
        from grader.grading.grade import grade  # noqa: PLC0415  numpy loads while the worker loads its own
        from grader.grading.options import Options  # noqa: PLC0415  as above

        report = grade(submission, course.exercises, opened.workers, Options(), open_reference())
    from grader.render.terminal import make_console  # noqa: PLC0415

    print_board(make_console(args), course, report)
    return exit_code(report)


def print_board(console: Console, course: Course, report: Report) -> None:
    """Print a report on all exercises at a glance."""
    from rich.text import Text  # noqa: PLC0415

    from grader.render.terminal import STYLES, number, print_totals, problem_line  # noqa: PLC0415

    console.print(Text(course.title, "bold"))
    for problem in report.problems:
        console.print(Text(f"FILE {problem_line(problem)}", "bold yellow"), soft_wrap=True)
    for place_in_course, unit in enumerate(course.units, 1):
        exercises = [exercise for exercise in report.exercises if exercise.unit == unit.name]
        points, most = sum(e.points for e in exercises), sum(e.max_points for e in exercises)
        filled = round(10 * points / most) if most else 0
        bar = "█" * filled + "░" * (10 - filled)
        console.print()
        heading = f"{place_in_course} {unit.name:<16} {bar} {number(points):>4} of {number(most):<4}"
        console.print(Text(heading.rstrip(), "bold"))
        for exercise, told in zip(exercises, unit.exercises, strict=True):
            line = f"  [{MARKS[exercise.verdict]}] {exercise.name:<36} {exercise.verdict:<8} {told.title}"
            console.print(Text(line, STYLES[exercise.verdict]), soft_wrap=True)
    print_totals(console, report)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_submission(parser)
