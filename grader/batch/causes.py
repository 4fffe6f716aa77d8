"""Why points are missing, in words for an instructor, and what is told of a hand-in beside its report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from grader.graded_class.advice import without_advice
from grader.grading.report import Report, is_of_file
from grader.protocol.text import clean, listed
from grader.submission.hand_in.class_folder import HandIn
from grader.submission.source import MISSING, Problem

MOST_TOLD = 4


def problems_in(problems: Iterable[Problem], asked: Collection[str] | None = None) -> list[str]:
    """What is the matter with files that were handed in.

    Args:
        problems: as a report has them.
        asked: the units that count, None for all.
    """
    told = []
    for problem in problems:
        name = problem.file.rpartition("/")[2]
        other = asked is not None and name.endswith(".py") and name.removesuffix(".py") not in asked
        if not other and MISSING not in problem.message:
            told.append(f"{name}{f', line {problem.line}' if problem.line else ''}: {without_advice(problem.message)}")
    return told


def not_defined(report: Report) -> list[str]:
    """The names of functions that are not in their files."""
    absent = [one for one in report.exercises if one.checks and "does not define" in one.checks[0].message]
    return [one.name for one in absent if is_of_file(one.unit, one.verdict, one.checks[0].message)]


def causes_in(report: Report, lost: Sequence[str]) -> list[str]:
    """What may explain the points that are missing from a report: problems with files, functions that are not there.

    Args:
        report: in the words of what was handed in.
        lost: functions that are not defined.
    """
    told = problems_in(report.problems)
    if lost:
        told.append(f"not defined: {listed(lost, MOST_TOLD)}")
    more = [f"{len(told) - MOST_TOLD} more files or functions"] if len(told) > MOST_TOLD + 1 else []
    return [*(told[:MOST_TOLD] if more else told), *more]


def handed_in(hand_in: HandIn, notes: Sequence[str], files: Mapping[str, str]) -> dict[str, Any]:
    """What a batch's report says of a hand-in: see `handed_in` in the schema of reports."""
    _, number, login, mail = hand_in.who
    return {
        "id": number, "login": login, "mail": mail, "late": hand_in.late, "time": hand_in.time, "notes": [*notes],
        "files": dict(files), "entries": [clean(piece.path.name, 300) for piece in hand_in.pieces or [hand_in]],
    }  # fmt: skip
