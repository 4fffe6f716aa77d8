"""Rows: each call of some checks with the student's answer and the right one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from grader.course.reference import Reference
from grader.course.syllabus import Course
from grader.grading.compare import compare, mentions, same_values
from grader.grading.errors import same_error
from grader.protocol.answer import Answer
from grader.protocol.check import Call, Check, Tolerance
from grader.protocol.raised import Raised

Answers = Mapping[str, Sequence[Answer]]  # the answers to each check's calls, by the name of the check


class Row(NamedTuple):
    """A call and its place in its check, with the student's answer and the expected one.

    Attributes:
        check: the check.
        at: the number of the call in it, from 0.
        call: the call.
        yours: the student's answer.
        expected: the right answer.
    """

    check: Check
    at: int
    call: Call
    yours: Answer
    expected: Answer

    @property
    def tolerance(self) -> Tolerance:
        """How far a right answer may be away."""
        return self.call.within or self.check.tolerance


def rows(check: Check, answers: Answers, reference: Reference) -> Iterator[Row]:
    """The rows of a check, as far as there are answers."""
    yours = answers.get(check.name, ())
    calls, expected = reference.calls(check), reference.answers(check)
    for at, (call, mine, right) in enumerate(zip(calls, yours, expected, strict=False)):
        yield Row(check, at, call, mine, right)


def agrees(row: Row, answer: Answer, course: Course) -> bool:
    """Whether the student's answer is the same as another one, right or wrong, within the check's tolerance."""
    yours = row.yours
    if yours.timed_out or answer.timed_out:
        return yours.timed_out and answer.timed_out
    if yours.raised is not None and answer.raised is not None:
        right = [compare(one, row.expected, row.check, row.call) is None for one in (yours, answer)]
        if any(right):
            return all(right)
        same = same_error(yours.raised, answer.raised, row.check.exercise, course)
        return same and _says(yours.raised, row.call) == _says(answer.raised, row.call)
    if yours.raised is not None or answer.raised is not None:
        return False
    same = same_values(yours.value, answer.value, row.tolerance, strict=row.check.strict_kind)
    return same and set(yours.modified) == set(answer.modified)


def _says(raised: Raised, call: Call) -> bool:
    return all(mentions(raised, word) for word in call.saying)
