"""Stubs: signature, docstring and raise, and nothing of the solution besides."""

import ast
import inspect

import pytest

from grader.course.stubs import SOLUTIONS, stub_file, stub_of
from grader.course.syllabus import Course, Exercise, Unit, load_course
from grader.errors import BrokenError

COURSE = load_course()
UNITS = [pytest.param(unit, id=unit.name) for unit in COURSE.units]
EXERCISES = [pytest.param(exercise, id=exercise.name) for exercise in COURSE.exercises]

SOLUTION = '''"""The unit: what it is about."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy import linalg, ndarray

from .first import Kind, earlier
from .first import unused

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Pair = tuple[ndarray, ndarray]
"""Two arrays."""

_SECRET = 3.14
constant = 4


def given(axes: Axes) -> None:
    """Given."""
    axes.set(xlim=math.pi)


def wanted(x: ndarray, y: Kind, more: Iterable[float] = (1, 2)) -> Pair:
    """Wanted: what is asked for.

    f(x) = x
    """
    # the secret
    return _helper(x, _SECRET), linalg.norm(y)


def _helper(x: ndarray, factor: float) -> ndarray:
    """The way."""
    return x * factor * earlier(x)
'''
STUB = '''"""The unit: what it is about."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy import ndarray

from .first import Kind

if TYPE_CHECKING:
    from matplotlib.axes import Axes

from .first import earlier

Pair = tuple[ndarray, ndarray]


def given(axes: Axes) -> None:
    """Given."""
    axes.set(xlim=math.pi)


def wanted(x: ndarray, y: Kind, more: Iterable[float] = (1, 2)) -> Pair:
    """Wanted: what is asked for.

    f(x) = x
    """
    # Stuck? uv run grader hint wanted
    raise NotImplementedError
'''


def made_up(tmp_path, source, given=("given",)):
    """A course of two units, the second with this solution."""
    (tmp_path / "second.py").write_text(source, encoding="utf-8")
    hints = ("idea", "place", "formula")
    first = Unit("first", "First", (), (), (Exercise("first", "earlier", "t", (), hints),))
    second = Unit("second", "Second", ("first",), given, (Exercise("second", "wanted", "t", ("earlier",), hints),))
    return second, Course("Made up", (first, second))


def test_a_stub_keeps_what_is_public_and_nothing_else(tmp_path):
    unit, course = made_up(tmp_path, SOLUTION)
    assert stub_file(unit, tmp_path, course) == STUB
    assert stub_of("second", "wanted", tmp_path) == STUB[STUB.index("def wanted") :]


def test_what_is_neither_an_exercise_nor_given_is_our_failure(tmp_path):
    unit, course = made_up(tmp_path, SOLUTION, given=())
    with pytest.raises(BrokenError, match=r"second\.given is no exercise of .*, nor given in course\.toml"):
        stub_file(unit, tmp_path, course)


def test_a_solution_without_a_docstring_has_no_stub(tmp_path):
    made_up(tmp_path, '"""Unit."""\n\n\ndef wanted(x):\n    return x\n')
    with pytest.raises(BrokenError, match="The solution of wanted has no docstring"):
        stub_of("second", "wanted", tmp_path)
    with pytest.raises(KeyError, match=r"second\.other"):
        stub_of("second", "other", tmp_path)


# --- the stubs of the course


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_graded_body_is_its_docstring_and_the_raise(exercise):
    text = stub_of(exercise.unit, exercise.name)
    function = ast.parse(text).body[0]
    assert [type(node) for node in function.body] == [ast.Expr, ast.Raise]
    assert ast.unparse(function.body[1]) == "raise NotImplementedError"
    comments = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
    assert comments == [f"# Stuck? uv run grader hint {exercise.name}"]
    assert len(inspect.cleandoc(ast.get_docstring(function)).splitlines()) > 3


@pytest.mark.parametrize("unit", UNITS)
def test_no_helper_and_no_import_of_the_solution_leaks(unit):
    stub, solution = ast.parse(stub_file(unit)), ast.parse((SOLUTIONS / f"{unit.name}.py").read_text(encoding="utf-8"))
    graded = {exercise.name for exercise in unit.exercises}
    defined = {node.name for node in stub.body if isinstance(node, ast.FunctionDef)}
    assert defined == graded | {*unit.given}
    assert not any(name.startswith("_") for name in defined)
    names = {node.id for node in ast.walk(stub) if isinstance(node, ast.Name)}
    assert not any(name.startswith("_") for name in names)
    needed = {need for exercise in unit.exercises for need in exercise.needs}
    for node in ast.walk(stub):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name = alias.asname or alias.name
                assert name in names | needed | {"np", "annotations"}, f"{name} is imported for nothing"
    private = {node.name for node in solution.body if isinstance(node, ast.FunctionDef) and node.name.startswith("_")}
    text = ast.unparse(stub)
    assert not [name for name in private if name in text]


@pytest.mark.parametrize("unit", UNITS)
def test_expressions_of_the_solution_stand_nowhere_in_the_stub(unit):
    """Every statement of a graded body, and of every helper, is gone."""
    text = "".join(stub_file(unit).split())
    solution = ast.parse((SOLUTIONS / f"{unit.name}.py").read_text(encoding="utf-8"))
    for node in solution.body:
        if isinstance(node, ast.FunctionDef) and node.name not in unit.given:
            for statement in node.body[1:] if ast.get_docstring(node) else node.body:
                written = "".join(ast.unparse(statement).split())
                assert written not in text, f"{node.name}: {written}"


@pytest.mark.parametrize("unit", UNITS)
def test_stubs_import_and_are_todo(unit, tmp_path, grading):
    (tmp_path / f"{unit.name}.py").write_text(stub_file(unit), encoding="utf-8")
    done = grading(tmp_path, unit.name)
    assert set(done.verdicts.values()) == {"todo"}
