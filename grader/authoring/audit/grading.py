"""One function graded with the checks of an exercise, in this process, and the mistake that is named for it."""

from __future__ import annotations

import contextlib
import io
import signal
from collections.abc import Callable, Sequence
from typing import Any

from grader.course.solutions.library import files
from grader.course.solutions.reference import Solutions
from grader.course.syllabus import Exercise
from grader.grading.compare import compare, distance
from grader.grading.diagnose import matching, unambiguous
from grader.grading.report import Diagnosis
from grader.grading.rows import Answers, rows
from grader.protocol.answer import Answer, Conditions
from grader.protocol.check import Check
from grader.submission.claims import Claimed, holding

SECONDS = 3.0  # of processor time, so that a busy machine rejects nothing


class _TimeUpError(BaseException):
    pass


def limit_time() -> None:
    """See to it that calls of `Grading` in this process end in time."""
    signal.signal(signal.SIGVTALRM, _time_up)


def _time_up(_number: int, _frame: object) -> None:
    raise _TimeUpError


def _answers(check: Check, function: Callable[..., Any], seed: int) -> list[Answer]:
    found = []
    with contextlib.redirect_stdout(io.StringIO()), Conditions() as conditions:
        for call in check.calls(seed):
            try:
                signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
                answer = conditions.answer(function, call, files(), check.exercise, ours=True)
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            except _TimeUpError:  # it rang after the call had ended, or just before
                answer = Answer(timed_out=True)
            late = answer.raised is not None and answer.raised.type_name == _TimeUpError.__name__
            found.append(Answer(timed_out=True) if late else answer)
    return found


def endless(function: Callable[..., Any], checks: Sequence[Check], solutions: Solutions) -> str:
    """The name of the first check in which a function does not come to its end, "" if it does in all."""
    late = (one.name for one in checks if any(answer.timed_out for answer in _answers(one, function, solutions.seed)))
    return next(late, "")


class Grading:
    """One function graded with all checks of its exercise, or up to the first that fails."""

    def __init__(
        self, function: Callable[..., Any], checks: Sequence[Check], solutions: Solutions, *, to_the_end: bool = True
    ) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.failed: list[Check] = []
        self.distance = 0.0
        for check in checks:
            if self.failed and not to_the_end:
                return
            self.answers[check.name] = _answers(check, function, solutions.seed)
            for row in rows(check, self.answers, solutions):
                difference = compare(row.yours, row.expected, check, row.call)
                if difference and check not in self.failed:
                    self.failed.append(check)
                apart = difference.distance if difference else distance(row.yours, row.expected, row.tolerance)
                self.distance = max(self.distance, apart)


def named_by(
    exercise: Exercise, answers: Answers, visible: Sequence[Check], solutions: Solutions, text: str
) -> Diagnosis | None:
    """The mistake that is named where a function with some text gives some answers to visible checks."""
    found = matching(exercise, answers, visible, solutions)
    claims = [one.code for one in found if one.code]
    (true,) = holding([Claimed("file", exercise.name, claims)], {"file": text})
    return unambiguous([one for one in found if not one.code or one.code in true])
