"""Statements that stand in the wrong place: within a loop or behind it, before it or in it, above another or below."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.submission.edits.edit import MOVED, Edit, Span, Text

FURTHEST = 3  # statements that one is moved over
_BLOCKS = ("body", "orelse", "finalbody")
_SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr)


def moves(function: ast.FunctionDef, text: Text) -> Iterator[Edit]:
    """The edits of a function that move one of its simple statements, each in lines of its own.

    Args:
        function: the function.
        text: the text that it stands in.
    """
    waiting: list[ast.AST] = [function]
    while waiting:
        node = waiting.pop()
        for name in _BLOCKS:
            block = [one for one in getattr(node, name, []) if isinstance(one, ast.stmt)]
            waiting += block
            yield from _in_block(block, text)


def _in_block(block: list[ast.stmt], text: Text) -> Iterator[Edit]:
    for number, one in enumerate(block):
        if (isinstance(one, _SIMPLE) and not _is_text(one)) or _refuses(one):
            for at, passed in _ways(block, number):
                if _refuses(one) or any(_matters(one, other) for other in passed):
                    yield from _moved(one, block[at], text, before=at < number)
        if isinstance(one, ast.For | ast.While | ast.If):
            yield from _outwards(one, text)
        if isinstance(one, ast.For | ast.While):
            yield from _around(one, block[max(number - 1, 0) : number], block[number + 1 : number + 2], text)


def _ways(block: list[ast.stmt], number: int) -> Iterator[tuple[int, list[ast.stmt]]]:
    """Where in its block a statement can be moved to, and what it passes; past the next one, that one is moved."""
    for at in range(max(number - FURTHEST, 0), min(number + 1 + FURTHEST, len(block))):
        passed = block[at:number] or block[number + 1 : at + 1]
        stays = any(_is_text(other) or isinstance(other, ast.Return) for other in passed)
        if at not in (number, number + 1) and not stays:
            yield at, passed


def _around(loop: ast.For | ast.While, above: list[ast.stmt], below: list[ast.stmt], text: Text) -> Iterator[Edit]:
    """The first statement of a loop moved to before it, and the ones next to it moved into it."""
    if isinstance(loop.body[0], _SIMPLE) and len(loop.body) > 1:
        yield from _moved(loop.body[0], loop, text, before=True)
    for one in above:
        if isinstance(one, ast.Assign):
            yield from _moved(one, loop.body[0], text, before=True)
    for one in below:
        if isinstance(one, _SIMPLE):
            yield from _moved(one, loop.body[-1], text, before=False)


def _outwards(outer: ast.For | ast.While | ast.If, text: Text) -> Iterator[Edit]:
    """The last simple statement of a loop or a condition, of however many within each other, moved to behind it."""
    last: ast.stmt = outer
    alone = False
    while isinstance(last, ast.For | ast.While | ast.If) and not last.orelse:
        alone = len(last.body) == 1
        last = last.body[-1]
    if isinstance(last, (ast.Return, *_SIMPLE)) and not alone and (lines := _lines(last, text)) is not None:
        yield _edit(last, lines, _indented(last, lines, outer.col_offset, text), text)


def _moved(one: ast.stmt, other: ast.stmt, text: Text, *, before: bool) -> Iterator[Edit]:
    """A statement moved to before or behind another one, as far in as that is."""
    lines, place = _lines(one, text), _lines(other, text)
    if lines is None or place is None:
        return
    at = place[0] if before else place[1]
    span = (lines[0], at) if lines[0] < at else (at, lines[1])
    between = text.text[lines[1] : at] if lines[0] < at else text.text[at : lines[0]]
    written = _indented(one, lines, other.col_offset, text)
    yield _edit(one, span, f"{between}{written}" if lines[0] < at else f"{written}{between}", text)


def _edit(one: ast.stmt, span: Span, new: str, text: Text) -> Edit:
    begin, end = text.span(one)
    mark = begin, begin + len(text.text[begin:end].partition("\n")[0])
    return Edit(*span, new, mark, MOVED, (begin, end))


def _indented(one: ast.stmt, lines: Span, column: int, text: Text) -> str:
    """The lines of a statement, as far in as a column says, each with its end."""
    return "".join(f"{' ' * column}{line[one.col_offset :]}\n" for line in text.text[slice(*lines)].splitlines())


def _lines(one: ast.stmt, text: Text) -> Span | None:
    """Where the lines of a statement begin and end; None where it shares them, or some are less far in than it is."""
    begin, end = text.span(one)
    start, stop = text.text.rfind("\n", 0, begin) + 1, text.text.find("\n", end)
    stop = len(text.text) if stop < 0 else stop
    rest = text.text[end:stop].partition("#")[0]
    inside = text.text[begin:stop].splitlines()[1:]
    if text.text[start:begin].strip(" ") or rest.strip() or any(line[: one.col_offset].strip(" ") for line in inside):
        return None
    return start, min(stop + 1, len(text.text))


def _refuses(one: ast.stmt) -> bool:
    """Whether a statement does nothing but raise an error under a condition."""
    return isinstance(one, ast.Assert) or (isinstance(one, ast.If) and isinstance(one.body[-1], ast.Raise))


def _matters(one: ast.stmt, two: ast.stmt) -> bool:
    """Whether it can matter which of two statements comes first: one of them changes what the other uses."""
    return bool(_changed(one) & _used(two) or _changed(two) & _used(one))


def _changed(one: ast.stmt) -> set[str]:
    """The names that a statement binds, or whose values it may change."""
    found = set()
    for node in ast.walk(one):
        match node:
            case ast.Name(ctx=ast.Store()):
                found.add(node.id)
            case ast.Subscript(ctx=ast.Store(), value=inner) | ast.Call(func=ast.Attribute(value=inner)):
                found |= _used(inner)
    return found


def _used(one: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(one) if isinstance(node, ast.Name)}


def _is_text(one: ast.stmt) -> bool:
    return isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
