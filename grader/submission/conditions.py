"""The conditions that a function asserts, or raises an error without, each in one way of writing."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator

_OPPOSITE = {"==": "!=", "<": ">=", ">": "<=", "<=": ">", ">=": "<", "is": "is not", "in": "not in"}
_OPPOSITE |= {two: one for one, two in _OPPOSITE.items()}
_SIGNS = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

MOST_VALUES = 100  # names of one function that are written as what they stand for; each may hold others twice


def conditions_in(function: ast.AST) -> set[str]:
    """What a function asserts, or raises an error without."""
    names = _Renamed(function)
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            found |= names.written(node.test, holds=True)
        elif isinstance(node, ast.If) and any(isinstance(one, ast.Raise) for one in node.body):
            found |= names.written(node.test, holds=False)
        elif isinstance(node, ast.If) and any(isinstance(one, ast.Raise) for one in node.orelse):
            found |= names.written(node.test, holds=True)
    return found


def decisions_in(function: ast.AST, *, only_said: bool = False) -> set[str]:
    """What each `if` of a function asks.

    Args:
        function: the function.
        only_said: leave out those on which more depends than whether something is printed.
    """
    names = _Renamed(function)
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.If | ast.IfExp) and not (only_said and _does_more(node)):
            found |= names.written(node.test, holds=True)
    return found


def _does_more(node: ast.If | ast.IfExp) -> bool:
    """Whether a decision does more than call something whose result is not used, such as `print`."""
    if isinstance(node, ast.IfExp):
        return True
    return not all(isinstance(one, ast.Expr | ast.Pass) for one in [*node.body, *node.orelse])


class _Renamed(ast.NodeTransformer):
    """Writes conditions in one way: parameters by their place, numbers on the right, equal sides in order.

    A name that is bound once stands for what it is bound to.

    Args:
        function: whose parameters they are about.
    """

    def __init__(self, function: ast.AST) -> None:
        arguments = getattr(function, "args", None)
        parameters = [*arguments.posonlyargs, *arguments.args] if isinstance(arguments, ast.arguments) else []
        self._names = {one.arg: f"p{number}" for number, one in enumerate(parameters)}
        self._values = _bound_once(function, self._names)
        self._left = MOST_VALUES

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """A parameter by its place, and for a name that is bound once what it stands for."""
        value = self._values.pop(node.id, None) if self._left else None  # of a circle no name stands for itself
        if value is None:
            return ast.Name(self._names.get(node.id, node.id), node.ctx)
        self._left -= 1
        written = ast.parse(self._text(value), mode="eval").body
        self._values[node.id] = value
        return written

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """`len(x.shape)`, `np.ndim(x)`, `np.shape(x)` and `np.size(x)` as attributes of x."""
        self.generic_visit(node)
        function, one = node.func, node.args[0] if len(node.args) == 1 else None
        if one is None:
            return node
        if isinstance(function, ast.Name) and function.id == "len" and getattr(one, "attr", "") == "shape":
            return ast.Attribute(one.value, "ndim", ast.Load())  # type: ignore[attr-defined]
        if isinstance(function, ast.Attribute) and function.attr in ("ndim", "shape", "size"):
            return ast.Attribute(one, function.attr, ast.Load())
        return node

    def written(self, node: ast.expr, *, holds: bool) -> set[str]:
        """The conditions that a test comes to if it has to hold, or not to."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self.written(node.operand, holds=not holds)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) == holds:
            return set().union(*(self.written(value, holds=holds) for value in node.values))
        if isinstance(node, ast.Name) and node.id in self._values:
            return self.written(self._values[node.id], holds=holds)
        if isinstance(node, ast.Compare) and len(node.ops) > 1 and holds:  # a == b == c
            sides = [node.left, *node.comparators]
            pairs = zip(sides, node.ops, sides[1:], strict=False)
            return {self._comparison(one, operator, two, holds=True) for one, operator, two in pairs}
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return {self._comparison(node.left, node.ops[0], node.comparators[0], holds=holds)}
        return {("" if holds else "not ") + self._text(node)}

    def _comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr, *, holds: bool) -> str:
        sign = _SIGNS[type(operator)] if holds else _OPPOSITE[_SIGNS[type(operator)]]
        one, two = self._text(left), self._text(right)
        if sign in _MIRRORED and (one.lstrip("-").isdigit() or (not two.lstrip("-").isdigit() and one > two)):
            one, two, sign = two, one, _MIRRORED[sign]
        counts = one.startswith("len(") or one.endswith((".ndim", ".size"))
        if counts and two.isdigit() and sign in ("<", ">"):
            two, sign = str(int(two) - 1 if sign == "<" else int(two) + 1), f"{sign}="
        return f"{one} {sign} {two}"

    def _text(self, node: ast.expr) -> str:
        return ast.unparse(self.visit(ast.parse(ast.unparse(node), mode="eval").body))


def _bound_once(function: ast.AST, parameters: Container[str]) -> dict[str, ast.expr]:
    """What the names stand for that a function binds once, by a plain assignment."""
    stored = [node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    values: dict[str, ast.expr] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            values |= dict(_unpacked(node.targets[0], node.value))
    return {name: value for name, value in values.items() if stored.count(name) == 1 and name not in parameters}


def _unpacked(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The names in a target with what each is bound to, as far as that can be written."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple | ast.List):
        parts = value.elts if isinstance(value, ast.Tuple | ast.List) else None
        for number, one in enumerate(target.elts):
            if parts is not None and len(parts) == len(target.elts):
                yield from _unpacked(one, parts[number])
            elif isinstance(one, ast.Name) and isinstance(value, ast.Attribute) and value.attr == "shape":
                yield one.id, ast.Subscript(value, ast.Constant(number), ast.Load())
