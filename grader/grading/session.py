"""Grade one folder again and again, quickly: the worker stays warm, and the reference's answers are kept.

A grading can be stopped from another thread, as when the file that it looks at was saved again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence

from grader.course.open_reference import open_reference
from grader.course.syllabus import Course, Exercise
from grader.errors import BrokenError
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.grading.report import Report
from grader.sandbox.job import Limits
from grader.sandbox.start import make_workers
from grader.sandbox.workers import StoppableWorkers
from grader.submission.folder import Submission

STOPPED = "The grading was stopped."


class Session:
    """Grades submissions of a course with a worker that is kept, and started again if it died.

    Args:
        course: the course.
        limits: how long things may take.
        workers: a worker that is starting already.
        preloaded: modules that it was told to import.
        jail: whether it works in the jail.

    Attributes:
        options: how it grades.
        reference: what is right.
    """

    def __init__(
        self,
        course: Course,
        limits: Limits,
        workers: StoppableWorkers,
        preloaded: tuple[str, ...] = (),
        *,
        jail: bool = False,
    ) -> None:
        self._course = course
        self.options, self.reference = Options(limits=limits), open_reference()
        self._workers: StoppableWorkers | None = workers
        self._preloaded, self._jail = preloaded, jail
        self._stopped = self._closed = False
        self._lock = threading.Lock()

    def grade(self, submission: Submission, exercises: Sequence[Exercise]) -> Report:
        """Grade the named exercises.

        Raises:
            BrokenError: if no worker can be had, or the grading was stopped.
        """
        workers = self.ready(exercises)
        try:
            report = grade(submission, exercises, workers, self.options, self.reference)
            if workers.alive() and not self._stopped:
                return report
        except (BrokenError, OSError):
            if self._stopped:
                raise
        report = grade(submission, exercises, self.ready(exercises, anew=True), self.options, self.reference)
        if self._stopped:  # as it ended: that looks as if the function had crashed
            raise BrokenError(STOPPED)
        return report

    def first_failing(self, submission: Submission, exercises: Iterable[Exercise]) -> Report | None:
        """The report on the first of the exercises that does not pass, None where all pass."""
        for exercise in exercises:
            report = self.grade(submission, [exercise])
            if report.exercises[0].verdict != "pass":
                return report
        return None

    def prepare(self, exercises: Iterable[Exercise]) -> Iterator[None]:
        """Compute in advance what a diagnosis of the exercises will need, a small piece at each step."""
        for exercise in exercises:
            visible = [check for check in self.reference.checks(exercise) if not check.hidden]
            for mistake in self.reference.mistakes(exercise):
                for check in visible:
                    self.reference.answers(check, mistake)
                    yield

    def stop(self) -> None:
        """End the grading that another thread has begun; it raises there."""
        with self._lock:
            self._stopped = True
            if self._workers is not None:
                self._workers.stop()

    def resume(self) -> None:
        """Allow grading again after a stop."""
        with self._lock:
            self._stopped = self._closed
            if self._workers is not None:
                self._workers.resume()

    def close(self) -> None:
        """End the worker, for good."""
        with self._lock:
            self._stopped = self._closed = True
            self._close()

    def ready(self, exercises: Sequence[Exercise], *, anew: bool = False) -> StoppableWorkers:
        """The worker, ready for some exercises.

        Args:
            exercises: those that it is to run.
            anew: whether it is to be started again.

        Raises:
            BrokenError: if none can be had, or the grading was stopped.
        """
        more = tuple(name for name in self._course.preload(exercises) if name not in self._preloaded)
        with self._lock:
            if self._stopped:
                raise BrokenError(STOPPED)
            if anew or self._workers is None or not self._workers.alive():
                self._close()
                self._workers = make_workers(preload=self._preloaded, jail=self._jail)
            self._workers.preload(more)
            self._preloaded += more
            return self._workers

    def _close(self) -> None:
        if self._workers is not None:
            self._workers.close()
            self._workers = None
