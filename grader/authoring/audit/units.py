"""The audit of a unit's solution file as a whole: its imports, its definitions, and its examples.

The docstring of an exercise is audited with the exercise; here are those of the module and of given functions, and the
examples of private helpers.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from grader.authoring.audit.check_files import refuse_checks, untrue_claims, without_sentence, written_twice
from grader.authoring.audit.docstrings import gaps, import_solution, run_examples
from grader.authoring.audit.files import misnamed, missing_pages, unfinished
from grader.course.public import refuse_missing
from grader.course.stubs import SOLUTIONS
from grader.course.syllabus import Course, Unit
from grader.course.syntax import names_in


@dataclass
class UnitRow:
    """What the audit found for a unit; each list names the cases that fall short.

    Attributes:
        docstrings: the module's and those of given functions, a number.
        incomplete: those of them that say too little.
        examples: in the module's docstring, in given functions and private helpers, a number.
        false_examples: those of them that are not true.
        imports: what a submission could not import.
        needs: earlier exercises that are called and not named in `needs`, and the other way round.
        files: what is left of the example of `grader new`, what no page shows, what has a wrong name or none, what
            cannot be said.
    """

    unit: str
    docstrings: int = 0
    incomplete: list[str] = field(default_factory=list)
    examples: int = 0
    false_examples: list[str] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def short(self) -> list[str]:
        """Everything that falls short, in words."""
        texts = {
            "the docstring": self.incomplete,
            "an example is not true": self.false_examples,
            "an import": self.imports,
            "needs": self.needs,
            "the files": self.files,
        }
        return [f"{what}: {case}" for what, cases in texts.items() for case in cases]

    def to_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return asdict(self) | {"short": self.short}


def audit_unit(unit: Unit, course: Course) -> UnitRow:
    """Audit a unit's solution file.

    Raises:
        BrokenError: if it cannot be imported, or does not define what the course names, or a check cannot be asked.
    """
    path = SOLUTIONS / f"{unit.name}.py"
    tree = ast.parse(path.read_text(encoding="utf-8-sig"), str(path))
    asked = {exercise.name for exercise in unit.exercises}
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    refuse_missing(unit, {*functions})
    import_solution(unit.name)  # first: misconceptions are made of it
    refuse_checks(unit)
    row = UnitRow(unit.name, docstrings=1)
    row.imports = list(_not_importable(tree, unit, course))
    row.needs = list(other_needs(tree, unit, course))
    looks = (unfinished, missing_pages, misnamed, without_sentence, untrue_claims, written_twice)
    row.files = [told for look in looks for told in look(unit)]
    if ast.get_docstring(tree) is None:
        row.incomplete.append("the file begins with none")
    for name in unit.given:
        row.docstrings += 1
        row.incomplete += [f"{name}: {gap}" for gap in gaps(functions[name], given=True)]
    for name in ("", *functions):
        if name not in asked:
            count, false = run_examples(unit.name, name)
            row.examples += count
            row.false_examples += false
    return row


def _not_importable(tree: ast.Module, unit: Unit, course: Course) -> Iterator[str]:
    """Imports, anywhere in a file, that a submission could not make."""
    units = [one.name for one in course.units]
    earlier = units[: units.index(unit.name)]
    allowed = {"numpy", *sys.stdlib_module_names, *(name.partition(".")[0] for name in unit.preload)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            if node.module not in earlier:
                yield f"line {node.lineno}: {'.' * node.level}{node.module or ''} is no earlier unit of course.toml"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            for name in names:
                if name.partition(".")[0] not in allowed:
                    yield f'line {node.lineno}: {name} is not in this unit\'s "preload" in course.toml'


def other_needs(tree: ast.Module, unit: Unit, course: Course) -> Iterator[str]:
    """Where `needs` are not the earlier exercises that a solution calls.

    What is named comes with the stub, and hints say that the exercise builds on it.
    """
    place = f"in grader/course/hints/{unit.name}.toml"
    names = list(course.by_name)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for exercise in unit.exercises:
        earlier = names[: names.index(exercise.name)]
        used = _used(functions, exercise.name)
        yield from (
            f"{exercise.name} calls {name}; name it in its needs, {place}"
            for name in earlier
            if name in used and name not in exercise.needs
        )
        yield from (
            f"{exercise.name} does not call {name}; take it out of its needs, {place}"
            for name in exercise.needs
            if name not in used
        )


def _used(functions: dict[str, ast.FunctionDef], name: str) -> set[str]:
    """The names that a function uses, and the private functions of its file that it uses."""
    found: set[str] = set()
    waiting = [name]
    for one in waiting:  # it grows while it is gone through
        if one in functions:
            names = names_in(functions[one])
            waiting += [other for other in names - found if other.startswith("_") and other not in waiting]
            found |= names
    return found
