"""What a student's file defines, from its syntax tree: its functions, which are still stubs, and what they refer to."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from grader.submission.names import Names, imports_of, names_in

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
IMPORTS = (ast.Import, ast.ImportFrom)
_INNER = (ast.stmt, ast.ExceptHandler)
BLOCKS = frozenset(
    {ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith}
    | {ast.Try, ast.TryStar, ast.ExceptHandler, ast.Match}
)

_HIDING = frozenset({"exec", "globals", "locals", "vars", "setattr"})  # ways to bind a name unseen

Links = Mapping[str, list[frozenset[str]]]
"""For each name that code binds, what it may stand for: the references of each statement that binds it or changes its
value. Names that one statement binds share one set."""


@dataclass(frozen=True)
class Function:
    """A function that a file defines.

    Attributes:
        line: where its definition starts.
        todo: whether nothing but the stub's raise (or pass) stands in it.
        imported: whether it comes from another file.
    """

    line: int
    todo: bool
    imported: bool = False


def functions_in(tree: ast.Module, bound: Mapping[str, int]) -> dict[str, Function]:
    """The functions of a file. A name that is assigned (a lambda, another function) or imported counts as one.

    Args:
        tree: its syntax tree.
        bound: the lines at which other statements bind names; see `links_in`.
    """
    found: dict[str, Function] = {}
    for node, _, inside in statements(tree.body):
        if isinstance(node, DEFINITIONS):
            before, todo = found.get(node.name), is_todo(node)
            if inside and todo and before and not before.todo:
                continue  # of two branches, the one that is written counts
            found[node.name] = Function(node.lineno, todo)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name: Function(node.lineno, False, imported=True) for alias in node.names}
    later = {name: line for name, line in bound.items() if name not in found or found[name].line <= line}
    return found | {name: Function(line, False) for name, line in later.items()}


def links_in(tree: ast.Module) -> tuple[Links, dict[str, int]]:
    """What the names of a file may stand for, and at which lines it binds them other than by a definition or an import.

    A definition takes the place of earlier ones, all else adds to them. Where a file may bind names that its text does
    not show, as by `exec`, a star stands among the latter.
    """
    links: dict[str, list[frozenset[str]]] = {}
    bound: dict[str, int] = {}
    changes: list[tuple[str, frozenset[str]]] = []
    imports: set[tuple[str, str]] = set()
    mentioned: set[str] = set()  # where they were to be had at once, and not when a function is called
    for node, parts, inside in statements(tree.body):
        if isinstance(node, IMPORTS):
            new = [pair for pair in imports_of(node) if pair not in imports]
            imports.update(new)
            for name, target in new:
                links.setdefault(name, []).append(frozenset([target]))
            continue
        for written, code in pieces(node, parts):
            names = names_in(*code)
            refs = names.all_refs
            bound |= _lines_bound(node, names)
            if not isinstance(node, DEFINITIONS):
                mentioned |= names.bases
            elif not inside and node.name not in mentioned and not names.has(node.name):
                links[node.name] = []
            for name in names.bound:
                links.setdefault(name, []).append(refs)
            changes += [(name, refs) for name in changed(node, written, names)]
    changeable = links.keys() - {name for name, _ in imports}  # np.random.seed(0) changes no module
    for name, refs in changes:
        if name in changeable:
            links[name].append(refs)
    return links, bound


def _lines_bound(node: ast.AST, names: Names) -> dict[str, int]:
    """The line of a statement, for each name that it binds and does not define; 0 for the star of `links_in`."""
    hides = not _HIDING.isdisjoint(names.bases) or "sys.modules" in names.dotted.get("sys", ())
    found = {"*": 0} if hides else {}
    if isinstance(node, (*DEFINITIONS, ast.Delete)) or (isinstance(node, ast.AnnAssign) and node.value is None):
        return found
    return found | dict.fromkeys(names.bound, getattr(node, "lineno", 1))


def statements(body: Iterable[ast.AST]) -> Iterator[tuple[ast.AST, list[ast.AST], bool]]:
    """The statements of a scope, in order, also those inside an `if` or a `try`.

    Yields:
        The statement; what of it is no other statement of this scope; whether it stands in a block.
    """
    waiting = [(node, False) for node in reversed([*body])]
    while waiting:
        node, inside = waiting.pop()
        if type(node) in BLOCKS:
            own, inner = split(node)
            yield node, own, inside
            waiting += [(one, True) for one in reversed(inner)]
        else:
            yield node, [node], inside


def split(node: ast.AST) -> tuple[list[ast.AST], list[ast.AST]]:
    """What of a statement is no other statement (the head of a loop), and the statements in it."""
    children = [*ast.iter_child_nodes(node)]
    if isinstance(node, ast.Match):
        children[1:] = [child for case in node.cases for child in ast.iter_child_nodes(case)]
    own = [child for child in children if not isinstance(child, _INNER)]
    return own, [child for child in children if isinstance(child, _INNER)]


def pieces(node: ast.AST, parts: list[ast.AST]) -> list[tuple[list[ast.expr], list[ast.AST]]]:
    """What a statement writes to, and its code. Each piece is to be read on its own: `a, b = f, g` is two."""
    if isinstance(node, ast.Assign):
        target, value = node.targets[0], node.value
        if len(node.targets) == 1 and isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = [*zip(target.elts, value.elts, strict=False)]
            plain = not any(isinstance(one, ast.Starred) for pair in pairs for one in pair)
            if plain and len(target.elts) == len(value.elts):
                return [([one], [one, other]) for one, other in pairs]
        return [([*node.targets], parts)]
    if isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For):
        return [([node.target], parts)]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return [([node.value.func], parts)]
    return [([], parts)]


def changed(node: ast.AST, written: list[ast.expr], names: Names) -> set[str]:
    """The names whose values a statement changes: `table["d"] = f`, `table.append(f)`, `[table.append(f) for …]`."""
    if isinstance(node, ast.Expr) and not written:
        return {*names.dotted}
    found: set[str] = set()
    waiting: list[ast.AST] = [*written]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Tuple | ast.List):
            waiting += one.elts
        elif not isinstance(one, ast.Name):
            while isinstance(one, ast.Subscript | ast.Attribute | ast.Call | ast.Starred):
                one = one.func if isinstance(one, ast.Call) else one.value
            found |= {one.id} if isinstance(one, ast.Name) else set()
    return found


def is_todo(node: ast.AST) -> bool:
    """Whether a function is still a stub: nothing but the stub's raise (or pass) is in it, and nothing decorates it."""
    if not isinstance(node, ast.FunctionDef) or node.decorator_list:  # `singledispatch` leaves the work to others
        return False
    body = [line for line in node.body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))]
    if not body or all(isinstance(line, ast.Pass) for line in body):
        return True
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
