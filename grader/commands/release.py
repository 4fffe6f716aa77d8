"""`grader release`: make the kit that students get."""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path

from grader.course import load_course
from grader.errors import ALL_PASS, USAGE, UsageError
from grader.text import say


def run(args: argparse.Namespace) -> int:
    """Make the folder and the zip, and say what was left because it was edited."""
    if importlib.util.find_spec("jupytext") is None:
        raise UsageError("Its notebooks are made with jupytext. With it: uv run --group teach grader release OUT")
    from grader.release.make import make_release  # noqa: PLC0415  it imports numpy

    say(args, "Freezing the answers: some minutes the first time, seconds while the course stays as it is.")
    made = make_release(args.out, args.names, load_course())
    for name in made.kept:
        say(args, f"{made.folder / name} was edited and is left as it is; the zip has the stub.")
    size = made.archive.stat().st_size / 1e6
    say(args, f"{made.folder}: {', '.join(made.stamp.units)}; release {made.stamp.release}")
    say(args, f"Next: hand out {made.archive} ({size:.1f} MB)")
    return USAGE if made.kept else ALL_PASS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("out", type=Path, metavar="OUT", help="folder to make the kit in")
    parser.add_argument("names", nargs="*", metavar="NAME", help="units (default: all that are not given)")
