"""Find which mistake the numbers show.

A misconception matches if its answers agree with the student's on all checks that are looked at. No diagnosis is better
than a wrong one: if two match that say different things, neither is named. Mistakes that nobody wrote down as a
misconception are left to `patterns`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.course import reference
from grader.course.reference import Alternative, Misconception, Reference
from grader.course.syllabus import Exercise
from grader.grading.compare import mentions, same_values
from grader.grading.report import Diagnosis
from grader.protocol.answer import Answer, Raised
from grader.protocol.check import Call, Check, Tolerance

Answers = Mapping[str, Sequence[Answer]]  # the answers to each check's calls, by the name of the check


def agree(one: Answer, two: Answer, check: Check, call: Call, tolerance: Tolerance | None = None) -> bool:
    """Whether two answers are the same, right or wrong, within the check's tolerance or another one."""
    if one.timed_out or two.timed_out:
        return one.timed_out and two.timed_out
    if one.raised is not None and two.raised is not None:
        return one.raised.type_name == two.raised.type_name and _mentions(one.raised, call) == _mentions(
            two.raised, call
        )
    if one.raised is not None or two.raised is not None:
        return False
    same = same_values(one.value, two.value, tolerance or check.tolerance, strict=check.strict_kind)
    return same and set(one.modified) == set(two.modified)


def _mentions(raised: Raised, call: Call) -> bool:
    return all(mentions(raised, word) for word in call.saying)


def fits(
    answers: Answers, checks: Sequence[Check], candidate: Reference, seed: int, *, values_only: bool = False
) -> bool:
    """Whether a candidate gives the same answers on all of the checks.

    `values_only` looks only at calls whose expected answer is a value: a mistake in the numbers is the same mistake if
    an assertion is missing besides.
    """
    for check in checks:
        theirs = candidate.answers(check, seed)
        yours = answers.get(check.name, ())
        if len(yours) != len(theirs):
            return False
        right = reference.swapped().answers(check, seed)
        for one, two, expected, call in zip(yours, theirs, right, reference.calls_of(check, seed), strict=True):
            if not (values_only and expected.raised) and not agree(one, two, check, call):
                return False
    return True


def same_numbers(
    answers: Answers, checks: Sequence[Check], candidate: Reference, seed: int, *, values_only: bool = False
) -> bool:
    """Whether a candidate gives the same numbers up to rounding, however small they are.

    A check's tolerance is made for right answers. After a wrong slope the numbers may be far smaller than the
    tolerance, and then everything would fit; so here it is scaled by the candidate's own numbers.
    """
    for check in checks:
        theirs = candidate.answers(check, seed)
        yours = answers.get(check.name, ())
        if len(yours) != len(theirs):
            return False
        right = reference.swapped().answers(check, seed)
        for one, two, expected, call in zip(yours, theirs, right, reference.calls_of(check, seed), strict=True):
            tight = Tolerance(1e-6, 1e-9 * _size(two.value) + 1e-15, "rounding")
            if not (values_only and expected.raised) and not agree(one, two, check, call, tight):
                return False
    return True


def _size(value: Any) -> float:
    """The largest number in a value."""
    if isinstance(value, tuple | list):
        return max((_size(item) for item in value), default=0.0)
    if type(value) is np.ndarray and value.dtype == float:
        largest = float(np.abs(value).max(initial=0.0))
        if math.isfinite(largest):
            return largest
    if isinstance(value, float | int | np.ndarray | np.generic):
        array = np.abs(np.asarray(value, dtype=float)) if np.asarray(value).dtype.kind in "iuf" else np.zeros(1)
        return float(np.max(array[np.isfinite(array)], initial=0.0))
    return 0.0


def matching(
    exercise: Exercise,
    answers: Answers,
    checks: Sequence[Check],
    seed: int,
    earlier_mistakes: Sequence[Misconception] = (),
) -> list[Misconception]:
    """The misconceptions of an exercise that match the answers, given that earlier functions have `earlier_mistakes`.

    If none matches all answers, those are looked for that match all values.
    """
    library = reference.misconceptions(exercise.unit).get(exercise.name, [])
    if earlier_mistakes:
        return [
            one for one in library if same_numbers(answers, checks, reference.swapped(*earlier_mistakes, one), seed)
        ]
    for values_only in (False, True):
        found = [one for one in library if fits(answers, checks, reference.swapped(one), seed, values_only=values_only)]
        if found:
            return found
    return []


def explained_by(
    exercise: Exercise,
    answers: Answers,
    checks: Sequence[Check],
    seed: int,
    earlier_mistakes: Sequence[Misconception],
    *,
    values_only: bool = False,
) -> bool:
    """Whether all answers of an exercise are right, given that earlier functions have `earlier_mistakes`.

    They do not count as right if a misconception of this exercise would give the same numbers: a slope of 0 everywhere
    hides every mistake made after it. That misconception is ignored if it gives them above the right functions too:
    then it does not use those functions, and the student's function does.
    """

    def same(*swaps: Misconception | Alternative) -> bool:
        return same_numbers(answers, checks, reference.swapped(*swaps), seed, values_only=values_only)

    others = reference.alternatives(exercise.unit).get(exercise.name, [])
    if not (same(*earlier_mistakes) or any(same(*earlier_mistakes, way) for way in others)):
        return False
    library = reference.misconceptions(exercise.unit).get(exercise.name, [])
    return values_only or not any(same(*earlier_mistakes, wrong) and not same(wrong) for wrong in library)


def unambiguous(found: Sequence[Misconception]) -> Diagnosis | None:
    """The diagnosis if all matching misconceptions say the same; else None."""
    if not found or len({(one.did, one.ask) for one in found}) > 1:
        return None
    return Diagnosis(found[0].slug, None, f"{found[0].did} {found[0].ask}")
