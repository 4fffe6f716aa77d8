"""What of a solution file students may see: the one rule for stubs, notebooks and kits.

At the top of a solution stand exercises, given functions, types that signatures name, and imports. Whatever else has a
name there begins it with `_`, and nothing of it is shown. All that is neither is refused, so that nothing leaks.
"""

from __future__ import annotations

import ast
import functools
import io
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.syllabus import Course, Unit
from grader.course.syntax import names_in
from grader.errors import BrokenError

_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_OF_A_TYPE = (ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.BinOp, ast.BitOr, ast.Load)


@dataclass
class Public:
    """What students may see of a solution file.

    Attributes:
        exercises: of these, the signature and the docstring.
        given: of these, all.
        types: of these, all.
    """

    exercises: dict[str, ast.FunctionDef] = field(default_factory=dict)
    given: dict[str, ast.FunctionDef] = field(default_factory=dict)
    types: dict[str, ast.Assign | ast.AnnAssign] = field(default_factory=dict)


@functools.lru_cache(maxsize=32)
def parsed(text: str, file: str) -> ast.Module:
    """The syntax tree of a solution file, which nobody may change; an error in it names the file."""
    return ast.parse(text, file)


def public_of(unit: Unit, course: Course, solutions: Path) -> Public:
    """What students may see of the solutions of a unit, or of a part of it.

    Args:
        unit: the unit; exercises that it does not name, and the course does, are left out.
        course: the course.
        solutions: the folder with the solution files.

    Raises:
        BrokenError: if a function is missing, something else at the top of the file has a public name, or what is shown
            uses a private one.
    """
    path = solutions / f"{unit.name}.py"
    tree = parsed(path.read_text(encoding="utf-8-sig"), str(path))
    if ast.get_docstring(tree) is None:
        raise BrokenError(f"solutions/{unit.name}.py has no docstring at its top: the stubs would not say what it is.")
    refuse_missing(unit, {node.name for node in tree.body if isinstance(node, ast.FunctionDef)})
    whole, named, found = course.unit(unit.name), _named_in_signatures(course, solutions), Public()
    known = {exercise.name for exercise in whole.exercises} | {*whole.given}
    asked = {exercise.name for exercise in unit.exercises}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in asked:
            found.exercises[node.name] = node
        elif isinstance(node, ast.FunctionDef) and node.name in unit.given:
            found.given[node.name] = node
        elif (name := _type_name(node)) in named and isinstance(node, ast.Assign | ast.AnnAssign):
            found.types[name] = node
        else:
            _refuse_public(node, unit, known)
    _refuse_private(found, unit, {name for node in tree.body for name in _bound(node)} - known - found.types.keys())
    return found


def refuse_missing(unit: Unit, defined: set[str]) -> None:
    """Refuse a unit that names functions which its solutions do not define: they would be left out in silence.

    Args:
        unit: the unit.
        defined: the functions that its solution file defines.

    Raises:
        BrokenError: it names the first, and the file that names it.
    """
    hints = f"grader/course/hints/{unit.name}.toml"
    for name, place in [*((name, "course.toml") for name in unit.given), *((e.name, hints) for e in unit.exercises)]:
        if name not in defined:
            raise BrokenError(f"solutions/{unit.name}.py does not define {name}, which {place} names.")


def refuse_beside_docstring(text: str, function: ast.FunctionDef) -> None:
    """Refuse what a stub would show between the first line of a function and the last one of its docstring.

    Raises:
        BrokenError: if there is something else than a signature and a docstring.
    """
    name = function.name
    if ast.get_docstring(function) is None:
        raise BrokenError(f"The solution of {name} has no docstring: a stub would say nothing.")
    docstring = function.body[0]
    lines = text.encode().splitlines()
    before = lines[docstring.lineno - 1][: docstring.col_offset]
    after = lines[(docstring.end_lineno or 0) - 1][docstring.end_col_offset :]
    if before.strip() or after.strip():
        raise BrokenError(f"The docstring of {name} shares a line with something that its stub would show. Break it.")
    head = b"\n".join(lines[function.lineno - 1 : docstring.lineno - 1]).decode()
    for token in tokenize.generate_tokens(io.StringIO(f"{head}\n").readline):
        if token.type == tokenize.COMMENT:
            raise BrokenError(
                f"The stub of {name} would show the comment {token.string!r}. Put it below the docstring."
            )


def _refuse_public(node: ast.stmt, unit: Unit, known: set[str]) -> None:
    for name in _bound(node):
        if not name.startswith("_") and name not in known:
            hints = f"grader/course/hints/{unit.name}.toml"
            what = f"is no exercise of {hints}, nor given in course.toml, nor a type that a signature names"
            way = f"Call it _{name}, or put it into the function that uses it."
            raise BrokenError(f"solutions/{unit.name}.py:{node.lineno}: {name} {what}. {way}")


def _refuse_private(found: Public, unit: Unit, private: set[str]) -> None:
    shown: Iterable[tuple[str, ast.AST, Iterable[ast.AST], str]] = [
        *((f"the signature of {name}", node, signature(node), "Write there what it is")
          for name, node in found.exercises.items()),
        *((f"{name}, which is given,", node, [node], f"Put it into {name}") for name, node in found.given.items()),
        *((f"the type {name}", node, [node], "Write there what it is") for name, node in found.types.items()),
    ]  # fmt: skip
    for what, node, parts, way in shown:
        if used := sorted(names_in(*parts) & private):
            place = f"solutions/{unit.name}.py:{getattr(node, 'lineno', 1)}"
            raise BrokenError(f"{place}: {what} uses {used[0]}, which no stub has. {way}.")


def signature(node: ast.FunctionDef) -> list[ast.AST]:
    """The parts of a function's signature that name something."""
    return [node.args, *([] if node.returns is None else [node.returns])]


def _named_in_signatures(course: Course, solutions: Path) -> set[str]:
    """What annotations of the course's functions name, and what the types among these name."""
    named: set[str] = set()
    types: dict[str, frozenset[str]] = {}
    for unit in course.units:
        path = solutions / f"{unit.name}.py"
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        shown = frozenset({*(exercise.name for exercise in unit.exercises), *unit.given})
        annotations, of_types = _names_in_file(text, str(path), shown)
        named |= annotations
        types |= of_types
    waiting = list(named)
    for name in waiting:  # it grows while it is gone through
        new = types.get(name, frozenset()) - named
        named |= new
        waiting += new
    return named


@functools.lru_cache(maxsize=32)
def _names_in_file(text: str, file: str, shown: frozenset[str]) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """What annotations of the functions that are shown name, and what each type that the file defines names."""
    named: set[str] = set()
    types = {}
    for node in parsed(text, file).body:
        if isinstance(node, ast.FunctionDef) and node.name in shown:
            annotated = [one.annotation for one in ast.walk(node.args) if isinstance(one, ast.arg)]
            named |= names_in(*(one for one in [*annotated, node.returns] if one is not None))
        elif name := _type_name(node):
            types[name] = frozenset(names_in(node))
    return frozenset(named), types


def _type_name(node: ast.stmt) -> str:
    """The name of a type that a statement defines, "" if it defines none: such a name starts with a capital letter."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target: ast.expr = node.targets[0]
    elif isinstance(node, ast.AnnAssign):
        target = node.target
    else:
        return ""
    is_type = node.value is not None and all(map(_belongs_to_a_type, ast.walk(node.value)))
    return target.id if is_type and isinstance(target, ast.Name) and target.id[:1].isupper() else ""


def _belongs_to_a_type(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return node.value in (None, ...) or isinstance(node.value, str)
    return isinstance(node, _OF_A_TYPE)


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that a statement binds in its module, imports aside."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif not isinstance(node, _SCOPES):
        for child in ast.iter_child_nodes(node):
            yield from _bound(child)
