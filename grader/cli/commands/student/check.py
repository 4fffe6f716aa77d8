"""`grader check`: grade a submission and say what is right, what is wrong and what the numbers show."""

from __future__ import annotations

import argparse
import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.arguments import seconds, seed
from grader.cli.graded import following, what
from grader.cli.places import Places
from grader.cli.trust import add_submission, open_submission
from grader.course.syllabus import load_course
from grader.errors import ALL_PASS, BROKEN, NOT_ALL_PASS, UsageError
from grader.files import write_json, write_whole
from grader.protocol.load_numpy import load_numpy
from grader.render.waiting import waiting

if TYPE_CHECKING:
    from grader.grading.report import Report


def run(args: argparse.Namespace) -> int:
    """Grade, print the report, and write the files that were asked for."""
    if str(args.junit) == "-":
        raise UsageError("--junit writes to a file, not to standard output: --junit FILE")
    course = load_course()
    exercises = course.find(args.names)
    with contextlib.ExitStack() as stack:
        with waiting(args, f"checking {what(exercises)}"):
            opened = stack.enter_context(open_submission(args, course.preload(exercises)))
            submission = opened.read(course)
            load_numpy()  # while the worker loads its own
            from grader.course.open_reference import open_reference  # noqa: PLC0415
            from grader.grading.grade import grade  # noqa: PLC0415
            from grader.grading.options import Options  # noqa: PLC0415  as above
            from grader.sandbox.job import Limits  # noqa: PLC0415  this needs it

            instructor = args.seed is not None
            options = Options(visible_only=args.visible_only, instructor=instructor, limits=Limits(call=args.timeout))
            reference = open_reference(args.seed or 0)
            report = grade(submission, exercises, opened.workers, options, reference)
        places = Places(args, report, submission, opened.workers, options, reference)
        if not (args.quiet and args.json is None):
            from grader.render.terminal import make_console, print_report  # noqa: PLC0415

            console = make_console(args, stderr=str(args.json) == "-")
            after = following(submission, course, exercises)
            print_report(console, report, course, following=after, output=args.output, places=places.found())
        report = places.whole_report()
    if os.environ.get("GITHUB_ACTIONS") == "true" and not args.quiet and str(args.json) != "-":
        from grader.render.github import commands  # noqa: PLC0415  as above

        print(*commands(report.to_json()), sep="\n")
    if args.json:
        write_json(args.json, report.to_json())
    if args.junit:
        from grader.render.junit import to_junit  # noqa: PLC0415

        write_whole(args.junit, to_junit(report))
    return exit_code(report)


def exit_code(report: Report) -> int:
    """The exit code for a report's verdicts."""
    if report.totals["broken"]:
        return BROKEN
    return ALL_PASS if report.totals["pass"] == len(report.exercises) else NOT_ALL_PASS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="units or functions (default: all)")
    add_submission(parser)
    parser.add_argument("--output", action="store_true", help="show all that the functions print")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report as JSON; - is stdout")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the report as JUnit XML")
    parser.add_argument("--timeout", type=seconds, default=5.0, metavar="S", help="seconds for one call (default: 5)")
    parser.add_argument("--seed", type=seed, metavar="N", help="seed of the hidden inputs, for instructors")
    parser.add_argument("--visible-only", action="store_true", help="leave the hidden checks out")
    parser.add_argument(
        "--no-place", action="store_true", help="do not search for the place of a mistake without a name"
    )
    parser.add_argument("--spawn", action="store_true", help="use the portable worker, as on macOS and Windows")
