"""The edits of a function and of the student's own functions that it calls, the likelier ones first."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from grader.submission.edits.allowed import Allowed, Files, allowed
from grader.submission.edits.assignments import assignments
from grader.submission.edits.bindings import binds
from grader.submission.edits.changes import changes
from grader.submission.edits.classes import pieces_of
from grader.submission.edits.copies import copies
from grader.submission.edits.earlier import with_earlier
from grader.submission.edits.edit import Edit, Editable, Text, statements
from grader.submission.edits.far import Far
from grader.submission.edits.moves import moves
from grader.submission.edits.pool import Piece, pool_of, scopes, within
from grader.submission.edits.region import EDITED, joined, region_of

MOST = 700  # edits of one function, which take some 0.3 seconds of the processor
_INTO_ITSELF = re.compile(r"\b(\w+)\.append\([(\[]*\1[)\],]")
OPERATIONS = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.Call, ast.Subscript, ast.IfExp, ast.Attribute)


def editable(
    sources: Mapping[str, str], exercises: Mapping[str, Sequence[str]], unit: str, name: str
) -> Editable | None:
    """A function with its edits; None if it may not be edited, or is not clear.

    Args:
        sources: the texts of a submission's files.
        exercises: for each unit, the names of its exercises, both in the order of the course.
        unit: the function's file.
        name: its name.
    """
    files = Files(sources, {one: frozenset(names) for one, names in exercises.items()})
    try:
        used = allowed(files, unit, name)
        if used is None:
            return None
        return _editable(files, exercises, used, unit, name)
    except (RecursionError, MemoryError):
        return None


def _editable(
    files: Files, exercises: Mapping[str, Sequence[str]], used: Allowed, unit: str, name: str
) -> Editable | None:
    original = files.definition(unit, name)
    if not (isinstance(original, ast.FunctionDef) or isinstance(getattr(original, "value", None), ast.Lambda)):
        return None
    exercise = {id(files.definition(unit, one)) for one in exercises[unit] if one != name and files.is_clear(unit, one)}
    own = [one for one in used.statements if isinstance(one, EDITED) and id(one) not in exercise]
    earlier = with_earlier(files, exercises, used, unit, original) if isinstance(original, ast.FunctionDef) else {}
    region = region_of(files, unit, used.statements, own) or region_of(files, unit, used.statements, [original])
    if region is None:
        return None
    region, helper, first = joined(files, used, region) or (region, None, [])
    text = Text(region.written)
    pieces = [
        (one, binds(node, name))
        for node in sorted(region.statements, key=lambda one: not binds(one, name))
        for one in pieces_of(node)
    ]
    nearest = [one for one, _ in pieces]
    ranked = [edit for one, asked_for in pieces for edit in _ranked(one, text, used, earlier, asked_for=asked_for)]
    found: dict[tuple[int, int, str], Edit] = {}
    others = {one for some in earlier.values() for one in some}  # the wrong exercise may have been taken
    for edit in sorted(ranked, key=lambda one: (one.rank, one.text not in others, _is_of_many(one, region.written))):
        if not _puts_into_itself(edit, region.written):
            found.setdefault(edit[:3], edit)
    edits = [*found.values()][:MOST]
    parts = [expression for one in nearest for _, some in statements(one, text) for expression in some]
    nodes = [node for one in parts for node in ast.walk(one)]
    count = sum(isinstance(node, OPERATIONS) and not _in_module(node, used.modules) for node in nodes)
    count += sum(isinstance(node, ast.For | ast.While | ast.AugAssign) for one in nearest for node in ast.walk(one))
    before, after = ("\n".join(files.text(unit, one) for one in some) for some in (region.before, region.after))
    before = "\n".join([*first, before])
    key = "\0".join([name, region.written, *used.texts])
    return Editable(before, region.written, after, region.line, edits, count, key, helper)


def _is_of_many(edit: Edit, text: str) -> bool:
    """Whether there are many edits like one, so that it comes after others of its rank."""
    return edit.kind == "name" if edit.rank == 1 else edit.rank > 1 and not edit.is_name_for_name(text)


def _puts_into_itself(edit: Edit, text: str) -> bool:
    """Whether a list is put into itself: no array can be made of that, and NumPy tries for ever."""
    statement = text[edit.statement[0] : edit.begin] + edit.text + text[edit.end : edit.statement[1]]
    return "append(" in statement and _INTO_ITSELF.search(statement) is not None


def _in_module(node: ast.AST, modules: set[str]) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules


def _ranked(
    piece: Piece, text: Text, used: Allowed, earlier: Mapping[str, Sequence[str]], *, asked_for: bool
) -> Iterator[Edit]:
    far = Far(piece, text, asked_for=asked_for)
    if isinstance(piece, ast.FunctionDef):
        yield from assignments(piece, text)
        yield from copies(piece, text)
        yield from moves(piece, text)
    for one in _edits(piece, text, used, earlier):
        yield one._replace(rank=far.rank(one))


def _edits(function: Piece, text: Text, used: Allowed, earlier: Mapping[str, Sequence[str]]) -> Iterator[Edit]:
    """The edits: first other exercises that are called, then all else from top to bottom."""
    pool = pool_of(function, text, used.modules, used.attributes)
    parts = [(span, *part) for span, own in statements(function, text) for part in _expressions(own, used.modules)]
    calls = [
        Edit(*text.span(node), other, text.span(node), "name", statement)
        for statement, node, called in parts
        if called and isinstance(node, ast.Name)
        for other in earlier.get(node.id, ())
    ]
    yield from calls
    known = {one[:3] for one in calls}
    some = scopes(function, text)
    for statement, node, called in parts:
        for change in changes(node, text, within(pool, some, text.span(node)), called=called):
            begin, end = change.replaced or text.span(node)
            if (begin, end, change.text) not in known:
                yield Edit(begin, end, change.text, change.mark, change.kind, statement, change.rank)


def _expressions(own: Sequence[ast.expr], modules: set[str]) -> Iterator[tuple[ast.expr, bool]]:
    """The expressions in some, each with whether it is what a call calls; names of modules are none."""
    waiting = [(one, False) for one in reversed(own)]
    while waiting:
        node, called = waiting.pop()
        if isinstance(node, ast.JoinedStr):
            continue
        stored = isinstance(getattr(node, "ctx", None), ast.Store)
        if not stored or isinstance(node, ast.Subscript):
            yield node, called
        function = node.func if isinstance(node, ast.Call) else None
        for child in reversed([*ast.iter_child_nodes(node)]):
            if isinstance(child, ast.arguments):
                waiting += [(one, False) for one in (*child.defaults, *child.kw_defaults) if one is not None]
            elif isinstance(child, ast.keyword | ast.comprehension):
                inner = [child.value] if isinstance(child, ast.keyword) else [child.iter, *child.ifs]
                waiting += [(one, False) for one in inner]
            elif isinstance(child, ast.expr) and not (isinstance(child, ast.Name) and child.id in modules):
                waiting.append((child, child is function))
