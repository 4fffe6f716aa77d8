"""Which names of its surroundings a piece of code refers to, by the rules of Python's scopes, from its syntax tree.

A reference is written as a person would write it: `deriv`, `d.deriv`. Before the first dot may also stand

- `@`, the package of the submission: `@.derivatives.deriv`;
- `?`, a value that no name of the surroundings stands for: in `x.size`, where `x` is a parameter, `?.size`;
- nothing, for whatever is not of the submission: of `import numpy` there stays ``, and `.pi` of its `pi`.

Trees are those of strangers: each is walked once, without recursion, and the work grows with the code and no faster.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any

PACKAGE = "exercises"  # what the package of a submission is called where it runs
_MOST_PARTS = 4  # of one reference; a longer one is cut
_LOOKUPS = frozenset({"getattr", "globals", "import_module"})  # by texts
_PLAIN = frozenset(
    {"annotation", "arg", "attr", "conversion", "ctx", "id", "kind", "name", "op", "ops", "rest", "type_comment"}
    | {"defaults", "kw_defaults", "decorator_list"}  # of a function; they belong to the scope around it
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Names:
    """The names in a piece of code, or in a function or another scope inside it.

    Attributes:
        names: those of the surroundings that it refers to as they are.
        dotted: for each that it asks attributes of, the references that begin with it.
        bound: those that it binds itself; what functions and comprehensions inside it bind is theirs.
        others: the references that begin with `@` or `?`; one set for all scopes, as are the texts.
    """

    __slots__ = (
        *("around", "bound", "declared", "dotted", "imports", "kind", "names", "others", "texts", "waiting", "walrus"),
    )

    def __init__(self, code: list[Any], around: Names | None = None, kind: type = ast.Module) -> None:
        self.names: set[str] = set()
        self.dotted: dict[str, set[str]] = {}
        self.bound: set[str] = set()
        self.others: set[str] = around.others if around else set()
        self.texts: list[str] = around.texts if around else []
        self.imports: list[tuple[str, str]] | None = None
        self.declared: set[str] | None = None  # global or nonlocal
        self.waiting, self.around, self.kind = code, around, kind
        self.walrus: set[str] = around.walrus if around and kind in COMPREHENSIONS else self.bound

    @property
    def all_refs(self) -> frozenset[str]:
        """All references."""
        return frozenset(self.names.union(self.others, *self.dotted.values()))

    @property
    def bases(self) -> set[str]:
        """The names of the surroundings that references begin with."""
        return self.names.union(self.dotted)

    def has(self, name: str) -> bool:
        """Whether a reference begins with a name of the surroundings."""
        return name in self.names or name in self.dotted

    def walk(self) -> Iterator[Names]:
        """Read the code; gives the scopes inside it."""
        names, bound, waiting = self.names, self.bound, self.waiting
        while waiting:
            one = waiting.pop()
            kind = type(one)
            if kind is ast.Name:
                if type(one.ctx) is ast.Load:
                    names.add(one.id)
                else:
                    bound.add(one.id)
            elif kind is list:
                waiting += one
            elif kind is ast.Constant:
                if type(one.value) is str:
                    self.texts.append(one.value)
            elif kind is ast.Attribute:
                self._add_attribute(one)
            elif kind in _BINDING:
                yield from self._bind(one, kind)
            else:
                waiting += _CHILDREN[kind](one)

    def _add_attribute(self, node: ast.Attribute) -> None:
        parts: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
        tail = ".".join(parts[: -_MOST_PARTS - 1 : -1])
        if isinstance(inner, ast.Name):
            self.dotted.setdefault(inner.id, set()).add(f"{inner.id}.{tail}")
        else:
            self.others.add(f"?.{tail}")
            self.waiting.append(inner)

    def _bind(self, node: Any, kind: type) -> list[Names]:
        """Read a node that binds names or has a scope of its own, which it gives."""
        waiting = self.waiting
        if kind is ast.arg:
            self.bound.add(node.arg)
        elif kind in _FUNCTIONS:
            waiting += [node.args.defaults, node.args.kw_defaults, getattr(node, "decorator_list", None)]
            if kind is not ast.Lambda:
                self.bound.add(node.name)
            return [Names([node.args, node.body], self, kind)]
        elif kind is ast.ClassDef:
            waiting += [node.bases, node.keywords, node.decorator_list]
            self.bound.add(node.name)
            return [Names([node.body], self, kind)]
        elif kind in COMPREHENSIONS:
            first, *rest = node.generators
            waiting.append(first.iter)
            parts = [node.key, node.value] if kind is ast.DictComp else [node.elt]
            return [Names([*parts, first.target, first.ifs, rest], self, kind)]
        elif kind is ast.NamedExpr:
            waiting.append(node.value)
            self.walrus.add(node.target.id)
        elif kind in (ast.Import, ast.ImportFrom):
            self.imports = self.imports or []
            self.imports += imports_of(node)
            if "importlib" in (getattr(node, "module", ""), *(alias.name for alias in node.names)):
                self.others.add("?.import_module")
        elif kind in (ast.Global, ast.Nonlocal):
            self.declared = self.declared or set()
            self.declared.update(node.names)
        else:  # what an except, a case or a starred pattern calls something
            self.bound.add(getattr(node, "rest" if kind is ast.MatchMapping else "name") or "")
            waiting += _CHILDREN[kind](node)
        return []

    def leave(self) -> None:
        """Hand over to the scope around this one what it refers to and does not bind."""
        around = self.around
        assert around is not None
        if self.imports is not None:
            self._resolve_imports(self.imports)
        if self.kind is not ast.ClassDef:  # what a class binds, its methods do not see
            bound = self.bound if self.declared is None else self.bound - self.declared
            self.names -= bound
            for name in bound & self.dotted.keys():
                self.others.update(f"?{ref[len(name) :]}" for ref in self.dotted.pop(name))
        around.names = _union(around.names, self.names)
        few, many = sorted((self.dotted, around.dotted), key=len)
        for name, refs in few.items():
            many[name] = _union(refs, many[name]) if name in many else refs
        around.dotted = many

    def _resolve_imports(self, imports: list[tuple[str, str]]) -> None:
        """Let names that are imported here be what they stand for."""
        targets: dict[str, set[str]] = {}
        for name, target in imports:
            targets.setdefault(name, set()).add(target)
        for name in targets.keys() - (self.declared or ()):
            (one, *more), tails = targets[name], [ref[len(name) :] for ref in self.dotted.pop(name, ())]
            if name in self.names or (more and tails):
                self.others |= targets[name]
            self.others.update(f"?{tail}" if more else one + tail for tail in tails)
            self.names.discard(name)

    def look_up(self) -> None:
        """Where code looks things up by texts, add all that its texts may stand for."""
        if _LOOKUPS.isdisjoint(self.names) and "importlib" not in self.dotted and "?.import_module" not in self.others:
            return
        for text in self.texts:
            if text.isidentifier():
                self.others.add(f"?.{text}")
                if "globals" in self.names:
                    self.names.add(text)
            elif text.startswith((".", f"{PACKAGE}.")) and text.rpartition(".")[2].isidentifier():
                self.others.add("@" + text.removeprefix(PACKAGE))


def names_in(*code: Any) -> Names:
    """The names in a piece of code: nodes, or lists of them."""
    names = Names([*code])
    scopes = [names]
    for scope in scopes:
        scopes += scope.walk()
    for scope in reversed(scopes[1:]):
        scope.leave()
    names.look_up()
    return names


def _union(one: set[str], other: set[str]) -> set[str]:
    """The larger of two sets, with what the smaller one has."""
    few, many = (one, other) if len(one) < len(other) else (other, one)
    many |= few
    return many


def imports_of(node: ast.Import | ast.ImportFrom) -> list[tuple[str, str]]:
    """The names that an import binds, each with what it stands for; what `*` stands for is the module."""
    if isinstance(node, ast.Import):
        names = [(alias.name if alias.asname else alias.name.partition(".")[0], alias) for alias in node.names]
        return [(alias.asname or name, _target(name)) for name, alias in names]
    home = node.module or ""
    if node.level:
        home = f"{PACKAGE}.{home}".rstrip(".") if node.level == 1 else ""
    return [
        (alias.asname or alias.name, _target(home if alias.name == "*" else f"{home}.{alias.name}"))
        for alias in node.names
    ]


def _target(dotted: str) -> str:
    top, *parts = dotted.split(".", 3)
    return ".".join(["@", *parts]) if top == PACKAGE and len(parts) <= 2 else ""


class _Children(dict[type, Callable[[Any], Iterable[Any]]]):
    """For each type of node, what gives its fields that may hold nodes; none for a type that is no node."""

    def __missing__(self, kind: type) -> Callable[[Any], Iterable[Any]]:
        fields = [field for field in getattr(kind, "_fields", ()) if field not in _PLAIN]
        one_by_one: Callable[[Any], Iterable[Any]] = lambda node: [getattr(node, field) for field in fields]  # noqa: E731
        self[kind] = operator.attrgetter(*fields) if len(fields) > 1 else one_by_one
        return self[kind]


_CHILDREN = _Children()
_BINDING = frozenset(
    {ast.arg, ast.ClassDef, ast.NamedExpr, ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.ExceptHandler}
    | {ast.MatchAs, ast.MatchStar, ast.MatchMapping, *_FUNCTIONS, *COMPREHENSIONS}
)
