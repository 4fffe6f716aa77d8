"""`grader update`: bring what was written in an older kit into this one."""

from __future__ import annotations

import argparse
import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.cli.migrate import kit_in, migrate
from grader.course.syllabus import ROOT, load_course
from grader.errors import ALL_PASS, NOT_ALL_PASS, UsageError
from grader.render.plain import say, say_next
from grader.submission.reader import LocalReader
from grader.submission.zipped import files_beside, is_zip


def run(args: argparse.Namespace) -> int:
    """Bring files and functions, overwrite nothing that was edited, and say what was done."""
    with _folder(args.old) as old:
        if not (old / "exercises").is_dir():
            raise UsageError(
                f"{args.old} holds no folder `exercises`. Name that of the older kit: grader update FOLDER"
            )
        if old.resolve() == ROOT:
            raise UsageError(f"{args.old} is this kit. Name the folder of the older one: grader update FOLDER")
        found = migrate(kit_in(old), kit_in(ROOT), load_course())
    for line in found.done:
        say(args, line)
    for line in found.left:
        say(args, f"LEFT    {line}".replace(str(old), str(args.old)))
    if not found.done and not found.left:
        say(args, f"There is nothing in {args.old} that is not here already.")
    say_next(args)
    return NOT_ALL_PASS if found.left else ALL_PASS


@contextlib.contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """The folder that is named, or, while it lasts, one with the exercises of a zip, such as a page exports."""
    if not is_zip(path):
        yield path
        return
    _, files = files_beside(path, [f"{unit.name}.py" for unit in load_course().units], LocalReader())
    with tempfile.TemporaryDirectory(prefix="grader-") as room:
        exercises = Path(room) / "exercises"
        exercises.mkdir()
        for name, data in files.items():
            (exercises / name).write_bytes(data)
        yield Path(room)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("old", type=Path, metavar="FROM", help="folder of the older kit, or a zip of its exercises")
