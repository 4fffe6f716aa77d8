"""What a student's file defines, from its syntax tree: its functions, which are still stubs, and what they use."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_PLAIN = frozenset({"arg", "attr", "conversion", "ctx", "id", "kind", "level", "module", "op", "type_comment"})
_BLOCKS = (ast.If, ast.Try, ast.With, ast.For, ast.While, ast.ExceptHandler)


@dataclass(frozen=True)
class Function:
    """A function that a file defines.

    Attributes:
        line: where its definition starts.
        todo: whether nothing but the stub's raise (or pass) stands in it.
        uses: the names that it uses directly.
        others: the same of everything that its file defines.
        imported: whether it comes from another file.
    """

    line: int
    todo: bool
    uses: frozenset[str]
    others: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    imported: bool = False

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The names that it uses, with those that helpers in the same file use."""
        found: set[str] = set()
        waiting = [self.uses]
        while waiting:
            new = waiting.pop() - found
            found |= new
            waiting += [self.others[name] for name in new if name in self.others]
        return frozenset(found)


def functions_in(tree: ast.Module) -> dict[str, Function]:
    """The functions of a file. A name that is assigned (a lambda, another function) or imported counts as one."""
    nodes: dict[str, ast.stmt] = {}
    for node in _top_level(tree.body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            nodes[node.name] = node
        elif isinstance(node, ast.Assign):
            nodes.update({name.id: node for target in node.targets for name in _plain_names(target)})
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            nodes.update({name.id: node for name in _plain_names(node.target)})
        elif isinstance(node, ast.ImportFrom):
            nodes.update({alias.asname or alias.name: node for alias in node.names})
    once = {id(node): node for node in nodes.values()}  # a line may give many names
    uses = {key: _names(node) for key, node in once.items()}
    used = {name: uses[id(node)] for name, node in nodes.items()}
    return {
        name: Function(node.lineno, is_todo(node), used[name], used, imported=isinstance(node, ast.ImportFrom))
        for name, node in nodes.items()
    }


def _names(node: ast.AST) -> frozenset[str]:
    """The names that occur anywhere in a piece of code."""
    found: set[str] = set()
    waiting: list[Any] = [node]
    while waiting:
        one = waiting.pop()
        kind = type(one)
        if kind is ast.Name:
            found.add(one.id)
        elif kind is list:
            waiting += one
        else:
            waiting += [getattr(one, field, None) for field in _CHILD_FIELDS[kind]]
    return frozenset(found)


class _ChildFields(dict[type, tuple[str, ...]]):
    """For each type of node, the fields that may hold nodes; none for a type that is no node."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        self[kind] = tuple(field for field in getattr(kind, "_fields", ()) if field not in _PLAIN)
        return self[kind]


_CHILD_FIELDS = _ChildFields()


def _plain_names(target: ast.expr) -> list[ast.Name]:
    parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    return [part for part in parts if isinstance(part, ast.Name)]


def _top_level(body: Iterable[ast.AST]) -> Iterable[ast.stmt]:
    """The statements that bind names of the module, also those inside an `if` or a `try`."""
    for node in body:
        if isinstance(node, _BLOCKS):
            yield from _top_level(ast.iter_child_nodes(node))
        elif isinstance(node, ast.stmt):
            yield node


def is_todo(node: ast.stmt) -> bool:
    """Whether a function is still a stub: nothing but the stub's raise (or pass) is in it."""
    if not isinstance(node, ast.FunctionDef):
        return False
    body = [line for line in node.body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))]
    if not body or all(isinstance(line, ast.Pass) for line in body):
        return True
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
