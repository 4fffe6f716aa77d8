"""Places that are whole statements, one that stands elsewhere or makes an array; and places in helpers."""

import ast
import warnings

from placing import solved

from grader.submission.edits.copies import copies
from grader.submission.edits.edit import Text
from grader.submission.edits.moves import moves

IN_LOOP = """
def gradient(func, x, p=1e-3):
    grad = np.zeros(x.shape)
    for idx in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[idx] = p
        grad[idx] = (func(x + e) - func(x - e)) / (2 * p)
        return grad
"""
NOT_RESET = """
def gradient(func, x, p=1e-3):
    grad = np.zeros(x.shape)
    step = np.zeros(x.shape)
    for idx in np.ndindex(x.shape):
        step[idx] = p
        grad[idx] = (func(x + step) - func(x - step)) / (2 * p)
    return grad
"""
TOO_EARLY = """
def chain_deriv_n(chain, input_range):
    assert len(chain) >= 1
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        value = func(value)
        slope = slope * deriv(func, value)
    return slope
"""
RESET = """
def chain_rule_multivariable(jacobian, upstream):
    result = []
    for j in range(jacobian.shape[1]):
        for i in range(jacobian.shape[0]):
            total = 0
            total += jacobian[i][j] * upstream[i]
        result.append(total)
    return np.array(result)
"""
OVERWRITTEN = """
def chain_rule_multivariable(jacobian, upstream):
    m, n = jacobian.shape
    out = np.zeros(n)
    for j in range(n):
        for i in range(m):
            out[j] = jacobian[i, j] * upstream[i]
    return out
"""
MOVED = [
    ("gradient", IN_LOOP, ("return grad", "line")),
    ("gradient", NOT_RESET, ("step = np.zeros(x.shape)", "line")),
    ("chain_deriv_n", TOO_EARLY, ("slope = slope * deriv(func, value)", "line")),
    ("chain_rule_multivariable", RESET, ("total = 0", "line")),
    ("chain_rule_multivariable", OVERWRITTEN, ("=", "operator")),
]


def written(course, name, text):
    """A unit's solutions with another way to write one of them."""
    return solved(course, name, f"def {name}(", f"def _{name}(") + "\n\n" + text


def test_a_statement_that_stands_at_the_wrong_place_is_one(course, find):
    for name, text, place in MOVED:
        assert find(name, written(course, name, text)) == [place], text


HALF_STEP = """
def deriv(func, input_, delta=0.001):
    h = delta / 2
    return (func(input_ + h) - func(input_ - h)) / (2 * delta)
"""
MATRIX_ONLY = """
def chain_deriv_2(chain, input_range):
    assert len(chain) == 2
    assert input_range.ndim == 2
    f1, f2 = chain
    return deriv(f2, f1(input_range)) * deriv(f1, input_range)
"""
LINES = [
    ("deriv", HALF_STEP, [("h = delta / 2", "statement")]),
    ("chain_deriv_2", MATRIX_ONLY, [("2", "number")]),  # that a change elsewhere would make it always hold says nothing
    ("relu", "\ndef relu(x):\n    y = np.minimum(x, 0)\n    return y\n", []),  # two statements: it would say little
]


def test_a_statement_is_a_place_where_it_is_one_of_several(course, find):
    for name, text, places in LINES:
        assert find(name, written(course, name, text)) == places, text


DISTANCE = """
def deriv(func, input_, delta=0.001):
    rise = np.abs(func(input_ + delta) - func(input_ - delta))
    run = 2 * delta
    return rise / run
"""


def test_another_value_in_the_place_of_a_name_does_not_contradict_where_the_name_is_given_its_value(course, find):
    assert find("deriv", written(course, "deriv", DISTANCE)) == [("np.abs", "call")]


CUT_OFF = "\ndef relu(x):\n    positive = (x > 0).astype(int)\n    return (positive * x).astype(int)\n"
NO_COPY = "\ndef leaky_relu(x):\n    x = np.asarray(x, dtype=float)\n    x[x < 0] *= 0.2\n    return x\n"
ALIASES = """
def chain_deriv_n(chain, input_range):
    assert len(chain) >= 1
    assert input_range.ndim == 1
    value = 1.0 * input_range
    slope = np.ones(value.shape)
    for func in chain:
        old = value
        value[:] = func(value)
        slope = slope * deriv(func, old)
    return slope
"""
ARRAYS = [
    ("relu", CUT_OFF, ("(positive * x).astype(int)", "dtype")),
    ("leaky_relu", NO_COPY, ("np.asarray(x, dtype=float)", "alias")),
    ("chain_deriv_n", ALIASES, ("value", "alias")),
]


def test_an_array_that_is_no_copy_or_has_no_room_for_fractions_is_a_place(course, find):
    for name, text, place in ARRAYS:
        assert find(name, written(course, name, text)) == [place], text


def test_a_part_has_all_its_brackets(course, find):
    text = "\ndef multiple_inputs_add_backward(x, y, sigma):\n    dx = deriv(lambda t: sigma(t + y), x)\n"
    text += "    dy = deriv(lambda t: sigma(t + y), y)\n    return dx, dy\n"
    (place,) = find("multiple_inputs_add_backward", written(course, "multiple_inputs_add_backward", text))
    assert place == ("dy = deriv(lambda t: sigma(t + y), y)", "statement")


ALL_SUMMED = """
def partial_derivative(func, point, i, p=1e-3):
    total = 0
    for k in range(len(point)):
        step = np.zeros(point.shape)
        step[k] = p
        total += (func(point + step) - func(point - step)) / (2 * p)
    return total
"""


def test_a_guess_that_is_too_large_warns_nobody(course, find):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert find("partial_derivative", written(course, "partial_derivative", ALL_SUMMED)) == []


def test_moves_and_copies_are_python_and_change_something(course):
    for text in (IN_LOOP, NOT_RESET, TOO_EARLY, RESET, OVERWRITTEN, CUT_OFF, NO_COPY, ALIASES):
        code = text.strip() + "\n"
        (function,) = ast.parse(code).body
        found = [*moves(function, Text(code)), *copies(function, Text(code))]
        assert found
        for edit in found:
            changed = code[: edit.begin] + edit.text + code[edit.end :]
            assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(code)), edit


OFF_BY_ONE = """
def dot(a, b):
    total = 0.0
    for k in range(1, len(a)):
        total += a[k] * b[k]
    return total


def chain_rule_multivariable(jacobian, upstream):
    return np.array([dot(jacobian[:, j], upstream) for j in range(jacobian.shape[1])])
"""
ONE_LINE = """
def stable_exp(v):
    return np.exp(np.minimum(v, 0))


def sigmoid(x):
    return 1 / (1 + stable_exp(-x))
"""
EITHER = """
def stepped(f, x, h):
    return f(x + 2 * h)


def deriv(func, input_, delta=0.001):
    h = 1 * delta
    return (stepped(func, input_, h) - stepped(func, input_, -h)) / (2 * delta)
"""
HELPERS = [
    ("chain_rule_multivariable", OFF_BY_ONE, [("1", "number")]),
    ("sigmoid", ONE_LINE, [("return np.exp(np.minimum(v, 0))", "statement")]),
    ("deriv", EITHER, []),  # 2 * h in the one, 0.5 * delta in the other
]


def test_the_place_may_be_in_a_helper_of_ones_own(course, find):
    for name, text, places in HELPERS:
        assert find(name, written(course, name, text)) == places, text
