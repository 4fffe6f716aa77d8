"""Stubs: signature, docstring and raise, and nothing of the solution besides."""

import ast
import inspect
import re

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
_a, [_b] = 1, [2]
_squares = [_one * one for one in (1, 2)]


class _Way:
    way = 1


if math.pi > 3:
    _more = 2


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
    with pytest.raises(BrokenError, match=r"second\.py:\d+: given is no exercise of .*, nor given in course\.toml"):
        stub_file(unit, tmp_path, course)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ANSWER = 42", "ANSWER"),
        ("Answer = 42", "Answer"),
        ("Answer: float = 42", "Answer"),
        ("Answer = Callable[[ndarray], ndarray]", "Answer"),  # no signature names it
        ("Slope = np.cos", "Slope"),
        ("Wanted = wanted", "Wanted"),
        ("Slope = lambda x: 2 * x", "Slope"),
        ("Steps = [0.1, 0.2]", "Steps"),
        ("Table = {'square': 'x * x'}", "Table"),
        ("step = 1e-3", "step"),
        ("_a = b = 1", "b"),
        ("A, _b = 1, 2", "A"),
        ("[_a, *rest] = 1, 2", "rest"),
        ("for power in range(3):\n    pass", "power"),
        ("if np:\n    LIMIT = 3\nelse:\n    _LIMIT = 4", "LIMIT"),
        ("if np:\n    def slope(x):\n        y = 2 * x\n        return y", "slope"),
        ("try:\n    import scipy\nexcept ImportError:\n    scipy = None", "scipy"),
        ("with open(__file__) as file:\n    pass", "file"),
        ("def helper(x):\n    return 2 * x", "helper"),
        ("async def later(x):\n    return 2 * x", "later"),
        ("class Way:\n    slope = 2", "Way"),
        ("print(found := 3)", "found"),
        ("Pair = 3", "Pair"),  # a signature names it, but it is no type
    ],
)
def test_whatever_else_has_a_public_name_is_refused(tmp_path, line, name):
    unit, course = made_up(tmp_path, SOLUTION + f"\n\n{line}\n")
    with pytest.raises(BrokenError) as refused:
        stub_file(unit, tmp_path, course)
    said = str(refused.value)
    number = 1 + (SOLUTION + f"\n\n{line}\n")[: (SOLUTION + "\n\n").count("") - 1].count("\n")
    assert said.startswith(f"solutions/second.py:{number}: {name} is no exercise of grader/course/hints/second.toml")
    assert said.endswith(f"Call it _{name}, or put it into the function that uses it.")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("more: Iterable[float] = (1, 2)", "more=_SECRET", "the signature of wanted uses _SECRET, which no stub has"),
        ("y: Kind", "y: _Way", "the signature of wanted uses _Way, which no stub has"),
        ("xlim=math.pi", "xlim=_SECRET", "given, which is given, uses _SECRET, which no stub has. Put it into given."),
        ("xlim=math.pi", "xlim=_helper(1, 2)", "given, which is given, uses _helper, which no stub has"),
        ("tuple[ndarray, ndarray]", "tuple[_Way, ndarray]", "the type Pair uses _Way, which no stub has"),
    ],
)
def test_what_is_shown_uses_nothing_private(tmp_path, before, after, said):
    assert before in SOLUTION
    unit, course = made_up(tmp_path, SOLUTION.replace(before, after))
    with pytest.raises(BrokenError, match=re.escape(said)):
        stub_file(unit, tmp_path, course)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('    """\n    # the secret\n    return', '    """; return', "The docstring of wanted shares a line"),
        ('    """\n    # the', '    """  # the', "The docstring of wanted shares a line"),
        ("-> Pair:\n", "-> Pair:  # it returns x * x\n", "would show the comment '# it returns x * x'"),
        ("(x: ndarray, y: Kind,", "(\n    x: ndarray,  # SECRET\n    y: Kind,", "would show the comment '# SECRET'"),
        ("-> Pair:\n", "-> Pair:\n    # SECRET\n", "would show the comment '# SECRET'"),
    ],
)
def test_nothing_stands_beside_a_docstring(tmp_path, before, after, said):
    assert before in SOLUTION
    unit, course = made_up(tmp_path, SOLUTION.replace(before, after))
    with pytest.raises(BrokenError, match=re.escape(said)):
        stub_file(unit, tmp_path, course)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('what it is about."""', 'what it is about."""; _B = "SECRET"'),
        ('what it is about."""', 'what it is about."""  # SECRET'),
        ("Pair = tuple[ndarray, ndarray]", "Pair = tuple[ndarray, ndarray]  # SECRET"),
        ("Pair = tuple[ndarray, ndarray]", "_B = 'SECRET'; Pair = tuple[ndarray, ndarray]"),
        ("\n\n\ndef wanted", "\n\n\n# SECRET\ndef wanted"),
        ("Two arrays.", "SECRET"),
    ],
)
def test_what_stands_beside_what_is_shown_is_not(tmp_path, before, after):
    assert before in SOLUTION
    unit, course = made_up(tmp_path, SOLUTION.replace(before, after))
    assert stub_file(unit, tmp_path, course) == STUB


def test_a_type_counts_where_a_later_unit_names_it(tmp_path):
    _, course = made_up(tmp_path, SOLUTION)
    first = '"""First."""\n\nfrom collections.abc import Callable\n\nInner = Callable[[int], int]\nKind = list[Inner]\n'
    (tmp_path / "first.py").write_text(f'{first}\n\ndef earlier(x):\n    """Earlier."""\n    return x\n')
    assert "Inner = Callable[[int], int]\n\nKind = list[Inner]\n" in stub_file(course.units[0], tmp_path, course)
    (tmp_path / "second.py").write_text(SOLUTION.replace("y: Kind", "y: int"))
    with pytest.raises(BrokenError, match=r"first\.py:5: Inner is no exercise"):
        stub_file(course.units[0], tmp_path, course)


def test_a_file_without_a_docstring_has_no_stub(tmp_path):
    unit, course = made_up(tmp_path, SOLUTION.partition("\n")[2])
    with pytest.raises(BrokenError, match=r"solutions/second\.py has no docstring at its top"):
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
