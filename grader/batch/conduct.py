"""Conduct a batch: from the folder of a class to results, grades and a page."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from grader import __version__
from grader.batch.folders import find_students
from grader.batch.grades import Grades
from grader.batch.ledger import Header, Ledger, read_results
from grader.batch.page import make_page
from grader.batch.run import Settings, grade_all, make_executor
from grader.batch.summary import Summary
from grader.course import ROOT, Course, Exercise
from grader.errors import ALL_PASS, BROKEN, UsageError
from grader.files import write_whole
from grader.terminal import make_console
from grader.workers import Workers

GRADES, PAGE = "grades.csv", "report.html"
MOST_TOLD = 10


def conduct(args: argparse.Namespace, course: Course, exercises: Sequence[Exercise], workers: Workers) -> int:
    """Grade every submission in a folder and write what was found; gives the exit code.

    Args:
        args: what `grader batch` was told.
        course: the course.
        exercises: those that are asked for.
        workers: they load already, and the jail around them is not proven yet.
    """
    handed, left = find_students(args.folder)
    if not handed:
        raise UsageError(f"{args.folder} holds no submission: a folder, notebook or .py file for each student")
    if args.out.resolve() == args.folder.resolve() or args.folder.resolve() in args.out.resolve().parents:
        raise UsageError(f"{args.out} lies within the submissions. Name a place outside of them: --out OUT")
    settings = Settings(tuple(args.names), args.seed, args.timeout, args.jail)
    names = [exercise.name for exercise in exercises]
    header = Header(__version__, course.title, course_stamp(course), str(args.folder.resolve()), args.seed, names)
    console = make_console(args)
    with Ledger(args.out, header, resume=args.resume) as ledger:
        waiting = [one for one in handed if one.student not in ledger.done]
        if args.resume:
            console.print(f"{len(ledger.done)} are graded already; {len(waiting)} are left.")
        jobs = min(args.jobs, max(len(waiting), 1))
        with make_executor(settings, jobs, workers) as executor, _bar(console) as bar:
            task = bar.add_task("grading", total=len(waiting), rate="")
            for line in grade_all(waiting, executor, args.jobs):
                ledger.add(line)
                if not bar.disable:
                    speed = bar.tasks[0].speed
                    rate = f"{speed:.1f} a second" if speed else ""
                    bar.update(task, advance=1, description=f"{line.student[:24]:<24}", rate=rate)
        summary, grades = Summary(), Grades(course, exercises)
        for report in read_results(args.out):
            summary.add(report)
            grades.add(report)
        write_whole(args.out / GRADES, grades.table())
        write_whole(args.out / PAGE, make_page(summary, f"{course.title}: the class", left))
    _print_end(args, console, summary, left)
    return BROKEN if any("our own failure" in " ".join(flags) for *_, flags, _ in summary.students) else ALL_PASS


def _bar(console: Console) -> Progress:
    """A bar with count, rate and time left; nothing where there is no terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=console.quiet or not console.is_terminal,
    )


def _print_end(args: argparse.Namespace, console: Console, summary: Summary, left: list[str]) -> None:
    for note in left:
        console.print(Text(f"Left out: {note}"), soft_wrap=True)
    ungraded = [(name, reason) for name, *_, reason in summary.students if reason is not None]
    for name, reason in ungraded[:MOST_TOLD]:
        console.print(Text(f"Not graded: {name}: {reason}"), soft_wrap=True)
    if len(ungraded) > MOST_TOLD:
        console.print(Text(f"Not graded: {len(ungraded) - MOST_TOLD} more; see {args.out / GRADES}"), soft_wrap=True)
    look = len(summary.to_look_at) - len(ungraded)
    console.print(Text(f"{summary.graded} of {len(summary.students)} submissions graded; {look} more to look at."))
    console.print(Text(f"Next: open {args.out / PAGE}; the grades are in {args.out / GRADES}"), soft_wrap=True)


def course_stamp(course: Course) -> str:
    """What the verdicts of a course depend on, in a few letters: its solutions, checks and order."""
    files = [ROOT / "course.toml"]
    for unit in course.units:
        files += [ROOT / "solutions" / f"{unit.name}.py"]
        files += [ROOT / "grader" / kind / f"{unit.name}.py" for kind in ("checks", "hidden", "misconceptions")]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
