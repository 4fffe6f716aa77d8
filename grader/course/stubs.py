"""Stubs: what is left of a solution when everything a student has to write is taken out.

A stub keeps the signature, the docstring and the names that these use. Bodies, private helpers, imports that only the
solution needs and what a docstring says to authors are gone; earlier exercises are imported because the course says
that they are needed.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

from grader.course.docstrings import for_students
from grader.course.public import parsed, public_of, refuse_beside_docstring, signature
from grader.course.syllabus import ROOT, Course, Unit, load_course
from grader.course.syntax import names_in

SOLUTIONS = ROOT / "solutions"


@dataclass(frozen=True)
class _Source:
    """A solution file: its text by lines and its syntax tree."""

    lines: list[str]
    tree: ast.Module

    def text(self, node: ast.stmt, end: int | None = None) -> str:
        """The lines of a statement, with a comment at their end."""
        return "".join(self.lines[node.lineno - 1 : end or node.end_lineno])

    def alone(self, node: ast.stmt) -> str:
        """A statement without what may stand beside it."""
        lines = [line.encode() for line in self.lines[node.lineno - 1 : node.end_lineno]]
        lines[-1] = lines[-1][: node.end_col_offset]
        return b"".join(lines)[node.col_offset :].decode() + "\n"


def _read(unit: str, solutions: Path) -> _Source:
    path = solutions / f"{unit}.py"
    text = path.read_text(encoding="utf-8-sig")
    return _Source(text.splitlines(keepends=True), parsed(text, str(path)))


def stub_of(unit: str, name: str, solutions: Path = SOLUTIONS) -> str:
    """The stub of one function, as text: signature, docstring, raise.

    Raises:
        KeyError: if the unit has no such function.
    """
    source = _read(unit, solutions)
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return _stub(source, node)
    raise KeyError(f"{unit}.{name}")


def solution_of(unit: str, name: str, solutions: Path = SOLUTIONS) -> str:
    """One function of a solution as text, with the private helpers of its file that it uses."""
    source = _read(unit, solutions)
    private = {name: node for node in source.tree.body for name in _defined(node) if name.startswith("_")}
    function = next(node for node in source.tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    kept: list[ast.stmt] = [function]
    for node in kept:  # it grows while it is gone through
        kept += [private[used] for used in sorted(names_in(node)) if used in private and private[used] not in kept]
    return "\n\n".join(source.text(node) for node in sorted(kept, key=lambda node: node.lineno))


def _defined(node: ast.stmt) -> list[str]:
    """The names that a statement gives to a function, a class or a value."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def stub_file(unit: Unit, solutions: Path = SOLUTIONS, course: Course | None = None) -> str:
    """The whole stub file of a unit, or of a part of it: only exercises that `unit` names are in it."""
    course = course or load_course()
    source, public = _read(unit.name, solutions), public_of(unit, course, solutions)
    kept: list[tuple[int, str]] = []
    used: set[str] = set()
    for function in public.exercises.values():
        kept.append((function.lineno, "\n\n" + _stub(source, function)))
        used |= names_in(*signature(function))
    for function in public.given.values():
        kept.append((function.lineno, "\n\n" + _given(source, function)))
        used |= names_in(function)
    for node in public.types.values():
        kept.append((node.lineno, "\n" + source.alone(node)))
        used |= names_in(node)
    docstring = source.alone(source.tree.body[0])
    imports = _imports(source, used) + _needed(unit, course)
    return docstring + "\n" + "".join(imports) + "".join(text for _, text in sorted(kept))


def types_of(unit: Unit, solutions: Path = SOLUTIONS) -> list[str]:
    """The types that a unit defines for signatures, as text."""
    source = _read(unit.name, solutions)
    return [source.alone(node) for node in public_of(unit, load_course(), solutions).types.values()]


def _stub(source: _Source, node: ast.FunctionDef) -> str:
    refuse_beside_docstring("".join(source.lines), node)
    head = for_students(source.text(node, node.body[0].end_lineno))
    return f"{head}    # Stuck? uv run grader hint {node.name}\n    raise NotImplementedError\n"


def _given(source: _Source, node: ast.FunctionDef) -> str:
    """A function that is given, without what its docstring says to authors."""
    if ast.get_docstring(node) is None:
        return source.text(node)
    last = node.body[0].end_lineno or node.lineno
    return for_students(source.text(node, last)) + "".join(source.lines[last : node.end_lineno])


def _imports(source: _Source, used: set[str]) -> list[str]:
    """The import lines whose names a signature or something given uses, and numpy, which every student needs."""
    wanted = used | {"np"}
    library, packages, own, checking = [], ["import numpy as np\n"], [], []
    for node in source.tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom) and (text := _import(node, wanted)):
            name = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
            if isinstance(node, ast.ImportFrom) and node.level:
                own.append(text)
            elif (name or "").partition(".")[0] in sys.stdlib_module_names:
                library.append(text)
            elif text not in packages:
                packages.append(text)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            inner = [sub for sub in node.body if isinstance(sub, ast.Import | ast.ImportFrom)]
            checking += [f"    {text}" for sub in inner if (text := _import(sub, wanted))]
    if checking:
        checking.insert(0, "if TYPE_CHECKING:\n")
    else:
        library = [line for line in library if line != "from typing import TYPE_CHECKING\n"]
    future = [line for line in library if "__future__" in line]
    library = [line for line in library if "__future__" not in line]
    return _blocks(future, library, packages, own, checking)


def _blocks(*groups: list[str]) -> list[str]:
    """Groups of lines, separated by empty lines."""
    filled = [group for group in groups if group]
    return [line for i, group in enumerate(filled) for line in (["\n", *group] if i else group)]


def _import(node: ast.Import | ast.ImportFrom, wanted: set[str]) -> str:
    if isinstance(node, ast.ImportFrom) and node.level and not _public_types(node):
        return ""
    keep = [alias for alias in node.names if (alias.asname or alias.name) in wanted | {"TYPE_CHECKING", "annotations"}]
    if not keep:
        return ""
    copy = ast.Import(keep) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, keep, node.level)
    return ast.unparse(copy) + "\n"


def _public_types(node: ast.ImportFrom) -> bool:
    return any(alias.name[:1].isupper() for alias in node.names)


def _needed(unit: Unit, course: Course) -> list[str]:
    """Imports of the earlier exercises that this unit's exercises need; types are not among them."""
    found: dict[str, set[str]] = {}
    for exercise in unit.exercises:
        for need in exercise.needs:
            home = course.exercise(need).unit
            if home != unit.name:
                found.setdefault(home, set()).add(need)
    order = [u.name for u in course.units]
    lines = [f"from .{home} import {', '.join(sorted(found[home]))}\n" for home in sorted(found, key=order.index)]
    return ["\n", *lines] if lines else []
