"""Find which known mistake the numbers show.

A mistake matches if its answers agree with the student's on all checks that are looked at. No diagnosis is better than
a wrong one: if two match that say different things, neither is named. Mistakes that nobody wrote down are left to
`patterns`.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.course.reference import Mistake, Reference
from grader.course.syllabus import Exercise
from grader.grading.report import Diagnosis
from grader.grading.rows import Answers, agrees, rows
from grader.protocol.check import Check


def matches(
    mistake: Mistake | None,
    answers: Answers,
    checks: Sequence[Check],
    reference: Reference,
    *,
    values_only: bool = False,
) -> bool:
    """Whether a function with a mistake (None: the right one) gives the same answers on all of the checks.

    `values_only` looks only at calls whose expected answer is a value: a mistake in the numbers is the same mistake if
    an assertion is missing besides.
    """
    for check in checks:
        theirs = reference.answers(check, mistake)
        if len(answers.get(check.name, ())) != len(theirs):
            return False
        for row, answer in zip(rows(check, answers, reference), theirs, strict=True):
            if not (values_only and row.expected.raised) and not agrees(row, answer, reference.course):
                return False
    return True


def matching(exercise: Exercise, answers: Answers, checks: Sequence[Check], reference: Reference) -> list[Mistake]:
    """The known mistakes of an exercise that match the answers; if none matches all, those that match all values."""
    known = reference.mistakes(exercise)
    for values_only in (False, True):
        found = [one for one in known if matches(one, answers, checks, reference, values_only=values_only)]
        if found:
            return found
    return []


def unambiguous(found: Sequence[Mistake]) -> Diagnosis | None:
    """The diagnosis if all matching mistakes say the same; else None."""
    if not found or len({(one.did, one.ask) for one in found}) > 1:
        return None
    return Diagnosis(misconception=found[0].slug, pattern=None, message=f"{found[0].did} {found[0].ask}")
