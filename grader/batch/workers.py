"""The workers of a batch: a pair, each with its own checks, which get ready while the rest of the program loads."""

from __future__ import annotations

from collections.abc import Sequence
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
    """How a batch is graded.

    Attributes:
        names: the exercises that are asked for.
        seed: of the hidden inputs.
        timeout: seconds for one call.
        jail: whether submissions run in the jail.
        places: whether the place of a mistake without a name is searched for.
    """

    names: tuple[str, ...]
    seed: int
    timeout: float
    jail: bool
    places: bool = False

    def options(self) -> Options:
        """The options for each submission."""
        return Options(instructor=True, limits=Limits(call=self.timeout))


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
        hidden = workers.fork_twin()  # before any checks are there: those for visible ones are not to hold hidden ones
        limits = settings.options().limits
        asked = [(one.unit, check) for one in exercises for check in checks_of(one)]
        needed = course.needs_of(one.name for one in exercises) - {one.name for one in exercises}
        beside = [(one.unit, check) for one in course.exercises if one.name in needed for check in checks_of(one)]
        seen, secret = ([one for one in asked if one[1].hidden == wanted] for wanted in (False, True))
        share_checks(workers, course, seen, settings.seed, limits, [one for one in beside if not one[1].hidden])
        # on firm ground visible checks run beside the hidden ones
        share_checks(hidden, course, secret, settings.seed, limits, [*beside, *seen])
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
        pair.hidden.close()
        raise
