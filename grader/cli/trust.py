"""Whose code a command runs: one's own, as it is, or that of somebody else, in the jail."""

from __future__ import annotations

import argparse
import contextlib
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course.syllabus import ROOT, Course
from grader.errors import UsageError
from grader.protocol.text import one_line
from grader.sandbox.start import make_workers
from grader.sandbox.workers import StoppableWorkers
from grader.submission.folder import Submission, read_submission
from grader.submission.reader import LocalReader, Reader
from grader.submission.source import File

EXERCISES, EXAMPLES = ROOT / "exercises", ROOT / "examples"


@dataclass(slots=True, kw_only=True)
class OpenFolder:
    """A folder with unit files, with what reads and runs them.

    Attributes:
        folder: the folder.
        jail: whether its code runs in the jail.
        workers: where its code runs.
        reader: who reads its files.
    """

    folder: Path
    jail: bool
    workers: StoppableWorkers
    reader: Reader

    def read(self, course: Course, kept: Mapping[str, File] | None = None) -> Submission:
        """Read the files; see `read_submission`."""
        return read_submission(self.folder, course, self.reader, kept)


@contextlib.contextmanager
def open_submission(args: argparse.Namespace, preload: tuple[str, ...] = ()) -> Iterator[OpenFolder]:
    """The folder that a command is told, or else one's own exercises. Nothing in it is read yet.

    Args:
        args: what the command was told: `submission`, `jail`, and for some `spawn`.
        preload: modules that its code may use.

    Raises:
        UsageError: if the jail and the portable worker are both asked for.
        JailError: if the jail does not hold here.
    """
    folder = args.submission or relative_path(EXERCISES)
    spawn = getattr(args, "spawn", False)
    own = _is_own(folder)
    if args.jail and spawn:
        raise UsageError("The portable worker has no jail. Leave out --spawn or --jail.")
    jail = args.jail
    if jail is None:
        jail = not own and not spawn and sys.platform == "linux"
        if not own and not jail:
            what = "The portable worker" if spawn else "This system"
            text = f"Note: {what} has no jail; only time limits hold back the code in {one_line(folder)}."
            print(text, file=sys.stderr)
    with contextlib.ExitStack() as stack:
        workers = make_workers(spawn=spawn, preload=preload, jail=jail)
        stack.callback(workers.close)
        reader: Reader = LocalReader()
        if not own:
            from grader.reading.reader import ConfinedReader  # noqa: PLC0415  few read what others wrote

            reader = confined = ConfinedReader(jail=jail)
            stack.callback(confined.close)
        yield OpenFolder(folder=folder, jail=jail, workers=workers, reader=reader)


def _is_own(folder: Path) -> bool:
    """Whether it is one's own exercises, or an example of the course."""
    try:
        return any(place.exists() and folder.samefile(place) for place in (EXERCISES, *EXAMPLES.glob("*")))
    except (OSError, RuntimeError):  # it is not there, or a link to itself: what reads it says so
        return False


def relative_path(path: Path) -> Path:
    """A path relative to the current folder, if that is shorter."""
    try:
        return path.relative_to(Path.cwd())
    except (ValueError, OSError):  # it lies elsewhere, or there is no current folder any more
        return path


def of_submission(args: argparse.Namespace) -> str:
    """What the next command needs to be about the same folder, with a space in front; "" for one's own."""
    return "" if args.submission is None else f" --submission {shlex.quote(one_line(args.submission))}"


def add_submission(parser: argparse.ArgumentParser) -> None:
    """Say which folder a command takes, and whether its code is confined."""
    parser.add_argument(
        "--submission", type=Path, metavar="DIR", help="folder of the unit files, or zip (default: exercises)"
    )
    words = "confine the code in DIR (default: unless the folder is your own)"
    parser.add_argument("--jail", action=argparse.BooleanOptionalAction, default=None, help=words)
