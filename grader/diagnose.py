"""Find which mistake the numbers show.

A misconception fits where its answers agree with the student's on all checks that are looked at. Silence beats a wrong
diagnosis: where two that say different things fit, neither is named. What no one wrote down is left to `patterns`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader import reference
from grader.answer import Answer, Raised
from grader.compare import compare_values
from grader.course import Exercise
from grader.exercise import Call, Check
from grader.misconceptions import Misconception
from grader.reference import Reference

Sheet = Mapping[str, Sequence[Answer]]  # the answers to each check's calls, by the name of the check


@dataclass(frozen=True)
class Diagnosis:
    """What the numbers show.

    Attributes:
        misconception: slug of the one that fits, None for a general pattern.
        pattern: name of the general pattern, None for a misconception.
        message: what a student reads.
    """

    misconception: str | None
    pattern: str | None
    message: str


def agree(one: Answer, two: Answer, check: Check, call: Call) -> bool:
    """Whether two answers are the same, right or wrong."""
    if one.timed_out or two.timed_out:
        return one.timed_out and two.timed_out
    if one.raised is not None and two.raised is not None:
        return one.raised.type_name == two.raised.type_name and _says(one.raised, call) == _says(two.raised, call)
    if one.raised is not None or two.raised is not None:
        return False
    same = compare_values(one.value, two.value, check.tolerance, strict=check.strict_kind) is None
    return same and set(one.modified) == set(two.modified)


def _says(raised: Raised, call: Call) -> bool:
    return all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", raised.message) for word in call.saying)


def fits(sheet: Sheet, checks: Sequence[Check], candidate: Reference, seed: int) -> bool:
    """Whether a candidate gives the sheet's answers on all of the checks."""
    for check in checks:
        theirs = candidate.answers(check, seed)
        yours = sheet.get(check.name, ())
        if len(yours) != len(theirs):
            return False
        calls = check.calls(seed)
        if not all(agree(one, two, check, call) for one, two, call in zip(yours, theirs, calls, strict=True)):
            return False
    return True


def fitting(
    exercise: Exercise,
    sheet: Sheet,
    checks: Sequence[Check],
    seed: int,
    beneath: Sequence[Misconception] = (),
) -> list[Misconception]:
    """The misconceptions of an exercise that fit a sheet, given earlier functions swapped for `beneath`."""
    library = reference.misconceptions(exercise.unit).get(exercise.name, [])
    return [one for one in library if fits(sheet, checks, reference.swapped(*beneath, one), seed)]


def name_one(found: Sequence[Misconception]) -> Diagnosis | None:
    """The diagnosis that fitting misconceptions allow: one, if all of them say the same."""
    if not found or len({(one.did, one.ask) for one in found}) > 1:
        return None
    return Diagnosis(found[0].slug, None, f"{found[0].did} {found[0].ask}")
