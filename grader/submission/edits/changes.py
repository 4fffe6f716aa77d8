"""What an expression can be changed into: other operators, names, numbers, orders, calls, indices and so on.

Each change is one that a person could make by mistake, turned round. Nothing here knows the exercise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from grader.submission.edits.edit import Span, Text

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
REDUCTIONS = frozenset(("sum", "mean", "prod", "max", "min", "any", "all"))
MOST_NAMES, MOST_EXPRESSIONS = 8, 12


class Change(NamedTuple):
    """One change.

    Attributes:
        rank: how far-fetched it is, from 0.
        text: the new text.
        mark: the part that it is about.
        kind: what stands there; see `Edit`.
        replaced: what the new text takes the place of; None for the whole node.
    """

    rank: int
    text: str
    mark: Span
    kind: str
    replaced: Span | None = None


class Pool(NamedTuple):
    """What a function's own text offers for the place of something else.

    Attributes:
        names: names of values: parameters first.
        functions: names that it calls, and those that it may call: they are nothing but arguments.
        expressions: texts of expressions.
        matrices: whether it is about matrices.
    """

    names: list[str]
    functions: list[str]
    expressions: list[str]
    matrices: bool


def pool_of(function: ast.FunctionDef, text: Text, modules: Iterable[str]) -> Pool:
    """The pool of a function.

    Args:
        function: the function.
        text: its text.
        modules: the names that stand for modules in it.
    """
    nodes = [node for one in function.body for node in ast.walk(one)]
    called = dict.fromkeys(
        node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    args = function.args
    bound = [one.arg for one in (*args.posonlyargs, *args.args, *args.kwonlyargs)]
    bound += [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    values = [name for name in dict.fromkeys(bound) if name not in called]
    passed = {id(one) for node in nodes if isinstance(node, ast.Call) for one in node.args}
    loads = [node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    others = {node.id for node in loads if id(node) not in passed}
    called |= dict.fromkeys(name for name in values if name not in others)
    written = (ast.Call, ast.Subscript, ast.BinOp, ast.Attribute)
    found = [text.of(node) for node in nodes if isinstance(node, written) and _is_value(node, modules)]
    words = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    flat = any(isinstance(node, ast.MatMult) for node in nodes) or words & {"T", "dot", "matmul", "transpose"}
    short = [one for one in dict.fromkeys(found) if len(one) <= 60 and "\n" not in one]
    return Pool(values[:MOST_NAMES], [*called][:MOST_NAMES], short[:MOST_EXPRESSIONS], bool(flat))


def _is_value(node: ast.AST, modules: Iterable[str]) -> bool:
    """Whether an expression is more than the name of something in a module."""
    return not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in {*modules})


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
            yield Change(0, text.closed(node.operand), span, "operator")
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
        case ast.Name():
            yield from _name(node, pool, span)
        case ast.Attribute():
            yield from _attribute(node, text, span)
        case ast.Call():
            yield from _call(node, text, pool, span)
        case ast.Subscript():
            yield from _subscript(node, text, span)
        case ast.IfExp():
            parts = [text.closed(one) for one in (node.body, node.test, node.orelse)]
            yield Change(0, f"({parts[2]} if {parts[1]} else {parts[0]})", span, "order")
            yield Change(1, parts[0], span, "expression")
            yield Change(1, parts[2], span, "expression")
        case ast.Tuple(elts=[_, _, *_] as items) | ast.List(elts=[_, _, *_] as items):
            yield from _swaps(items, text)
    if not called and isinstance(node, ast.Name | ast.Call | ast.BinOp | ast.Subscript | ast.Attribute):
        yield from _additions(node, text, pool, span)


def _operation(node: ast.BinOp, text: Text, span: Span) -> Iterator[Change]:
    left, right = node.left, node.right
    sign = OPERATORS.get(type(node.op))
    one, two = text.closed(left), text.closed(right)
    at = text.between(left, right, (sign,)) if sign else None
    if at is None:
        return
    yield from (Change(0, f"({one} {other} {two})", at, "operator") for other in OPERATORS.values() if other != sign)
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


def _call(node: ast.Call, text: Text, pool: Pool, span: Span) -> Iterator[Change]:
    function, args = text.closed(node.func), [text.of(one) for one in node.args]
    named = [text.text[slice(*text.span(one))] for one in node.keywords]

    def written(some: list[str]) -> str:
        return f"{function}({', '.join(some)})"

    yield from _swaps(node.args, text)
    for one in node.args:
        if not isinstance(one, ast.Starred):
            yield Change(0, text.closed(one), span, "call")
    if isinstance(node.func, ast.Attribute) and not node.args:
        yield Change(0, text.closed(node.func.value), span, "call")
    for number in range(len(named)):
        yield Change(
            0, written([*args, *named[:number], *named[number + 1 :]]), text.span(node.keywords[number]), "expression"
        )
    for number in range(1, len(args)):
        yield Change(
            1, written([*args[:number], *args[number + 1 :], *named]), text.span(node.args[number]), "expression"
        )
    word = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if word in REDUCTIONS and not any(one.arg == "axis" for one in node.keywords):
        yield from (Change(0, written([*args, *named, f"axis={axis}"]), span, "call") for axis in (0, 1, -1))
    if word in REDUCTIONS and not any(one.arg == "keepdims" for one in node.keywords):
        yield Change(1, written([*args, *named, "keepdims=True"]), span, "call")
    if not any(isinstance(one, ast.Starred) for one in node.args):
        yield from (Change(1, written([*args, name, *named]), span, "call") for name in pool.names)


def _subscript(node: ast.Subscript, text: Text, span: Span) -> Iterator[Change]:
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
        yield from (Change(1, f"{base}[{one}]", at, "index") for one in (f"{whole} + 1", f"{whole} - 1", f"-{whole}"))


def _swaps(items: list[ast.expr], text: Text) -> Iterator[Change]:
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


def _additions(node: ast.expr, text: Text, pool: Pool, span: Span) -> Iterator[Change]:
    """What a node can have to it: a sign, a transposition, a call around it, an operand."""
    one = text.closed(node)
    kind = _STANDS.get(type(node), "expression")
    yield Change(1, f"(-{one})", span, kind)
    if pool.matrices:
        yield Change(1, f"{one}.T", span, kind)
    yield from (Change(1, f"{name}({one})", span, kind) for name in pool.functions)
    for value in ("1", "2"):
        yield from (Change(2, f"({one} {sign} {value})", span, kind) for sign in ("+", "-", "*", "/", "**"))
        yield from (Change(2, f"({value} {sign} {one})", span, kind) for sign in ("-", "/"))
    for name in pool.names:
        yield from (Change(2, f"({one} {sign} {name})", span, kind) for sign in ("*", "+", "-", "/"))


_STANDS: dict[type[ast.expr], str] = {ast.Name: "name", ast.Call: "call"}
