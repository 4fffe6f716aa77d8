"""Whether a function may be edited and run: only if it calls nothing but what is harmless, its arguments and exercises.

An edit of what deletes a folder would run on the machine of the one who wrote it. So whatever a function, or one that
it uses, refers to has to be on a list here; what is not, or is not clear, is not allowed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grader.submission.edits import classes
from grader.submission.edits.bindings import bindings, imported, source_of
from grader.submission.edits.lists import BUILTINS, METHODS, MODULES, NUMPY

_FORBIDDEN = (
    ast.Import, ast.ImportFrom, ast.ClassDef, ast.Global, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await,
    ast.Delete,
)  # fmt: skip
MOST_USED = 60


@dataclass(slots=True)
class Allowed:
    """What a function uses, all of it allowed.

    Attributes:
        statements: the statements at the top of its own file that it needs, itself among them, in order.
        modules: the names in it that stand for NumPy and math.
        elsewhere: of other files that hold no exercise, the statements that it needs, in order.
        attributes: the names that objects of its file's own classes have.
        texts: the texts of all functions and constants that it uses, of whatever file, in a fixed order.
    """

    statements: list[ast.stmt] = field(default_factory=list)
    modules: set[str] = field(default_factory=set)
    elsewhere: dict[str, list[ast.stmt]] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class _NotAllowedError(Exception):
    """Something is used that is not on the lists."""


class Files:
    """The files of a submission, parsed when they are asked for.

    Args:
        sources: their texts.
        exercises: for each unit, the names of its exercises: those that other files may import.
    """

    def __init__(self, sources: Mapping[str, str], exercises: Mapping[str, frozenset[str]]) -> None:
        self._sources, self._exercises = sources, exercises
        self._bound: dict[str, dict[str, list[ast.stmt]]] = {}

    def definition(self, unit: str, name: str) -> ast.stmt:
        """The one statement of a file that binds a name; of several imports of the same thing, the first.

        Raises:
            _NotAllowedError: if there is none, or more than one.
        """
        found = self._bindings(unit).get(name, [])
        if not found or len({source_of(node, name) for node in found}) > 1:
            raise _NotAllowedError(name)
        return found[0]

    def is_clear(self, unit: str, name: str) -> bool:
        """Whether one statement alone binds a name."""
        try:
            return bool(self.definition(unit, name))
        except _NotAllowedError:
            return False

    def binds(self, unit: str, name: str) -> bool:
        """Whether a file may bind a name itself."""
        return name in self._bindings(unit) or "*" in self._bindings(unit)

    def _bindings(self, unit: str) -> dict[str, list[ast.stmt]]:
        if unit not in self._bound:
            self._bound[unit] = bindings(self._sources.get(unit, ""))
        return self._bound[unit]

    def attributes(self, unit: str) -> set[str]:
        """The names that objects of a file's own classes have."""
        nodes = [node for some in self._bindings(unit).values() for node in some if isinstance(node, ast.ClassDef)]
        return {name for node in nodes for name in classes.attributes(node)}

    def text(self, unit: str, node: ast.stmt) -> str:
        """The lines of a file that a statement stands in."""
        return "\n".join(self._sources[unit].split("\n")[node.lineno - 1 : node.end_lineno])

    def exercises(self, unit: str) -> dict[str, tuple[str, str]]:
        """The exercises that a file has or imports, each with its unit and its name there, by the names in the file."""
        found = {}
        for name in self._bindings(unit):
            try:
                node = self.definition(unit, name)
            except _NotAllowedError:
                continue
            home, one = unit, name
            if isinstance(node, ast.ImportFrom) and node.level == 1:
                home, one = node.module or "", imported(node, name)
            elif not isinstance(node, ast.FunctionDef):
                continue
            if self.is_exercise(home, one):
                found[name] = home, one
        return found

    def parameters(self, unit: str, name: str) -> tuple[int, int] | None:
        """How many arguments a function takes at least and at most; None if it is not clear."""
        try:
            node = self.definition(unit, name)
        except _NotAllowedError:
            return None
        if not isinstance(node, ast.FunctionDef):
            return None
        most = len(node.args.posonlyargs) + len(node.args.args)
        return most - len(node.args.defaults), most

    def has_exercises(self, unit: str) -> bool:
        """Whether a file is a unit's."""
        return unit in self._exercises

    def is_exercise(self, unit: str, name: str) -> bool:
        """Whether a unit has an exercise of that name."""
        return name in self._exercises.get(unit, ())


def allowed(files: Files, unit: str, name: str) -> Allowed | None:
    """What a function uses, None if that is more than is allowed.

    Args:
        files: the submission's files.
        unit: the function's file.
        name: its name.
    """
    found = Allowed()
    waiting, met = [(unit, name)], {(unit, name)}
    try:
        while waiting:
            home, one = waiting.pop()
            node = files.definition(home, one)
            ours = home == unit or not files.has_exercises(home)
            some = found.statements if home == unit else found.elsewhere.setdefault(home, []) if ours else []
            if node not in some:
                some.append(node)
            for used in _uses(files, home, one, node, found.modules if ours else set()):
                if used not in met:
                    met.add(used)
                    waiting.append(used)
            if len(met) > MOST_USED:
                return None
        found.texts = [files.text(home, files.definition(home, one)) for home, one in sorted(met)]
    except _NotAllowedError:
        return None
    for some in (found.statements, *found.elsewhere.values()):
        some.sort(key=lambda node: node.lineno)
    if any(isinstance(node, ast.ClassDef) for node in found.statements):
        found.attributes = sorted(files.attributes(unit))
    return found


def _uses(files: Files, unit: str, name: str, node: ast.stmt, modules: set[str]) -> Iterator[tuple[str, str]]:
    """The definitions that one refers to, each with its file; the names of modules in it are added to a set.

    Raises:
        _NotAllowedError: if there is more than is allowed.
    """
    match node:
        case ast.FunctionDef(decorator_list=[]):
            yield from _uses_of_code(files, unit, node, modules)
        case ast.ClassDef() if classes.is_plain(node):
            yield from _uses_of_code(files, unit, node, modules)
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            yield from _uses_of_code(files, unit, value, modules)
        case ast.ImportFrom(level=1, module=str() as home) if files.is_exercise(home, imported(node, name)):
            yield home, imported(node, name)
        case ast.ImportFrom(level=1, module=str() as home) if files.is_clear(home, imported(node, name)):
            yield home, imported(node, name)
        case ast.Import() | ast.ImportFrom() if _module_of(node, name):
            pass
        case _:
            raise _NotAllowedError(name)


def _module_of(node: ast.Import | ast.ImportFrom, name: str) -> str:
    """The module where a name stands for one that has a list, or for something on that list; else nothing."""
    if isinstance(node, ast.Import):
        target = next(one.name for one in node.names if (one.asname or one.name.partition(".")[0]) == name)
        return target if target in MODULES else ""
    home = node.module or ""
    fits = node.level == 0 and imported(node, name) in MODULES.get(home, ())
    return home if fits else ""


def _uses_of_code(files: Files, unit: str, code: ast.AST, modules: set[str]) -> Iterator[tuple[str, str]]:
    nodes = list(_walk(code))
    local = {one.id for one in nodes if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)}
    local |= {one.arg for one in nodes if isinstance(one, ast.arg)}
    local |= {one.name for one in nodes if isinstance(one, ast.FunctionDef) and one is not code}
    local |= {
        one.name for one in nodes if isinstance(one, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and one.name
    }
    if isinstance(code, ast.ClassDef):
        local -= classes.bound(code)
    used = {one.id for one in nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)} - local
    here: dict[str, str] = {}
    for name in sorted(used):
        try:
            node = files.definition(unit, name)
        except _NotAllowedError:
            if name in BUILTINS and not files.binds(unit, name):
                continue
            raise
        if isinstance(node, ast.Import):
            here[name] = _module_of(node, name)
        yield unit, name
    modules.update(here)
    own = files.attributes(unit)
    for one in nodes:
        if isinstance(one, _FORBIDDEN) and one is not code:
            raise _NotAllowedError(type(one).__name__)
        if isinstance(one, ast.Attribute):
            _check_attribute(one, here, own)


def _check_attribute(node: ast.Attribute, modules: Mapping[str, str], own: set[str]) -> None:
    base: ast.expr = node.value
    while isinstance(base, ast.Attribute):
        base = base.value
    home = modules.get(base.id) if isinstance(base, ast.Name) else None
    known = MODULES.get(home or "", METHODS)
    inside = home == "numpy" and node.value is not base and node.attr in METHODS | NUMPY
    if node.attr not in known and not inside and (home or node.attr not in own):
        raise _NotAllowedError(node.attr)


def _walk(code: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a piece of code, but for annotations, which are never evaluated."""
    waiting = [code]
    while waiting:
        node = waiting.pop()
        yield node
        skipped = {"annotation", "returns"}
        for name, value in ast.iter_fields(node):
            if name not in skipped:
                waiting += [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, ast.AST)]
