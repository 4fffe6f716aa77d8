"""`grader release`: make the kit that students get, a repository of it for GitHub, or an autograder for Gradescope."""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path

from grader.cli.arguments import seed
from grader.cli.lessons import SITE, build_if_stale, can_build, is_stale
from grader.course.syllabus import ROOT, load_course
from grader.errors import ALL_PASS, USAGE, UsageError
from grader.render.plain import counted, say


def run(args: argparse.Namespace) -> int:
    """Make what was asked for, and say what comes next."""
    if str(args.out) in {unit.name for unit in load_course().units} and not args.out.exists():
        raise UsageError(f"OUT, the folder to make it in, is missing before {args.out}: grader release OUT {args.out}")
    return _autograder(args) if args.gradescope else _kit(args)


def _kit(args: argparse.Namespace) -> int:
    """Make the folder and the zip, and say what was left because it was edited."""
    if args.seed is not None:
        raise UsageError("A kit holds no hidden check, and so no seed: --seed belongs to --gradescope")
    nbgrader = _students_config() if args.nbgrader else None
    if importlib.util.find_spec("jupytext") is None:
        raise UsageError("Its notebooks are made with jupytext. With it: uv run --group teach grader release OUT")
    if is_stale() and not can_build():
        raise UsageError("It carries the lessons. With what builds them: uv run --group teach grader release OUT")
    from grader.release.make import frozen_exercises, make_release, require_place  # noqa: PLC0415  it imports numpy
    from grader.render.progress import show_bar  # noqa: PLC0415  as above

    course = load_course()
    require_place(args.out, args.names, course)
    build_if_stale(args, "release")
    exercises = frozen_exercises(args.names, course)
    say(args, f"The answers of {counted(len(exercises), 'exercise')} are frozen. That takes some seconds.")
    with show_bar(args, "freezing answers", len(exercises)) as tell:
        made = make_release(
            args.out, args.names, course, classroom=args.classroom, nbgrader=nbgrader, lessons=SITE, tell=tell
        )
    for name in made.kept:
        say(args, f"{made.folder / name} was edited and is left as it is; the zip has the stub.")
    size = made.archive.stat().st_size / 1e6
    say(args, f"{made.folder}: {', '.join(made.stamp.units)}; release {made.stamp.release}")
    if args.classroom:
        say(args, f"Next: make {made.folder} a repository, and a template on GitHub")
    else:
        say(args, f"Next: hand out {made.archive} ({size:.1f} MB)")
    return USAGE if made.kept else ALL_PASS


def _students_config() -> str:
    """What nbgrader is told in a student's folder."""
    if importlib.util.find_spec("nbgrader") is None:
        raise UsageError("nbgrader is not installed. With it: cd nbgrader && uv run grader release OUT --nbgrader")
    from grader.nbgrader_plugin.students import students_config  # noqa: PLC0415  nbgrader takes seconds to load

    return students_config(ROOT / "nbgrader")


def _autograder(args: argparse.Namespace) -> int:
    """Make the autograder's zip."""
    from grader.gradescope.package import make_gradescope  # noqa: PLC0415  it imports numpy

    made = make_gradescope(args.out, load_course().find(args.names), args.seed)
    say(args, f"{made} holds the solutions, the hidden checks and the seed: it is for you alone.")
    say(args, "Next: upload it to Gradescope, under Configure Autograder")
    return ALL_PASS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("out", type=Path, metavar="OUT", help="folder to make it in")
    parser.add_argument("names", nargs="*", default=[], metavar="NAME", help="units (default: all that are not given)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--classroom", action="store_true", help="with a workflow that checks each push on GitHub")
    what.add_argument("--nbgrader", action="store_true", help="for a class that works in nbgrader's assignments")
    what.add_argument("--gradescope", action="store_true", help="an autograder's zip, for you alone, instead of a kit")
    parser.add_argument(
        "--seed", type=seed, metavar="N", help="seed of the autograder's hidden inputs (default: drawn)"
    )
