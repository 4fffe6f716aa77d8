"""`grader autograde`: autograde an assignment of an nbgrader course, several students at once."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track
from rich.text import Text

from grader.cli.arguments import count
from grader.cli.nbgrader_folder import require_course_folder
from grader.course.privacy import warning
from grader.course.syllabus import load_course
from grader.errors import ALL_PASS, BROKEN, NOT_ALL_PASS
from grader.graded_class.compare import Comparison, compare, print_changes
from grader.processes import require_semaphores
from grader.protocol.text import MAX_TEXT, one_line
from grader.render.plain import counted
from grader.render.terminal import make_console
from grader.render.typed import as_typed
from grader.sandbox.memory import HELP, choose_jobs

if TYPE_CHECKING:
    require_semaphores()
    from grader.nbgrader_plugin.commands.autograde import Outcome


def run(args: argparse.Namespace) -> int:
    """Grade all that was handed in and is not graded yet."""
    require_course_folder("autograde")
    require_semaphores()
    from grader.nbgrader_plugin.commands.autograde import open_course  # noqa: PLC0415  nbgrader takes seconds to load
    from grader.nbgrader_plugin.commands.class_reports import Members  # noqa: PLC0415

    console = make_console(args)
    step = open_course(args.assignment, _names(args.student), force=args.force)
    waiting = step.waiting()
    if open_to_others := warning(Path(step.coursedir.root)):
        console.print(Text(open_to_others), soft_wrap=True)
    for remark in step.remarks:
        console.print(Text(one_line(remark, MAX_TEXT)), soft_wrap=True)
    before = Members(step.parent, load_course(), args.assignment).group() if args.force else None
    jobs, fewer = choose_jobs(args.jobs)
    if fewer:
        console.print(Text(fewer), soft_wrap=True)
    outcomes = []
    silent = console.quiet or not console.is_terminal
    graded = step.grade(waiting, jobs)
    for outcome in track(graded, "grading", len(waiting), console=console, transient=True, disable=silent):
        for note in outcome.notes:
            console.print(Text(one_line(note, MAX_TEXT)), soft_wrap=True)
        outcomes.append(outcome)
    if before is not None and before.graded and not console.quiet:
        after = Members(step.parent, load_course(), args.assignment).group()
        print_changes(args, Comparison("the grading before", [], compare(before, after)), written=False)
    return _end(args, console, outcomes) or (NOT_ALL_PASS if step.remarks else ALL_PASS)


def _names(words: list[str]) -> list[str]:
    """The names or patterns that were asked for; none means everybody."""
    return [name.strip() for word in words for name in word.split(",") if name.strip()]


def _end(args: argparse.Namespace, console: Console, outcomes: list[Outcome]) -> int:
    failed = [outcome for outcome in outcomes if outcome.failure]
    noted = sum(bool(outcome.notes) for outcome in outcomes)
    for outcome in failed:
        text = one_line(f"{outcome.student} is not graded, by our own failure: {outcome.failure}", MAX_TEXT)
        console.print(Text(text), soft_wrap=True)
    done = sum(outcome.graded and not outcome.failure for outcome in outcomes)
    wait = len(outcomes) - len(failed) - done
    others = f"{counted(wait, 'waits', 'wait')} for a person, since nothing could be graded; " if wait else ""
    console.print(f"{counted(done, 'student')} graded; {others}{noted} with something to look at.", soft_wrap=True)
    assignment = shlex.quote(args.assignment)
    if not outcomes:
        console.print(Text(as_typed(f"To grade again what is graded: grader autograde {assignment} --force")))
    elif not failed:
        console.print(Text(as_typed(f"Next: nbgrader generate_feedback {assignment}")))
    return BROKEN if failed else ALL_PASS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="name of the assignment, as nbgrader has it")
    about = "only this student, or a pattern of names; may be repeated, and a list may have commas"
    parser.add_argument("--student", action="append", default=[], metavar="ID", help=about)
    parser.add_argument("--force", action="store_true", help="also those who are graded; scores by hand stay")
    parser.add_argument("--jobs", type=count, metavar="N", help=f"students {HELP}")
