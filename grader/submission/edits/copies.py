"""Changes of what an array is made from another one by: a copy in the place of the array itself, floats for ints.

`b = a` gives an array a second name, and `np.asarray` and `ravel` may give the array itself, so that what changes one
changes the other. An array that is made like one of whole numbers has no room for fractions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from grader.submission.edits.edit import Edit, Span, Text, statements

_LIKE = frozenset(("zeros_like", "ones_like", "empty_like", "full_like", "array", "asarray"))
_SAME = {"asarray": "array", "ravel": "flatten"}
_RANK = 1


class _Change(NamedTuple):
    """What takes the place of a node, the part that this is about, and what stands there."""

    text: str
    mark: Span
    kind: str


def copies(function: ast.FunctionDef, text: Text) -> Iterator[Edit]:
    """The changes of a function.

    Args:
        function: the function.
        text: its text.
    """
    for span, own in statements(function, text):
        for node in (one for part in own for one in ast.walk(part)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                for change in _of_call(node, node.func, text):
                    begin, end = text.span(node)
                    yield Edit(begin, end, change.text, change.mark, change.kind, span, _RANK)
    yield from _of_assignments(function, text)


def _of_assignments(function: ast.FunctionDef, text: Text) -> Iterator[Edit]:
    """A copy in the place of a second name, and floats in the place of an array that is written into later."""
    nodes = [*ast.walk(function)]
    filled = {
        node.value.id
        for node in nodes
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name)
    }
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as value) if name in filled:
                at = text.span(value)
                yield Edit(*at, f"({text.of(value)} + 0.0)", at, "dtype", text.span(node), _RANK)
            case ast.Assign(targets=targets, value=ast.Name() | ast.Attribute() as value):
                at, name = text.span(value), text.of(value)
                plain = all(isinstance(one, ast.Name) for one in targets)
                for copy in (f"{name}.copy()", f"({name} + 0.0)") if plain else ():
                    yield Edit(*at, copy, at, "alias", text.span(node), _RANK)


def _of_call(node: ast.Call, called: ast.Attribute, text: Text) -> Iterator[_Change]:
    word, base, at = called.attr, text.closed(called.value), text.span(node)
    rest = text.text[text.span(called)[1] : at[1]]
    plain = not any(isinstance(one, ast.Starred) for one in node.args)
    if word in _LIKE and node.args and plain and not any(one.arg == "dtype" for one in node.keywords):
        yield _Change(f"{base}.{word}{rest[:-1].rstrip().removesuffix(',')}, dtype=float)", at, "dtype")
    if word == "copy" and not node.args and not node.keywords:
        yield _Change(f"{base}.astype(float)", at, "dtype")
    if word == "copy" and len(node.args) == 1 and not node.keywords:
        yield _Change(f"({text.closed(node.args[0])} + 0.0)", at, "dtype")
    if word == "astype":
        yield _Change(f"{base}.astype(float)", at, "dtype")
    if word in _SAME and (node.args or word == "ravel"):
        yield _Change(f"{base}.{_SAME[word]}{rest}", at, "alias")
