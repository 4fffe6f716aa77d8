"""The reference solutions keep the contract: names, parameters, defaults, errors, and complete docstrings.

What holds for every unit is asked of whatever `course.toml` lists; the signatures of the contract are fixed.
"""

import importlib
import inspect
import subprocess
import sys
import types

import numpy as np
import pytest
from contract import SIGNATURES
from matplotlib.figure import Figure

from grader.authoring.audit.docstrings import gaps_of, run_examples
from grader.authoring.audit.units import audit_unit
from grader.course.syllabus import load_course

COURSE = load_course()


def module(unit):
    return importlib.import_module(f"solutions.{unit}")


def written(unit):
    """The public functions of a unit, in the order of the file."""
    return [
        thing
        for name, thing in vars(module(unit)).items()
        if isinstance(thing, types.FunctionType)
        and thing.__module__ == f"solutions.{unit}"
        and not name.startswith("_")
    ]


def solution(name):
    return getattr(module(COURSE.exercise(name).unit), name)


# --- names and parameters


@pytest.mark.parametrize("unit", SIGNATURES)
def test_names_parameters_and_defaults_are_the_contract(unit):
    found = []
    for func in written(unit):
        signature = inspect.signature(func)
        bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
        bare_signature = signature.replace(parameters=bare, return_annotation=signature.empty)
        found.append(f"{func.__name__}{bare_signature}")
    contract = [signature.partition("(")[0] for signature in SIGNATURES[unit]]
    assert [one for one in found if one.partition("(")[0] in contract] == SIGNATURES[unit]


@pytest.mark.parametrize("unit", COURSE.units, ids=lambda unit: unit.name)
def test_a_file_defines_what_the_course_names(unit):
    names = [func.__name__ for func in written(unit.name)]
    assert sorted(names) == sorted([*unit.given, *(exercise.name for exercise in unit.exercises)])


def test_types_have_their_names():
    functions, chains = module("functions"), module("chains")
    assert functions.Array_Function.__args__ == (np.ndarray, np.ndarray)
    assert chains.Chain.__args__ == (functions.Array_Function,)


def test_importing_plots_loads_neither_matplotlib_nor_ipython():
    code = "import sys, solutions.plots; print('matplotlib' in sys.modules, 'IPython' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


# --- files and docstrings, as `grader audit` looks at them


@pytest.mark.parametrize("unit", COURSE.units, ids=lambda unit: unit.name)
def test_imports_needs_and_docstrings_of_a_file_hold(unit):
    row = audit_unit(unit, COURSE)
    assert row.short == []
    assert row.docstrings == 1 + len(unit.given)


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.name)
def test_docstrings_are_complete_and_their_examples_true(exercise):
    assert gaps_of(exercise.unit, exercise.name) == []
    count, false = run_examples(exercise.unit, exercise.name)
    assert count > 0
    assert false == []


@pytest.mark.parametrize("func", written("matrix_calculus"), ids=lambda func: func.__name__)
def test_gradients_say_their_layout(func):
    assert "\nLayout: " in inspect.getdoc(func)


# --- errors

one, two, three = np.ones(1), np.ones(2), np.ones(3)
f = np.tanh
ERRORS = [
    *[("chain_length_2", ([f] * n, two), AssertionError, str(n)) for n in (0, 1, 3)],
    *[("chain_length_3", ([f] * n, two), AssertionError, str(n)) for n in (0, 2, 4)],
    *[("chain_deriv_2", ([f] * n, two), AssertionError, str(n)) for n in (0, 1, 3)],
    *[("chain_deriv_3", ([f] * n, two), AssertionError, str(n)) for n in (0, 2, 4)],
    ("chain_deriv_2", ([f, f], np.array(1.0)), AssertionError, "0"),
    ("chain_deriv_2", ([f, f], np.ones((2, 1))), AssertionError, "2"),
    ("chain_deriv_3", ([f, f, f], np.array(1.0)), AssertionError, "0"),
    ("chain_deriv_3", ([f, f, f], np.ones((1, 2, 1))), AssertionError, "3"),
    ("chain_length_n", ([], two), AssertionError, "1"),
    ("chain_deriv_n", ([], two), AssertionError, "1"),
    ("chain_deriv_n", ([f], np.ones((2, 1))), AssertionError, "2"),
    *[
        ("multiple_inputs_add", (x, y, f), AssertionError, r"\(3,\)")
        for x, y in ((three, one), (one, three), (three, np.ones((3, 1))), (np.array(1.0), three))
    ],
    ("partial_derivative", (np.sum, three, 3), IndexError, "3"),
    ("partial_derivative", (np.sum, three, -4), IndexError, "-4"),
    ("matmul_forward", (np.ones((2, 3)), np.ones((4, 5))), AssertionError, "3.*4"),
    ("matmul_forward", (np.ones((3, 2)), np.ones((3, 2))), AssertionError, "2.*3"),
    ("matmul_forward", (np.ones((2, 300)), np.ones((301, 1))), AssertionError, "300.*301"),
    *[("subderivative_abs", (two, a), ValueError, r"\[-1, 1\]") for a in (-1.1, 1.1, np.nan, np.inf)],
    *[("subderivative_relu", (two, a), ValueError, r"\[0, 1\]") for a in (-0.1, 1.1, np.nan, np.inf)],
    *[
        (name, (Figure().subplots(), [f] * length, two, length), ValueError, str(length))
        for name in ("plot_chain", "plot_chain_deriv")
        for length in (1, 4, 0)
    ],
    *[
        (name, (Figure().subplots(), [f] * 2, two, 3), AssertionError, "3")
        for name in ("plot_chain", "plot_chain_deriv")
    ],
    ("plot", ([two, two], [two, two, two]), ValueError, "2 X for 3 Y"),
    ("plot", ([two, two], two), ValueError, "2 X for 1 Y"),
]


@pytest.mark.parametrize(("name", "args", "error", "words"), ERRORS)
def test_errors(name, args, error, words):
    keywords = {"axes": Figure().subplots()} if name == "plot" else {}
    with pytest.raises(error, match=words):
        solution(name)(*args, **keywords)


def test_sizes_above_256_are_equal():
    """`is` instead of `==` compares small ints only."""
    X, W = np.ones((1, 1000)), np.ones((1000, 1))
    assert solution("matmul_forward")(X, W).tolist() == [[1000.0]]
    assert solution("multiple_inputs_add")(X, X, f).shape == (1, 1000)


def test_the_kink_accepts_both_ends_of_its_interval():
    zero = np.array([0])
    assert [solution("subderivative_abs")(zero, a).tolist() for a in (-1, 1)] == [[-1], [1]]
    assert [solution("subderivative_relu")(zero, a).tolist() for a in (0, 1)] == [[0], [1]]
    assert solution("subderivative_abs")(zero).tolist() == [0]
