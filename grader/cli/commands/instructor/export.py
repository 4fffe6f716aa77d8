"""`grader export`: of an nbgrader assignment, the class's page, a platform's own table, and feedback in a zip."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from grader.cli.nbgrader_folder import require_course_folder
from grader.course.syllabus import load_course
from grader.errors import ALL_PASS, NOT_ALL_PASS
from grader.graded_class.compare import print_changes
from grader.protocol.text import one_line
from grader.render.plain import counted, say

MOST_TOLD = 10


def run(args: argparse.Namespace) -> int:
    """Write what the gradebook knows of an assignment's class."""
    require_course_folder("export")
    from grader.nbgrader_plugin.commands.export import PAGE, export  # noqa: PLC0415  nbgrader takes seconds to load

    course = load_course()
    done = export(args.assignment, course, out=args.out, into=args.into, column=args.column, compare=args.compare)
    graded = len(done.group.graded)
    if done.group.students:
        some = f"{graded} of {len(done.group.students)} who handed in {'is' if graded == 1 else 'are'} graded"
        absent = len(done.group.absent)
        say(args, f"{some}; {absent} in the gradebook did not hand in." if absent else f"{some}.")
    else:
        say(args, f"Nobody handed in {args.assignment} yet: {len(done.group.absent)} in the gradebook did not.")
    look = any(one.flags or one.reason for one in done.group.students)
    if done.filled is not None:
        filled = done.filled
        place = done.out / f"{filled.platform}.csv"
        grades = counted(filled.count, "grade")
        say(args, f"{place}: {grades} in {one_line(filled.column, 100)}, {filled.changed} of them changed.")
        for note in filled.notes[:MOST_TOLD]:
            say(args, f"  look: {one_line(note, 300)}")
        if len(filled.notes) > MOST_TOLD:
            say(args, f"  look: {len(filled.notes) - MOST_TOLD} more")
        look = look or bool(filled.notes)
    for zip_, count in done.zips.items():
        say(args, f"{zip_}: {counted(count, 'feedback page')}.")
    if done.without:
        without = f"{counted(done.without, 'has', 'have')} no feedback page"
        if done.outdated:
            older = counted(done.outdated, "older one is", "older ones are")
            without += f" of the last grading, and {older} left out"
        say(args, f"{without}: nbgrader generate_feedback {shlex.quote(args.assignment)} --force")
    if done.comparison is not None:
        print_changes(args, done.comparison)
    say(args, f"Next: open {done.out / PAGE}")
    return NOT_ALL_PASS if look else ALL_PASS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="name of the assignment, as nbgrader has it")
    about = "the gradebook that Canvas exported, or Moodle's grading worksheet, to be filled"
    parser.add_argument("--into", type=Path, metavar="FILE", help=about)
    parser.add_argument("--column", metavar="NAME", help="the column of FILE for this assignment (default: find out)")
    parser.add_argument("--out", type=Path, metavar="OUT", help="folder for all (default: exported/ASSIGNMENT)")
    parser.add_argument("--compare", type=Path, metavar="OLD", help="tell what changed since the export in this folder")
