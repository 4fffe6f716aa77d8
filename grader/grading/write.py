"""Write the report on an exercise: points, messages, remarks."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping, Sequence

from grader.course.reference import Reference
from grader.grading.answer_key import key_of_answers, key_of_message
from grader.grading.case import Case
from grader.grading.explain import Explanation
from grader.grading.messages import hidden_message, visible_message
from grader.grading.report import CheckReport, Diagnosis, ExerciseReport, Verdict
from grader.grading.rows import Row, rows
from grader.grading.verdict import CheckVerdict
from grader.protocol.answer import Answer
from grader.protocol.check import Check

BROKEN = "This check could not be run. That is our failure, not yours; it costs you nothing."
EARNS_NOTHING = "Right here, but it earns nothing until a hidden check of its numbers passes too."
MAX_OUTPUT = 1_000


def write_report(
    case: Case, explanation: Explanation, diagnosis: Diagnosis | None, reference: Reference
) -> ExerciseReport:
    """The report on an exercise that has answers, but for what differs between those who give the same ones.

    Args:
        case: the exercise, with its answers on the student's own functions; only these are shown.
        explanation: the verdict that counts, and why.
        diagnosis: the mistake that is named.
        reference: the reference.
    """
    counts = explanation.verdict
    reports = [
        CheckReport(
            name=check.name,
            sentence=check.sentence,
            hidden=check.hidden,
            verdict=one.verdict,
            points=one.earned,
            max_points=check.points,
            message=_message(case, check, one, own, explanation, reference, explain=diagnosis is None),
        )
        for check, one, own in zip(case.checks, counts.checks, (case.verdict or counts).checks, strict=True)
    ]
    return ExerciseReport(
        unit=case.exercise.unit,
        name=case.exercise.name,
        file="",
        line=None,
        verdict=counts.verdict,
        points=counts.points,
        max_points=sum(check.points for check in case.checks),
        remarks=[*_remarks(case.visible_answers), *_slow_remark(case, explanation)],
        diagnosis=diagnosis,
        follow_through=explanation.follow_through,
        blocked_by=explanation.blocked_by,
        given=[name for name in explanation.given if name in case.failing_given],
        answer="" if counts.passes else key_of_answers(case.visible_answers),
        checks=reports,
    )


def report_without_answers(case: Case, verdict: Verdict, message: str) -> ExerciseReport:
    """The report on an exercise that has none: the message stands in its first check."""
    reports = [
        CheckReport(
            name=check.name,
            sentence=check.sentence,
            hidden=check.hidden,
            verdict=verdict,
            points=0.0,
            max_points=check.points,
            message="" if number else message,
        )
        for number, check in enumerate(case.checks)
    ]
    most = sum(check.points for check in case.checks)
    return ExerciseReport(
        unit=case.exercise.unit,
        name=case.exercise.name,
        file="",
        line=None,
        verdict=verdict,
        points=0.0,
        max_points=most,
        answer="" if verdict == "todo" else key_of_message(verdict, message),
        checks=reports,
    )


def _message(
    case: Case,
    check: Check,
    one: CheckVerdict,
    own: CheckVerdict,
    explanation: Explanation,
    reference: Reference,
    *,
    explain: bool,
) -> str:
    """What a student reads of a check.

    Args:
        case: the exercise.
        check: the check.
        one: its verdict.
        own: its verdict on the student's own functions, from which the rows are.
        explanation: the verdicts on all checks, and why.
        reference: the reference.
        explain: whether to say what Python means by an error.
    """
    if one.verdict == "pass":
        return "" if explanation.verdict.visible_earn else EARNS_NOTHING
    if one.verdict == "broken":
        return BROKEN
    if check.hidden:
        return hidden_message(check, one.verdict, one.difference)
    row = next((row for row in rows(check, case.answers, reference) if row.at == own.at), None)
    late = row is not None and (row.yours.not_run or (row.yours.timed_out and one.verdict != "timeout"))
    if row is None or own.difference is None or (late and explanation.given):
        how = "right" if case.failing_given else "quick"
        return f"{check.sentence}: it does not hold with a {how} {' and '.join(explanation.given)}."
    said = visible_message(row, own.difference, reference.signature(check.exercise), explain=explain)
    if case.failing_given and explanation.given:
        names = " and ".join(case.failing_given)
        said = f"{_error_of_its_own(case, check, row, names, reference)}With your {names}: {said}"
    if own.difference.kind == "timeout" and not row.yours.not_run and case.slow and not explanation.given:
        return f"{said} Or is it that {_slow(case.slow)}?"
    return said


def _error_of_its_own(case: Case, check: Check, own: Row, names: str, reference: Reference) -> str:
    """That a function stops on firm ground as well, where that is with another error than on its own functions.

    Only names of Python's own errors are told; others are what the student's code calls them.
    """
    there = rows(check, case.ground.collected.answers, reference) if case.ground is not None else ()
    raised = next((row.yours.raised for row in there if row.at == own.at), None)
    if raised is None or own.expected.raised is not None or not hasattr(builtins, raised.type_name):
        return ""
    if own.yours.raised is not None and own.yours.raised.type_name == raised.type_name:
        return ""
    article = "an" if raised.type_name[0] in "AEIOU" else "a"
    return f"With a right {names} it stops, too: with {article} {raised.type_name} of its own. "


def _remarks(answers: Sequence[Answer]) -> list[str]:
    """Warnings, in words for a person."""
    said = dict.fromkeys(text for answer in answers for text in answer.warnings)
    ended = (text if text.endswith((".", "…")) else f"{text}." for text in said)
    return [f"Python warned: {text} It costs nothing, but look at why." for text in ended]


def _slow_remark(case: Case, explanation: Explanation) -> Iterator[str]:
    """Why a function that is right by itself runs out of time."""
    if explanation.given and not case.slow.keys().isdisjoint(explanation.given):
        began = any(answer.timed_out and not answer.not_run for answer in case.visible_answers)
        what = "it did not end in time" if began else "it was not run"
        yield f"On your own functions {what}: {_slow(case.slow)}. With a quick one it ends."


def _slow(slow: Mapping[str, float]) -> str:
    """How long calls of slow functions take."""
    name, seconds = max(slow.items(), key=lambda one: one[1])
    return f"a call of {name}, which it uses, takes {seconds:.2g} s"
