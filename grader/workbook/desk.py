"""Where what is written is graded, drawn and run: warm workers that stay, one grading at a time.

*Check* goes first: what is graded in the background, to know how far the reader has come, stops for it. So does the
search for the place of a mistake; it begins anew afterwards, unless the same exercise was checked again.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from grader.cli.graded import why_not_run
from grader.course.syllabus import IN_A_KIT, LEVELS, Course, Exercise
from grader.errors import GraderError, UsageError
from grader.grading.place.find import places_in, with_places
from grader.grading.report import Report
from grader.grading.session import Session
from grader.sandbox.job import Limits
from grader.sandbox.start import make_workers
from grader.sandbox.workers import Workers
from grader.submission.folder import Submission, read_submission
from grader.submission.reader import LocalReader
from grader.workbook.run_block import Ran, run_block
from grader.workbook.said import said_of

SOON = 0.02  # seconds after which what is to stop is told so again: it may have begun only now

Found = TypeVar("Found")


class Desk:
    """Grades, draws and runs what stands in a folder.

    Args:
        folder: the folder with the unit files.
        course: the course.
        limits: how long things may take.
    """

    def __init__(self, folder: Path, course: Course, limits: Limits | None = None) -> None:
        self._folder, self._course, self._limits = folder, course, limits or Limits()
        self._reader = LocalReader()
        self._grading = threading.Lock()  # the reference is one for all
        self._checking = ThreadPoolExecutor(1)  # a worker ends with the thread that started it, so that has to stay
        self._searching, self._running = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self._asking, self._asked = 0, threading.Condition()
        self._session = self._new_session()
        self._beside = self._new_session()
        self._workers: Workers | None = None
        self._checked: dict[str, tuple[Submission, Report]] = {}  # each exercise as it was checked last
        self._closed, self._stops = False, 0

    def read(self) -> Submission:
        """What stands in the folder now.

        Raises:
            UsageError: if the folder cannot be read.
        """
        return read_submission(self._folder, self._course, self._reader)

    def check(self, name: str) -> dict[str, Any]:
        """The report on an exercise: as JSON, and in the words of the terminal."""
        exercise = self._exercise(name)
        return said_of(self._checking.submit(self._grade, exercise).result())

    def _grade(self, exercise: Exercise) -> Report:
        with self._first():
            submission = self.read()
            report = self._session.grade(submission, [exercise])
        self._checked[exercise.name] = submission, report
        return report

    def place(self, name: str) -> dict[str, Any] | None:
        """The diagnosis with the place of the mistake, after a check of this exercise, if the search finds one."""
        checked = self._checked.get(self._exercise(name).name)
        return self._searching.submit(self._search, name, checked).result() if checked else None

    def _search(self, name: str, checked: tuple[Submission, Report]) -> dict[str, Any] | None:
        submission, report = checked
        while self._checked[name] is checked and not self._closed:
            with self._first():
                found = self._beside_unless_stopped(lambda session: places_in(session, submission, report))
            if found is not None:
                diagnosis: dict[str, Any] | None = with_places(report, found).to_json()["exercises"][0]["diagnosis"]
                return diagnosis
        return None

    def verdicts_of(self, submission: Submission, unit: str) -> dict[str, str] | None:
        """The verdicts on a unit's exercises; None if that was stopped for a check, or the desk is closed."""
        exercises = self._course.unit(unit).exercises
        with self._asked:
            self._asked.wait_for(lambda: not self._asking)
        with self._grading:
            report = self._beside_unless_stopped(lambda session: session.grade(submission, exercises))
        return None if report is None else {one.name: one.verdict for one in report.exercises}

    def _beside_unless_stopped(self, work: Callable[[Session], Found]) -> Found | None:
        """Do what stops for a check; gives None if it was stopped, or the desk is closed."""
        if self._closed:
            return None
        with self._asked:
            self._beside.resume()
            before = self._stops
        try:
            found = work(self._beside)
        except (GraderError, OSError):
            if self._stops == before and not self._closed:
                raise
            return None
        return found if self._stops == before and not self._closed else None

    def hint(self, name: str, level: int) -> str:
        """A hint of an exercise."""
        if not 1 <= level <= len(LEVELS):
            raise UsageError(f"There are {len(LEVELS)} hints for each exercise.")
        return self._exercise(name).hints[level - 1]

    def show(self, name: str) -> Mapping[str, str | None]:
        """A picture of an exercise: its title, a caption, and the SVG where there is something to draw."""
        exercise = self._exercise(name)
        submission = self.read()
        if why := why_not_run(submission, exercise):
            return {"title": f"{name}: there is nothing to draw", "caption": why, "svg": None}
        return self._running.submit(self._draw, submission, exercise).result()

    def _draw(self, submission: Submission, exercise: Exercise) -> Mapping[str, str | None]:
        from grader.render.drawing import to_bytes  # noqa: PLC0415  matplotlib loads with it
        from grader.render.picture_of import picture_of  # noqa: PLC0415  as above

        with self._first():
            picture = picture_of(submission, self._course, exercise, self._ready(), self._limits.call)
            svg = None if picture.figure is None else to_bytes(picture.figure, "svg").decode()
        return {"title": picture.title, "caption": picture.caption, "svg": svg}

    def solution(self, name: str) -> str | None:
        """How the reference does it, where solutions are at hand."""
        exercise = self._exercise(name)
        if IN_A_KIT:
            return None
        from grader.course.stubs import SOLUTIONS, solution_of  # noqa: PLC0415  a kit has no such functions

        return solution_of(exercise.unit, name) if (SOLUTIONS / f"{exercise.unit}.py").exists() else None

    def run(self, code: str) -> dict[str, str | None]:
        """Run a block with the functions in the folder: what it printed and drew, and the error that ended it."""
        return self._running.submit(self._run, code).result()._asdict()

    def _run(self, code: str) -> Ran:
        return run_block(code, self.read(), self._course, self._ready())

    def close(self) -> None:
        """End all workers."""
        self._closed = True
        self._session.close()
        self._beside.close()
        if self._workers is not None:
            self._workers.close()
        for pool in (self._checking, self._searching, self._running):
            pool.shutdown(wait=False, cancel_futures=True)

    @contextlib.contextmanager
    def _first(self) -> Iterator[None]:
        """Grade now: what is done beside is stopped."""
        with self._asked:
            self._asking += 1
        try:
            free = self._grading.acquire(blocking=False)
            while not free:
                with self._asked:
                    self._stops += 1
                    self._beside.stop()
                free = self._grading.acquire(timeout=SOON)
            try:
                yield
            finally:
                self._grading.release()
        finally:
            with self._asked:
                self._asking -= 1
                self._asked.notify_all()

    def _exercise(self, name: str) -> Exercise:
        if name not in self._course.by_name:
            raise UsageError("There is no exercise of that name in this course. Load the page anew.")
        return self._course.exercise(name)

    def _new_session(self) -> Session:
        return Session(self._course, self._limits, make_workers())

    def _ready(self) -> Workers:
        if self._workers is None or not self._workers.alive():
            if self._workers is not None:
                self._workers.close()
            self._workers = make_workers()
        return self._workers
