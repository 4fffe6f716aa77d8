"""Item statistics: how many pass each exercise and each check, and how well it tells the stronger from the weaker."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from grader.graded_class.grades import table
from grader.graded_class.records import FAILS, Class

FEWEST = 5  # students below which nothing is said of how well an item tells them apart
MOST_TO_TEACH = 3


class Item(NamedTuple):
    """An exercise, or a check of one, over a class.

    Attributes:
        exercise: the exercise.
        check: the number of the check in it; None for the exercise itself.
        passed: how many pass.
        students: how many were graded.
        tried: how many have begun it.
        by_itself: how many fail it, and not because of an earlier exercise.
        verdicts: how many have each verdict.
        discrimination: from -1 to 1, how passing goes with the points in all other exercises; None where that cannot be
            told: fewer than five students, or all pass, or none, or the rest is the same for all.
    """

    exercise: str
    check: int | None
    passed: int
    students: int
    tried: int
    by_itself: int
    verdicts: Counter[str]
    discrimination: float | None

    @property
    def share(self) -> float:
        """The share of those graded that pass."""
        return self.passed / self.students if self.students else 0.0


def items_of(group: Class) -> list[Item]:
    """Each exercise in the order of the course, followed by its checks."""
    found = []
    for name, checks in group.checks.items():
        some = [(one, one.exercises[name]) for one in group.graded if name in one.exercises]
        rest = [one.points - marked.points for one, marked in some]
        tried = sum(marked.verdict != "todo" for _, marked in some)
        by_itself = sum(marked.by_itself for _, marked in some)
        found.append(_item(name, None, [marked.verdict for _, marked in some], rest, tried, by_itself))
        for at in range(len(checks)):
            verdicts = [marked.checks[at] if at < len(marked.checks) else "error" for _, marked in some]
            failed = sum(
                verdict in FAILS and marked.by_itself for verdict, (_, marked) in zip(verdicts, some, strict=True)
            )
            found.append(_item(name, at, verdicts, rest, tried, failed))
    return found


def _item(
    name: str, at: int | None, verdicts: Sequence[str], rest: Sequence[float], tried: int, by_itself: int
) -> Item:
    counts = Counter(verdicts)
    passes = [verdict == "pass" for verdict in verdicts]
    return Item(name, at, counts["pass"], len(verdicts), tried, by_itself, counts, _correlation(passes, rest))


def _correlation(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """Pearson's, to two digits."""
    count = len(ones)
    if count < FEWEST:
        return None
    mean, other_mean = math.fsum(ones) / count, math.fsum(others) / count
    spread = math.fsum((one - mean) ** 2 for one in ones)
    other_spread = math.fsum((one - other_mean) ** 2 for one in others)
    if spread < 1e-9 or other_spread < 1e-9:
        return None
    both = math.fsum((one - mean) * (two - other_mean) for one, two in zip(ones, others, strict=True))
    return round(both / math.sqrt(spread * other_spread), 2) + 0.0


def to_teach(items: Sequence[Item]) -> list[Item]:
    """The exercises to teach again: those that most students who began them fail by themselves; at least two."""
    exercises = [one for one in items if one.check is None and one.by_itself > 1]
    return sorted(exercises, key=lambda one: (-one.by_itself / one.tried, -one.by_itself))[:MOST_TO_TEACH]


def items_table(group: Class, items: Sequence[Item]) -> str:
    """`items.csv`: a row for each exercise and each check."""
    rows: list[list[Any]] = [
        [
            *("unit", "exercise", "check", "hidden", "students", "tried", "pass", "pass rate", "fail by themselves"),
            "discrimination",
        ]
    ]
    for one in items:
        check = None if one.check is None else group.checks[one.exercise][one.check]
        told = "" if one.discrimination is None else one.discrimination
        rows.append(
            [
                *(group.units[one.exercise], one.exercise, check.sentence if check else ""),
                *(("yes" if check.hidden else "no") if check else "", one.students, one.tried, one.passed),
                *(round(one.share, 3), one.by_itself, told),
            ]
        )
    return table(rows)
