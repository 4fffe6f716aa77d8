"""Verdicts: on each check of an exercise by the answers to it, and the points that they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.course.reference import Reference
from grader.grading.compare import Difference, compare
from grader.grading.report import BY_SEVERITY, Verdict
from grader.grading.rows import Answers, rows
from grader.protocol.check import Check


@dataclass(slots=True, kw_only=True)
class CheckVerdict:
    """The verdict on one check.

    Attributes:
        verdict: the most severe of its calls.
        at: the number of that call.
        difference: how its answer differs.
        earned: points.
    """

    verdict: Verdict
    at: int = 0
    difference: Difference | None = None
    earned: float = 0.0


@dataclass(slots=True, kw_only=True)
class ExerciseVerdict:
    """The verdicts on the checks of an exercise, in their order, and what they come to.

    Attributes:
        checks: the verdict on each check.
        verdict: the most severe one.
        visible_earn: whether visible checks earn their points.
    """

    checks: list[CheckVerdict]
    verdict: Verdict
    visible_earn: bool

    @property
    def passes(self) -> bool:
        """Whether nothing is wrong that the student could fix."""
        return self.verdict == "pass" or all(one.verdict in ("pass", "broken") for one in self.checks)

    @property
    def ran_out_of_time(self) -> bool:
        """Whether a call did not end."""
        return any(one.verdict == "timeout" for one in self.checks)

    @property
    def points(self) -> float:
        """All points together."""
        return sum(one.earned for one in self.checks)


def judge(checks: Sequence[Check], answers: Answers, reference: Reference) -> ExerciseVerdict:
    """Judge the answers to an exercise's checks.

    Visible checks earn nothing unless a hidden one passes that asks for more than an error.
    """
    judged = [_judge_check(check, answers, reference) for check in checks]
    for hides in (False, True):
        _count_changes_once([one for check, one in zip(checks, judged, strict=True) if check.hidden == hides])
    hidden = [(check, one) for check, one in zip(checks, judged, strict=True) if check.hidden]
    telling = [pair for pair in hidden if not _asks_for_errors(*pair, reference)] or hidden
    earns = not hidden or any(one.verdict in ("pass", "broken") for _, one in telling)
    for check, one in zip(checks, judged, strict=True):
        if one.verdict == "broken" or (one.verdict == "pass" and earns):
            one.earned = check.points
    verdict = next(v for v in BY_SEVERITY if any(one.verdict == v for one in judged) or v == "pass")
    return ExerciseVerdict(checks=judged, verdict=verdict, visible_earn=earns)


def _judge_check(check: Check, answers: Answers, reference: Reference) -> CheckVerdict:
    """Judge the answers to a check; our own failure is `broken`, and costs the student nothing."""
    most_severe = CheckVerdict(verdict="pass")
    try:
        count = len(reference.answers(check))
        for row in rows(check, answers, reference):
            changes = _only_changes(most_severe)
            if most_severe.verdict == "wrong" and not (changes or row.yours.raised or row.yours.timed_out):
                continue  # it can be no worse
            difference = compare(row.yours, row.expected, row.check, row.call)
            if difference is None:
                continue
            verdict: Verdict = "wrong"
            if difference.kind == "timeout":
                verdict = "timeout"
            elif difference.kind == "raised" and row.expected.raised is None:
                verdict = "error"
            worse = BY_SEVERITY.index(verdict) < BY_SEVERITY.index(most_severe.verdict)
            if worse or (changes and difference.kind != "modified"):
                most_severe = CheckVerdict(verdict=verdict, at=row.at, difference=difference)
    except Exception:  # noqa: BLE001  whatever it is, it is ours
        return CheckVerdict(verdict="broken")
    if most_severe.verdict == "pass" and len(answers.get(check.name, ())) != count:
        return CheckVerdict(verdict="broken")
    return most_severe


def _only_changes(one: CheckVerdict) -> bool:
    """Whether all numbers are right, and something was changed that has to stay."""
    return one.difference is not None and one.difference.kind == "modified"


def _count_changes_once(judged: Sequence[CheckVerdict]) -> None:
    """Right numbers from a function that changes what has to stay fail one check only, the first that shows it."""
    for one in [one for one in judged if _only_changes(one)][1:]:
        one.verdict, one.at, one.difference = "pass", 0, None


def _asks_for_errors(check: Check, judged: CheckVerdict, reference: Reference) -> bool:
    """Whether a check expects errors only: a function that always raises would pass it."""
    return judged.verdict != "broken" and all(answer.raised for answer in reference.answers(check))
