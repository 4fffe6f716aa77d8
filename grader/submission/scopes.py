"""A function that a student wrote, statement by statement: what its names may stand for, and what a line refers to.

It is read again, from its text, where an error was raised in it. Nothing of it runs. The order of statements does not
count: a name may stand for anything that is assigned to it anywhere.
"""

from __future__ import annotations

import ast
import itertools
import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeGuard

from grader.submission.functions import BLOCKS, DEFINITIONS, IMPORTS, Links, changed, pieces, split, statements
from grader.submission.names import COMPREHENSIONS, Names, imports_of, names_in

_SMALL = 50  # references of a statement of which one may be left out


class Inner(NamedTuple):
    """The names of a scope, when it has been read; see `Scope`."""

    key: str
    around: str | None
    links: Links
    free: frozenset[str]


class Place(NamedTuple):
    """What a line in a function refers to.

    Attributes:
        refs: the references, each with the key of its scope.
        scopes: the scopes of the function.
    """

    refs: frozenset[tuple[str, str]]
    scopes: list[Inner]


def place_of(
    source: str, name: str, line: int, columns: tuple[int, int] = (0, 0), modules: Iterable[str] = ()
) -> Place | None:
    """What a line in a function refers to; None if it does not stand in the function, or holds no statement.

    Args:
        source: the text of the file.
        name: the function.
        line: a line of the file.
        columns: where in the line an expression begins and ends; nothing else of its statement counts.
        modules: names in the file that stand for modules.
    """
    function = _function_at(source, name, line)
    if function is None:
        return None
    scopes = _read_scopes(function, {*modules})
    refs = _refs_at(scopes, line, columns)
    if refs is None:
        return None
    inner = [Inner(one.key, one.around.key if one.around else None, one.links, frozenset(one.free)) for one in scopes]
    return Place(frozenset(refs), inner)


class Scope:
    """The names of a function or class, and of what stands around the outermost one.

    Beside them, `()` stands for all that the scope refers to; `f()` for the arguments of its function `f`, which are
    all that stands in a statement with its name; `(2)x` for the default of the parameter `x` in the scope `(2)`; and
    what ends in `~` for what the scope does to a name of the one around it.

    Attributes:
        key: what references call it, as if it were a module.
        around: the scope that it stands in.
        links: what its names may stand for.
        free: those among them that the scope around it has, too.
        statements: each with what of it is no other statement.
    """

    def __init__(self, key: str, around: Scope | None, body: Sequence[ast.AST]) -> None:
        self.key, self.around = key, around
        self.links: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        self.free: set[str] = set()
        self.statements: list[tuple[ast.AST, list[ast.AST]]] = []
        self._body = body
        self._changes: list[tuple[str, frozenset[str]]] = []
        self._imported: set[str] = set()
        self._declared: set[str] = set()  # global or nonlocal

    def read(self, scopes: list[Scope]) -> None:
        """Read the statements, and add the scopes inside to others."""
        for node, parts, _ in statements(self._body):
            if isinstance(node, DEFINITIONS):
                inner = Scope(f"({len(scopes)})", self, node.body)
                scopes.append(inner)
                self.statements.append((node, split(node)[0]))
                self._define(node, inner)
                continue
            self.statements.append((node, parts))
            if isinstance(node, IMPORTS):
                for name, target in imports_of(node):
                    self.links[name].append(frozenset([target]))
                    self._imported.add(name)
            elif isinstance(node, ast.Global | ast.Nonlocal):
                self._declared.update(node.names)
            else:
                for written, code in pieces(node, parts):
                    names = names_in(*code)
                    self._add(names, changed(node, written, names))

    def _add(self, names: Names, changes: Iterable[str] = ()) -> None:
        refs = names.all_refs
        for name in (*names.bound, "()"):
            self.links[name].append(refs)
        self._changes += [(name, refs) for name in changes]
        self._changes += [(f"{name}()", refs - {name} if len(refs) < _SMALL else refs) for name in names.bases]

    def _define(self, node: Any, inner: Scope) -> None:
        self.links[node.name].append(frozenset([f"@.{inner.key}.()"]))
        itself = ast.Name(node.name, ast.Store())
        if isinstance(node, ast.ClassDef):
            self._add(names_in(itself, node.bases, node.keywords, node.decorator_list))
            return
        self._add(names_in(itself, node.decorator_list))
        args = node.args
        plain = itertools.zip_longest(reversed(args.posonlyargs + args.args), reversed(args.defaults))
        others = zip(args.kwonlyargs, args.kw_defaults, strict=True)
        for arg, default in (*plain, *others, (args.vararg, None), (args.kwarg, None)):
            if arg is not None:
                name = f"{inner.key}{arg.arg}"
                self._add(names_in(ast.Name(name, ast.Store()), default))
                inner.links[arg.arg].append(frozenset([name, f"{node.name}()"]))

    def leave_declared(self) -> None:
        """Take what is global or nonlocal for changes to the names of the scopes around."""
        for name in self._declared:
            self._changes += [(name, refs) for refs in self.links.pop(name, ())]

    def close(self, modules: Iterable[str]) -> None:
        """Let names stand for what they are changed to, also those of the scopes around.

        Args:
            modules: names in the file that stand for modules; `np.random.seed(0)` changes none.
        """
        for name, refs in self._changes:
            own = self.links.get(f"{name}~")
            if own is not None:
                own.append(refs)
                continue
            base = name.removesuffix("()")
            home = self._home(base)
            known = base in home.links
            if home.imports(name) or (not known and (base != name or name in modules)):
                continue
            if not known:
                home.free.add(name)
            if home is self:
                self.links[name].append(refs)
            else:
                self.links[f"{name}~"] = [refs]
                home.links[name].append(frozenset([f"@.{self.key}.{name}~"]))

    def imports(self, name: str) -> bool:
        """Whether an import in the scope binds a name."""
        return name in self._imported

    def _home(self, name: str) -> Scope:
        """The scope that binds a name, or else the first."""
        scope = self
        while name not in scope.links and scope.around is not None:
            scope = scope.around
        return scope


def _function_at(source: str, name: str, line: int) -> ast.AST | None:
    """The statement around a line that defines a name."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    around = [node for node, _, _ in statements(tree.body) if type(node) not in BLOCKS and _covers(node, line)]
    return next((one for one in around if getattr(one, "name", "") == name or name in names_in(one).bound), None)


def _read_scopes(function: ast.AST, modules: set[str]) -> list[Scope]:
    """The scopes of a function, the first of which is around it.

    Args:
        function: the statement that defines it.
        modules: names in the file that stand for modules.
    """
    scopes = [Scope("(0)", None, [function])]
    for scope in scopes:
        scope.read(scopes)
    for scope in scopes:
        scope.leave_declared()
    for scope in scopes:
        scope.close(modules)
    return scopes


def _refs_at(scopes: Iterable[Scope], line: int, columns: tuple[int, int]) -> set[tuple[str, str]] | None:
    """What the statements at a line refer to, each with the key of its scope; None if there are none.

    A `raise` also refers to what the conditions and loops around it do, and in an `except` to what was tried. Where an
    expression stands at the columns, nothing else of its statement counts.
    """
    around = [(scope.key, *pair) for scope in scopes for pair in scope.statements if _covers(pair[0], line)]
    raising = any(isinstance(node, ast.Raise) for _, node, _ in around)
    found: set[tuple[str, str]] = set()
    at_line = False
    for key, node, own in around:
        here = any(_covers(part, line) for part in own)
        at_line |= here
        parts: Sequence[ast.AST] = own if here or (raising and type(node) in BLOCKS) else ()
        if raising and isinstance(node, ast.Try | ast.TryStar) and any(_covers(one, line) for one in node.handlers):
            parts = node.body
        exact = [one for part in parts for one in ast.walk(part) if here and _stands_at(one, line, columns)]
        names = names_in(*([*exact, *_iterated(exact[0], parts)] if exact else parts))
        refs = {*names.all_refs}
        if isinstance(node, ast.AugAssign) and not exact:
            refs |= names.bound
        if any(isinstance(one, ast.Lambda) for part in parts for one in ast.walk(part)):
            refs |= {f"{name}()" for name in names.bound}
        found |= {(key, ref) for ref in refs}
    return found if at_line else None


def _iterated(expression: ast.expr, parts: Iterable[ast.AST]) -> list[ast.AST]:
    """What comprehensions around an expression take its names from: of `a + 1` in `[a + 1 for a in b]` it is `b`."""
    found: list[ast.AST] = []
    names = names_in(expression).bases
    for one in reversed([node for part in parts for node in ast.walk(part) if isinstance(node, COMPREHENSIONS)]):
        for generator in reversed(one.generators) if _is_within(expression, one) else ():
            if not (_is_within(expression, generator.iter) or names.isdisjoint(names_in(generator.target).bound)):
                found.append(generator.iter)
                names = names.union(names_in(generator.iter).bases)
    return found


def _is_within(one: ast.expr, other: ast.expr) -> bool:
    (begin, end), (first, last) = _ends(one), _ends(other)
    return first <= begin and end <= last


def _ends(node: ast.expr) -> tuple[tuple[int, int], tuple[int, int]]:
    return (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)


def _stands_at(node: ast.AST, line: int, columns: tuple[int, int]) -> TypeGuard[ast.expr]:
    return isinstance(node, ast.expr) and (node.lineno, node.col_offset, node.end_col_offset) == (line, *columns)


def _covers(node: ast.AST, line: int) -> bool:
    if isinstance(node, ast.expr | ast.stmt | ast.ExceptHandler | ast.pattern | ast.arg):
        return node.lineno <= line <= (node.end_lineno or 0)
    return any(_covers(child, line) for child in ast.iter_child_nodes(node))
