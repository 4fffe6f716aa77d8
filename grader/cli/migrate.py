"""Bring work from one kit into another: functions that were written, extra files, notebooks that were changed.

What was edited in the new kit is never overwritten. Nothing here runs any code; files are read and written as text.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.release_stamp import read_manifest, short_hash
from grader.course.stubs import stub_file, stub_of
from grader.course.syllabus import Course, Unit
from grader.course.syntax import free_names, names_bound
from grader.files import with_line_ends_of, write_whole
from grader.submission.functions import is_todo


@dataclass(frozen=True)
class Kit:
    """A kit: its folder, and what its files were when it was made.

    Attributes:
        root: its folder.
        made: what each file was when the kit was made, where that is known.
    """

    root: Path
    made: Mapping[str, str]

    def untouched(self, name: str) -> bool:
        """Whether a file is as it was when the kit was made."""
        return self.made.get(name) == short_hash((self.root / name).read_bytes())


def kit_in(root: Path) -> Kit:
    """The kit in a folder."""
    return Kit(root, read_manifest(root))


@dataclass
class Migration:
    """What was brought, and what was left for a person to look at; a line each."""

    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def migrate(old: Kit, new: Kit, course: Course) -> Migration:
    """Bring all work of an old kit into a new one."""
    found = Migration()
    units = {unit.name: unit for unit in course.units}
    for path in sorted((old.root / "exercises").glob("*.py")):
        name = f"exercises/{path.name}"
        if path.name != "__init__.py" and not old.untouched(name):
            _bring_file(path, new, name, units.get(path.stem), found)
    for folder in ("notebooks", *units):  # where nbgrader puts an assignment, it is called like its unit
        for path in sorted((old.root / folder).glob("*.ipynb")):
            name = f"{folder}/{path.name}"
            if not old.untouched(name):
                _bring_whole(path, new, name, found)
    return found


def _bring_file(path: Path, new: Kit, name: str, unit: Unit | None, found: Migration) -> None:
    """Bring a file of functions. It comes whole if the new kit lacks it, or if its stubs there are untouched."""
    target = new.root / name
    if unit is None and name in new.made:
        _leave_to_given(path, target, name, found)
        return
    if unit is None or not target.exists():
        _bring_whole(path, new, name, found)
        return
    try:
        text, here = path.read_text(encoding="utf-8-sig"), target.read_text(encoding="utf-8-sig")
        old_tree, new_tree = ast.parse(text), ast.parse(here)
    except (OSError, ValueError, SyntaxError):
        found.left.append(f"{name}: one of both cannot be read as Python. Bring it by hand: {path}")
        return
    written = _written(old_tree)
    wanted = [e.name for e in unit.exercises if e.name in written and e.name in _todo(new_tree)]
    differing, lacking = _compared(old_tree, new_tree, unit)
    if text == here or not (wanted or differing or lacking):
        return
    if here == stub_file(unit):
        missing = [e.name for e in unit.exercises if e.name not in {n.name for n in _functions(old_tree)}]
        write_whole(target, with_line_ends_of(path.read_bytes(), _with_stubs(text, unit, missing)))
        along = f", with {_names(lacking)}" if wanted and lacking else ""
        stubs = f"; new stubs: {_names(missing)}" if missing else ""
        found.done.append(f"{name}: brought {_names(wanted)}{along}{stubs}")
    else:
        _bring_functions(target, text, {one: written[one] for one in wanted}, name, found)
        _leave(path, name, differing, lacking, found)


def _leave_to_given(path: Path, target: Path, name: str, found: Migration) -> None:
    """Say that a file stays where it is which the new kit gives, so that nobody has to write it there."""
    data = path.read_bytes()
    try:
        is_work = bool(_written(ast.parse(data)))
    except (ValueError, SyntaxError):
        is_work = True
    if is_work and not (target.exists() and target.read_bytes() == data):
        found.left.append(f"{name}: this kit gives it, and yours stays in the older one: {path}")


def _compared(old: ast.Module, new: ast.Module, unit: Unit) -> tuple[list[str], list[str]]:
    """What is written otherwise in both files of a unit, and what only the old one has; given names aside."""
    was, now = _work(old), _work(new)
    given = names_bound(*ast.parse(stub_file(unit)).body) - {one.name for one in unit.exercises}
    todo = _todo(new)
    asked = [one for one in was if one not in given and one not in todo]
    return [one for one in asked if one in now and now[one] != was[one]], [one for one in asked if one not in now]


def _work(tree: ast.Module) -> dict[str, str]:
    """The code of each function, class and constant of a file, without what stubs say: docstrings and types."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not is_todo(node):
            found[node.name] = _code(node)
        elif isinstance(node, ast.ClassDef | ast.AsyncFunctionDef | ast.Assign | ast.AnnAssign):
            for one in sorted(names_bound(node)):
                found[one] = found.get(one, "") + ast.dump(node)
    return found


def _code(node: ast.FunctionDef) -> str:
    names = [one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)]
    defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
    body = node.body[ast.get_docstring(node) is not None :]
    return " ".join([*names, *map(ast.dump, [*node.decorator_list, *defaults, *body])])


def _leave(path: Path, name: str, differing: list[str], lacking: list[str], found: Migration) -> None:
    """Say what of an old file is not in the new one."""
    told = [f"{word} {_names(some)}" for word, some in (("differs in", differing), ("lacks", lacking)) if some]
    if told:
        found.left.append(f"{name} was edited here, too. It {' and '.join(told)}, and stays so. The older one: {path}")


def _bring_whole(path: Path, new: Kit, name: str, found: Migration) -> None:
    """Bring a file as it is, unless the one in the new kit was edited."""
    target = new.root / name
    if not target.exists() or new.untouched(name):
        data = path.read_bytes()
        if target.exists() and target.read_bytes() == data:
            return
        target.parent.mkdir(exist_ok=True)
        write_whole(target, data)
        found.done.append(f"{name}: brought as it is")
    elif target.read_bytes() != path.read_bytes():
        found.left.append(f"{name} was edited here, too, and stays. The older one: {path}")


def _bring_functions(
    target: Path, old: str, written: Mapping[str, ast.FunctionDef], name: str, found: Migration
) -> None:
    """Replace stubs in a file that was edited by functions that need nothing that the file lacks."""
    for function, node in written.items():
        text = target.read_text(encoding="utf-8-sig")
        tree = ast.parse(text)
        lacking = free_names(node) - names_bound(*tree.body) - vars(builtins).keys()
        if lacking & names_bound(*ast.parse(old).body):
            found.left.append(f"{name}: {function} needs {_names(sorted(lacking))} of the older file. Bring it by hand")
            continue
        stub = next(one for one in _functions(tree) if one.name == function)
        lines = text.splitlines(keepends=True)
        lines[_first(stub) - 1 : stub.end_lineno] = [f"{ast.get_source_segment(old, node)}\n"]
        write_whole(target, with_line_ends_of(target.read_bytes(), "".join(lines)))
        found.done.append(f"{name}: brought {function}")


def _with_stubs(text: str, unit: Unit, names: list[str]) -> str:
    """A file with the stubs of some functions added, and with what these import."""
    if not names:
        return text
    stubs = "".join(f"\n\n{stub_of(unit.name, name)}" for name in names)
    known = names_bound(*ast.parse(text).body)
    lines = [
        ast.unparse(node)
        for node in ast.parse(stub_file(unit)).body
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Assign) and not names_bound(node) <= known
    ]
    return text.rstrip("\n") + "\n" + "".join(f"\n{line}" for line in lines) + ("\n" if lines else "") + stubs


def _functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def _todo(tree: ast.Module) -> set[str]:
    """The functions that are still stubs."""
    return {node.name for node in _functions(tree) if is_todo(node)}


def _written(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """The functions that are not stubs, by name."""
    return {node.name: node for node in _functions(tree) if not is_todo(node)}


def _first(node: ast.FunctionDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _names(names: list[str]) -> str:
    return ", ".join(names) or "what is not of the exercises"
