"""Grade a submission: the one straight line from a folder to a report."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence

from grader import __version__
from grader.course import reference
from grader.course.checks_of import checks_of
from grader.course.release_stamp import release_of
from grader.course.syllabus import Course, Exercise
from grader.grading.cache import JudgementCache
from grader.grading.judge import Judge
from grader.grading.messages import import_message
from grader.grading.options import Options
from grader.grading.report import Report
from grader.protocol.answer import Raised
from grader.protocol.check import Check
from grader.protocol.text import clean
from grader.sandbox.collect import Collected, Run, collect
from grader.sandbox.workers import POLL_SECONDS, WorkerPair, Workers
from grader.submission.source import Problem, Submission, used_exercises


def grade(
    submission: Submission,
    course: Course,
    exercises: Sequence[Exercise],
    workers: Workers | WorkerPair,
    options: Options,
    judgements: JudgementCache | None = None,
) -> Report:
    """Grade the named exercises. Those that they use run, too, to tell where a failure comes from.

    Args:
        submission: what was handed in.
        course: the course.
        exercises: those that the report is to name.
        workers: where the submission runs.
        options: how to grade.
        judgements: those on earlier submissions, graded with the same options.
    """
    pair = workers if isinstance(workers, WorkerPair) else WorkerPair(workers, workers)
    wanted = {exercise.name for exercise in exercises}
    needed = wanted | used_exercises(submission, course, wanted)
    run = [exercise for exercise in course.exercises if exercise.name in needed]
    checks = {exercise.name: checks_of(exercise, hidden=not options.visible_only) for exercise in run}
    collected = _collect(submission, course, run, checks, pair, options)
    judge = Judge(submission, course, collected, options.seed, instructor=options.instructor, judgements=judgements)
    judged = [judge.judge(exercise, checks[exercise.name]) for exercise in run]
    units = {exercise.unit for exercise in run}
    release, notes = release_of(submission.stamp)
    cut_short = ["the time for the whole submission ran out"] if collected.cut_short else []
    return Report(
        kit=__version__,
        course=course.title,
        submission=clean(submission.folder),
        exercises=[report for report in judged if report.name in wanted],
        problems=_problems(submission, course, units, collected),
        flags=[*notes, *cut_short],
        seed=options.seed if options.instructor else None,
        release=release,
    )


def _collect(
    submission: Submission,
    course: Course,
    run: Sequence[Exercise],
    checks: dict[str, list[Check]],
    pair: WorkerPair,
    options: Options,
) -> Collected:
    """Run visible and hidden checks side by side in two processes, while this one computes the expected answers."""
    active = [exercise for exercise in run if _can_run(submission, exercise)]
    wanted = [(exercise.unit, check) for exercise in active for check in checks[exercise.name]]

    def start(*, hidden: bool) -> contextlib.closing[Run]:
        mine = [(unit, check) for unit, check in wanted if check.hidden == hidden]
        workers = pair.hidden if hidden else pair.visible
        return contextlib.closing(Run(submission, course, mine, options.seed, options.limits, workers))

    with start(hidden=False) as one, start(hidden=True) as other:
        looked = time.monotonic()
        right = reference.swapped()
        for _, check in wanted:
            try:
                right.answers(check, options.seed)
            except Exception:  # noqa: BLE001, S112  the judge meets it again, and calls the check broken
                continue
            if time.monotonic() > looked + POLL_SECONDS:  # whoever has much to say is not to wait until we are done
                one.advance(wait=False)
                other.advance(wait=False)
                looked = time.monotonic()
        collect(one, other)
    visible, hidden = one.collected, other.collected
    # What a student's file says while it sees the hidden inputs is never shown, not even the line it says it at.
    silent = dict.fromkeys(hidden.unloaded, Raised("", (), "it does so only where the hidden checks run"))
    cut_short = visible.cut_short or hidden.cut_short
    prints = visible.fingerprints | hidden.fingerprints
    return Collected(visible.answers | hidden.answers, silent | visible.unloaded, cut_short, prints)


def _can_run(submission: Submission, exercise: Exercise) -> bool:
    function = submission.units[exercise.unit].functions.get(exercise.name)
    return function is not None and not function.todo


def _problems(submission: Submission, course: Course, units: set[str], collected: Collected) -> list[Problem]:
    """Problems with the files of the graded units, and with helpers."""
    others = {f"{unit.name}.py" for unit in course.units if unit.name not in units}
    problems = [problem for problem in submission.problems if problem.file not in others]
    for unit, raised in collected.unloaded.items():
        text = import_message(raised, {*submission.units, *submission.helpers}, at_line=False)
        problems.append(Problem(f"{unit}.py", raised.line or None, f"it does not import: {text}"))
    return problems
