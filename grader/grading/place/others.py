"""Other pairs of edits, tried only to contradict: a place is certain where these do not correct the function elsewhere.

What two mistakes did may be undone by one edit of something else, or by two others: turned signs cancel. So where one
edit is found, pairs that bring nothing new are tried, and where two are found, each of them with all others, too,
whatever they do by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.submission.edits.edit import Edit, Editable
from grader.submission.edits.plain import plain_pairs

MOST_HALVES = 6  # edits of pairs that are tried with all others
MOST_NEAR, MOST_OTHERS = 150, 1_000  # pairs that bring nothing new, against one edit and against two


def elsewhere(code: Editable, found: Sequence[Sequence[Edit]]) -> list[tuple[Edit, Edit]]:
    """Pairs of edits that may contradict repairs of one edit: of other parts, and near to each other first.

    Args:
        code: the function.
        found: the repairs.
    """
    marks = {edit.mark for edits in found for edit in edits}
    free = [one for one in code.edits if all(_apart(one.mark, mark) for mark in marks)]
    return sorted(plain_pairs(code.text, free), key=lambda pair: pair[1].begin - pair[0].end)[:MOST_NEAR]


def besides(code: Editable, found: Sequence[Sequence[Edit]]) -> list[tuple[Edit, Edit]]:
    """Pairs of edits that may contradict repairs of two: those of which one is part of a repair, and of any parts.

    Args:
        code: the function.
        found: the repairs.
    """
    halves = list(dict.fromkeys(edit for edits in found for edit in edits))[:MOST_HALVES]
    some = [(min(half, one), max(half, one)) for half in halves for one in code.edits if _apart(half[:2], one[:2])]
    some += [*plain_pairs(code.text, code.edits)][:MOST_OTHERS]
    return sorted({*some} - {*map(tuple, found)})


def _apart(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return one[1] <= two[0] or two[1] <= one[0]
