"""Grade many submissions side by side, in processes that each keep warm workers and the reference's answers.

Grading one submission is a pure function of its path and the settings, run through an executor of
`concurrent.futures`: more than one machine would be another executor in the same place.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from grader import __version__, reference
from grader.batch.folders import Handed, UngradableError, read_handed
from grader.collect import Limits, share_checks
from grader.course import Course, Exercise, load_course
from grader.errors import BrokenError
from grader.grade import Options, checks_of, grade
from grader.jail import make_jailed_workers, require_jail
from grader.report import Report
from grader.rulings import Rulings
from grader.text import clean
from grader.worker.limits import die_with_parent
from grader.workers import Crew, ForkingWorkers, Workers, make_workers

DRAWING = ("matplotlib.pyplot",)
AHEAD = 4  # submissions that wait for each process


@dataclass(frozen=True)
class Settings:
    """How a batch is graded."""

    names: tuple[str, ...]
    seed: int
    timeout: float
    jail: bool

    def options(self) -> Options:
        """The options for each submission."""
        return Options(self.seed, instructor=True, limits=Limits(call=self.timeout))


class Grader:
    """What a process keeps between submissions."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._course: Course = load_course()
        self._exercises: list[Exercise] = self._course.find(settings.names)
        self._crew = self._make_crew()
        self._rulings = Rulings()

    def _make_crew(self) -> Crew:
        checks = [(e.unit, check) for e in self._course.exercises for check in checks_of(e, self._settings.options())]
        preload = DRAWING if any(exercise.unit == "plots" for exercise in self._exercises) else ()
        graded = {exercise.name for exercise in self._exercises} | self._beneath()
        made: list[Workers] = []
        for hidden in (False, True):
            workers = make_jailed_workers(preload) if self._settings.jail else make_workers(preload=preload)
            if isinstance(workers, ForkingWorkers):
                mine = [(u, check) for u, check in checks if check.hidden == hidden and check.exercise in graded]
                share_checks(workers, mine, self._settings.seed)
            made.append(workers)
        for _, check in checks:
            if check.exercise in graded:
                reference.swapped().answers(check, self._settings.seed)
        return Crew(*made)

    def _beneath(self) -> set[str]:
        """Earlier exercises that the graded ones may lean on."""
        found: set[str] = set()
        waiting = list(self._exercises)
        while waiting:
            for need in waiting.pop().needs:
                if need not in found:
                    found.add(need)
                    waiting.append(self._course.exercise(need))
        return found

    def grade(self, handed: Handed) -> dict[str, Any]:
        """The report on one student's submission; what cannot be graded says why and has no points."""
        try:
            found = read_handed(handed, self._course)
            report = grade(
                found.submission, self._course, self._exercises, self._crew, self._settings.options(), self._rulings
            )
            flags = [*found.flags, *report.flags]
        except UngradableError as error:
            return self._ungraded(handed, str(error), [])
        except BrokenError as error:
            self._mend()
            return self._ungraded(handed, f"our own failure: {error}", ["our own failure"])
        except Exception as error:  # noqa: BLE001  one submission never stops the batch
            self._mend()
            return self._ungraded(handed, f"our own failure: {clean(repr(error), 200)}", ["our own failure"])
        if report.totals["broken"]:
            flags.append("our own failure in an exercise")
        if any(exercise.verdict == "timeout" for exercise in report.exercises):
            flags.append("something does not end")
        return replace(report, student=handed.student, submission=clean(handed.path), flags=flags).to_json()

    def _mend(self) -> None:
        """Take new workers where a submission ended the old ones."""
        if not (self._crew.visible.alive() and self._crew.hidden.alive()):
            self.close()
            self._crew = self._make_crew()

    def _ungraded(self, handed: Handed, reason: str, flags: list[str]) -> dict[str, Any]:
        report = Report(
            kit=__version__,
            course=self._course.title,
            submission=clean(handed.path),
            exercises=[],
            flags=[*flags, "not graded"],
            seed=self._settings.seed,
            student=handed.student,
            graded=False,
            reason=reason,
        )
        return report.to_json()

    def close(self) -> None:
        """End the workers."""
        self._crew.visible.close()
        self._crew.hidden.close()


_grader: list[Grader] = []  # of this process


def _begin(settings: Settings) -> None:
    die_with_parent()
    parent = multiprocessing.parent_process()
    if parent is None or os.getppid() != parent.pid:  # it died before the kernel knew what to do then
        os._exit(1)
    _grader.append(Grader(settings))
    atexit.register(_grader[0].close)


def _grade(handed: Handed) -> dict[str, Any]:
    return _grader[0].grade(handed)


def make_executor(settings: Settings, jobs: int) -> ProcessPoolExecutor:
    """Processes that grade; each is started anew and holds what `Grader` keeps."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(settings,))


def prove_jail() -> None:
    """Try to break out of the jail, once for a batch.

    Raises:
        JailError: if an attempt gets through.
    """
    workers = make_jailed_workers()
    try:
        require_jail(workers)
    finally:
        workers.close()


def grade_all(handed: Iterable[Handed], executor: Executor, jobs: int) -> Iterator[dict[str, Any]]:
    """The reports, as they are ready; only a few submissions are under way at once, so memory stays flat.

    Raises:
        BrokenError: if a grading process ends by itself.
    """
    waiting = iter(handed)
    under_way: set[Future[dict[str, Any]]] = {executor.submit(_grade, one) for one in islice(waiting, jobs * AHEAD)}
    while under_way:
        done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
        under_way |= {executor.submit(_grade, one) for one in islice(waiting, len(done))}
        for future in done:
            try:
                yield future.result()
            except BrokenProcessPool as error:
                raise BrokenError("A grading process ended by itself. Go on where it stopped: --resume") from error


def end_at_once(executor: ProcessPoolExecutor) -> None:
    """Leave no process behind, whatever they were doing."""
    processes = list((executor._processes or {}).values())  # noqa: SLF001  the executor has no other way to be stopped
    for process in processes:
        process.kill()
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.join()
