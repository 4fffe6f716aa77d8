"""Classes of a student's own: which of their names may stand behind a dot, wherever that is.

An edit may put an array, a list or whatever else in the place of an object. So a name that something else has, and
that does more than compute there, is none of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

_ELSEWHERE = frozenset(
    ("base", "canvas", "ctypes", "data", "dump", "dumps", "savefig", "setfield", "setflags", "tofile")
)
_BEGINNINGS = ("__", "ag_", "co_", "cr_", "f_", "func_", "gi_", "print_", "tb_")
_DECORATORS = frozenset(("classmethod", "property", "staticmethod"))


def attributes(node: ast.ClassDef) -> set[str]:
    """The names that objects of a class have, without those that are not allowed."""
    return {name for name in _names(node) if name not in _ELSEWHERE and not name.startswith(_BEGINNINGS)}


def _names(node: ast.ClassDef) -> Iterator[str]:
    yield from bound(node)
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store):
            yield inner.attr


def bound(node: ast.ClassDef) -> set[str]:
    """The names that the statements of a class bind, which its methods do not see."""
    found = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
    for one in node.body:
        targets = one.targets if isinstance(one, ast.Assign) else [one.target] if isinstance(one, ast.AnnAssign) else []
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def is_plain(node: ast.ClassDef) -> bool:
    """Whether a class has nothing but methods and values, and derives from nothing but classes that have a name."""
    return (
        not node.decorator_list
        and not node.keywords
        and all(isinstance(one, ast.Name) for one in node.bases)
        and all(
            isinstance(one, ast.FunctionDef | ast.Assign | ast.AnnAssign | ast.Expr | ast.Pass) for one in node.body
        )
        and all(
            _is_decorator(one) for part in node.body if isinstance(part, ast.FunctionDef) for one in part.decorator_list
        )
    )


def _is_decorator(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in _DECORATORS


def pieces_of(node: ast.stmt) -> list[ast.FunctionDef | ast.Assign | ast.AnnAssign]:
    """The functions and values of a statement at the top of a file, in the order of the text: those of a class."""
    kinds = ast.FunctionDef | ast.Assign | ast.AnnAssign
    return [one for one in (node.body if isinstance(node, ast.ClassDef) else [node]) if isinstance(one, kinds)]
