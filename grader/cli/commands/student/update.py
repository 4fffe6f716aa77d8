"""`grader update`: bring what was written in an older kit into this one."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.cli.migrate import kit_in, migrate
from grader.course.syllabus import ROOT, load_course
from grader.errors import ALL_PASS, NOT_ALL_PASS, UsageError
from grader.render.plain import say, say_next


def run(args: argparse.Namespace) -> int:
    """Bring files and functions, overwrite nothing that was edited, and say what was done."""
    if not (args.old / "exercises").is_dir():
        raise UsageError(f"{args.old} holds no folder `exercises`. Name that of the older kit: grader update FOLDER")
    if args.old.resolve() == ROOT:
        raise UsageError(f"{args.old} is this kit. Name the folder of the older one: grader update FOLDER")
    found = migrate(kit_in(args.old), kit_in(ROOT), load_course())
    for line in found.done:
        say(args, line)
    for line in found.left:
        say(args, f"LEFT    {line}")
    if not found.done and not found.left:
        say(args, f"There is nothing in {args.old} that is not here already.")
    say_next(args)
    return NOT_ALL_PASS if found.left else ALL_PASS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("old", type=Path, metavar="FROM", help="folder of the older kit")
