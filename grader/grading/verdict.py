"""The verdict on one check: the most severe of what differs between the answers and the expected ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from grader.course import reference
from grader.grading.compare import Difference, compare
from grader.grading.report import BY_SEVERITY, Verdict
from grader.protocol.answer import Answer
from grader.protocol.check import Check


class JudgedCheck(NamedTuple):
    """A check with its verdict, and the most severe difference, if there is one."""

    check: Check
    verdict: Verdict
    at: int = 0
    difference: Difference | None = None


def judge_check(check: Check, yours: Sequence[Answer], seed: int) -> JudgedCheck:
    """Judge the answers to a check; our own failure is `broken`, and costs the student nothing."""
    try:
        expected = reference.swapped().answers(check, seed)
        calls = reference.calls_of(check, seed)
    except Exception:  # noqa: BLE001  whatever it is, it is ours
        return JudgedCheck(check, "broken")
    most_severe = JudgedCheck(check, "pass")
    for index, (answer, right, call) in enumerate(zip(yours, expected, calls, strict=False)):
        if most_severe.verdict == "wrong" and answer.raised is None and not answer.timed_out:
            continue  # it can be no worse
        difference = compare(answer, right, check, call)
        if difference is None:
            continue
        verdict: Verdict = "wrong"
        if difference.kind == "timeout":
            verdict = "timeout"
        elif answer.raised is not None and right.raised is None:
            verdict = "error"
        if BY_SEVERITY.index(verdict) < BY_SEVERITY.index(most_severe.verdict):
            most_severe = JudgedCheck(check, verdict, index, difference)
    if most_severe.verdict == "pass" and len(yours) != len(expected):
        return JudgedCheck(check, "broken")
    return most_severe


def only_raises(one: JudgedCheck, seed: int) -> bool:
    """Whether a check expects errors only: a function that always raises would pass it."""
    if one.verdict == "broken":
        return False
    return all(answer.raised for answer in reference.swapped().answers(one.check, seed))
