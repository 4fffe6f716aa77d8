"""Misconceptions and other right ways as a student would write them: the texts of submissions."""

from __future__ import annotations

import ast
import functools

from grader.course.alternatives import Alternative
from grader.course.misconceptions import Misconception
from grader.course.stubs import SOLUTIONS
from grader.course.syllabus import GRADER, Course, Exercise
from grader.submission.source import File, parse_source

MARKS = ("wrong", "alternative")  # decorators that a student does not write


def solution_files(course: Course) -> dict[str, str]:
    """The texts of all solutions, by unit."""
    return {unit.name: (SOLUTIONS / f"{unit.name}.py").read_text(encoding="utf-8-sig") for unit in course.units}


@functools.lru_cache(maxsize=64)
def file_of(unit: str, text: str) -> File:
    """The file of a unit that holds a text."""
    return parse_source(text, f"{unit}.py", f"{unit}.py")


def as_written(exercise: Exercise, one: Misconception | Alternative) -> str:
    """The text of a misconception or another right way, to be appended to a unit's file in the exercise's place.

    Args:
        exercise: the exercise.
        one: its misconception, or another right way; one that was made of the solution finds there what it uses.
    """
    name = one.function.__name__
    if isinstance(one, Misconception) and one.text:
        return f"\n\n{one.text}\n\n\n{exercise.name} = {name}\n"
    nodes = _statements("misconceptions" if isinstance(one, Misconception) else "alternatives", exercise.unit)
    kept, waiting = {name}, [name]
    while waiting:
        used = {sub.id for sub in ast.walk(nodes[waiting.pop()]) if isinstance(sub, ast.Name)} & nodes.keys()
        waiting += used - kept
        kept |= used
    body = [_rewritten(node, exercise.unit) for one, node in nodes.items() if one in kept]
    text = "\n".join(dict.fromkeys(ast.unparse(node) for node in body if node is not None))
    return f"\n\n{text}\n\n\n{exercise.name} = {name}\n"


@functools.cache
def _statements(kind: str, unit: str) -> dict[str, ast.stmt]:
    """The statements of a library's file, by the names that they bind."""
    tree = ast.parse((GRADER / "course" / kind / f"{unit}.py").read_text(encoding="utf-8-sig"))
    found: dict[str, ast.stmt] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            found |= {sub.id: node for target in node.targets for sub in ast.walk(target) if isinstance(sub, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = node
        elif isinstance(node, ast.Import | ast.ImportFrom) and getattr(node, "module", "") != "__future__":
            found |= {alias.asname or alias.name: node for alias in node.names}
    return found


def _rewritten(node: ast.stmt, unit: str) -> ast.stmt | None:
    """A statement of a library as it would stand in a student's file; None for what has no place there."""
    if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in ("grader", "solutions"):
        package, _, home = (node.module or "").rpartition(".")
        return None if package.startswith("grader") or home == unit else ast.ImportFrom(home, node.names, 1)
    if isinstance(node, ast.FunctionDef):
        others = [one for one in node.decorator_list if ast.unparse(one).split("(")[0] not in MARKS]
        said = len(others) < len(node.decorator_list) and ast.get_docstring(node) is not None
        return ast.FunctionDef(**{**vars(node), "decorator_list": others, "body": node.body[said:]})
    return node
