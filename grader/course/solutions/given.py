"""The text of solutions that are given to a student's functions, compiled: of these functions, and of no others."""

from __future__ import annotations

import ast
import functools
import marshal

from grader.course.stubs import SOLUTIONS
from grader.course.syllabus import load_course
from grader.submission.notebook import extract


@functools.cache
def given_code(names: frozenset[str]) -> list[bytes]:
    """The code of some solutions with what they need, a piece for each unit, in the order of the course.

    All pieces are to be executed in one namespace. There are no docstrings in them, and no types.
    """
    course = load_course()
    wanted = names | course.needs_of(names)
    here = {unit: [e.name for e in unit.exercises if e.name in wanted] for unit in course.units}
    return [_compiled(unit.name, of_unit) for unit, of_unit in here.items() if of_unit]


def _compiled(unit: str, names: list[str]) -> bytes:
    tree = ast.parse((SOLUTIONS / f"{unit}.py").read_text(encoding="utf-8-sig"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            _strip(node)
    tree = ast.parse(extract(ast.unparse(tree), names))
    tree.body = [node for node in tree.body if not (isinstance(node, ast.ImportFrom) and node.level)]
    return marshal.dumps(compile(tree, f"{unit}.py", "exec", dont_inherit=True, optimize=0))


def _strip(function: ast.FunctionDef) -> None:
    """Take the docstring and the types away."""
    arguments = function.args
    function.returns = None
    for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg):
        if one is not None:
            one.annotation = None
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:] or [ast.Pass()]
