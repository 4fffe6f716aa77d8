"""Which names a piece of code uses and which it binds, from its syntax tree; nothing runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def names_in(*nodes: ast.AST) -> set[str]:
    """All names in pieces of code, read or bound; attributes and keywords do not count."""
    return {one.id for node in nodes for one in ast.walk(node) if isinstance(one, ast.Name)}


def names_bound(*statements: ast.stmt) -> set[str]:
    """The names that statements bind in their own scope."""
    return {name for statement in statements for name in _bound(statement)}


def free_names(function: ast.FunctionDef) -> set[str]:
    """The names that a function reads and does not bind itself."""
    bound = {one.arg for one in ast.walk(function) if isinstance(one, ast.arg)}
    bound |= {one.id for one in ast.walk(function) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)}
    return names_in(function) - bound


def names_imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    """The names that an import binds."""
    return {(alias.asname or alias.name).partition(".")[0] for alias in node.names}


def _bound(statement: ast.stmt) -> Iterable[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return names_imported(statement)
    return [one.id for one in ast.walk(statement) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)]
