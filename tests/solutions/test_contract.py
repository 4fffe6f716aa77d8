"""The reference solutions keep the contract: names, parameters, defaults, errors, and complete docstrings."""

import ast
import doctest
import importlib
import inspect
import itertools
import subprocess
import sys
import textwrap
import types

import numpy as np
import pytest
from matplotlib.figure import Figure

UNITS = {
    "functions": ["square(x)", "relu(x)", "leaky_relu(x)", "sigmoid(x)"],
    "derivatives": [
        "deriv(func, input_, delta=0.001)",
        "approximate_derivative(func, x, p=0.001)",
        "step_errors(func, slope, x, steps)",
        "tangent_line(func, x0)",
    ],
    "chains": [
        "chain_length_2(chain, x)",
        "chain_length_3(chain, x)",
        "chain_deriv_2(chain, input_range)",
        "chain_deriv_3(chain, input_range)",
        "chain_length_n(chain, x)",
        "chain_deriv_n(chain, input_range)",
    ],
    "multiple_inputs": [
        "multiple_inputs_add(x, y, sigma)",
        "multiple_inputs_add_backward(x, y, sigma)",
        "multiple_inputs_multiply_backward(x, y, sigma)",
        "partial_derivative(func, point, i, p=0.001)",
        "gradient(func, x, p=0.001)",
        "chain_rule_multivariable(jacobian, upstream)",
    ],
    "matrices": [
        "matmul_forward(X, W)",
        "matmul_backward_first(X, W)",
        "matmul_backward_second(X, W)",
        "matrix_forward_extra(X, W, sigma)",
        "matrix_function_backward_1(X, W, sigma)",
        "matrix_function_forward_sum(X, W, sigma)",
        "matrix_function_backward_sum_1(X, W, sigma)",
        "matrix_function_backward_sum_2(X, W, sigma)",
    ],
    "matrix_calculus": [
        "subderivative_abs(x, a=0.0)",
        "subderivative_relu(x, a=0.0)",
        "jacobian(func, x, p=0.001)",
        "to_denominator_layout(J)",
        "grad_matrix_vector(A, x)",
        "grad_vector_matrix(x, A)",
        "grad_quadratic(A, x)",
        "grad_squared_norm(x)",
        "grad_squared_frobenius(X)",
    ],
    "plots": [
        "use_svg_display()",
        "set_figsize(figsize=(3.5, 2.5))",
        "plot_chain(ax, chain, input_range, length=2)",
        "plot_chain_deriv(ax, chain, input_range, length=2)",
        "set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend)",
        (
            "plot(X, Y=None, xlabel=None, ylabel=None, legend=None, xlim=None, ylim=None, xscale='linear', "
            "yscale='linear', fmts=('-', 'm--', 'g-.', 'r:'), figsize=(3.5, 2.5), axes=None)"
        ),
    ],
    "training": [
        "two_layer_loss(x, y, w1, b1, w2, b2)",
        "two_layer_gradients(x, y, w1, b1, w2, b2)",
        "gradient_check(func, grad, x, p=1e-05)",
        "gradient_descent(X, y, W, sigma, learning_rate, steps)",
    ],
}
GIVEN = {"use_svg_display", "set_figsize"}


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


FUNCTIONS = [pytest.param(unit, func, id=func.__name__) for unit in UNITS for func in written(unit)]


def solution(name):
    return next(param.values[1] for param in FUNCTIONS if param.id == name)


# --- names and parameters


@pytest.mark.parametrize("unit", UNITS)
def test_names_parameters_and_defaults_are_the_contract(unit):
    found = []
    for func in written(unit):
        signature = inspect.signature(func)
        bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
        bare_signature = signature.replace(parameters=bare, return_annotation=signature.empty)
        found.append(f"{func.__name__}{bare_signature}")
    assert found == UNITS[unit]


@pytest.mark.parametrize(("unit", "func"), FUNCTIONS)
def test_every_parameter_has_a_type(unit, func):
    signature = inspect.signature(func)
    assert signature.return_annotation is not signature.empty
    assert all(p.annotation is not p.empty for p in signature.parameters.values())


def test_types_have_their_names():
    functions, chains = module("functions"), module("chains")
    assert functions.Array_Function.__args__ == (np.ndarray, np.ndarray)
    assert chains.Chain.__args__ == (functions.Array_Function,)


@pytest.mark.parametrize("unit", UNITS)
def test_units_import_numpy_and_earlier_units_only(unit):
    earlier = list(itertools.takewhile(lambda name: name != unit, UNITS))
    allowed = {"numpy", "collections"}
    if unit == "plots":
        allowed |= {"matplotlib", *sys.stdlib_module_names}
    for node in ast.walk(ast.parse(inspect.getsource(module(unit)))):
        if isinstance(node, ast.ImportFrom) and node.level:
            assert node.level == 1
            assert node.module in earlier
        elif isinstance(node, ast.ImportFrom):
            assert node.module.split(".")[0] in allowed
        elif isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= allowed


def test_importing_plots_loads_neither_matplotlib_nor_ipython():
    code = "import sys, solutions.plots; print('matplotlib' in sys.modules, 'IPython' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


# --- docstrings


@pytest.mark.parametrize("unit", UNITS)
def test_examples_in_docstrings_are_true(unit, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    result = doctest.testmod(module(unit))
    assert result.attempted >= len(UNITS[unit]) - len(GIVEN)
    assert result.failed == 0


@pytest.mark.parametrize(("unit", "func"), FUNCTIONS)
def test_docstrings_are_complete(unit, func):
    text = inspect.getdoc(func)
    assert "Source: " in text.splitlines()[-1]
    parameters = list(inspect.signature(func).parameters)
    if parameters:
        args = text.split("Args:\n")[1].split("\n\n")[0]
        assert [
            line.split(":")[0].strip()
            for line in args.splitlines()
            if line.startswith("    ") and not line.startswith("     ")
        ] == parameters
    if func.__name__ in GIVEN:
        return
    assert "Example:\n    >>> " in text
    if inspect.signature(func).return_annotation not in (None, "None"):
        assert "Returns:\n    " in text
    if unit == "matrix_calculus":
        assert "\nLayout: " in text


@pytest.mark.parametrize(("unit", "func"), FUNCTIONS)
def test_errors_raised_are_in_the_docstring(unit, func):
    body = ast.parse(textwrap.dedent(inspect.getsource(func))).body[0]
    for node in ast.walk(body):
        if isinstance(node, ast.Assert):
            assert "AssertionError: " in func.__doc__
        if isinstance(node, ast.Raise):
            assert f"{node.exc.func.id}: " in func.__doc__


@pytest.mark.parametrize(("unit", "func"), [param for param in FUNCTIONS if param.id not in GIVEN])
def test_docstrings_do_not_give_the_code_away(unit, func):
    """A stub is the signature and the docstring: no expression of the body may stand in it."""
    without_spaces = "".join(func.__doc__.split())
    body = ast.parse(textwrap.dedent(inspect.getsource(func))).body[0].body[1:]
    code = [
        "".join(ast.unparse(node).split())
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.BinOp | ast.Call | ast.Compare)
    ]
    assert [text for text in code if len(text) > 4 and text in without_spaces] == []


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
