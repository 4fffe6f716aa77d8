"""Mutation of the solutions' syntax trees: each mutant is a solution with one thing changed."""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from types import FunctionType

_SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Eq: (ast.NotEq, ast.GtE),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt,),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.In: (ast.NotIn,),
}


def _changed(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:  # noqa: C901, PLR0912  a table of changes
    """What one node can be changed to, with a name for the change."""
    match node:
        case ast.BinOp() | ast.AugAssign():
            for other in _SWAPS.get(type(node.op), ()):
                new = copy.deepcopy(node)
                new.op = other()  # type: ignore[assignment]
                yield f"{ast.unparse(node)} → {ast.unparse(new)}", new
        case ast.BoolOp():
            for other in _SWAPS[type(node.op)]:
                both = copy.deepcopy(node)
                both.op = other()  # type: ignore[assignment]
                yield f"{ast.unparse(node)} → {ast.unparse(both)}", both
        case ast.Compare():
            for i, operator in enumerate(node.ops):
                for other in _SWAPS.get(type(operator), ()):
                    compared = copy.deepcopy(node)
                    compared.ops[i] = other()  # type: ignore[call-overload]
                    yield f"{ast.unparse(node)} → {ast.unparse(compared)}", compared
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            yield f"{ast.unparse(node)} → {ast.unparse(node.operand)}", node.operand
        case ast.Constant(value=bool() as truth):
            yield f"{truth} → {not truth}", ast.Constant(not truth)
        case ast.Constant(value=int() | float() as number):
            for value in (number + 1, number * 2 if number else -1):
                yield f"{number} → {value}", ast.Constant(value)
        case ast.Attribute(attr="T"):
            yield f"{ast.unparse(node)} → {ast.unparse(node.value)}", node.value
        case ast.Call() if len(node.args) >= 2:
            turned = copy.deepcopy(node)
            turned.args[:2] = turned.args[1::-1]
            yield f"{ast.unparse(node)} → {ast.unparse(turned)}", turned
        case ast.Assert() | ast.Expr() | ast.Raise():
            yield f"without: {ast.unparse(node)}", ast.Pass()
        case ast.IfExp():
            yield f"{ast.unparse(node)} → {ast.unparse(node.body)}", node.body
            yield f"{ast.unparse(node)} → {ast.unparse(node.orelse)}", node.orelse


class _Replace(ast.NodeTransformer):
    def __init__(self, number: int, change: int) -> None:
        self._left, self._change, self.name = number, change, ""

    def visit(self, node: ast.AST) -> ast.AST:
        self._left -= 1
        if self._left == -1:
            name, new = list(_changed(node))[self._change]
            self.name = name
            return ast.copy_location(new, node)
        return self.generic_visit(node)


def syntax_mutants(unit: str, name: str) -> Iterator[tuple[str, FunctionType]]:
    """Every version of a solution with one change in its syntax tree, and the name of the change."""
    module = importlib.import_module(f"solutions.{unit}")
    original = getattr(module, name)
    tree = ast.parse(textwrap.dedent(inspect.getsource(original)))
    function = tree.body[0]
    if isinstance(function, ast.FunctionDef):
        function.body = function.body[1:]  # the docstring
        function.decorator_list, function.returns = [], None
        for argument in ast.walk(function.args):
            if isinstance(argument, ast.arg):
                argument.annotation = None
    seen: set[str] = set()
    for number, node in enumerate(_in_visiting_order(tree)):
        for change in range(len(list(_changed(node)))):
            replacer = _Replace(number, change)
            mutant = replacer.visit(copy.deepcopy(tree))
            if not isinstance(mutant, ast.Module):
                continue
            ast.fix_missing_locations(mutant)
            if (text := ast.unparse(mutant)) in seen:
                continue
            seen.add(text)
            scope: dict[str, FunctionType] = {}
            exec(compile(mutant, f"<mutant of {name}>", "exec"), vars(module).copy(), scope)  # noqa: S102  ours
            yield replacer.name, scope[name]


def _in_visiting_order(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _in_visiting_order(child)
