"""Changes of whole statements: another place for one of them, or another sign of an assignment.

A statement may stand on the wrong side of its neighbour, or inside a loop and not beside it, or the other way round;
and `=` may be meant as `+=`.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from grader.submission.edits.edit import Edit, Span, Text

_SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return)
_ASSIGNMENTS = ("=", "+=", "-=", "*=", "/=")
_RANK = 1


def moves(function: ast.FunctionDef, text: Text) -> Iterator[Edit]:
    """The changes of whole statements of a function.

    Args:
        function: the function.
        text: its text.
    """
    for block in _blocks(function):
        for one, two in itertools.pairwise(block):
            if _is_line(one, text) and _is_line(two, text):
                yield from _exchanged(one, two, text)
            if isinstance(two, ast.For | ast.While) and _is_line(one, text):
                yield from _moved_in(one, two, text)
            if isinstance(one, ast.For | ast.While) and _is_line(two, text):
                yield from _indented(one, two, text)
    loops: list[ast.For | ast.While] = [node for node in ast.walk(function) if isinstance(node, ast.For | ast.While)]
    for loop in loops:
        yield from _moved_out(loop, text)
    yield from _unindented(loops, text)
    yield from _assignments(function, loops, text)


def _blocks(function: ast.FunctionDef) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(function):
        for name in ("body", "orelse"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                yield block


def _is_line(node: ast.stmt, text: Text) -> bool:
    """Whether a statement is simple, and alone on one line."""
    if not isinstance(node, _SIMPLE) or node.lineno != node.end_lineno:
        return False
    begin, end = text.span(node)
    rest = text.text[end:].split("\n", 1)[0].strip()
    return not _indent(begin, text).strip() and (not rest or rest.startswith("#"))


def _indent(begin: int, text: Text) -> str:
    """What stands before a place in its line."""
    return text.text[text.text.rfind("\n", 0, begin) + 1 : begin]


def _names(node: ast.AST, kind: type[ast.expr_context]) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, kind)}


def _writes(node: ast.stmt) -> set[str]:
    """The names that a statement binds, or whose values it may change."""
    found = _names(node, ast.Store)
    for one in ast.walk(node):
        if isinstance(one, ast.Subscript) and isinstance(one.ctx, ast.Store):
            found |= _names(one.value, ast.Load)
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            found |= _names(one.func.value, ast.Load)
    return found


def _touches(node: ast.stmt) -> set[str]:
    return _names(node, ast.Load) | _names(node, ast.Store)


def _exchanged(one: ast.stmt, two: ast.stmt, text: Text) -> Iterator[Edit]:
    """Two neighbours in the other order, where that can matter."""
    if isinstance(two, ast.Return) or not (_writes(one) & _touches(two) or _writes(two) & _touches(one)):
        return
    first, second = text.span(one), text.span(two)
    between = text.text[first[1] : second[0]]
    if "#" not in between:
        new = f"{text.text[slice(*second)]}{between}{text.text[slice(*first)]}"
        yield _move(first[0], second[1], new, first, "sequence")


def _moved_in(one: ast.stmt, loop: ast.For | ast.While, text: Text) -> Iterator[Edit]:
    """The statement above a loop as the first of its body."""
    span, head, body = text.span(one), text.span(loop)[0], text.span(loop.body[0])[0]
    if isinstance(one, ast.Return) or loop.body[0].lineno == loop.lineno:
        return
    new = f"{text.text[head:body]}{text.text[slice(*span)]}\n{_indent(body, text)}"
    yield _move(span[0], body, new, span, "rounds")


def _moved_out(loop: ast.For | ast.While, text: Text) -> Iterator[Edit]:
    """The first statement of a loop's body above the loop."""
    first = loop.body[0]
    if len(loop.body) < 2 or not _is_line(first, text) or isinstance(first, ast.Return):
        return
    head, span, after = text.span(loop)[0], text.span(first), text.span(loop.body[1])[0]
    new = f"{text.text[slice(*span)]}\n{_indent(head, text)}{text.text[head : span[0]]}"
    yield _move(head, after, new, span, "rounds")


def _indented(loop: ast.For | ast.While, two: ast.stmt, text: Text) -> Iterator[Edit]:
    """The statement below a loop as the last of its body."""
    begin = text.span(two)[0]
    if not isinstance(two, ast.Return) and loop.body[0].lineno != loop.lineno and not loop.orelse:
        old, new = _indent(begin, text), _indent(text.span(loop.body[0])[0], text)
        yield _move(begin - len(old), begin, new, text.span(two), "rounds")


def _unindented(loops: Sequence[ast.For | ast.While], text: Text) -> Iterator[Edit]:
    """The last statement of a loop's body below the loop, and below the loops that this one is the last in."""
    for loop in loops:
        last = loop.body[-1]
        if len(loop.body) < 2 or not _is_line(last, text) or loop.orelse:
            continue
        begin = text.span(last)[0]
        outer: ast.For | ast.While | None = loop
        while outer is not None:
            old, new = _indent(begin, text), _indent(text.span(outer)[0], text)
            yield _move(begin - len(old), begin, new, text.span(last), "rounds")
            around = (one for one in loops if one.body[-1] is outer and not one.orelse)
            outer = next(around, None)


def _assignments(function: ast.FunctionDef, loops: Sequence[ast.For | ast.While], text: Text) -> Iterator[Edit]:
    """Other signs of assignments: in a loop, of an entry, or where there is another sign already."""
    repeated = {id(node) for loop in loops for node in ast.walk(loop)}
    for node in ast.walk(function):
        target: ast.expr
        if isinstance(node, ast.AugAssign):
            target = node.target
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
        else:
            continue
        at = _sign(text.span(target)[1], text.span(node.value)[0], text)
        if at is None:
            continue
        sign = text.text[slice(*at)]
        if isinstance(target, ast.Subscript) or id(node) in repeated or isinstance(node, ast.AugAssign):
            for other in _ASSIGNMENTS:
                if other != sign:
                    yield Edit(*at, other, at, "operator", text.span(node), _RANK)


def _sign(begin: int, end: int, text: Text) -> Span | None:
    """Where between a target and a value the sign of the assignment stands."""
    between = text.text[begin:end]
    sign = between.strip(" (")
    if not sign.endswith("=") or " " in sign:
        return None
    at = begin + between.index(sign)
    return at, at + len(sign)


def _move(begin: int, end: int, new: str, span: Span, kind: str) -> Edit:
    return Edit(begin, end, new, span, kind, span, _RANK)
