"""What a call or an index can be changed into."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.submission.edits.edit import Span, Text
from grader.submission.edits.lists import BUILTINS
from grader.submission.edits.pool import Change, Pool

REDUCTIONS = frozenset(("sum", "mean", "prod", "max", "min", "any", "all"))


def call(node: ast.Call, text: Text, pool: Pool, span: Span) -> Iterator[Change]:
    """What a call can be changed into."""
    function, args = text.closed(node.func), [text.of(one) for one in node.args]
    named = [text.text[slice(*text.span(one))] for one in node.keywords]

    def written(some: list[str]) -> str:
        return f"{function}({', '.join(some)})"

    yield from swaps(node.args, text)
    yield from _without(node, text, span)
    if node.args and function.rpartition(".")[2] == "einsum":
        yield from _subscripts(node.args[0], text)
    for number in range(len(named)):
        yield Change(
            0, written([*args, *named[:number], *named[number + 1 :]]), text.span(node.keywords[number]), "expression"
        )
    for number in range(1, len(args)):
        yield Change(
            1, written([*args[:number], *args[number + 1 :], *named]), text.span(node.args[number]), "expression"
        )
    if isinstance(node.func, ast.Name) and node.func.id not in BUILTINS and len(args) > 1:
        at = text.span(node.args[-2])[0], text.span(node.args[-1])[1]  # a comma where a sign should be
        both = [text.closed(one) for one in node.args[-2:]]
        yield from (Change(1, f" {sign} ".join(both), at, "expression", at) for sign in "+-*/@")
    word = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if word in REDUCTIONS and not any(one.arg == "axis" for one in node.keywords):
        yield from (Change(0, written([*args, *named, f"axis={axis}"]), span, "call") for axis in (0, 1, -1))
    if word in REDUCTIONS and not any(one.arg == "keepdims" for one in node.keywords):
        yield Change(1, written([*args, *named, "keepdims=True"]), span, "call")
    if not any(isinstance(one, ast.Starred) for one in node.args):
        yield from (Change(1, written([*args, name, *named]), span, "call") for name in pool.names)


def _without(node: ast.Call, text: Text, span: Span) -> Iterator[Change]:
    """What a call is given, in the place of the call; what is marked is then its name, or the method."""
    for one in node.args:
        if not isinstance(one, ast.Starred):
            yield Change(0, text.closed(one), text.span(node.func), "call")
    if isinstance(node.func, ast.Attribute) and not node.args:
        base = node.func.value
        yield Change(0, text.closed(base), (text.span(base)[1], span[1]), "call")


def _subscripts(node: ast.expr, text: Text) -> Iterator[Change]:
    """The letters of one array turned round in what says to `einsum` which indices meet."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        span, written = text.span(node), text.of(node)
        for group in re.finditer(r"[a-zA-Z]{2,3}", written):
            turned = written[: group.start()] + group.group()[::-1] + written[group.end() :]
            yield Change(0, turned, span, "index", span)


def subscript(node: ast.Subscript, text: Text, span: Span) -> Iterator[Change]:
    """What something with an index can be changed into."""
    base, index = text.closed(node.value), node.slice
    at = (text.text.find("[", text.span(node.value)[1]), span[1])  # brackets that close may stand before it
    if isinstance(node.ctx, ast.Load):
        yield Change(0, base, at, "index")
    if isinstance(index, ast.Slice):
        lower, upper, step = (text.of(one) if one else "" for one in (index.lower, index.upper, index.step))
        sides = [(lower, ""), ("", upper), ("", ""), ("1", upper), (lower, "-1"), ("1", "-1")]
        for one, two in dict.fromkeys(sides):
            yield Change(0, f"{base}[{one}:{two}{':' if step else ''}{step}]", at, "index")
        yield Change(0, f"{base}[{lower}:{upper}{'' if step else ':-1'}]", at, "index")
    elif isinstance(index, ast.Tuple) and len(index.elts) == 2:
        one, two = map(text.of, index.elts)
        yield Change(0, f"{base}[{two}, {one}]", at, "index")
    else:
        whole = text.closed(index)
        for other in (f"{whole} + 1", f"{whole} - 1", f"-{whole}", f":, {whole}"):
            yield Change(1, f"{base}[{other}]", text.span(index), "index")


def swaps(items: list[ast.expr], text: Text) -> Iterator[Change]:
    """Two of some items swapped; the new text is that of all from the first of them to the last."""
    for one in range(len(items)):
        for two in range(one + 1, min(len(items), 5)):
            begin, end = text.span(items[one]), text.span(items[two])
            between = text.text[begin[1] : end[0]]
            yield Change(
                0,
                f"{text.of(items[two])}{between}{text.of(items[one])}",
                (begin[0], end[1]),
                "order",
                (begin[0], end[1]),
            )
