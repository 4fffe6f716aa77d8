"""Grade many submissions side by side, in processes that share the reference's answers and have warm workers.

A report depends on nothing but the submission and the settings. Submissions run through an executor of
`concurrent.futures`: for more than one machine, another executor would take its place.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import multiprocessing
import os
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing.queues import SimpleQueue
from typing import Any

from grader import __version__
from grader.batch.causes import causes_in, handed_in, not_defined
from grader.batch.cores import cores_for
from grader.batch.results import Line, line_of
from grader.batch.workers import Settings, start_pair, wait_for_pair
from grader.course.open_reference import open_reference
from grader.course.syllabus import Course, Exercise, load_course
from grader.errors import BrokenError
from grader.graded_class.sources import sources_of
from grader.grading.as_handed_in import as_handed_in
from grader.grading.cache import JudgementCache
from grader.grading.grade import grade
from grader.grading.place.find import Finder, with_places
from grader.grading.report import Report
from grader.processes import end_at_once, require_descriptors
from grader.protocol.text import clean
from grader.reading.reader import ConfinedReader
from grader.sandbox.forking import Forks
from grader.sandbox.workers import POLL_SECONDS, WorkerPair
from grader.submission.folder import Submission
from grader.submission.hand_in.class_folder import HandIn, UngradableError, read_hand_in
from grader.worker.limits import die_with_parent

AHEAD, MOST = 2, 4  # shares for each process, one under way and one that waits; submissions in a share


class Grader:
    """What a process keeps between submissions: warm workers, the reference's answers, and earlier judgements."""

    def __init__(self, settings: Settings, pair: WorkerPair | None = None) -> None:
        self._settings = settings
        self._course: Course = load_course()
        self._exercises: list[Exercise] = self._course.find(settings.names)
        self._judgements = JudgementCache()
        self._reader = ConfinedReader(jail=settings.jail)
        self._workers = pair or start_pair(self._course, self._exercises, settings)
        names = {exercise.name for exercise in self._exercises}
        names |= self._course.needs_of(names)
        run = [exercise for exercise in self._course.exercises if exercise.name in names]
        self._reference = open_reference(settings.seed)
        self._reader.start()
        try:
            for check in (check for exercise in run for check in self._reference.checks(exercise)):
                with contextlib.suppress(Exception):  # whoever judges meets it again, and calls the check broken
                    self._reference.answers(check)
            wait_for_pair(self._workers, settings)
        except BaseException:
            self._reader.close()
            raise

    def take_own_workers(self, core: int | None) -> None:
        """In a process that was forked: take workers of its own, and stay on a core."""
        if core is not None:
            os.sched_setaffinity(0, [core])
        self._reader.take_own_process(core)
        visible, hidden = self._workers.visible, self._workers.hidden
        if isinstance(visible, Forks) and isinstance(hidden, Forks):
            self._workers = WorkerPair(visible.fork_twin(core), hidden.fork_twin(core))

    def grade(self, hand_in: HandIn) -> dict[str, Any]:
        """The report on one student's submission. If it cannot be graded, the report says why and has no points."""
        try:
            found = read_hand_in(hand_in, self._course, self._reader, {one.unit for one in self._exercises})
            report = grade(
                found.submission,
                self._exercises,
                self._workers,
                self._settings.options(),
                self._reference,
                self._judgements,
            )
            if self._settings.places and self._workers.visible.alive() and self._workers.hidden.alive():
                report = self._with_places(found.submission, report)
            lost, report = not_defined(report), as_handed_in(report, found.origins)
            flags = [*found.flags, *report.flags]
            if report.totals["points"] < report.totals["max_points"]:
                flags += [*found.causes, *causes_in(report, lost)]
        except UngradableError as error:
            return self._ungraded(hand_in, str(error), error.flags, error.notes)
        except BrokenError as error:
            self._renew_workers()
            return self._ungraded(hand_in, f"our own failure: {error}", ["our own failure"])
        except Exception as error:  # noqa: BLE001  one submission never stops the batch
            self._renew_workers()
            return self._ungraded(hand_in, f"our own failure: {clean(repr(error), 200)}", ["our own failure"])
        if report.totals["broken"]:
            flags.append("our own failure in an exercise")
        if any(exercise.verdict == "timeout" for exercise in report.exercises):
            flags.append("something does not end")
        flags = list(dict.fromkeys(flags))
        whole = replace(report, student=hand_in.student, submission=clean(hand_in.path), flags=flags).to_json()
        told = {"handed_in": handed_in(hand_in, found.notes, found.files)}
        return whole | told | {"sources": sources_of(found.submission, report.exercises)}

    def _with_places(self, submission: Submission, report: Report) -> Report:
        """The report with the places of mistakes without a name, each searched for once for all who made it."""
        finder = Finder(submission, self._workers, self._settings.options(), self._reference, self._judgements)
        try:
            return with_places(report, finder.places(report))
        finally:
            submission.reader.let_go()

    def _renew_workers(self) -> None:
        """Start new workers if a submission ended the old ones."""
        if not (self._workers.visible.alive() and self._workers.hidden.alive()):
            self.close()
            self._workers = start_pair(self._course, self._exercises, self._settings)
            wait_for_pair(self._workers, self._settings)

    def _ungraded(
        self, hand_in: HandIn, reason: str, flags: Sequence[str], notes: Sequence[str] = ()
    ) -> dict[str, Any]:
        return ungraded(hand_in, self._course.title, self._settings.seed, reason, flags, notes)

    def close(self) -> None:
        """End the workers, and the process that reads."""
        self._reader.close()
        self._workers.visible.close()
        self._workers.hidden.close()


def ungraded(
    hand_in: HandIn, title: str, seed: int, reason: str, flags: Sequence[str] = (), notes: Sequence[str] = ()
) -> dict[str, Any]:
    """The report on a submission that cannot be graded: why not, and no points.

    Args:
        hand_in: what was handed in.
        title: the course's.
        seed: of the hidden inputs.
        reason: why not.
        flags: what else a person should look at.
        notes: what else is known of it.
    """
    report = Report(
        kit=__version__,
        course=title,
        submission=clean(hand_in.path),
        exercises=[],
        flags=[*(flag for flag in flags if flag != reason), "not graded"],
        seed=seed,
        student=hand_in.student,
        graded=False,
        reason=reason,
    )
    return report.to_json() | {"handed_in": handed_in(hand_in, notes, {})}


_grader: list[Grader] = []  # of this process


def _init_process(settings: Settings, cores: SimpleQueue[int | None]) -> None:
    die_with_parent()
    parent = multiprocessing.parent_process()
    if parent is None or os.getppid() != parent.pid:  # it died before the kernel knew what to do then
        os._exit(1)
    if _grader:
        _grader[0].take_own_workers(cores.get())
    else:
        _grader.append(Grader(settings))
    atexit.register(_grader[0].close)


def _grade(hand_ins: Sequence[HandIn]) -> list[Line]:
    """The reports on the first of some submissions: at least one, and as many as take no longer than a moment."""
    end, lines = time.monotonic() + POLL_SECONDS, []
    for one in hand_ins:
        lines.append(line_of(_grader[0].grade(one)))
        if time.monotonic() > end:
            break
    return lines


@contextlib.contextmanager
def make_executor(settings: Settings, jobs: int, pair: WorkerPair | None = None) -> Iterator[ProcessPoolExecutor]:
    """Processes that grade. On Linux they are forked from this one, with all that it has loaded; else started anew.

    Args:
        settings: how the batch is graded.
        jobs: how many processes.
        pair: the one that this process has begun already, for the ones to be forked.

    Raises:
        JailError: if the jail does not hold here.
        OSError: if the system allows too few open files.
    """
    require_descriptors(jobs)
    fork = sys.platform == "linux"
    with contextlib.ExitStack() as stack:
        if fork or settings.jail:  # elsewhere there is no jail, which is said here and not by each process
            _grader.append(Grader(settings, pair))
            stack.callback(lambda: _grader.pop().close())
        context = multiprocessing.get_context("fork" if fork else "spawn")
        cores: SimpleQueue[int | None] = context.SimpleQueue()
        for core in cores_for(jobs):
            cores.put(core)
        gc.freeze()  # what is there already is never looked through again, neither here nor in the processes forked
        stack.callback(gc.unfreeze)
        gc.enable()
        executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_init_process, initargs=(settings, cores))
        try:
            executor.submit(os.getpid).result()  # all are forked now, before there are threads
            yield executor
        except BaseException:
            end_at_once(executor)
            raise
        executor.shutdown()


def grade_all(hand_ins: Iterable[HandIn], executor: Executor, jobs: int) -> Iterator[list[Line]]:
    """The reports, as they are ready; only a few submissions are under way at once, so memory stays flat.

    Raises:
        BrokenError: if a grading process ends by itself.
    """
    waiting = deque(hand_ins)
    under_way: dict[Future[list[Line]], list[HandIn]] = {}
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
