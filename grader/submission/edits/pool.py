"""What a function's own text offers for the place of something else, and what a change is."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple

from grader.submission.edits.edit import Span, Text

MOST_NAMES, MOST_EXPRESSIONS = 8, 12
MATRIX_WORDS = frozenset(("T", "dot", "einsum", "inner", "matmul", "outer", "shape", "swapaxes", "transpose"))


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
    rows = [node for node in nodes if isinstance(node, ast.ListComp) and isinstance(node.elt, ast.ListComp)]
    flat = rows or words & MATRIX_WORDS or any(isinstance(node, ast.MatMult) for node in nodes)
    short = [one for one in dict.fromkeys(found) if len(one) <= 60 and "\n" not in one]
    return Pool(values[:MOST_NAMES], [*called][:MOST_NAMES], short[:MOST_EXPRESSIONS], bool(flat))


def _is_value(node: ast.AST, modules: Iterable[str]) -> bool:
    """Whether an expression is more than the name of something in a module."""
    return not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in {*modules})
