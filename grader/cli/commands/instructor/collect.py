"""`grader collect`: put what a learning platform hands over into the folder of an nbgrader course."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.nbgrader_folder import require_course_folder
from grader.course.syllabus import load_course
from grader.errors import ALL_PASS, NOT_ALL_PASS
from grader.protocol.text import one_line
from grader.render.plain import say
from grader.submission.lms.layouts import NAMES

if TYPE_CHECKING:
    from grader.nbgrader_plugin.commands.collect import Plan

MOST = 1000  # letters of a line


def run(args: argparse.Namespace) -> int:
    """Put each student's notebook where nbgrader looks for it."""
    require_course_folder("collect")
    from grader.nbgrader_plugin.commands.collect import OLDER, SAME, collector, elsewhere  # noqa: PLC0415  it takes seconds

    course = load_course()
    with collector(args.zip, course, args.layout, args.roster) as (found, collect):
        assignment, plans = collect.plan(found, args.assignment)
        if not args.look:
            collect.carry_out(assignment, plans)
    again = f"collect {shlex.quote(str(args.zip))}"
    for plan in plans:
        _tell(args, plan, collect.root)
    for note in found.left:
        say(args, f"Left out: {note}")
    for unit, count in sorted(elsewhere(plans, assignment).items()):
        say(args, f"{count} handed in notebooks of {unit}, too: grader {again} {unit}")
    changed = sum(plan.state not in (SAME, OLDER) for plan in plans)
    say(args, f"{assignment}: {len(plans)} handed in, {changed} {'to be ' if args.look else ''}put into submitted/.")
    if found.absent:
        say(args, f"{len(found.absent)} of the roster handed nothing in.")
    say(args, f"Next: grader {again if args.look else 'autograde'} {shlex.quote(assignment)}")
    return NOT_ALL_PASS if found.look or any(plan.handed.flags for plan in plans) else ALL_PASS


def _tell(args: argparse.Namespace, plan: Plan, root: Path) -> None:
    """What becomes of a student's work: of all with `--look`, else of those of whom there is something to say."""
    flags, notes = plan.handed.flags, plan.handed.notes
    if not (args.look or flags or notes or plan.state != "new"):
        return
    file = plan.collected.file or "no notebook"
    say(args, one_line(f"{plan.student}  ({plan.collected.name}): {file}, {plan.state}", MOST), ours=False)
    if plan.kept and not args.look:
        say(args, one_line(f"  what was there is kept in {plan.kept.relative_to(root)}", MOST), ours=False)
    for mark, some in (("look", flags), ("note", notes)):
        _list(args, mark, some)


def _list(args: argparse.Namespace, mark: str, some: Sequence[str]) -> None:
    for text in dict.fromkeys(some):
        say(args, one_line(f"  {mark}: {text}", MOST), ours=False)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("zip", type=Path, metavar="ZIP", help="what the platform hands over, or the folder it became")
    about = "name of the assignment, as nbgrader has it (default: what most notebooks are named after)"
    parser.add_argument("assignment", nargs="?", metavar="ASSIGNMENT", help=about)
    parser.add_argument("--layout", choices=NAMES, help="how the platform names what it hands over (default: find out)")
    parser.add_argument("--roster", type=Path, metavar="FILE", help="CSV of who is in the class: id, name, mail")
    parser.add_argument("--look", action="store_true", help="show who was found, and from which files; write nothing")
