"""What an expression can be changed into: other operators, names, numbers, orders, calls, indices and so on.

Each change is one that a person could make by mistake, turned round. Nothing here knows the exercise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.submission.edits.calls import call, subscript, swaps
from grader.submission.edits.edit import Span, Text
from grader.submission.edits.lists import BUILTINS
from grader.submission.edits.pool import Change, Pool

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.MatMult: "@", ast.FloorDiv: "//",
    ast.Mod: "%",
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "maximum minimum fmax fmin where", "exp log expm1 log1p exp2 tanh sqrt square negative abs sign",
        "sin cos tan tanh sinh cosh arctan", "zeros ones empty eye", "zeros_like ones_like empty_like", "sum mean prod",
        "max min mean sum", "dot multiply matmul outer inner", "add subtract multiply divide power",
        "abs absolute sqrt square negative sign", "argmax argmin", "vstack hstack column_stack stack concatenate",
        "greater greater_equal less less_equal", "floor ceil round", "all any", "ravel transpose", "std var",
        "zeros full ones",
    )
)  # fmt: skip


def changes(node: ast.expr, text: Text, pool: Pool, *, called: bool) -> Iterator[Change]:  # noqa: C901, PLR0912  a table
    """What a node can be changed into.

    Args:
        node: the node; what is inside it is not looked at.
        text: the text that it stands in.
        pool: what may take its place.
        called: whether it is what is called in a call.
    """
    span = text.span(node)
    match node:
        case ast.BinOp():
            yield from _operation(node, text, span)
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            sign = "not" if isinstance(node.op, ast.Not) else "-"
            yield Change(0, text.closed(node.operand), (span[0], span[0] + len(sign)), "operator")
        case ast.Compare(ops=[operator], comparators=[right]) if type(operator) in COMPARISONS:
            yield from _comparison(node, operator, right, text, span)
        case ast.BoolOp(values=[left, right]):
            other = "or" if isinstance(node.op, ast.And) else "and"
            yield Change(0, f"({text.closed(left)} {other} {text.closed(right)})", span, "operator")
            yield Change(1, text.closed(left), span, "expression")
            yield Change(1, text.closed(right), span, "expression")
        case ast.Constant():
            yield from _constant(node, pool, span)
        case ast.Name() if called:
            yield from (Change(0, name, span, "name") for name in pool.functions if name != node.id)
            yield from (Change(1, name, span, "name") for name in pool.names if name != node.id)
            yield from (Change(0, name, span, "name") for name in _alike(node.id) if name in BUILTINS)
        case ast.Name():
            yield from _name(node, pool, span)
        case ast.Attribute():
            yield from _attribute(node, text, span)
        case ast.Call():
            yield from call(node, text, pool, span)
        case ast.Subscript():
            yield from subscript(node, text, span)
        case ast.IfExp():
            parts = [text.closed(one) for one in (node.body, node.test, node.orelse)]
            yield Change(0, f"({parts[2]} if {parts[1]} else {parts[0]})", span, "order")
            yield Change(1, parts[0], span, "expression")
            yield Change(1, parts[2], span, "expression")
        case ast.Tuple(elts=[_, _, *_] as items) | ast.List(elts=[_, _, *_] as items):
            yield from swaps(items, text)
    if not called and isinstance(node, ast.Name | ast.Call | ast.BinOp | ast.Subscript | ast.Attribute):
        yield from _additions(node, text, pool, span)


def _operation(node: ast.BinOp, text: Text, span: Span) -> Iterator[Change]:
    left, right = node.left, node.right
    sign = OPERATORS.get(type(node.op))
    one, two = text.closed(left), text.closed(right)
    at = text.between(left, right, (sign,)) if sign else None
    if at is None:
        return
    for other in OPERATORS.values():
        if other != sign:
            closed = f"({one} {other} {two})"
            yield Change(0, closed, at, "operator")
            written = f"({text.text[span[0] : at[0]]}{other}{text.text[at[1] : span[1]]})"
            if _binds_otherwise(node, written, closed):
                yield Change(0, written, at, "operator")
    if sign not in ("+", "*"):
        yield Change(0, f"({two} {sign} {one})", span, "order")
    yield Change(1, one, (at[0], span[1]), "expression")
    yield Change(1, two, (span[0], at[1]), "expression")
    if isinstance(left, ast.BinOp) and (inner := OPERATORS.get(type(left.op))):
        rest = f"({text.closed(left.right)} {sign} {two})"
        yield Change(0, f"({text.closed(left.left)} {inner} {rest})", span, "order")
    if isinstance(right, ast.BinOp) and (inner := OPERATORS.get(type(right.op))):
        rest = f"({one} {sign} {text.closed(right.left)})"
        yield Change(0, f"({rest} {inner} {text.closed(right.right)})", span, "order")


def _binds_otherwise(node: ast.BinOp, written: str, closed: str) -> bool:
    """Whether another operator, written where the old one stands, binds other operands: a + b + c, and a + b * c."""
    if not isinstance(node.left, ast.BinOp) and not isinstance(node.right, ast.BinOp):
        return False
    return ast.dump(ast.parse(written, mode="eval")) != ast.dump(ast.parse(closed, mode="eval"))


def _comparison(node: ast.Compare, operator: ast.cmpop, right: ast.expr, text: Text, span: Span) -> Iterator[Change]:
    sign, one, two = COMPARISONS[type(operator)], text.closed(node.left), text.closed(right)
    at = text.between(node.left, right, (sign,)) or span
    for other in COMPARISONS.values():
        if other != sign:
            yield Change(0, f"({one} {other} {two})", at, "comparison")


def _constant(node: ast.Constant, pool: Pool, span: Span) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield Change(0, repr(not value), span, "number")
    elif isinstance(value, int | float) and abs(value) < 1e9:
        near = (value + 1, value - 1, value * 2, value / 2, -value, 0, 1, 2, 3, 0.5, value * 10, value / 10, value**2)
        for other in dict.fromkeys(near):
            if other != value:
                yield Change(0, f"({other!r})" if other < 0 else repr(other), span, "number")
        if isinstance(value, int):
            yield Change(1, repr(float(value)), span, "number")
        yield from (Change(1, name, span, "number") for name in pool.names)
        for name in pool.names:
            yield from (Change(1, f"({value!r} {sign} {name})", span, "number") for sign in ("*", "+", "-", "/"))


def _name(node: ast.Name, pool: Pool, span: Span) -> Iterator[Change]:
    for name in (*pool.names, *pool.functions):
        if name != node.id:
            yield Change(0, name, span, "name")
    for one in pool.expressions:
        yield Change(1, f"({one})", span, "name")
    for value in ("0", "1", "2"):
        yield Change(2, value, span, "name")


def _attribute(node: ast.Attribute, text: Text, span: Span) -> Iterator[Change]:
    base = text.closed(node.value)
    end = text.span(node.value)[1]
    if node.attr == "T":
        yield Change(0, base, (end, span[1]), "expression")
    yield from (Change(0, f"{base}.{name}", (span[1] - len(node.attr), span[1]), "name") for name in _alike(node.attr))
    if node.attr in ("shape", "size", "ndim"):
        others = (f"{base}.size", f"{base}.ndim", f"len({base})", f"{base}.shape[0]", f"{base}.shape[-1]")
        yield from (Change(1, one, span, "expression") for one in others)


def _alike(name: str) -> list[str]:
    return sorted({other for group in ALIKE if name in group for other in group} - {name})


def _additions(node: ast.expr, text: Text, pool: Pool, span: Span) -> Iterator[Change]:
    """What a node can have to it: a sign, a transposition, a call around it, an operand."""
    one = text.closed(node)
    kind = _STANDS.get(type(node), "expression")
    yield Change(1, f"(-{one})", span, kind)
    if pool.matrices:
        yield Change(1, f"{one}.T", span, kind)
    yield from (Change(1, f"{name}({one})", span, kind) for name in pool.functions)
    for value, signs in (("1", "+ -"), ("2", "+ - * / **")):
        yield from (Change(2, f"({one} {sign} {value})", span, kind) for sign in signs.split())
        yield from (Change(2, f"({value} {sign} {one})", span, kind) for sign in ("-", "/"))
    for name in pool.names:
        yield from (Change(2, f"({one} {sign} {name})", span, kind) for sign in ("*", "+", "-", "/"))


_STANDS: dict[type[ast.expr], str] = {ast.Name: "name", ast.Call: "call"}
