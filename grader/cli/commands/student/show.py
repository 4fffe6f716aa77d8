"""`grader show`: a picture of your answer beside the expected one."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from grader.cli.arguments import seconds
from grader.cli.browser import open_in_browser
from grader.cli.graded import why_not_run
from grader.cli.trust import add_submission, of_submission, open_submission, relative_path
from grader.course.syllabus import ROOT, load_course
from grader.errors import ALL_PASS, NOT_ALL_PASS, UsageError
from grader.files import write_whole
from grader.render.plain import say, say_next

FORMS = {".svg": "svg", ".png": "png"}


def run(args: argparse.Namespace) -> int:
    """Draw the first visible check that differs, or else the first that gives numbers."""
    course = load_course()
    exercise = course.find_one(args.name)
    if args.out is not None and args.out.suffix.lower() not in FORMS:
        raise UsageError(f"{args.out} does not end in .svg or .png. Name it so: --out {exercise.name}.svg")
    with open_submission(args, course.preload([exercise])) as opened:
        submission = opened.read(course)
        if why := why_not_run(submission, exercise):
            todo = why.endswith("is not written yet.")
            after = f"docs {exercise.name}" if todo else f"check {exercise.name}{of_submission(args)}"
            return _nothing(args, why, after)
        from grader.render.picture_of import picture_of  # noqa: PLC0415  numpy and matplotlib load with it

        shown = picture_of(submission, course, exercise, opened.workers, args.timeout)
    if shown.figure is None:
        return _nothing(args, f"{shown.title}.\n{shown.caption}", f"check {exercise.name}{of_submission(args)}")
    path = args.out or _place(exercise.name)
    from grader.render.drawing import to_bytes  # noqa: PLC0415  loaded already

    write_whole(path, to_bytes(shown.figure, FORMS[path.suffix.lower()]))
    say(args, shown.title)
    say(args, f"  {shown.caption}")
    say(args, f"Picture: {path}")
    say_next(args, f"check {exercise.name}{of_submission(args)}" if shown.right else f"hint {exercise.name}")
    if args.out is None:
        open_in_browser(args, path.resolve().as_uri())
    return ALL_PASS


def _nothing(args: argparse.Namespace, text: str, after: str) -> int:
    for line in text.split("\n"):
        say(args, line)
    say_next(args, after)
    return NOT_ALL_PASS


def _place(name: str) -> Path:
    """Where a picture goes if no place was given: beside the course, or to the temporary files."""
    folder = ROOT / ".grader"
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return relative_path(folder) / f"{name}.svg"
    except OSError:
        return Path(tempfile.mkdtemp(prefix="grader-")) / f"{name}.svg"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("name", metavar="NAME", help="a function, such as deriv or chains.chain_deriv_2")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to, .svg or .png (default: .grader/NAME.svg)")
    add_submission(parser)
    parser.add_argument("--timeout", type=seconds, default=5.0, metavar="S", help="seconds for one call (default: 5)")
