"""When two errors are the same mistake, and that nothing false is said of an error that only looks the same."""

import functools
import math

import numpy as np
import pytest
from helpers import answer_call

from grader.course.syllabus import load_course
from grader.grading.errors import CLASSES, error_class, same_error
from grader.protocol.check import call
from grader.protocol.raised import Raised

COURSE = load_course()
NAMES = {"np": np, "math": math, "M": np.ones((2, 3)), "N": np.ones((4, 5)), "f": lambda a, b: a, "g": lambda: 1}
SAID = {
    "sizes that do not fit": [
        *("M @ N", "np.dot(M, N)", "M + N", "M.reshape(5)", "np.concatenate([M, N])", "np.matmul(3.0, M)"),
        *("np.concatenate([M, np.ones(3)])", "np.broadcast_to(M, (5, 5))", "np.array([[1.0], [1.0, 2.0]])"),
        *("M.__setitem__(slice(None), np.ones(7))", "np.inner(M, N)", "np.tensordot(M, N, 1)", "np.hstack([M, N])"),
    ],
    "a truth value of an array": ["bool(M)", "max(M, 0.0)", "1.0 if M > 0 else 0.0", "not M", "0 < M < 1", "M and N"],
    "an array where a number belongs": ["float(M)", "math.exp(M)", "int(np.ones(2))", "M.item()", "math.pow(2.0, M)"],
    "an index out of bounds": ["M[7]", "[1][3]", "M[0, 0, 0]", "()[0]", "M.take(99)"],
    "values to unpack": ["[a for a, b in [(1,)]]", "[a for a, b in [(1, 2, 3)]]", "[a for a, b in [3]]"],
    "an argument that is missing": ["f(1)", "f()", "np.transpose()"],
    "an argument too many": ["f(1, 2, 3)", "g(1)", "np.transpose(M, 1, 0)", "np.sum(M, axes=1)"],
    "a result that does not fit the array": ["np.add(M, 0.5, out=np.ones((2, 3), int))"],
    "an axis that is no number": ["np.max(M, M)", "np.sum(M, axis=0.5)", "range(0.5)"],
    "a number that is called": ["M[0, 0](1)", "math.pi(1)", "len(M)(1)"],
    "a number that is indexed": ["M[0, 0][0]", "math.pi[0]", "len(M)[0]"],
    "a matrix that cannot be inverted": ["np.linalg.inv(M)", "np.linalg.inv(np.zeros((2, 2)))"],
}


def error_of(code):
    found = answer_call(lambda: eval(code, dict(NAMES)), call()).raised
    assert found is not None
    return found


@pytest.mark.parametrize("name", CLASSES)
def test_errors_of_a_class_are_told_by_what_they_say(name):
    """In the words of the versions that are installed."""
    assert {code: error_class(error_of(code)) for code in SAID[name]} == dict.fromkeys(SAID[name], name)


OTHER_VERSIONS = {
    "only size-1 arrays can be converted to Python scalars": "an array where a number belongs",
    "only length-1 arrays can be converted to Python scalars": "an array where a number belongs",
    "shapes (2,3) and (4,5) not aligned: 3 (dim 1) != 4 (dim 0)": "sizes that do not fit",
    "f() missing 1 required positional argument: 'y'": "an argument that is missing",
    "f.<locals>.<lambda>() missing 2 required positional arguments: 'x' and 'y'": "an argument that is missing",
    "f() takes from 1 to 2 positional arguments but 3 were given": "an argument too many",
    "f() got an unexpected keyword argument 'axes'": "an argument too many",
    "'numpy.float64' object is not callable": "a number that is called",
    "'tuple' object is not callable": "'tuple' object is not callable",
    "'NoneType' object is not callable": "'NoneType' object is not callable",
    "name 'x' is not defined": "name 'x' is not defined",
    "unsupported operand type(s) for +: 'int' and 'str'": "unsupported operand type(s) for +: 'int' and 'str'",
    "square() wants 3 of 5": "f() wants # of #",
}


@pytest.mark.parametrize("text", OTHER_VERSIONS)
def test_what_an_error_says_in_substance(text):
    assert error_class(Raised("TypeError", ("TypeError",), text)) == OTHER_VERSIONS[text]


def test_who_raised_an_error_counts():
    def made(function, type_name="TypeError", text="no"):
        return Raised(type_name, (type_name,), text, 3, "chains", function)

    same = functools.partial(same_error, exercise="chain_deriv_2", course=COURSE)
    assert same(made("chain_deriv_2"), made("chain_deriv_2"))
    assert same(made("my_helper"), made("<lambda>"))
    assert not same(made("chain_deriv_2"), made("my_helper"))
    assert not same(made("deriv"), made("square"))
    assert not same(made("deriv"), made("chain_deriv_2"))
    assert not same(made(""), made("chain_deriv_2"))
    assert not same(made("deriv"), made("deriv", "ValueError"))
    assert not same(made("deriv"), made("deriv", text="yes"))


# --- functions: what is named, and what is not

JACOBIAN = """
def jacobian(func, x, p=1e-3):
    table = np.zeros((len(x), len(x)))
    for i in range(len(x)):
        up, down = x.astype(float), x.astype(float)
        up[i] += p
        down[i] -= p
        table[:, i] = (func(up) - func(down)) / (2 * p)
    return table
"""
OPEN_RANGE = """
def subderivative_abs(x, a=0.0):
    if not -1 < a < 1:
        raise ValueError("no")
    return np.where(x == 0, a, np.sign(x)) * 1.0
"""
UNPACKS = "def {}(chain, x):\n    f, g = chain\n    return g(f(x))\n"
NAMED = {  # the function's text, and the slug
    "deriv of a pair": ("def matmul_backward_first(X, W):\n    return deriv(W, (1, 0))\n", "deriv"),
    "unpacked": (UNPACKS.format("chain_length_2"), "unpacks"),
    "unpacked, by another name": (UNPACKS.format("mine") + "chain_length_2 = mine\n", "unpacks"),
    "open range": (OPEN_RANGE, "open-range"),
    "square table": (JACOBIAN, "square-table"),
    "left to @": ("def matmul_forward(X, W):\n    return X @ W\n", "no-assertion"),
    "left to np.dot": ("def matmul_forward(X, W):\n    return np.dot(X, W)\n", "no-assertion"),
}
NOT_NAMED = {  # the function's text, and what it used to be called
    "transpose with axes": ("def matmul_backward_first(X, W):\n    return np.transpose(W, 1, 0)\n", "deriv"),
    "T that is called": ("def matmul_backward_first(X, W):\n    return W.T(1, 0)\n", "deriv"),
    "an axis too many": ("def matmul_backward_second(X, W):\n    return X.transpose(1, 0, 2)\n", "deriv"),
    "arguments of deriv the wrong way round": (
        "def multiple_inputs_add_backward(x, y, sigma):\n    s = deriv(x + y, sigma)\n    return s, s\n",
        "deriv-of-two",
    ),
    "deriv without points": (
        "def multiple_inputs_add_backward(x, y, sigma):\n    s = deriv(sigma)\n    return s, s\n",
        "deriv-of-two",
    ),
    "a length of a number": ("def gradient(func, x, p=1e-3):\n    return len(p) * x\n", "moves-rows"),
}


@pytest.mark.parametrize("name", NAMED)
def test_an_error_that_is_the_same_mistake_is_named(above_solutions, name):
    text, slug = NAMED[name]
    found = above_solutions(text)
    assert found.diagnosis is not None
    assert found.diagnosis.misconception == slug


@pytest.mark.parametrize("name", NOT_NAMED)
def test_an_error_that_only_looks_the_same_is_not(above_solutions, name):
    text, slug = NOT_NAMED[name]
    found = above_solutions(text)
    assert found.verdict in ("error", "wrong")
    assert found.diagnosis is None or found.diagnosis.misconception != slug
