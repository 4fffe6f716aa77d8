"""What an expression can be changed into: other operators, names, numbers, orders, calls, indices and so on.

Each change is one that a person could make by mistake, turned round. Nothing here knows the exercise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.submission.edits.calls import call, subscript, swaps
from grader.submission.edits.edit import Span, Text
from grader.submission.edits.lists import BUILTINS
from grader.submission.edits.numbers import number
from grader.submission.edits.pool import Change, Pool

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.MatMult: "@", ast.FloorDiv: "//",
    ast.Mod: "%",
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_WEIGHTS = {kind: 1 if sign in "+-" else 3 if sign == "**" else 2 for kind, sign in OPERATORS.items()}
IDENTITIES: dict[type[ast.cmpop], str] = {ast.Is: "is", ast.IsNot: "is not"}  # which are not put in another's place
ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "maximum minimum fmax fmin where", "exp log expm1 log1p exp2 tanh sqrt square negative abs sign",
        "log log10 log2",
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
        case ast.Compare():
            yield from _comparison(node, text, span)
        case ast.BoolOp(values=[left, right]):
            other = "or" if isinstance(node.op, ast.And) else "and"
            yield Change(0, f"({text.closed(left)} {other} {text.closed(right)})", span, "operator")
            yield Change(1, text.closed(left), span, "expression")
            yield Change(1, text.closed(right), span, "expression")
        case ast.BoolOp(values=values):
            sign, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
            parts = [text.closed(one) for one in values]
            yield Change(0, f"({f' {other} '.join(parts)})", span, "operator")
            for at, one in enumerate(values):
                left_over = f" {sign} ".join(parts[:at] + parts[at + 1 :])
                yield Change(1, f"({left_over})", text.span(one), "expression", span)
        case ast.Constant():
            yield from _constant(node, text, pool, span)
        case ast.Name() if called:
            yield from (Change(0, name, span, "name") for name in pool.functions if name != node.id)
            yield from (Change(1, name, span, "name") for name in pool.names if name != node.id)
            yield from (Change(0, name, span, "name") for name in _alike(node.id) if name in BUILTINS)
        case ast.Name():
            yield from _name(node, pool, span)
        case ast.Attribute():
            yield from _attribute(node, text, pool, span)
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
    yield from _inner_operators(node, text, span)
    yield Change(1, one, (at[0], span[1]), "expression")
    yield Change(1, two, (span[0], at[1]), "expression")
    if isinstance(left, ast.BinOp) and (inner := OPERATORS.get(type(left.op))):
        rest = f"({text.closed(left.right)} {sign} {two})"
        yield Change(0, f"({text.closed(left.left)} {inner} {rest})", span, "order")
    if isinstance(right, ast.BinOp) and (inner := OPERATORS.get(type(right.op))):
        rest = f"({one} {sign} {text.closed(right.left)})"
        yield Change(0, f"({rest} {inner} {text.closed(right.right)})", span, "order")


def _inner_operators(node: ast.BinOp, text: Text, span: Span) -> Iterator[Change]:
    """Other operators within an operand without brackets, as they would be typed: in a * b * c, too, a + b * c."""
    weight = _WEIGHTS.get(type(node.op), 3)
    for inner, begins_or_ends in ((node.left, 0), (node.right, 1)):
        looser = weight + (begins_or_ends and isinstance(node.op, ast.Sub | ast.Div))  # a - (b + c) is not a - b + c
        if not isinstance(inner, ast.BinOp) or text.span(inner)[begins_or_ends] != span[begins_or_ends]:
            continue
        sign = OPERATORS.get(type(inner.op))
        at = text.between(inner.left, inner.right, (sign,)) if sign else None
        for kind, other in OPERATORS.items() if at is not None else ():
            if other != sign and _WEIGHTS[kind] < looser:
                yield Change(0, other, at or span, "operator", at)


def _binds_otherwise(node: ast.BinOp, written: str, closed: str) -> bool:
    """Whether another operator, written where the old one stands, binds other operands: a + b + c, and a + b * c."""
    if not isinstance(node.left, ast.BinOp) and not isinstance(node.right, ast.BinOp):
        return False
    return ast.dump(ast.parse(written, mode="eval")) != ast.dump(ast.parse(closed, mode="eval"))


def _comparison(node: ast.Compare, text: Text, span: Span) -> Iterator[Change]:
    sides = [node.left, *node.comparators]
    for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
        sign = COMPARISONS.get(type(operator)) or IDENTITIES.get(type(operator))
        at = text.between(left, right, (sign,)) if sign else None
        for other in COMPARISONS.values() if sign else ():
            if other != sign and len(sides) == 2:
                yield Change(0, f"({text.closed(left)} {other} {text.closed(right)})", at or span, "comparison")
            elif other != sign and at is not None:
                yield Change(0, other, at, "comparison", at)


def _constant(node: ast.Constant, text: Text, pool: Pool, span: Span) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield Change(0, repr(not value), span, "number")
    elif isinstance(value, int | float):
        yield from number(value, text.of(node), pool.names, span)


def _name(node: ast.Name, pool: Pool, span: Span) -> Iterator[Change]:
    for name in (*pool.names, *pool.functions):
        if name != node.id:
            yield Change(0, name, span, "name")
    for one in pool.expressions:
        yield Change(1, f"({one})", span, "name")
    for value in ("0", "1", "2"):
        yield Change(2, value, span, "name")


def _attribute(node: ast.Attribute, text: Text, pool: Pool, span: Span) -> Iterator[Change]:
    base = text.closed(node.value)
    end = text.span(node.value)[1]
    for name in pool.attributes if node.attr in pool.attributes else ():
        if name != node.attr:
            yield Change(0, f"{base}.{name}", (span[1] - len(node.attr), span[1]), "name")
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
