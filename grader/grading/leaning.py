"""What does a failure lean on: a failing exercise that was not given, or passing ones that take long?"""

from __future__ import annotations

from collections.abc import Sequence

from grader.course.syllabus import Course
from grader.grading.case import Case
from grader.protocol.raised import MISSING, Raised
from grader.submission.folder import Submission
from grader.submission.uses import leans_at, used_exercises

SLOW = 0.02  # as a share of the time for a call: fifty such calls take all of it


def leans_on(case: Case, submission: Submission, course: Course, used: Sequence[str]) -> str | None:
    """The failing exercise that a failure leans on; None where it is the function's own.

    Args:
        case: the one that fails.
        submission: what was handed in.
        course: the course.
        used: the failing exercises that it uses and that were not given, in the order of the course.
    """
    if not used:
        return None
    raised = _raised(case)
    if raised is None:
        return used[-1]
    if raised.type_name == MISSING:  # what is missing is named first: an exercise, or something of the file's own
        first = raised.message.partition(" ")[0]
        return first if first in used else None
    if raised.function in used:
        return raised.function
    own = raised.function == case.exercise.name and raised.unit == case.exercise.unit
    if own and not leans_at(submission, course, case.exercise.name, raised.line, used, raised.columns):
        return None
    return used[-1]


def _raised(case: Case) -> Raised | None:
    """The error that the first visible check with an error gave."""
    if case.verdict is not None:
        for check, one in zip(case.checks, case.verdict.checks, strict=True):
            if one.verdict == "error" and not check.hidden:
                return case.answers[check.name][one.at].raised
    return None


def slow_ones(
    case: Case, cases: Sequence[Case], submission: Submission, course: Course, limit: float
) -> dict[str, float]:
    """The passing exercises that a case uses and that may be why it runs out of time, each with the seconds of a call.

    Args:
        case: the one that runs out of time.
        cases: all cases, in the order of the course.
        submission: what was handed in.
        course: the course.
        limit: the seconds that a call may take.
    """
    needs = course.needs_of([case.exercise.name])
    slow: dict[str, float] = {}
    for one in cases:
        longest = sorted(answer.seconds for answer in one.visible_answers)[-2:]  # one alone may be chance
        if longest and longest[0] >= SLOW * limit and not one.fails and one.exercise.name in needs:
            slow[one.exercise.name] = longest[0]
    used = used_exercises(submission, course, [case.exercise.name]) if slow else set()
    return {name: seconds for name, seconds in slow.items() if name in used}
