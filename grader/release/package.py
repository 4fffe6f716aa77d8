"""What of the grader goes into a kit: the modules that a student's commands need, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.course.syllabus import ROOT

HERE = Path(__file__).parent
ROOTS = (
    "grader.cli.main", "grader.__main__", "grader.pytest_plugin", "grader.notebook", "grader.worker.__main__",
    "grader.sandbox.breakout",  # the jail sends it as text
    "grader.render.github",  # for a workflow on GitHub
)  # fmt: skip
COMMANDS = (
    "board", "check", "docs", "doctor", "hint", "list", "reset", "show", "solution", "update", "watch",
)  # fmt: skip
INSTEAD = {  # modules of which a kit has its own
    "grader.course.reference": "reference.py",
    "grader.course.stubs": "stubs.py",
    "grader.cli.commands.student.solution": "solution.py",
}


def modules(units: Sequence[str]) -> dict[str, bytes]:
    """The grader's modules in a kit with some units, by their path in it."""
    waiting = [
        *ROOTS,
        *(f"grader.cli.commands.student.{name}" for name in COMMANDS),
        *(f"grader.course.checks.{unit}" for unit in units),
    ]
    found: dict[str, bytes] = {}
    while waiting:
        name = waiting.pop()
        path = _place(name)
        if path is None or path.relative_to(ROOT).as_posix() in found:
            continue
        source = (HERE / "kit" / INSTEAD[name] if name in INSTEAD else path).read_bytes()
        found[path.relative_to(ROOT).as_posix()] = source
        waiting += [*_imported(ast.parse(source)), name.rpartition(".")[0]]
    return found


def _place(name: str) -> Path | None:
    """The file of a module of the grader, None for what is none."""
    if name.partition(".")[0] != "grader":
        return None
    path = ROOT.joinpath(*name.split("."))
    places = (path / "__init__.py", path.with_name(f"{path.name}.py"))
    return next((place for place in places if place.exists()), None)


def _imported(tree: ast.Module) -> Iterator[str]:
    """All that a file imports, wherever in it; what is taken from a package may be a module of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
