"""What an assignment can be changed into: another sign between a name and its value, names in another order.

One that gives a name another value in each round of a loop can keep the largest or the smallest.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.submission.edits.calls import swaps
from grader.submission.edits.edit import Edit, Text

_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+=", ast.Sub: "-=", ast.Mult: "*=", ast.Div: "/="}


def assignments(function: ast.FunctionDef, text: Text) -> Iterator[Edit]:
    """The edits of the assignments in a function.

    Args:
        function: the function.
        text: the text that it stands in.
    """
    yield from _kept(function, text)
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name() | ast.Subscript() as target]):
                yield from _signs(node, target, "=", tuple(_SIGNS.values()), text)
            case ast.Assign(targets=[ast.Tuple(elts=[_, _, *_] as names)]):
                for change in swaps(names, text):
                    begin, end = change.replaced or change.mark
                    yield Edit(begin, end, change.text, change.mark, change.kind, text.span(node))
            case ast.AugAssign(op=operator) if sign := _SIGNS.get(type(operator)):
                others = tuple(one for one in ("=", *_SIGNS.values()) if one != sign)
                yield from _signs(node, node.target, sign, others, text)


def _kept(function: ast.FunctionDef, text: Text) -> Iterator[Edit]:
    """The largest or the smallest kept of what a loop gives a name that had a value before."""
    begun = {
        target.id
        for one in function.body
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    for loop in (one for one in ast.walk(function) if isinstance(one, ast.For | ast.While)):
        for node in loop.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in begun:
                    at = text.span(value)
                    for best in ("max", "min"):
                        yield Edit(*at, f"{best}({name}, {text.of(value)})", at, "expression", text.span(node), 1)


def _signs(
    node: ast.Assign | ast.AugAssign, target: ast.expr, sign: str, others: tuple[str, ...], text: Text
) -> Iterator[Edit]:
    at = text.between(target, node.value, (sign,))
    for other in others if at else ():
        begin, end = at or (0, 0)
        yield Edit(begin, end, other, (begin, end), "operator", text.span(node))
