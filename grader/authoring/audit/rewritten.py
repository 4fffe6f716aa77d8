"""The same function written otherwise: other text, the same numbers.

Each way is a change of the syntax tree that a student could have typed at once, and that changes no value.
"""

from __future__ import annotations

import ast
import builtins
import itertools
from collections.abc import Callable, Iterator, Sequence

_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.Eq, ast.NotEq: ast.NotEq, ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE,
}  # fmt: skip
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.GtE: ast.Lt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


def rewritten(text: str, name: str, *, keep_parameters: bool) -> Iterator[tuple[str, str]]:
    """Ways to write a function otherwise, with what each comes to; those that change nothing are left out.

    Args:
        text: a function, and what stands around it.
        name: the function's name.
        keep_parameters: whether its parameters keep their names, since it is called by them.
    """
    before = ast.unparse(ast.parse(text))
    for way, change in WAYS.items():
        tree = ast.parse(text)
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef) and function.name == name:
                change(function, keep_parameters)
        after = ast.unparse(ast.fix_missing_locations(tree))
        if after != before:
            yield way, after


def _transform(transformer: type[ast.NodeTransformer]) -> Callable[[ast.FunctionDef, bool], None]:
    def change(function: ast.FunctionDef, _keep_parameters: bool) -> None:
        changes = transformer()
        function.body = [part for one in function.body for part in _listed(changes.visit(one))]

    return change


def _listed(found: ast.stmt | Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    return [found] if isinstance(found, ast.stmt) else found


def _rename(function: ast.FunctionDef, keep_parameters: bool) -> None:
    """All names of its own become others."""
    arguments = [one for one in ast.walk(function) if isinstance(one, ast.arg)]
    own = {one.arg for one in arguments}
    own |= {one.id for one in ast.walk(function) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    outside = {name for one in ast.walk(function) if isinstance(one, ast.Global | ast.Nonlocal) for name in one.names}
    first = {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)} if keep_parameters else set()
    called_by = {one.arg for one in ast.walk(function) if isinstance(one, ast.keyword)}
    others = sorted(own - outside - first - called_by - set(dir(builtins)))
    new = {old: f"{old}_{number}" for number, old in enumerate(others)}
    for one in ast.walk(function):
        if isinstance(one, ast.Name):
            one.id = new.get(one.id, one.id)
        elif isinstance(one, ast.arg):
            one.arg = new.get(one.arg, one.arg)


class _Steps(ast.NodeTransformer):
    """What is returned, or the two sides of it, gets a name first."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node  # functions inside stay

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.stmt]:
        if node.value is None:
            return node
        if not isinstance(node.value, ast.BinOp):
            return [_bind("the_result", node.value), ast.Return(_load("the_result"))]
        left, right = _bind("on_the_left", node.value.left), _bind("on_the_right", node.value.right)
        both = ast.BinOp(_load("on_the_left"), node.value.op, _load("on_the_right"))
        return [left, right, ast.Return(both)]


class _Written(ast.NodeTransformer):
    """x·x for a small power, `np.matmul` for `@`, `np.transpose` for `.T`, a comparison from the other side."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.MatMult):
            return _numpy("matmul", node.left, node.right)
        two = isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) and node.right.value == 2
        return ast.BinOp(node.left, ast.Mult(), node.left) if two and isinstance(node.left, ast.Name) else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        return _numpy("transpose", node.value) if node.attr == "T" else node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        other = _MIRRORED.get(type(node.ops[0]))
        if other is None or len(node.ops) > 1:
            return node
        return ast.Compare(node.comparators[0], [other()], [node.left])


class _Raising(ast.NodeTransformer):
    """An error is raised where something was asserted."""

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        error = ast.Call(_load("AssertionError"), [node.msg] if node.msg else [], [])
        return ast.If(_opposite(node.test), [ast.Raise(error)], [])


class _Named(ast.NodeTransformer):
    """What is asserted gets a name first."""

    def __init__(self) -> None:
        self._names = (f"fits_{number}" for number in itertools.count())

    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        name = next(self._names)
        return [_bind(name, node.test), ast.Assert(_load(name), node.msg)]


def _opposite(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _OPPOSITE:
        return ast.Compare(test.left, [_OPPOSITE[type(test.ops[0])]()], test.comparators)
    return ast.UnaryOp(ast.Not(), test)


def _numpy(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Attribute(_load("np"), name, ast.Load()), [*arguments], [])


def _bind(name: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


WAYS: dict[str, Callable[[ast.FunctionDef, bool], None]] = {
    "other names": _rename,
    "in steps": _transform(_Steps),
    "other operators": _transform(_Written),
    "an error raised for an assertion": _transform(_Raising),
    "an assertion of a name": _transform(_Named),
}
