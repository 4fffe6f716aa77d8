"""Explain a failure: the mistake that the numbers show, or the earlier exercise that it leans on.

A function that fails above failing ones is judged on firm ground, where that is to be had and where it can do with what
is given. Of what it answers there, only sentences without numbers in them are said.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from grader.course.reference import Mistake, Reference
from grader.grading.case import Case, Ground
from grader.grading.diagnose import matching, unambiguous
from grader.grading.patterns import find_pattern
from grader.grading.report import Diagnosis
from grader.grading.rows import Answers, rows
from grader.grading.verdict import ExerciseVerdict
from grader.protocol.check import Check
from grader.protocol.wire import WireError, encode


@dataclass(slots=True, kw_only=True)
class Explanation:
    """What is said of an exercise beside the verdicts.

    Attributes:
        verdict: the verdicts that count.
        matching: the known mistakes that give the same answers.
        pattern: what the numbers have in common, if no known mistake is named.
        follow_through: the earlier exercise to fix first; above a right one this exercise is right.
        blocked_by: the earlier exercise that the failure leans on.
        given: the earlier exercises that were given, slow ones among them.
    """

    verdict: ExerciseVerdict
    matching: Sequence[Mistake] = ()
    pattern: Diagnosis | None = None
    follow_through: str | None = None
    blocked_by: str | None = None
    given: list[str] = field(default_factory=list)

    @property
    def claims(self) -> list[str]:
        """What the sentences on matching mistakes claim of the code."""
        return [one.code for one in self.matching if one.code]

    def diagnosis(self, holding: Container[str]) -> Diagnosis | None:
        """The mistake that is named.

        Args:
            holding: the claims that hold for the student's code.
        """
        true = [one for one in self.matching if not one.code or one.code in holding]
        return unambiguous(true) if true else self.pattern


def explain(case: Case, reference: Reference, *, instructor: bool) -> Explanation:
    """Explain the verdict on an exercise.

    Args:
        case: the exercise, with its answers; it has a verdict, or is right where others are given.
        reference: the reference.
        instructor: whether the diagnosis may use hidden checks.

    Raises:
        ValueError: if the case has no answers.
    """
    verdict, ground = case.verdict, case.ground
    if verdict is not None and verdict.passes and not _by_chance(verdict, ground):
        return Explanation(verdict=verdict)
    if ground is not None and ground.verdict.passes:
        first = next(iter(case.failing_given), None)
        return Explanation(verdict=ground.verdict, follow_through=first, given=list(ground.given))
    if verdict is None:
        raise ValueError("what has no answers has no explanation")
    given: list[str] = []
    answers, told = case.answers, verdict
    if ground is not None and not _same(case.checks, answers, ground.collected.answers):
        if _does_not_fit(verdict, ground):  # of the run that counts this is all that is known
            last = next(reversed(case.failing_given), None)
            return Explanation(verdict=verdict, blocked_by=case.leans_on or last)
        given, answers, told = list(ground.given), ground.collected.answers, ground.verdict
    if case.leans_on is not None:
        return Explanation(verdict=told, blocked_by=case.leans_on, given=given)
    looked_at = [
        (check, one.verdict)
        for check, one in zip(case.checks, told.checks, strict=True)
        if one.verdict != "broken" and (instructor or not check.hidden)
    ]
    explanation = Explanation(verdict=told, given=given)
    if any(one != "pass" for _, one in looked_at):
        _diagnose(explanation, case, [check for check, _ in looked_at], answers, reference)
    return explanation


def _by_chance(own: ExerciseVerdict, ground: Ground | None) -> bool:
    """Whether what passes does so only because of an earlier mistake: on a right function it answers, but wrongly."""
    return ground is not None and not ground.verdict.passes and not _does_not_fit(own, ground)


def _does_not_fit(own: ExerciseVerdict, ground: Ground) -> bool:
    """Whether a function cannot do with what is given, and earns less for that: its own run counts.

    Where it only answers otherwise, and less is right, more was right by chance on the earlier mistake. And where what
    is given answers as its own ones do, but for the values, it stops because it asks for the wrong ones.
    """
    stops = any(
        two.verdict in ("error", "timeout")
        for one, two in zip(own.checks, ground.verdict.checks, strict=True)
        if one.verdict == "pass"
    )
    return stops and not ground.alike and ground.verdict.points < own.points


def _same(checks: Sequence[Check], one: Answers, two: Answers) -> bool:
    """Whether answers are the same to the last bit, however long they took and whatever was printed."""
    try:
        return all(_written(one, check) == _written(two, check) for check in checks)
    except WireError:  # what was forged may be longer when it is written anew
        return False


def _written(answers: Answers, check: Check) -> bytes:
    return b"".join(
        encode({"answer": answer._replace(seconds=0.0), "timed out": answer.timed_out})
        for answer in answers.get(check.name, ())
    )


def _diagnose(
    explanation: Explanation, case: Case, checks: Sequence[Check], answers: Answers, reference: Reference
) -> None:
    """Add the mistakes that all answers to some checks show. Where functions were given no sentence says a number."""
    explanation.matching = matching(case.exercise, answers, checks, reference)
    if all(one.code for one in explanation.matching):
        visible = [row for check in checks if not check.hidden for row in rows(check, answers, reference)]
        explanation.pattern = find_pattern(case.exercise, visible, reference, numbers=not explanation.given)
