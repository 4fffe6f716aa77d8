"""Do edits that repair a function agree on one part of one statement?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from grader.submission.edits.edit import Edit, Editable, Span
from grader.submission.edits.far import FAR_FETCHED

UNCLEAR = "expression"
MOST_REPAIRS = 200  # where there are more, none tells a place


class Part(NamedTuple):
    """A part of a function's text.

    Attributes:
        span: where it begins and ends.
        kind: what stands there.
        alone: whether a change of it is enough; else a second part is to be changed, too.
    """

    span: Span
    kind: str
    alone: bool = True


def agreed(code: Editable, repairs: Sequence[Sequence[Edit]]) -> list[Part]:
    """The parts that all repairs are about, one for each edit of a repair; none where they do not agree.

    Args:
        code: the function.
        repairs: the edits of each repair, as many in each, in the order of the text.
    """
    if not repairs or code.operations <= 1:  # where the exercise is one operation, its place is the answer
        return []
    if all(any(edit.rank >= FAR_FETCHED for edit in edits) for edits in repairs):
        return []  # what is added to one part, to make good for another, is found as easily as a mistake
    if disagree(code, repairs):
        return []
    parts = _parts(code, repairs)
    return [part._replace(alone=len(parts) == 1) for part in parts if part is not None]


def disagree(code: Editable, repairs: Sequence[Sequence[Edit]]) -> bool:
    """Whether some repairs are about different parts, so that nothing is said whatever others there are.

    Args:
        code: the function.
        repairs: the edits of each repair, as for `agreed`.
    """
    return len(repairs) > MOST_REPAIRS or None in _parts(code, repairs)


def _parts(code: Editable, repairs: Sequence[Sequence[Edit]]) -> list[Part | None]:
    return [_common(code.text, edits) for edits in zip(*repairs, strict=True)]


def _common(text: str, edits: Sequence[Edit]) -> Part | None:
    """The part that holds all that some edits are about; None if it is more than half of a statement."""
    if len({edit.statement for edit in edits}) > 1:
        return None
    begin, end = min(edit.mark[0] for edit in edits), max(edit.mark[1] for edit in edits)
    first, last = edits[0].statement
    if 2 * (end - begin) > last - first or "\n" in text[begin:end]:
        return None
    kinds = {edit.kind for edit in edits}
    whole = {edit.kind for edit in edits if edit.mark == (begin, end)}
    stands = whole if len(kinds) == 1 else whole - {"order"}
    return Part((begin, end), stands.pop() if len(stands) == 1 else UNCLEAR)
