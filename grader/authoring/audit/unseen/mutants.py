"""Mistakes that nobody wrote down: right functions with one or two small things wrong, made by a machine.

The changes are those of a person in a hurry: a bracket left out, a term, a call; two lines in the wrong order; another
name, operator, number. They are written apart from the search, which shall not find only what it made itself.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from grader.submission.edits.edit import Span, Text


class Mutant(NamedTuple):
    """A wrong function.

    Attributes:
        way: what was changed, in words.
        text: the function.
        changed: where in the text each change is.
    """

    way: str
    text: str
    changed: tuple[Span, ...]


class _Splice(NamedTuple):
    way: str
    begin: int
    end: int
    new: str


SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.MatMult: "@",
}  # fmt: skip
SIBLINGS = (
    ("exp", "log"), ("log", "exp"), ("maximum", "minimum"), ("minimum", "maximum"), ("zeros", "ones"),
    ("ones", "zeros"), ("zeros_like", "ones_like"), ("ones_like", "zeros_like"), ("sum", "mean"), ("mean", "sum"),
    ("abs", "square"), ("dot", "multiply"), ("sin", "cos"), ("cos", "sin"), ("tanh", "exp"), ("sqrt", "square"),
    ("max", "min"), ("min", "max"), ("eye", "ones"), ("column_stack", "vstack"), ("argmax", "argmin"),
)  # fmt: skip
COMPARED: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">"), ast.LtE: ("<", ">="), ast.Gt: (">=", "<"), ast.GtE: (">", "<="), ast.Eq: ("!=", "<="),
    ast.NotEq: ("==",),
}  # fmt: skip


def mutants(text: str) -> list[Mutant]:
    """All mutants of a function with one change, each text once."""
    found = {new.text: new for new in (_applied(text, [one]) for one in _splices(text)) if new is not None}
    return [one for one in found.values() if one.text != text]


def double_mutants(text: str, count: int, chance: random.Random) -> list[Mutant]:
    """Some mutants of a function with two changes, in parts that do not overlap."""
    every = list(_splices(text))
    found: list[Mutant] = []
    for _ in range(20 * count):
        if len(every) < 2 or len(found) == count:
            break
        one, two = sorted(chance.sample(every, 2), key=lambda splice: splice.begin)
        new = _applied(text, [one, two]) if one.end <= two.begin else None
        if new is not None and new.text != text:
            found.append(new)
    return found


def _applied(text: str, splices: list[_Splice]) -> Mutant | None:
    """A text with changes; None if that is no Python."""
    changed: list[Span] = []
    moved = 0
    for _, begin, end, new in splices:
        text = text[: begin + moved] + new + text[end + moved :]
        changed.append((begin + moved, begin + moved + max(len(new), 1)))
        moved += len(new) - (end - begin)
    try:
        compile(text, "mutant", "exec", ast.PyCF_ONLY_AST)
    except SyntaxError:
        return None
    return Mutant("; ".join(one.way for one in splices), text, tuple(changed))


def _splices(written: str) -> Iterator[_Splice]:
    function = ast.parse(written).body[0]
    assert isinstance(function, ast.FunctionDef)
    text = Text(written)
    names = _names(function)
    for node in _nodes(function):
        begin, end = text.span(node)
        old = written[begin:end]
        for way, new in _changed(node, text, names):
            yield _Splice(f"{way}: {old} → {new}", begin, end, new)
    yield from _without_brackets(function, text)
    yield from _lines(function, text)


def _names(function: ast.FunctionDef) -> list[str]:
    bound = [one.arg for one in function.args.args]
    bound += [one.id for one in ast.walk(function) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]
    return list(dict.fromkeys(bound))


def _nodes(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """The expressions of a function that say what is computed."""
    waiting: list[ast.AST] = [*reversed(function.body)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", None), ast.Store):
            yield node
        if isinstance(node, ast.Assert):
            waiting.append(node.test)
        elif isinstance(node, ast.AnnAssign):
            waiting += [node.value] if node.value else []
        elif not isinstance(node, ast.JoinedStr | ast.Raise | ast.arguments):
            waiting += reversed([*ast.iter_child_nodes(node)])


def _changed(node: ast.expr, text: Text, names: list[str]) -> Iterator[tuple[str, str]]:  # noqa: C901, PLR0912  a table
    match node:
        case ast.BinOp(left=left, right=right) if type(node.op) in SIGNS:
            one, two = text.closed(left), text.closed(right)
            for sign in SIGNS.values():
                if sign != SIGNS[type(node.op)]:
                    yield "another operator", f"({one} {sign} {two})"
            yield "the operands exchanged", f"({two} {SIGNS[type(node.op)]} {one})"
            yield "a term left out", one
            yield "a term left out", two
        case ast.UnaryOp(op=ast.USub()):
            yield "the sign left out", text.closed(node.operand)
        case ast.Constant(value=bool()):
            yield "the opposite", repr(not node.value)
        case ast.Constant(value=int() | float() as value):
            for number in (value + 1, value * 2 if value else 0.5, value / 10 if value else -1):
                yield "another number", repr(number)
        case ast.Name(id=name) if name in names:
            yield from (("another name", other) for other in names if other != name)
            yield "a sign too many", f"(-{name})"
        case ast.Attribute(attr="T"):
            yield "not transposed", text.closed(node.value)
        case ast.Compare(ops=[sign], left=left, comparators=[right]):
            for other in COMPARED.get(type(sign), ()):
                yield "another comparison", f"{text.closed(left)} {other} {text.closed(right)}"
        case ast.Subscript(value=value, slice=ast.Constant(value=int() as at)):
            yield "another index", f"{text.closed(value)}[{at + 1}]"
            yield "no index", text.closed(value)
        case ast.IfExp():
            yield (
                "the branches exchanged",
                f"({text.of(node.orelse)} if {text.of(node.test)} else {text.of(node.body)})",
            )
        case ast.Tuple(elts=[one, two]):
            yield "the items exchanged", f"({text.of(two)}, {text.of(one)})"
        case ast.Call():
            yield from _changed_call(node, text)


def _changed_call(node: ast.Call, text: Text) -> Iterator[tuple[str, str]]:
    function = text.of(node.func)
    args = [text.of(one) for one in node.args]
    named = [text.text[slice(*text.span(one))] for one in node.keywords]
    if len(args) == 1 and not named:
        yield "a call left out", text.closed(node.args[0])
        yield "a call too many", f"{function}({text.of(node)})"
    if len(args) >= 2:
        yield "the arguments exchanged", f"{function}({', '.join([args[1], args[0], *args[2:], *named])})"
        yield "an argument left out", f"{function}({', '.join([*args[:-1], *named])})"
    for number in range(len(named)):
        yield "a keyword left out", f"{function}({', '.join([*args, *named[:number], *named[number + 1 :]])})"
    stem, _, last = function.rpartition(".")
    for one, other in SIBLINGS:
        if last == one and stem:
            yield "another function", f"{stem}.{other}({', '.join([*args, *named])})"
    if function == "range" and len(args) == 1:
        yield "a round less", f"range({text.closed(node.args[0])} - 1)"
        yield "a round less", f"range(1, {args[0]})"


def _without_brackets(function: ast.FunctionDef, text: Text) -> Iterator[_Splice]:
    """Brackets around an operation left out."""
    for node in _nodes(function):
        for inner in (node.left, node.right) if isinstance(node, ast.BinOp) else ():
            begin, end = text.span(inner)
            if isinstance(inner, ast.BinOp) and text.text[begin - 1] == "(" and text.text[end : end + 1] == ")":
                outer = text.span(node)
                whole = text.text[outer[0] : begin - 1] + text.text[begin:end] + text.text[end + 1 : outer[1]]
                yield _Splice(f"brackets left out: → {whole}", *outer, whole)


def _lines(function: ast.FunctionDef, text: Text) -> Iterator[_Splice]:
    """A line left out, and two lines in the wrong order."""
    blocks = [getattr(node, "body", []) for node in ast.walk(function) if isinstance(node, ast.stmt)]
    for body in blocks:
        for number, one in enumerate(body):
            begin, end = text.span(one)
            simple = isinstance(one, ast.Assign | ast.AugAssign | ast.Expr)
            if simple and len(body) > 1:
                yield _Splice(f"a line left out: {text.text[begin:end]}", begin, end, "pass")
            if simple and number + 1 < len(body) and isinstance(body[number + 1], ast.Assign | ast.AugAssign):
                first, last = text.span(body[number + 1])
                new = text.text[first:last] + text.text[end:first] + text.text[begin:end]
                yield _Splice(f"two lines exchanged: {text.text[begin:end]}", begin, last, new)


def renamed(text: str, old: str, new: str) -> str:
    """A text in which a function has another name."""
    return re.sub(rf"\b{re.escape(old)}\b", new, text)
