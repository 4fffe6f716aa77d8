"""Grade a class: from a folder to results, grades and a page."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Generator, Iterator, Sequence

from grader import __version__
from grader.batch.changed import told_of_changes
from grader.batch.ending import KEPT, end, end_part
from grader.batch.listing import listing_of, write_listing
from grader.batch.outputs import Outputs
from grader.batch.pool import grade_all, make_executor
from grader.batch.results import Header, Line, Results
from grader.batch.workers import Settings
from grader.course.fingerprint import run
from grader.course.syllabus import Course, Exercise
from grader.errors import UsageError
from grader.files import remove_unfinished
from grader.render.plain import counted, say
from grader.sandbox.memory import choose_jobs
from grader.sandbox.workers import WorkerPair
from grader.submission.hand_in.class_folder import HandIn
from grader.submission.hand_in.students import Class as HandedIn
from grader.submission.hand_in.students import read_class
from grader.submission.lms.roster import Roster, read_roster

Way = Callable[[Sequence[HandIn]], Generator[list[Line], None, None]]  # grades, and gives the reports as they are ready


def run_batch(
    args: argparse.Namespace, course: Course, exercises: Sequence[Exercise], settings: Settings, way: Way
) -> int:
    """Grade every submission in a folder, or in a part of it, and write what was found; gives the exit code.

    Args:
        args: what `grader batch` was told.
        course: the course.
        exercises: those that are asked for.
        settings: how the batch is graded.
        way: how, on this machine or on others.

    Raises:
        UsageError: if the class or the roster cannot be read, or the results cannot be kept where they are to be.
    """
    roster = open_roster(args)
    found = open_class(args, course, roster)
    if args.out.resolve() == args.folder.resolve() or args.folder.resolve() in args.out.resolve().parents:
        raise UsageError(f"{args.out} lies within the submissions. Name a place outside of them: --out OUT")
    header = Header(
        __version__,
        course.title,
        str(args.folder.resolve()),
        args.seed,
        [exercise.name for exercise in exercises],
        **run()._asdict(),
        roster=roster.fingerprint() if roster else "",
        part=str(args.part or ""),
        timeout=settings.timeout,
        places=settings.places,
        late=bool(args.late),
    )
    outputs = Outputs(args, course) if args.part is None else None
    listing = listing_of(found)
    with Results(args.out, header, resume=args.resume) as results:
        remove_unfinished(args.out)
        named = results.keep_names(found.handed)
        mine = [one for one in named if args.part is None or args.part.has(one.student)]
        waiting = [one for one in mine if one.student not in results.done]
        if args.resume:
            done, left = (counted(len(some), "is", "are") for some in (results.done, waiting))
            say(args, f"{done} graded already; {left} left.")
            for text in told_of_changes(args.out, named, results.done):
                say(args, text)
        try:
            with _progress(args, len(waiting)) as tell, contextlib.closing(way(waiting)) as lines_of:
                for lines in lines_of:
                    results.add(*lines)
                    for line in lines:
                        tell(line.student)
        except KeyboardInterrupt as error:
            error.add_note(KEPT)
            raise
        if outputs is not None:
            return end(args, outputs, listing)
        write_listing(args.out, listing)
    return end_part(args, len(named))


def grade_here(
    args: argparse.Namespace, settings: Settings, pair: WorkerPair, hand_ins: Sequence[HandIn]
) -> Generator[list[Line], None, None]:
    """The reports, as they are ready, from processes of this machine.

    Args:
        args: what `grader batch` was told.
        settings: how the batch is graded.
        pair: it gets ready meanwhile, and the jail around it is not proven yet.
        hand_ins: what is to be graded.
    """
    jobs, fewer = choose_jobs(args.jobs)
    if fewer:
        say(args, fewer)
    jobs = min(jobs, max(len(hand_ins), 1))
    with make_executor(settings, jobs, pair) as executor:
        yield from grade_all(hand_ins, executor, jobs)


def open_roster(args: argparse.Namespace) -> Roster | None:
    """The roster that the command names; None where it names none.

    Raises:
        UsageError: if it cannot be read.
    """
    return None if args.roster is None else Roster(read_roster(args.roster))


def open_class(args: argparse.Namespace, course: Course, roster: Roster | None) -> HandedIn:
    """Who handed in what, in the folder that the command names.

    Raises:
        UsageError: if that cannot be found out, or nobody handed in anything.
    """
    found = read_class(args.folder, [unit.name for unit in course.units], args.layout, roster)
    if not found.handed:
        raise UsageError(f"{args.folder} holds no submission: a folder, notebook, .py file or zip for each student")
    return found


@contextlib.contextmanager
def _progress(args: argparse.Namespace, total: int) -> Iterator[Callable[[str], None]]:
    """A function to call as each submission is done: it moves a bar if a person looks on."""
    if args.quiet or args.plain or not sys.stdout.isatty():
        yield lambda _student: None
    else:
        from grader.render.progress import show_bar  # noqa: PLC0415  what draws is loaded only to draw

        with show_bar(args, "grading", total) as tell:
            yield tell
