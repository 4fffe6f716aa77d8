"""Which statements at the top of a file bind which names, and what to."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator


def bindings(source: str) -> dict[str, list[ast.stmt]]:
    """The statements at the top of a file, by the names that they bind; what is not clear counts as two."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, list[ast.stmt]] = {}
    for node in tree.body:
        for name, clear in bound(node):
            found.setdefault(name, []).extend([node] if clear else [ast.Pass(), ast.Pass()])
    for inner in ast.walk(tree):
        for name in inner.names if isinstance(inner, ast.Global) else ():
            found.setdefault(name, []).extend([ast.Pass(), ast.Pass()])
    return found


def binds(node: ast.stmt, name: str) -> bool:
    """Whether a statement at the top of a file binds a name, and it is clear what to."""
    return (name, True) in bound(node)


def bound_names(some: Iterable[ast.stmt]) -> dict[str, object]:
    """The names that statements bind, each with where an import takes it from, or the statement itself."""
    return {name: source_of(node, name) for node in some for name, _ in bound(node)}


def source_of(node: ast.stmt, name: str) -> object:
    """Where an import takes a name from; of anything else, the statement itself, unlike all others."""
    if isinstance(node, ast.Import):
        return [one.name for one in node.names if (one.asname or one.name.partition(".")[0]) == name][-1]
    if isinstance(node, ast.ImportFrom):
        return node.level, node.module, imported(node, name)
    return node


def bound(node: ast.stmt) -> Iterator[tuple[str, bool]]:
    """The names that a statement binds, each with whether it is clear what it binds them to."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, True
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from ((one.asname or one.name.partition(".")[0], True) for one in names)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            yield name, True
        case _:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Name) and not isinstance(inner.ctx, ast.Load):
                    yield inner.id, False
                elif isinstance(inner, ast.ClassDef | ast.AsyncFunctionDef):
                    yield inner.name, False
                elif isinstance(inner, ast.stmt) and inner is not node:
                    yield from ((name, False) for name, _ in bound(inner))


def imported(node: ast.ImportFrom, name: str) -> str:
    """What a name was called where it is imported from."""
    return next((one.name for one in node.names if (one.asname or one.name) == name), "")
