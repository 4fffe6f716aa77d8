"""The search for two mistakes in one function, which takes some seconds: only where a student asks for a hint."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from grader.cli.trust import EXERCISES, OpenFolder
from grader.course.syllabus import Course, Exercise
from grader.errors import UsageError
from grader.render.waiting import waiting
from grader.sandbox.start import make_workers
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader

if TYPE_CHECKING:
    from grader.grading.session import Session
    from grader.submission.folder import Submission


def tell_two_places(args: argparse.Namespace, course: Course, exercise: Exercise) -> None:
    """Print where a function of one's own fails its visible checks, if nothing is named: by one edit, else by two.

    Args:
        args: what the command was told.
        course: the course.
        exercise: the function; where it is still a stub, or is not there, nothing happens.
    """
    try:
        submission = read_submission(EXERCISES, course, LocalReader())
    except UsageError:
        return
    function = submission.units[exercise.unit].functions.get(exercise.name)
    if function is None or function.todo:
        return
    with own_session(course, [exercise]) as (session, _):
        _search(args, session, submission, exercise)


@contextlib.contextmanager
def own_session(course: Course, exercises: list[Exercise]) -> Iterator[tuple[Session, OpenFolder]]:
    """A session with a worker for one's own exercises, and their folder."""
    from grader.grading.session import Session  # noqa: PLC0415  numpy loads only where something is graded
    from grader.sandbox.job import Limits  # noqa: PLC0415  as above

    preload = course.preload(exercises)
    workers = make_workers(preload=preload, jail=False)
    opened = OpenFolder(folder=EXERCISES, jail=False, workers=workers, reader=LocalReader())
    session = Session(course, Limits(), workers, preload)
    try:
        yield session, opened
    finally:
        session.close()


def _search(args: argparse.Namespace, session: Session, submission: Submission, exercise: Exercise) -> None:
    from grader.grading.place.find import Finder, is_open  # noqa: PLC0415  as above
    from grader.render.progress import show_share  # noqa: PLC0415  what draws is loaded only to draw
    from grader.render.terminal import make_console, print_place  # noqa: PLC0415  as above

    with waiting(args, f"checking {exercise.name}"):
        report = session.grade(submission, [exercise])
        if not is_open(report.exercises[0]):
            return
        finder = Finder(submission, session.ready([exercise]), session.options, session.reference)
    with show_share(args, "looking for the place") as tell:
        found = finder.find(exercise, two=True, tell=tell)
    console = make_console(args)
    for one in found:
        print_place(console, one)
