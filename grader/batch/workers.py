"""The workers of a batch: a pair, each with its own checks, which get ready while the rest of the program loads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from grader.course.checks_of import checks_of
from grader.course.syllabus import Course, Exercise
from grader.grading.options import Options
from grader.sandbox.forking import ForkingWorkers, Forks
from grader.sandbox.jail import require_jail
from grader.sandbox.job import Limits, share_checks
from grader.sandbox.start import start_workers
from grader.sandbox.workers import WorkerPair, Workers


class Settings(NamedTuple):
    """How a batch is graded."""

    names: tuple[str, ...]
    seed: int
    timeout: float
    jail: bool

    def options(self) -> Options:
        """The options for each submission."""
        return Options(self.seed, instructor=True, limits=Limits(call=self.timeout))


def start_pair(
    course: Course, exercises: Sequence[Exercise], settings: Settings, workers: Workers | None = None
) -> WorkerPair:
    """Start workers and send them the checks that all jobs share. Run nothing there before `wait_for_pair`.

    Args:
        course: the course.
        exercises: those that are asked for; the checks of those that they may lean on are there, too.
        settings: how the batch is graded.
        workers: some that load already.

    Raises:
        JailError: on a system that has no jail.
    """
    if workers is None:
        workers = start_workers(jail=settings.jail)
        workers.preload(course.preload(exercises))
    if not isinstance(workers, ForkingWorkers):
        return WorkerPair(workers, workers)
    try:
        hidden = workers.fork_twin()  # before the visible checks are there: each holds its own only
        options = settings.options()
        beside = [one for one in with_needs(course, exercises) if one not in exercises]
        for some, secret in ((workers, False), (hidden, True)):
            mine = (
                [(one.unit, check) for one in which for check in checks_of(one) if check.hidden == secret]
                for which in (exercises, beside)
            )
            share_checks(some, course, next(mine), settings.seed, options.limits, next(mine))
    except BaseException:
        workers.close()
        raise
    return WorkerPair(workers, hidden)


def wait_for_pair(pair: WorkerPair, settings: Settings) -> None:
    """Wait until a pair is ready.

    Raises:
        JailError: if the jail does not hold here.
    """
    try:
        if settings.jail:
            require_jail(pair.visible)
        for some in (pair.visible, pair.hidden):
            if isinstance(some, Forks):
                some.wait_ready()
    except BaseException:
        pair.visible.close()
        raise


def with_needs(course: Course, exercises: Iterable[Exercise]) -> list[Exercise]:
    """The exercises, and the earlier ones that they need."""
    found: set[str] = set()
    waiting = [exercise.name for exercise in exercises]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += course.exercise(name).needs
    return [exercise for exercise in course.exercises if exercise.name in found]
