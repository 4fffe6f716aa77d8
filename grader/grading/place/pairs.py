"""Pairs of edits, the promising ones first.

Pairs are many, so what each edit does by itself says which are worth a try: one of the two changes the answer to the
call that all candidates are asked. Pairs of likely edits come first, and those of which one makes more right by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from grader.grading.compare import same_values
from grader.protocol.answer import Answer
from grader.protocol.check import Call, Check
from grader.submission.edits.edit import Edit

Row = tuple[Answer, Check, Call]
"""What is right for a call, and the call."""


class Half(NamedTuple):
    """What an edit does by itself.

    Attributes:
        edit: the edit.
        tells: whether it changes the answer to the telling call, and not into an error.
        lives: whether it changes any answer so, or whether that cannot be known, as each call fails before it.
        better: whether more of the answers is right than without it.
    """

    edit: Edit
    tells: bool
    lives: bool
    better: bool


def half(edit: Edit, said: Sequence[Answer], before: Sequence[Answer], right: Sequence[Row], telling: int) -> Half:
    """What an edit does.

    Args:
        edit: the edit.
        said: the answers with it.
        before: the answers without it.
        right: what is right, for each call.
        telling: the number of the telling call.
    """
    changed = [_changes(*row) for row in zip(said, before, right, strict=True)]
    hidden = before[telling].raised is not None  # what comes after the error has no say
    return Half(edit, changed[telling], hidden or any(changed), _right(said, right) > _right(before, right) + 1e-9)


def pairs(halves: Sequence[Half], most: int) -> list[tuple[Edit, Edit]]:
    """Pairs of edits of parts that do not overlap, at most so many."""
    edits = [one.edit for one in halves]
    later, earlier = np.tril_indices(len(edits), -1)
    rank, begin, end = (np.array([getattr(one, name) for one in edits], int) for name in ("rank", "begin", "end"))
    tells, lives, better = (
        np.array([getattr(one, name) for one in halves], bool) for name in ("tells", "lives", "better")
    )
    apart = (end[earlier] <= begin[later]) | (end[later] <= begin[earlier])
    known = tells[earlier] & lives[later] | lives[earlier] & tells[later]
    good = better[earlier] | better[later]
    cost = 2 * (rank[earlier] + rank[later]) - good
    some = np.flatnonzero(apart & (known | good))
    best = some[np.argsort(cost[some], kind="stable")][:most]
    return [(min(pair), max(pair)) for pair in ((edits[earlier[at]], edits[later[at]]) for at in best)]


def _changes(answer: Answer, before: Answer, right: Row) -> bool:
    """Whether an answer is another one than before, and no error that was not there before."""
    if answer.raised is not None:
        known = before.raised
        return known is not None and (answer.raised.type_name, answer.raised.message) != (
            known.type_name,
            known.message,
        )
    _, check, call = right
    return before.raised is not None or not same_values(answer.value, before.value, call.within or check.tolerance)


def _right(said: Sequence[Answer], right: Sequence[Row]) -> float:
    """How much of some answers is right: 1 for each that is whole."""
    return sum(
        float(answer.raised is not None)
        if expected.raised is not None
        else 0.0
        if answer.raised is not None
        else 0.01 + _share(answer.value, expected.value, check, call)
        for answer, (expected, check, call) in zip(said, right, strict=True)
    )


def _share(yours: object, expected: object, check: Check, call: Call) -> float:
    """Which part of a value is right."""
    if isinstance(expected, tuple | list):
        if type(yours) is not type(expected) or len(yours) != len(expected):
            return 0.0
        parts = [_share(one, two, check, call) for one, two in zip(yours, expected, strict=True)]
        return sum(parts) / max(len(parts), 1)
    tolerance = call.within or check.tolerance
    if isinstance(yours, np.ndarray) and isinstance(expected, np.ndarray) and yours.shape == expected.shape:
        if yours.dtype.kind in "biuf" and expected.dtype.kind in "biuf" and expected.size:
            with np.errstate(all="ignore"):
                near = np.abs(yours - 1.0 * expected) <= tolerance.atol + tolerance.rtol * np.abs(expected)
            return float(np.mean(near))
        return float(same_values(yours, expected, tolerance))
    return float(same_values(yours, expected, tolerance))
