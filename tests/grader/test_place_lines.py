"""Places that are no part of an expression: where a line stands, and lines of the student's own functions."""

import json
from pathlib import Path

import pytest
from placing import HEAD

from grader.grading import report
from grader.grading.place.words import QUESTIONS
from grader.submission.edits.edit import KINDS
from grader.submission.reader import LocalReader
from grader.worker.rounds import EndlessError, Rounds, counted

SCHEMA = Path(report.__file__).with_name("report.schema.json")
IMPORTS = HEAD + "from .derivatives import deriv\nfrom .multiple_inputs import gradient\n\n\n"

RETURN_IN_LOOP = """def gradient_check(func, grad, x, p=1e-5):
    worst = 0.0
    for s, t in zip(np.ravel(grad(x)), np.ravel(gradient(func, x, p))):
        error = abs(s - t) / max(1e-8, abs(s) + abs(t))
        if error > worst:
            worst = error
        return worst
"""
RETURN_IN_TWO_LOOPS = """def chain_rule_multivariable(jacobian, upstream):
    slopes = [0.0] * jacobian.shape[1]
    for i in range(jacobian.shape[0]):
        for j in range(jacobian.shape[1]):
            slopes[j] += jacobian[i, j] * upstream[i]
            return np.array(slopes)
"""
BEGUN_AGAIN = """def chain_deriv_n(chain, input_range):
    assert len(chain) >= 1
    assert input_range.ndim == 1
    value = input_range
    for func in chain:
        slope = np.ones(value.shape)
        slope = deriv(func, value) * slope
        value = func(value)
    return slope
"""
BEFORE_THE_LOOP = """def gradient_descent(X, y, W, sigma, learning_rate, steps):
    W = W.astype(float)
    losses = []
    N = X @ W
    for _ in range(steps):
        losses.append(np.mean((sigma(N) - y) ** 2))
        W = W - learning_rate * 2 / y.size * X.T @ ((sigma(N) - y) * deriv(sigma, N))
    return np.array(losses), W
"""
TOO_LATE = """def chain_deriv_n(chain, input_range):
    assert len(chain) >= 1
    assert input_range.ndim == 1
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        value = func(value)  # the slope is taken where the function has been
        slope = deriv(func, value) * slope
    return slope
"""
AFTER_THE_LOOP = """def gradient_descent(X, y, W, sigma, learning_rate, steps):
    W = W.astype(float)
    losses = []
    for _ in range(steps):
        losses.append(np.mean((sigma(X @ W) - y) ** 2))
        slope = 2 / y.size * X.T @ ((sigma(X @ W) - y) * deriv(sigma, X @ W))
    W = W - learning_rate * slope
    return np.array(losses), W
"""
REFUSED_TOO_LATE = """def multiple_inputs_add(x, y, sigma):
    total = sigma(x + y)
    assert x.shape == y.shape
    return total
"""
LINES = [
    ("gradient_descent", AFTER_THE_LOOP, "W = W - learning_rate * slope"),
    ("multiple_inputs_add", REFUSED_TOO_LATE, "assert x.shape == y.shape"),
    ("gradient_check", RETURN_IN_LOOP, "return worst"),
    ("chain_rule_multivariable", RETURN_IN_TWO_LOOPS, "return np.array(slopes)"),
    ("chain_deriv_n", BEGUN_AGAIN, "slope = np.ones(value.shape)"),
    ("gradient_descent", BEFORE_THE_LOOP, "N = X @ W"),
    ("chain_deriv_n", TOO_LATE, "slope = deriv(func, value) * slope"),
]


def test_a_line_that_stands_in_the_wrong_place_is_found(find):
    for name, text, line in LINES:
        assert find(name, IMPORTS + text) == [(line, "line")], line


COUNTED = """def chain_length_n(chain, x):
    assert len(chain) >= 1
    number = 0
    while number < len(chain):
        x = chain[number](x)
        number += 1
        {}return x
"""
BEGINS = """def matrix_function_forward_sum(X, W, sigma):
    S = sigma(X @ W)
    total = 0
    i = 0
    while i < S.shape[0]:
        j = {}
        while j < S.shape[1]:
            total += S[i, j]
            j += 1
        i += 1
    return total
"""


DOWN = """def f(n):
    while n > 0:
        try:
            n -= 1
        except Exception:
            pass
    return n
"""


def test_an_edit_that_never_ends_a_loop_ends_by_itself(find):
    assert find("matrix_function_forward_sum", HEAD + BEGINS.format(1)) == [("1", "number")]


def test_lines_are_moved_into_and_out_of_a_while_loop(find):
    assert find("chain_length_n", HEAD + COUNTED.format("")) == [("return x", "line")]


def test_a_loop_of_an_edit_may_take_some_rounds_more_than_the_function_does():
    rounds = Rounds()
    names = rounds.names()
    exec(compile(counted(DOWN), "f.py", "exec"), names)
    assert names["f"](20) == 0
    assert rounds.count == 21
    rounds.most = 30
    with pytest.raises(EndlessError):
        names["f"](20)
    rounds.begin()
    assert names["f"](20) == 0
    assert counted("x = 1") == "x = 1"


def test_each_kind_of_a_place_has_its_question_and_is_in_the_schema():
    assert {*KINDS} == {*QUESTIONS}
    assert f'"kind": {{"enum": {json.dumps(KINDS)},' in SCHEMA.read_text(encoding="utf-8")
    assert all(words.endswith("?") for words in QUESTIONS.values())


HELPER = """def unit(n, j):
    e = np.zeros(n)
    e[j - 1] = 1
    return e


LIMIT = 3


def jacobian(func, x, p=1e-3):
    columns = []
    for j in range(len(x)):
        step = p * unit(len(x), j)
        columns.append((func(x + step) - func(x - step)) / (2 * p))
    return np.column_stack(columns)
"""
BELOW = """def matmul_forward(X, W):
    assert X.shape[1] == W.shape[0], f"{X.shape[1]} and {W.shape[0]}"
    return np.array([[dot(row, column) for column in W.T] for row in X])


def dot(row, column):
    total = 0
    for one, two in zip(row, column):
        total = total + one + two
    return total
"""


def test_a_mistake_in_a_function_of_the_students_own_is_found_there(find):
    assert find("jacobian", HEAD + HELPER) == [("j - 1", "index")]
    assert find("matmul_forward", HEAD + BELOW) == [("+", "operator")]


CLASS = """class Linear:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def __call__(self, x):
        return self.w * x + self.w


def two_layer_loss(x, y, w1, b1, w2, b2):
    return (Linear(w2, b2)(Linear(w1, b1)(x)) - y) ** 2
"""
LAMBDA = """shrink = lambda v: v / 0.2


def leaky_relu(x):
    return np.where(x > 0, x, shrink(x))
"""


def test_a_mistake_in_a_class_or_a_lambda_of_the_students_own_is_found_there(find):
    assert find("two_layer_loss", HEAD + CLASS) == [("w", "name")]
    assert find("leaky_relu", HEAD + LAMBDA) == [("/", "operator")]


MOVED_FOR_GOOD = """class Line:
    def __init__(self, func, point, i):
        self.func, self.point, self.i = func, np.array(point, dtype=float), i

    def __call__(self, t):
        moved = self.point
        moved[self.i] += t
        return self.func(moved)


def partial_derivative(func, point, i, p=1e-3):
    line = Line(func, point, i)
    return (line(p) - line(-p)) / (2 * p)
"""


def test_an_array_that_an_object_keeps_may_lack_a_copy(find):
    assert find("partial_derivative", HEAD + MOVED_FOR_GOOD) == []  # twice -p is right, too


BUMPED = """from .steps import bump


def partial_derivative(func, point, i, p=1e-3):
    return (func(bump(point, i, p)) - func(bump(point, i, -p))) / (2 * p)
"""
STEPS = """import numpy as np


def bump(v, i, h):
    w = np.array(v, dtype=float)
    w[0] += h
    return w
"""


def test_a_mistake_in_another_file_of_the_students_own_is_found_there(find):
    assert find("partial_derivative", HEAD + BUMPED, steps=STEPS) == [("0", "number")]


def code(text):
    return LocalReader().editable(
        {"matrix_calculus": text}, {"matrix_calculus": ["jacobian"]}, "matrix_calculus", "jacobian"
    )


def test_lines_keep_their_numbers_and_what_is_between_own_functions_is_left_out():
    text = HEAD + HELPER
    found = code(text)
    lines = text.split("\n")
    assert lines[found.line - 1] == "def unit(n, j):"
    for number, line in enumerate(found.text.split("\n")):
        assert line in ("", lines[found.line - 1 + number])
    assert "LIMIT" not in found.before + found.text + found.after
    assert "import numpy" in found.before


def test_a_value_made_between_two_functions_is_edited_with_them():
    between = HELPER.replace("LIMIT = 3", "FIRST = unit(3, 0)").replace("p * unit(", "FIRST[0] * p * unit(")
    found = code(HEAD + between)
    assert found.text.startswith("def unit(")
    assert {"3", "0"} <= {
        found.text[slice(*one.mark)] for one in found.edits if "FIRST =" in found.text[slice(*one.statement)]
    }


def test_an_earlier_exercise_is_not_edited(course):
    text = HEAD + "def square(x):\n    return x * x\n\n\ndef relu(x):\n    return square(x) ** 0.5\n"
    found = LocalReader().editable({"functions": text}, {"functions": ["square", "relu"]}, "functions", "relu")
    assert found.text.startswith("def relu(")
    assert "def square(" in found.before


FORWARD = (
    HEAD
    + """def matmul_forward(X, W):
    assert X.shape[1] == W.shape[0], f"{X.shape[1]}, {W.shape[0]}"
    return X @ W
"""
)
CALLS = [
    ("return np.flip(sigma(matmul_forward(X, W)))", ("np.flip", "call")),
    ("return sigma(matmul_forward(X, W)).sum(axis=1, keepdims=True)", (".sum(axis=1, keepdims=True)", "call")),
    ("return sigma(np.einsum('ik,jk->ij', X, W, optimize=False))", ("'ik,jk->ij', X, W", "expression")),
    ("return sigma(np.array([[sum(row * line) for line in W] for row in X]))", ("W", "name")),
]


def test_a_call_that_is_too_much_and_the_letters_of_axes_are_marked(find):
    for statement, part in CALLS:
        text = f"{FORWARD}\n\ndef matrix_forward_extra(X, W, sigma):\n    {statement}\n"
        assert find("matrix_forward_extra", text) == [part], statement


FACTOR = """def two_layer_gradients(x, y, w1, b1, w2, b2):
    h = w1 * x + b1
    p = w2 * h + b2
    e = 2 * (p - y)
    return e * w2 * x, e, e * h, e
"""


def test_a_likely_edit_is_not_counted_among_those_that_write_the_same_from_farther_off(find):
    assert find("two_layer_gradients", HEAD + FACTOR) == [("e", "name")]


SUM = """def matrix_function_forward_sum(X, W, sigma):
    total = 0.0
    for row in sigma(X @ W):
        for one in row:
            total {} one
    return total
"""
HALVES = """def halves(s, x, y):
    return s * x, s * y


def multiple_inputs_multiply_backward(x, y, sigma):
    {} = halves(deriv(sigma, x * y), y, x)
    return first, second
"""
UNPACKED = """def back(w, slope, x):
    return slope * x, slope, slope * w


def two_layer_gradients(x, y, w1, b1, w2, b2):
    h = w1 * x + b1
    dw2, dh, db2 = back(w2, 2 * (w2 * h + b2 - y), h)
    dw1, db1, _ = back(w1, dh, x)
    return dw1, db1, dw2, db2
"""
ERRORS = """def gradient_check(func, grad, x, p=1e-5):
    a, b = np.ravel(grad(x)), np.ravel(gradient(func, x, p))
    return max(abs(s - t) / {}(1e-8, abs(s) + abs(t)) for s, t in zip(a, b))
"""
CHANGES = [
    ("matrix_function_forward_sum", SUM, "=", ("= one", "expression")),
    ("gradient_check", ERRORS, "min", ("min", "name")),
]


def test_signs_of_assignments_and_names_of_pythons_own(find):
    for name, text, part, place in CHANGES:
        assert find(name, IMPORTS + text.format(part)) == [place], part


def test_names_in_another_order_are_a_place_unless_the_values_may_be(find):
    name = "multiple_inputs_multiply_backward"
    assert find(name, IMPORTS + HALVES.format("second, first")) == []
    assert find("two_layer_gradients", HEAD + UNPACKED) == [("dh, db2", "order")]
