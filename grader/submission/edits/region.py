"""The lines that are edited together: an exercise with all of the student's own that it uses, wherever that stands."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence
from typing import NamedTuple

from grader.submission.edits.allowed import Allowed, Files
from grader.submission.edits.bindings import bound_names
from grader.submission.edits.edit import Helper

LONGEST = 6_000  # characters of the functions that are edited
EDITED = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
_MADE_AT_ONCE = ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom  # needing nothing that stands above


class Region(NamedTuple):
    """Functions that are edited together: an exercise with the student's own functions that it calls, if any.

    Attributes:
        line: the line of the file in which the first of them begins.
        written: their lines, and empty ones for what stands between them.
        statements: the statements in these lines: functions, classes, and values that have a name.
        before: the statements that are run before them.
        after: those that are run after them.
    """

    line: int
    written: str
    statements: list[ast.stmt]
    before: list[ast.stmt]
    after: list[ast.stmt]


def region_of(files: Files, unit: str, used: Sequence[ast.stmt], edited: Sequence[ast.stmt]) -> Region | None:
    """The lines of some statements, without those between them; None where these cannot be taken out.

    Args:
        files: the files.
        unit: the file.
        used: all statements of that file that are needed.
        edited: those that are edited.
    """
    first, last = edited[0].lineno, max(one.end_lineno or one.lineno for one in edited)
    others = [one for one in used if one not in edited]
    before = [one for one in others if one.lineno < last]
    if any(one.lineno > first and not isinstance(one, _MADE_AT_ONCE) for one in before):
        return None  # a value between them may be made by one of them
    lines = [""] * (last - first + 1)
    for one in edited:
        begin = one.lineno - first
        written = files.text(unit, one).split("\n")
        lines[begin : begin + len(written)] = written
    text = "\n".join(lines)
    if edited[0].col_offset or sum(map(len, lines)) > LONGEST:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            body = ast.parse(text).body
        except SyntaxError:  # one shares its lines with other statements
            return None
    if [*map(type, body)] != [*map(type, edited)]:
        return None
    return Region(first, text, body, before, [one for one in others if one not in before])


def joined(files: Files, used: Allowed, region: Region) -> tuple[Region, Helper, list[str]] | None:
    """A region with the lines of another file above it, where those it uses and what they are, and what they need.

    They are run as if they stood in the same file, so none of their names may have another meaning there.

    Args:
        files: the files.
        used: what the function uses.
        region: the lines of its own file.
    """
    if len(used.elsewhere) != 1:
        return None
    ((home, statements),) = used.elsewhere.items()
    imports = [
        one for one in region.before if isinstance(one, ast.ImportFrom) and one.module == home and one.level == 1
    ]
    if any(name.asname for one in imports for name in one.names):
        return None
    edited = [one for one in statements if isinstance(one, EDITED)]
    above = region_of(files, home, statements, edited) if edited else None
    rest = [one for one in region.before if one not in imports]
    if above is None or above.after or not _agree(statements, [*rest, *region.statements, *region.after]):
        return None
    written = f"{above.written}\n{region.written}"
    if len(written) > LONGEST:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        body = ast.parse(written).body
    helper = Helper(home, above.line, above.written.count("\n") + 1)
    together = Region(region.line, written, body, rest, region.after)
    return together, helper, [files.text(home, one) for one in above.before]


def _agree(some: Sequence[ast.stmt], others: Sequence[ast.stmt]) -> bool:
    """Whether no name is bound by two groups of statements, unless both import the same thing."""
    one, two = bound_names(some), bound_names(others)
    return all(one[name] == two[name] for name in one.keys() & two.keys())
