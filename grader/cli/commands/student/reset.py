"""`grader reset`: bring a stub back, and keep what stood there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from grader.cli.restore import is_already, replace_file, text_with_stub
from grader.cli.trust import EXERCISES, relative_path
from grader.course.stubs import stub_file
from grader.course.syllabus import Course, load_course
from grader.errors import ALL_PASS, UsageError
from grader.render.plain import counted, say, say_next
from grader.submission.folder import require_folder


def run(args: argparse.Namespace) -> int:
    """Put the stub of a function, of a whole unit or of all units back in its place."""
    course = load_course()
    folder = args.submission or relative_path(EXERCISES)
    if not folder.is_dir():
        if folder.exists():
            raise UsageError(f"{folder} is a file. Name the folder with your unit files: --submission DIR")
        require_folder(folder)
    if args.all == (args.name is not None):
        raise UsageError("Name a function or a unit, or all of them: grader reset deriv, grader reset --all")
    if args.all:
        return _reset_all(args, course, folder)
    exercises = course.find([args.name])
    unit = course.unit(exercises[0].unit)
    whole = len(exercises) > 1 or args.name.removesuffix(".py").rpartition("/")[2] == unit.name
    path = folder / f"{unit.name}.py"
    text = stub_file(unit) if whole else text_with_stub(path, unit, exercises[0].name)
    told = "all of its functions are stubs" if whole else f"{exercises[0].name} is a stub"
    if not replace_file(args, path, text):
        say(args, f"{path}: {told} already, so nothing was changed.")
    else:
        say(args, f"{path}: {told} again.")
    say_next(args, f"docs {exercises[0].name}")
    return ALL_PASS


def _reset_all(args: argparse.Namespace, course: Course, folder: Path) -> int:
    """Bring all stubs back, after a question where there is somebody to answer it."""
    stubs = {folder / f"{unit.name}.py": stub_file(unit) for unit in course.units}
    changed = {path: text for path, text in stubs.items() if not is_already(path, text)}
    if not changed:
        say(args, f"Every file in {folder} is as it was handed out, so nothing was changed.")
    elif not args.yes and not _agreed(
        f"Bring back all stubs in {folder}? {counted(len(changed), 'file differs', 'files differ')}. [y/N] "
    ):
        say(args, "Nothing was changed.")
    else:
        for path, text in changed.items():
            replace_file(args, path, text)
            say(args, f"{path}: all of its functions are stubs again.")
    say_next(args)
    return ALL_PASS


def _agreed(question: str) -> bool:
    """Whether the answer to a question is yes.

    Raises:
        UsageError: where nobody can answer.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("This asks first, and nobody can answer here. To do it all the same: grader reset --all --yes")
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:
        return False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="a function or a unit")
    parser.add_argument("--all", action="store_true", help="all units; asks first")
    parser.add_argument("--yes", action="store_true", help="with --all: do not ask")
    parser.add_argument("--submission", type=Path, metavar="DIR", help="folder of the unit files (default: exercises)")
