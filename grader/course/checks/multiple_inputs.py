"""Visible checks of the unit multiple_inputs: fixed numbers that a person can follow.

The functions below are ingredients. For sigma: functions that are odd, even and neither. For the partial
derivatives: functions in which no coordinate can stand for another.
"""

# ruff: noqa: D403, D415 - the docstring of a check is the sentence that a student reads

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy import ndarray

from grader.protocol.check import Call, Tolerance, call, slope_tolerance, visible

LONG = 1100  # above the small whole numbers that Python keeps only once, so that `is` cannot stand for `==`
EXACT = Tolerance(1e-9, 2e-8, "all the digits that a central difference with a step from 0.001 to 0.000001 keeps")
STEP = slope_tolerance(0.0, 100.0)  # the step is in the contract, and so its truncation belongs to the answer


def cube(x: Any) -> Any:
    """x³."""
    return x * x * x


def bent_line(x: Any) -> Any:
    """2x on the right of 0 and x/2 on the left."""
    return np.where(x > 0, 2.0 * x, 0.5 * x)


def bowl(x: ndarray) -> Any:
    """3·x₀² + 5·exp(x₁)."""
    return 3 * x[0] ** 2 + 5 * np.exp(x[1])


def cube_times(x: ndarray) -> Any:
    """x₀³·x₁, in which the slope by each coordinate depends on the other."""
    return x[0] ** 3 * x[1]


def four_terms(x: ndarray) -> Any:
    """x₀·x₁² + sin(x₂) − x₃³·x₀."""
    return x[0] * x[1] ** 2 + np.sin(x[2]) - x[3] ** 3 * x[0]


def sum_of_cubes(x: ndarray) -> Any:
    """The sum of all x³, for an array of any shape."""
    return np.sum(x**3)


def rows_multiplied(x: ndarray) -> Any:
    """The first row times the square of the second, added up."""
    return np.sum(x[0] * x[1] ** 2)


def matrix_cubed(x: ndarray) -> Any:
    """The number at row 0, column 1 of x·x·x, for a square matrix x."""
    return (x @ x @ x)[0, 1]


def product_of_all(x: ndarray) -> Any:
    """All numbers multiplied."""
    return np.prod(x)


# multiple_inputs_add


@visible("multiple_inputs_add")
def multiple_inputs_add_tanh() -> Iterator[Call]:
    """the sum, then tanh"""
    yield call(np.array([1.0, 2.0, -0.5]), np.array([0.5, -1.0, 0.25]), np.tanh)


@visible("multiple_inputs_add")
def multiple_inputs_add_cube() -> Iterator[Call]:
    """the sum, then another function"""
    yield call(np.array([-3.0, 0.5, 2.0, 0.0]), np.array([1.0, 1.2, -2.5, -1.5]), cube)


@visible("multiple_inputs_add")
def multiple_inputs_add_shapes() -> Iterator[Call]:
    """tables, whole numbers, arrays with no axes"""
    yield call(
        np.array([[1.0, -2.0, 0.5], [0.1, 3.0, -1.5]]),
        np.array([[2.0, 0.7, -4.0], [-0.3, 1.0, 1.1]]),
        bent_line,
    )
    yield call(np.array([3, -1, 2]), np.array([-6, 2, -2]), np.tanh)
    yield call(np.array(0.75), np.array(-2.0), np.exp)


@visible("multiple_inputs_add")
def multiple_inputs_add_long() -> Iterator[Call]:
    """many numbers at once"""
    x, y = np.linspace(-1.0, 1.0, LONG), np.linspace(0.5, 0.0, LONG)
    yield call(x, y, np.tanh, shown=f"multiple_inputs_add(x, y, tanh), {LONG} numbers in x and in y")


@visible("multiple_inputs_add")
def multiple_inputs_add_unequal() -> Iterator[Call]:
    """unequal shapes raise AssertionError, also where NumPy would stretch one of them"""
    yield call(np.array([1.0, 2.0, -0.5]), np.array([0.5]), np.tanh)
    yield call(np.array([1.0, 2.0]), np.array([0.5, 1.0, 2.0]), np.tanh)
    yield call(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([1.0, 2.0, 3.0]), np.tanh)
    yield call(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[1.0], [2.0]]), np.tanh)
    yield call(np.array([[1.0, 2.0]]), np.array([[1.0], [2.0]]), np.tanh)
    yield call(np.array([1.0, 2.0, 3.0]), np.array([[1.0, 2.0, 3.0]]), np.tanh)
    yield call(np.array(1.0), np.array([2.0]), np.tanh)


# multiple_inputs_add_backward


@visible("multiple_inputs_add_backward", slope_tolerance(2.0))
def multiple_inputs_add_backward_tanh() -> Iterator[Call]:
    """the slopes of tanh(x + y), by x and by y"""
    yield call(np.array([1.0, 2.0, -0.5]), np.array([0.5, -1.0, 0.25]), np.tanh)


@visible("multiple_inputs_add_backward", EXACT)
def multiple_inputs_add_backward_square() -> Iterator[Call]:
    """another function: the square"""
    yield call(np.array([3.3, -1.5, 4.0, 0.0]), np.array([-1.1, -2.2, 2.7, -1.3]), np.square)


@visible("multiple_inputs_add_backward", slope_tolerance(2.0))
def multiple_inputs_add_backward_shapes() -> Iterator[Call]:
    """tables, whole numbers, arrays with no axes"""
    yield call(
        np.array([[1.0, -2.0, 0.5], [0.1, 3.0, -1.5]]),
        np.array([[-0.4, 0.7, -2.0], [-0.3, -2.0, 1.1]]),
        np.tanh,
    )
    yield call(np.array([3, -1, 2]), np.array([-2, 0, -4]), np.sin)
    yield call(np.array(0.75), np.array(-2.0), np.sin)


# multiple_inputs_multiply_backward


@visible("multiple_inputs_multiply_backward", slope_tolerance(3.0))
def multiple_inputs_multiply_backward_tanh() -> Iterator[Call]:
    """the slopes of tanh(x · y), by x and by y"""
    yield call(np.array([1.0, 2.0, -0.5]), np.array([0.5, -1.0, 0.25]), np.tanh)


@visible("multiple_inputs_multiply_backward", EXACT)
def multiple_inputs_multiply_backward_square() -> Iterator[Call]:
    """another function: the square"""
    yield call(np.array([3.3, -1.5, 0.7, 2.0]), np.array([-1.1, -2.2, 2.7, 1.3]), np.square)


@visible("multiple_inputs_multiply_backward", slope_tolerance(4.0))
def multiple_inputs_multiply_backward_zeros() -> Iterator[Call]:
    """inputs that are 0"""
    yield call(np.array([0.0, 1.5, 0.0]), np.array([1.4, 0.0, 0.0]), np.sin)


@visible("multiple_inputs_multiply_backward", slope_tolerance(6.0))
def multiple_inputs_multiply_backward_shapes() -> Iterator[Call]:
    """tables, whole numbers, arrays with no axes"""
    yield call(np.array([[1.0, -2.0], [0.1, 1.5]]), np.array([[-0.4, 0.7], [-1.4, 1.1]]), np.tanh)
    yield call(np.array([[0.5, -1.0, 2.0]]), np.array([[0.3, 0.8, -0.6]]), np.sin)
    yield call(np.array([2, -1, 1]), np.array([-1, 2, 1]), np.sin)
    yield call(np.array(0.75), np.array(-2.0), np.sin)


# partial_derivative


@visible("partial_derivative", STEP)
def partial_derivative_bowl() -> Iterator[Call]:
    """the usual step: 3·x₀² + 5·exp(x₁), by each coordinate"""
    yield call(bowl, np.array([3.0, 2.0]), 0)
    yield call(bowl, np.array([3.0, 2.0]), 1)


@visible("partial_derivative", STEP)
def partial_derivative_step() -> Iterator[Call]:
    """wide steps, to the left and to the right"""
    yield call(cube_times, np.array([1.0, 2.0]), 0, 0.1)
    yield call(cube_times, np.array([-1.5, 2.0]), 1, 0.25)
    yield call(sum_of_cubes, np.array([2.0]), 0, 0.5)


@visible("partial_derivative", STEP)
def partial_derivative_place() -> Iterator[Call]:
    """only coordinate i moves, wherever it stands, also counted from the end"""
    for i in (0, 1, 2, 3, -1, -4):
        yield call(four_terms, np.array([1.5, -2.0, 0.5, 1.2]), i, 0.001)


@visible("partial_derivative", STEP)
def partial_derivative_ints() -> Iterator[Call]:
    """a point of whole numbers"""
    yield call(cube_times, np.array([3, 2]), 0, 0.001)
    yield call(sum_of_cubes, np.array([2, -1, 0]), 1, 0.1)


@visible("partial_derivative")
def partial_derivative_outside() -> Iterator[Call]:
    """a coordinate that is not there raises IndexError"""
    yield call(sum_of_cubes, np.array([3.0, 2.0]), 2)
    yield call(sum_of_cubes, np.array([3.0, 2.0, 1.0]), 7)
    yield call(sum_of_cubes, np.array([3.0, 2.0, 1.0]), -4)


# gradient


@visible("gradient", STEP)
def gradient_bowl() -> Iterator[Call]:
    """the usual step: 3·x₀² + 5·exp(x₁)"""
    yield call(bowl, np.array([3.0, 2.0]))


@visible("gradient", STEP)
def gradient_step() -> Iterator[Call]:
    """wide steps, to the left and to the right"""
    yield call(cube_times, np.array([1.0, 2.0]), 0.1)
    yield call(product_of_all, np.array([1.0, -2.0, 3.0]), 0.5)


@visible("gradient", STEP)
def gradient_shapes() -> Iterator[Call]:
    """the slopes have the shape of x: any number of axes, or none"""
    yield call(rows_multiplied, np.array([[1.0, -2.0, 0.5], [0.8, 1.5, -1.2]]), 0.001)
    yield call(matrix_cubed, np.array([[1.0, -2.0], [0.5, 1.5]]), 0.001)
    yield call(rows_multiplied, np.array([[1.0, 0.4], [-2.0, 0.7], [0.5, 3.0]]).T, 0.001)
    yield call(sum_of_cubes, np.array([[[1.0, -0.5]], [[-2.0, 3.0]]]), 0.001)
    yield call(sum_of_cubes, np.array([[1.0], [-2.0]]), 0.001)
    yield call(sum_of_cubes, np.array(1.5), 0.1)


@visible("gradient", STEP)
def gradient_ints() -> Iterator[Call]:
    """whole numbers in x"""
    yield call(bowl, np.array([3, 2]), 0.001)
    yield call(sum_of_cubes, np.array([[2, -1, 0], [1, 3, 4]]), 0.1)


# chain_rule_multivariable


@visible("chain_rule_multivariable")
def chain_rule_multivariable_two_paths() -> Iterator[Call]:
    """two paths from each of three inputs"""
    yield call(np.array([[1.0, 2.0, -3.0], [4.0, -0.5, 6.0]]), np.array([5.0, 7.0]))


@visible("chain_rule_multivariable")
def chain_rule_multivariable_square() -> Iterator[Call]:
    """as many paths as inputs"""
    yield call(np.array([[1.0, 2.0, 0.5], [-1.0, 3.0, 4.0], [0.2, -2.0, 1.5]]), np.array([2.0, -1.0, 0.5]))


@visible("chain_rule_multivariable")
def chain_rule_multivariable_narrow() -> Iterator[Call]:
    """one path, and one input"""
    yield call(np.array([[2.0, -1.0, 0.5]]), np.array([3.0]))
    yield call(np.array([[2.0], [-1.5], [0.5], [3.0]]), np.array([1.0, 2.0, -4.0, 0.3]))
    yield call(np.array([[2.0]]), np.array([-0.7]))


@visible("chain_rule_multivariable")
def chain_rule_multivariable_blocked() -> Iterator[Call]:
    """whole numbers, and paths with a slope of 0"""
    yield call(np.array([[0, 2], [3, 0], [-1, 4], [0, 0]]), np.array([2, 0, -3, 5]))
    yield call(np.array([[0, 2, 1], [3, 0, -2]]), np.array([0.7312, -1.25]))
