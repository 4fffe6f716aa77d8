"""Count what lateness costs a class, and say which extensions are nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from grader.graded_class.records import FAILS, Class, Student
from grader.late import LatePolicy, read_time
from grader.protocol.text import one_line
from grader.submission.lms.roster import spellings

MOST_NAMED = 3
NOBODY = "nobody in the class has that name"


def count_lateness(group: Class, policy: LatePolicy) -> list[str]:
    """Add to each student what lateness costs. Where no time is known it costs nothing, and a flag says so.

    Args:
        group: the class.
        policy: what lateness costs.

    Returns:
        A sentence for each extension that has no effect, since nobody, or more than one, has that name.
    """
    extensions, told = _by_student(policy, [*group.students, *group.absent])
    policy = replace(policy, extensions=extensions)
    for one in group.graded:
        time = read_time(one.submitted_at) if one.submitted_at else None
        if time is not None:
            one.penalty = policy.penalty(one.points, policy.seconds_late(one.name, time))
        elif any(marked.verdict in FAILS or marked.verdict == "pass" for marked in one.exercises.values()):
            one.penalty = 0.0
            one.flags.append("no time is known, so lateness costs nothing")
    return told


def _by_student(policy: LatePolicy, students: Sequence[Student]) -> tuple[dict[str, datetime | float], list[str]]:
    """The extensions by the student's name, which may be spelt as platforms do, and what is said of the others."""
    found: dict[str, datetime | float] = {}
    told = []
    for name, extension in policy.extensions.items():
        meant = [one for one in students if name in _names(one)]
        if not meant:
            meant = [one for one in students if spellings(name) & set().union(*map(spellings, _names(one)))]
            if len(meant) != 1:
                told.append(_why_not(name, [one.name for one in meant]))
                continue
        for one in meant:
            found.setdefault(one.name, extension)
    return found, told


def _names(one: Student) -> Iterable[str]:
    return (one.name, *one.who.values())


def _why_not(name: str, meant: Sequence[str]) -> str:
    why = f"it could be meant for {' or '.join(map(one_line, meant[:MOST_NAMED]))}" if meant else NOBODY
    return f"The extension of {one_line(name)} has no effect: {why.rstrip('.')}."
