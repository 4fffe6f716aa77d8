"""Grade many submissions side by side, in processes that share the reference's answers and have warm workers.

Grading one submission is a pure function of its path and the settings, run through an executor of
`concurrent.futures`: more than one machine would be another executor in the same place.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import multiprocessing
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing.queues import SimpleQueue
from typing import Any

from grader import __version__
from grader.batch.results import Line, line_of
from grader.batch.workers import Settings, begin_crew, settle_crew, with_needs
from grader.course import reference
from grader.course.checks_of import checks_of
from grader.course.syllabus import Course, Exercise, load_course
from grader.errors import BrokenError
from grader.grading.cache import Board, Rulings
from grader.grading.grade import grade
from grader.grading.report import Report
from grader.processes import end_at_once
from grader.protocol.check import Check
from grader.protocol.text import clean
from grader.sandbox.forking import Forks
from grader.sandbox.workers import LOOK, Crew
from grader.submission.class_folder import Handed, UngradableError, read_handed
from grader.worker.limits import die_with_parent

AHEAD, MOST = 2, 4  # shares for each process, one under way and one that waits; submissions in a share
TURN = 2e-4  # seconds after which whoever was waited for has its turn


def _answers(checks: dict[Exercise, list[Check]], seed: int) -> Iterator[None]:
    """Let the reference answer, and then every misconception, as most submissions ask for; one answer at each step."""
    wanted = [(reference.swapped(), check) for mine in checks.values() for check in mine]
    for one, mine in checks.items():
        for wrong in reference.misconceptions(one.unit).get(one.name, []):
            wanted += [(reference.swapped(wrong), check) for check in mine[:1]]
    for asked, check in wanted:
        with contextlib.suppress(Exception):  # the judge meets it again, and calls the check broken
            asked.answers(check, seed)
        yield


@contextlib.contextmanager
def _beside(steps: Iterator[None]) -> Iterator[None]:
    """Go through steps in a thread while something else is waited for, as far as one comes."""
    over, usual = threading.Event(), sys.getswitchinterval()
    thread = threading.Thread(target=lambda: any(over.is_set() for _ in steps), daemon=True)
    sys.setswitchinterval(TURN)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        sys.setswitchinterval(usual)


class Grader:
    """What a process keeps between submissions: warm workers, the reference's answers, rulings on what was graded."""

    def __init__(self, settings: Settings, crew: Crew | None = None, board: Board | None = None) -> None:
        self._settings = settings
        self._course: Course = load_course()
        self._exercises: list[Exercise] = self._course.find(settings.names)
        self._rulings = Rulings(board)
        self._crew = crew or begin_crew(self._course, self._exercises, settings)
        run = with_needs(self._course, self._exercises)
        with _beside(_answers({one: checks_of(one) for one in run}, settings.seed)):
            settle_crew(self._crew, settings)

    def split(self, core: int | None) -> None:
        """Take workers of one's own, in a process that was forked from the one that made this, and stay on a core."""
        if core is not None:
            os.sched_setaffinity(0, [core])
        visible, hidden = self._crew.visible, self._crew.hidden
        if isinstance(visible, Forks) and isinstance(hidden, Forks):
            self._crew = Crew(visible.split(core), hidden.split(core))

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
            self._crew = begin_crew(self._course, self._exercises, self._settings)
            settle_crew(self._crew, self._settings)

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


def _begin(settings: Settings, cores: SimpleQueue[int | None]) -> None:
    die_with_parent()
    parent = multiprocessing.parent_process()
    if parent is None or os.getppid() != parent.pid:  # it died before the kernel knew what to do then
        os._exit(1)
    if _grader:
        _grader[0].split(cores.get())
    else:
        _grader.append(Grader(settings))
    atexit.register(_grader[0].close)


def _grade(handed: Sequence[Handed]) -> list[Line]:
    """The reports on the first of some submissions: on one at least, and on as many as a moment has room for."""
    end, lines = time.monotonic() + LOOK, []
    for one in handed:
        lines.append(line_of(_grader[0].grade(one)))
        if time.monotonic() > end:
            break
    return lines


@contextlib.contextmanager
def make_executor(settings: Settings, jobs: int, crew: Crew | None = None) -> Iterator[ProcessPoolExecutor]:
    """Processes that grade. On Linux they are forked from this one, which has all that they share; else started anew.

    Args:
        settings: how the batch is graded.
        jobs: how many processes.
        crew: the one that this process has begun already, for the ones to be forked.

    Raises:
        JailError: if the jail does not hold here.
    """
    fork = sys.platform == "linux"
    with contextlib.ExitStack() as stack:
        if fork or settings.jail:  # elsewhere there is no jail, which is said here and not by each process
            board = stack.enter_context(contextlib.closing(Board())) if fork else None
            _grader.append(Grader(settings, crew, board))
            stack.callback(lambda: _grader.pop().close())
        context = multiprocessing.get_context("fork" if fork else "spawn")
        cores: SimpleQueue[int | None] = context.SimpleQueue()
        for core in _cores(jobs):
            cores.put(core)
        gc.freeze()  # what is there already is never looked through again, neither here nor in the processes forked
        stack.callback(gc.unfreeze)
        gc.enable()
        executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(settings, cores))
        try:
            executor.submit(os.getpid).result()  # all are forked now, before there are threads
            yield executor
        except BaseException:
            end_at_once(executor)
            raise
        executor.shutdown()


def _cores(jobs: int) -> list[int] | list[None]:
    """A core for each process where there are as many: what it and its children work on stays in that core's cache."""
    cores = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []
    return cores if len(cores) == jobs else [None] * jobs


def grade_all(handed: Iterable[Handed], executor: Executor, jobs: int) -> Iterator[list[Line]]:
    """The reports, as they are ready; only a few submissions are under way at once, so memory stays flat.

    Raises:
        BrokenError: if a grading process ends by itself.
    """
    waiting = deque(handed)
    under_way: dict[Future[list[Line]], list[Handed]] = {}
    while waiting or under_way:
        while waiting and len(under_way) < jobs * AHEAD:
            share = min(MOST, len(waiting) // (jobs * AHEAD) + 1)  # smaller towards the end, when others would idle
            some = [waiting.popleft() for _ in range(share)]
            under_way[executor.submit(_grade, some)] = some
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            try:
                lines = future.result()
            except BrokenProcessPool as error:
                raise BrokenError("A grading process ended by itself. Go on where it stopped: --resume") from error
            waiting.extendleft(reversed(under_way.pop(future)[len(lines) :]))
            yield lines
