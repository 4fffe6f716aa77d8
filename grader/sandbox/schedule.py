"""Which checks of a run are left, and which are not run after one hung or crashed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from grader.course.syllabus import Course
from grader.protocol.answer import Answer
from grader.protocol.check import Check
from grader.submission.folder import Submission
from grader.submission.uses import used_exercises

MAX_STRIKES = 2  # calls of one exercise that may hang or crash before its other checks are not run


class Schedule:
    """The checks of a run that are left.

    Args:
        submission: what was handed in.
        course: the course.
        checks: the checks, each with its unit.

    Attributes:
        left: those that are still to run, in order.
    """

    def __init__(self, submission: Submission, course: Course, checks: Sequence[tuple[str, Check]]) -> None:
        self._submission, self._course = submission, course
        self.left = list(checks)
        self._strikes: dict[str, int] = {}

    def go_on_after(self, done: int, answer: Answer) -> dict[str, Answer]:
        """Leave out a check that hung or crashed, with all before it; gives the answers for checks that are not run.

        Args:
            done: how many checks came before it.
            answer: what it gave.
        """
        exercise = self.left[done][1].exercise
        self.left = self.left[done + 1 :]
        self._strikes[exercise] = self._strikes.get(exercise, 0) + 1
        if self._strikes[exercise] < MAX_STRIKES:
            return {}
        not_run = self._drop(lambda name: name == exercise, answer)
        return not_run | self._spare(exercise) if answer.timed_out else not_run

    def _spare(self, endless: str) -> dict[str, Answer]:
        """Do not wait again and again, in all that use it, for an exercise that does not end.

        Those that need it are not run: they run where it is given. Others that use it come last.
        """
        names = {check.exercise for _, check in self.left}
        users = {name for name in names if endless in used_exercises(self._submission, self._course, [name])}
        why = Answer(timed_out=True, not_run=f"it uses {endless}, which does not end")
        not_run = self._drop(lambda name: name in users and endless in self._course.needs_of([name]), why)
        self.left.sort(key=lambda one: one[1].exercise in users)
        return not_run

    def _drop(self, which: Callable[[str], bool], answer: Answer) -> dict[str, Answer]:
        """Leave out all checks of some exercises."""
        out = {check.name: answer for _, check in self.left if which(check.exercise)}
        self.left = [one for one in self.left if one[1].name not in out]
        return out
