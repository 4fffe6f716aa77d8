"""What a release is of: which units students are asked for, and what they need from earlier units."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from grader.authoring.notebooks.build import Choices, needed_by
from grader.course.stubs import SOLUTIONS, stub_file
from grader.course.syllabus import Course
from grader.course.syntax import names_in
from grader.errors import UsageError
from grader.submission.notebook import extract


@dataclass(frozen=True)
class Release:
    """What is released.

    Attributes:
        units: names of the units that are released.
        course: the course that the kit tells of: these units, and of earlier ones the functions that they need.
        full: the whole course.
        choices: what an instructor chose in `course.toml`; functions of given units come as code.
    """

    units: tuple[str, ...]
    course: Course
    full: Course
    choices: Choices


def choose(names: Sequence[str], full: Course, choices: Choices) -> Release:
    """A release of the named units; without names, of all that are not given.

    Raises:
        UsageError: for a name that is no unit, or a unit that is given.
    """
    known = [unit.name for unit in full.units]
    for name in names:
        if name not in known:
            raise UsageError(f"{name} is no unit: a release is of whole units. All units: grader list")
        if name in choices.given:
            raise UsageError(f"{name} is given in course.toml, [notebooks]: it cannot be asked for as well.")
    wanted = [name for name in known if (name in names if names else name not in choices.given)]
    needed = {e.name for name in wanted for e in needed_by(full.unit(name), full) if e.unit not in choices.given}
    asked = {e.name for e in full.exercises if e.unit in wanted} | needed
    units = []
    for unit in full.units:
        exercises = tuple(
            exercise._replace(needs=tuple(need for need in exercise.needs if need in asked))
            for exercise in unit.exercises
            if exercise.name in asked
        )
        if exercises:
            units.append(unit._replace(exercises=exercises, given=unit.given if unit.name in wanted else ()))
    here = {unit.name for unit in units}
    units = [unit._replace(after=tuple(name for name in unit.after if name in here)) for unit in units]
    return Release(tuple(wanted), Course(full.title, tuple(units)), full, choices)


def stubs(release: Release) -> dict[str, str]:
    """The files that students fill in, by unit; what they need from units that are not asked for comes as code."""
    asked = {unit.name for unit in release.course.units}
    found = {name: _stubs(release, name) for name in asked}
    wanted: dict[str, set[str]] = {}
    waiting = list(found.values())
    while waiting:
        for home, names in _imports(waiting.pop()):
            if home not in asked and not names <= wanted.get(home, set()):
                wanted[home] = wanted.get(home, set()) | names
                found[home] = _given(home, wanted[home])
                waiting.append(found[home])
    return found


def _stubs(release: Release, name: str) -> str:
    """The stubs of a unit, or of those of its functions that are needed."""
    unit = release.full.unit(name)
    asked = {exercise.name for exercise in release.course.unit(name).exercises}
    part = unit._replace(exercises=tuple(e for e in unit.exercises if e.name in asked))
    return stub_file(part._replace(given=release.course.unit(name).given), course=release.full)


def _imports(text: str) -> list[tuple[str, set[str]]]:
    """What a file takes from other units."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom) and node.level]
    return [(node.module or "", {alias.name for alias in node.names}) for node in nodes]


def _given(unit: str, names: set[str]) -> str:
    """Functions and types of a unit as code, with what they need of it and nothing else."""
    text = (SOLUTIONS / f"{unit}.py").read_text(encoding="utf-8-sig")
    code = extract(text, names)
    used = names_in(ast.parse(code))
    lines = []
    for node in ast.parse(code).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            node.names = [alias for alias in node.names if alias.name in used]
            lines += [ast.unparse(node)] if node.names else []
        else:
            lines += ["", ""] if isinstance(node, ast.FunctionDef) else []
            lines += code.splitlines()[node.lineno - 1 : node.end_lineno]
    return '"""Given: later units use this, and nobody has to write it."""\n\n' + "\n".join(lines).rstrip() + "\n"
