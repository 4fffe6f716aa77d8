"""What a function's own text offers for the place of something else, and what a change is."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from grader.submission.edits.edit import Span, Text

Piece = ast.FunctionDef | ast.Assign | ast.AnnAssign
"""What is edited: a function, or a statement that gives a name a value."""
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
        attributes: names that objects of own classes have.
    """

    names: list[str]
    functions: list[str]
    expressions: list[str]
    matrices: bool
    attributes: Sequence[str]


def pool_of(function: Piece, text: Text, modules: Iterable[str], attributes: Sequence[str] = ()) -> Pool:
    """The pool of a function.

    Args:
        function: the function, or a statement that gives a name a value.
        text: its text.
        modules: the names that stand for modules in it.
        attributes: the names that objects of own classes have.
    """
    body: Sequence[ast.AST] = function.body if isinstance(function, ast.FunctionDef) else [function]
    nodes = [node for one in body for node in ast.walk(one)]
    called = dict.fromkeys(
        node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    inner = {name for one in scopes(function, text) for name in one.names}
    bound = parameters(function) if isinstance(function, ast.FunctionDef) else []
    bound += [
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id not in inner
    ]
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
    myself = bound[:1] if attributes and "self" in bound[:1] else []
    values = [name for name in values if name not in myself]
    values += [f"{name}.{one}" for name in myself for one in attributes]
    names, functions = values[:MOST_NAMES], [*called][:MOST_NAMES]
    return Pool(names, functions, short[:MOST_EXPRESSIONS], bool(flat), attributes[:MOST_NAMES])


class Scope(NamedTuple):
    """A part of a function that has names of its own: a lambda, a comprehension, a function inside it."""

    span: Span
    names: list[str]


def scopes(function: Piece, text: Text) -> list[Scope]:
    """The parts of a function that have names of their own, the outer ones first.

    Args:
        function: the function.
        text: its text.
    """
    found = []
    for node in ast.walk(function):
        names: list[str] = []
        if isinstance(node, ast.Lambda | ast.FunctionDef) and node is not function:
            names = parameters(node)
        if isinstance(node, ast.FunctionDef) and node is not function:
            names += _stored(node)
        if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp):
            names = [name for one in node.generators for name in _stored(one.target)]
        if names and isinstance(node, ast.expr | ast.stmt):
            found.append(Scope(text.span(node), list(dict.fromkeys(names))))
    return found


def within(pool: Pool, some: Sequence[Scope], span: Span) -> Pool:
    """A pool with the names, too, that are known at a part of a function; the innermost first."""
    names = [name for one in reversed(some) if one.span[0] <= span[0] and span[1] <= one.span[1] for name in one.names]
    return pool._replace(names=list(dict.fromkeys([*names, *pool.names]))[: MOST_NAMES + 2]) if names else pool


def parameters(function: ast.FunctionDef | ast.Lambda) -> list[str]:
    """The names of a function's parameters."""
    args = function.args
    return [one.arg for one in (*args.posonlyargs, *args.args, *args.kwonlyargs)]


def _stored(code: ast.AST) -> list[str]:
    return [node.id for node in ast.walk(code) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


def _is_value(node: ast.AST, modules: Iterable[str]) -> bool:
    """Whether an expression is more than the name of something in a module."""
    return not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in {*modules})
