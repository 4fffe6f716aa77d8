"""Grade a class: from a folder to results, grades and a page."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence

from grader import __version__
from grader.batch.outputs import GRADES, PAGE, Outputs
from grader.batch.pool import grade_all, make_executor
from grader.batch.results import Header, Results
from grader.batch.workers import Settings
from grader.course.fingerprint import run
from grader.course.syllabus import Course, Exercise
from grader.errors import ALL_PASS, BROKEN, NOT_ALL_PASS, UsageError
from grader.files import remove_unfinished
from grader.group.records import Class, absent_student
from grader.processes import require_semaphores
from grader.render.plain import say
from grader.sandbox.memory import choose_jobs
from grader.sandbox.workers import WorkerPair
from grader.submission.hand_in.students import Class as HandedIn
from grader.submission.hand_in.students import read_class
from grader.submission.lms.roster import Roster, read_roster

TO_LOOK_AT = NOT_ALL_PASS  # all is graded, and a person should look at some of it
MOST_TOLD = 10


def run_batch(
    args: argparse.Namespace, course: Course, exercises: Sequence[Exercise], settings: Settings, pair: WorkerPair
) -> int:
    """Grade every submission in a folder and write what was found; gives the exit code.

    Args:
        args: what `grader batch` was told.
        course: the course.
        exercises: those that are asked for.
        settings: how the batch is graded.
        pair: it gets ready meanwhile, and the jail around it is not proven yet.
    """
    handed, left, absent, look = open_class(args, course)
    if args.out.resolve() == args.folder.resolve() or args.folder.resolve() in args.out.resolve().parents:
        raise UsageError(f"{args.out} lies within the submissions. Name a place outside of them: --out OUT")
    require_semaphores()
    names = [exercise.name for exercise in exercises]
    header = Header(__version__, course.title, str(args.folder.resolve()), args.seed, names, **run()._asdict())
    outputs = Outputs(args, course)
    with Results(args.out, header, resume=args.resume) as results:
        remove_unfinished(args.out)
        waiting = [one for one in results.keep_names(handed) if one.student not in results.done]
        if args.resume:
            say(args, f"{len(results.done)} are graded already; {len(waiting)} are left.")
        jobs, fewer = choose_jobs(args.jobs)
        if fewer:
            say(args, fewer)
        jobs = min(jobs, max(len(waiting), 1))
        with make_executor(settings, jobs, pair) as executor, _progress(args, len(waiting)) as tell:
            for lines in grade_all(waiting, executor, jobs):
                results.add(*lines)
                for line in lines:
                    tell(line.student)
        group = outputs.write(left, [absent_student(one.student, one.who._asdict()) for one in absent])
    _print_end(args, group, left)
    if any("our own failure" in " ".join(one.flags) for one in group.students):
        return BROKEN
    return TO_LOOK_AT if look or any(one.flags or one.reason for one in group.students) else ALL_PASS


def open_class(args: argparse.Namespace, course: Course) -> HandedIn:
    """Who handed in what, in the folder that the command names.

    Raises:
        UsageError: if that cannot be found out, or nobody handed in anything.
    """
    roster = None if args.roster is None else Roster(read_roster(args.roster))
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


def _print_end(args: argparse.Namespace, group: Class, left: list[str]) -> None:
    for note in left:
        say(args, f"Left out: {note}")
    ungraded = [(one.name, one.reason) for one in group.students if one.reason is not None]
    for name, reason in ungraded[:MOST_TOLD]:
        say(args, f"Not graded: {name}: {reason}")
    if len(ungraded) > MOST_TOLD:
        say(args, f"Not graded: {len(ungraded) - MOST_TOLD} more; see {args.out / GRADES}")
    look = sum(one.reason is None and bool(one.flags) for one in group.students)
    done = f"{len(group.graded)} of {len(group.students)} submissions graded; {look} more to look at"
    say(args, f"{done}, and what was left out." if left else f"{done}.")
    if group.absent:
        say(args, f"{len(group.absent)} of the roster handed nothing in.")
    say(args, f"Next: open {args.out / PAGE}; the grades are in {args.out / GRADES}")
