"""Do edits that repair a function agree on one part of one statement?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from grader.submission.edits.edit import MOVED, Edit, Editable, Span
from grader.submission.edits.far import FAR_FETCHED, HARMLESS

UNCLEAR, WHOLE = "expression", "statement"
OF_ITS_OWN = {MOVED, "alias", "dtype"}  # kinds of which the question says enough, however long the part is
BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
LEAST_STATEMENTS = 3  # of a function in which a whole statement is a place: among fewer it says little
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
    if code.operations <= 1 and any(edit.kind != MOVED for edits in repairs for edit in edits):
        return []  # where the exercise is one operation, its place is the answer
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
    good = [edits for edits in repairs if all(edit.rank < HARMLESS for edit in edits)]
    repairs = good or repairs
    if not repairs or len(repairs[0]) > 1:
        return [_common(code, edits) for edits in zip(*repairs, strict=True)]
    edits = _without_uses(code, [edit for (edit,) in repairs])
    return [_common(code, edits) or _whole(code, edits)]


def _without_uses(code: Editable, edits: Sequence[Edit]) -> Sequence[Edit]:
    """Edits, but for those that put something in the place of a name, where all others are about what it is given."""
    near = [edit for edit in edits if edit.rank < FAR_FETCHED]
    given = {code.text[slice(*edit.statement)].partition("=")[0].strip() for edit in near}
    if len(given) != 1:
        return edits
    name = given.pop()
    return [edit for edit in edits if edit in near or code.text[edit.begin : edit.end] != name]


def _common(code: Editable, edits: Sequence[Edit]) -> Part | None:
    """The part that holds all that some edits are about; None if it is more than half of a statement, or no whole."""
    if len({edit.statement for edit in edits}) > 1:
        return None
    begin, end = min(edit.mark[0] for edit in edits), max(edit.mark[1] for edit in edits)
    first, last = edits[0].statement
    part = code.text[begin:end]
    if 2 * (end - begin) > last - first or "\n" in part or any(part.count(a) != part.count(b) for a, b in BRACKETS):
        return None
    kinds = {edit.kind for edit in edits}
    exact = {edit.kind for edit in edits if edit.mark == (begin, end)}
    stands = exact if len(kinds) == 1 else exact - {"order"}
    return Part((begin, end), stands.pop() if len(stands) == 1 else UNCLEAR)


def _whole(code: Editable, edits: Sequence[Edit]) -> Part | None:
    """The statement that all edits are about, where it tells something: it is one of several, or an assertion."""
    if len({edit.statement for edit in edits}) > 1:
        return None
    kinds, marks = {edit.kind for edit in edits}, {edit.mark for edit in edits}
    if len(marks) == 1 and kinds <= OF_ITS_OWN:
        return Part(marks.pop(), kinds.pop())
    statement = edits[0].statement
    return Part(statement, WHOLE) if _is_one_of_several(code, statement) else None


def _is_one_of_several(code: Editable, statement: Span) -> bool:
    found = {edit.statement for edit in code.edits}
    asserted = {one for one in found if code.text.startswith("assert", one[0])}
    functions = re.findall("^(?:def|class) ", code.text, re.MULTILINE)
    return statement in asserted or len(functions) > 1 or len(found - asserted) >= LEAST_STATEMENTS
