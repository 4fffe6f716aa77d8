"""The stubs of a student's kit, as they were handed out. It takes the place of `grader.course.stubs` there."""

from __future__ import annotations

import ast
from pathlib import Path

from grader.course.syllabus import Unit

STUBS = Path(__file__).parent / "pristine"


def stub_file(unit: Unit) -> str:
    """The whole stub file of a unit."""
    return (STUBS / f"{unit.name}.py").read_text(encoding="utf-8")


def stub_of(unit: str, name: str) -> str:
    """The stub of one function, as text: signature, docstring, raise."""
    text = (STUBS / f"{unit}.py").read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    node = next(node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == name)
    return "".join(lines[node.lineno - 1 : node.end_lineno])
