"""How far the reader has come: the verdicts on all exercises, graded in the background whenever files have changed."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping

from grader.course.syllabus import Course
from grader.errors import GraderError
from grader.submission.folder import Submission
from grader.workbook.desk import Desk

UNKNOWN = "wrong"  # until it is graded: not known to be right
SETTLE = 1.5  # seconds without another change, after which it is graded


class Progress:
    """Knows the verdicts; a thread of its own keeps them new.

    Args:
        desk: who grades.
        course: the course.
        tell: is told the verdicts that have changed.
    """

    def __init__(self, desk: Desk, course: Course, tell: Callable[[Mapping[str, str]], None]) -> None:
        self._desk, self._course, self._tell = desk, course, tell
        self._verdicts: dict[str, str] = {}
        self._graded: dict[str, str] = {}
        self._changed = threading.Condition()
        self._due: float | None = time.monotonic()
        self._closed = False
        threading.Thread(target=self._work, daemon=True).start()

    def verdicts(self) -> dict[str, str]:
        """The verdicts as far as they are known: a stub is one to do, whatever is graded."""
        submission = self._desk.read()
        found = {}
        for exercise in self._course.exercises:
            function = submission.units[exercise.unit].functions.get(exercise.name)
            known = self._verdicts.get(exercise.name, UNKNOWN)
            found[exercise.name] = "todo" if function and function.todo else UNKNOWN if known == "todo" else known
        return found

    def note(self, name: str, verdict: str) -> dict[str, str]:
        """Take a verdict that was just found, and grade those that lean on it; gives it if it is another one now."""
        new = self._take({name: verdict})
        self.wake()
        return new

    def wake(self, delay: float = SETTLE) -> None:
        """Grade what has changed, after some seconds in which nothing else does."""
        with self._changed:
            self._due = time.monotonic() + delay
            self._changed.notify()

    def close(self) -> None:
        """Grade no more."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _take(self, verdicts: Mapping[str, str]) -> dict[str, str]:
        new = {name: verdict for name, verdict in verdicts.items() if self._verdicts.get(name) != verdict}
        self._verdicts.update(new)
        if new:
            self._tell(new)
        return new

    def _work(self) -> None:
        while self._wait():
            try:
                if not self._grade():
                    self.wake(0.0)
            except (GraderError, OSError):  # it is said where it is asked for; here the next change tries again
                continue

    def _wait(self) -> bool:
        """Wait until something is due; gives whether to go on."""
        with self._changed:
            while not self._closed and (self._due is None or self._due > time.monotonic()):
                self._changed.wait(None if self._due is None else max(self._due - time.monotonic(), 0.0))
            self._due = None
            return not self._closed

    def _grade(self) -> bool:
        """Grade the units whose files, or those before them, have changed; gives whether all of that was done."""
        submission = self._desk.read()
        for unit, stamp in _stamps(submission, self._course).items():
            if self._graded.get(unit) == stamp:
                continue
            if self._due is not None:  # something is new again
                return True
            verdicts = self._desk.verdicts_of(submission, unit)
            if verdicts is None:
                return self._closed
            self._graded[unit] = stamp
            self._take(verdicts)
        return True


def _stamps(submission: Submission, course: Course) -> dict[str, str]:
    """For each unit, what its verdicts depend on: its file, those of the units before it, and helpers."""
    seen = hashlib.sha256()
    for name, file in submission.helpers.items():
        seen.update(f"{name}\n{file.source}\0".encode("utf-8", "surrogatepass"))
    stamps = {}
    for unit in course.units:
        seen.update(f"{submission.units[unit.name].source}\0".encode("utf-8", "surrogatepass"))
        stamps[unit.name] = seen.hexdigest()
    return stamps
