# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "check 2 of 4: whole numbers"
"""The visible checks of training: a loss, its slopes, the check of slopes, and the descent along them."""

from collections.abc import Iterator

import numpy as np
from numpy import ndarray

from grader.protocol.check import Call, Tolerance, call, slope_tolerance, visible

# The loss is quadratic in each parameter, so that a central difference errs by rounding only.
_LOSS = slope_tolerance(0.0, size=100.0)
# Relative errors, made with the default step of 10⁻⁵ from slopes of about 1.
_RELATIVE = slope_tolerance(0.0, size=20.0, step=1e-5)
# Relative errors of a right gradient: they show the truncation of the differences, and little round-off.
_NEAR_ZERO = Tolerance(1e-2, 1e-9, "round-off in central differences, step 1e-05, of slopes above 0.002")
# The loss by one weight: its slope by `deriv` of σ, or by central differences of the loss itself.
_DESCENT = slope_tolerance(7.0, size=5.0)


@visible("two_layer_loss")
def two_layer_loss_fractions() -> Iterator[Call]:
    """fractions, with a prediction below the observed value"""
    yield call(0.713, 0.2, -1.327, 0.4, 2.511, -0.6)


@visible("two_layer_loss")
def two_layer_loss_above() -> Iterator[Call]:
    """a prediction above the observed value"""
    yield call(-1.5, -0.5, 0.8, -0.3, 1.1, 2.4)


@visible("two_layer_loss")
def two_layer_loss_ints() -> Iterator[Call]:
    """whole numbers"""
    yield call(2, -2, 3, 1, 2, -4)


@visible("two_layer_loss")
def two_layer_loss_zeros() -> Iterator[Call]:
    """parameters that are 0"""
    yield call(2.0, 0.5, 0.0, 3.0, 0.0, -1.0)
    yield call(2.0, 0.5, 3.0, 0.0, -1.0, 0.0)


@visible("two_layer_gradients", _LOSS)
def two_layer_gradients_fractions() -> Iterator[Call]:
    """fractions, with a prediction below the observed value"""
    yield call(0.713, 0.2, -1.327, 0.4, 2.511, -0.6)


@visible("two_layer_gradients", _LOSS)
def two_layer_gradients_above() -> Iterator[Call]:
    """a prediction above the observed value"""
    yield call(-1.5, -0.5, 0.8, -0.3, 1.1, 2.4)


@visible("two_layer_gradients", _LOSS)
def two_layer_gradients_ints() -> Iterator[Call]:
    """whole numbers"""
    yield call(2, 3, 3, 1, 2, -4)


@visible("two_layer_gradients", _LOSS)
def two_layer_gradients_zeros() -> Iterator[Call]:
    """a perfect prediction, and a second layer that is 0"""
    yield call(2.0, 2.5, 0.5, 1.5, 2.0, -2.5)
    yield call(2.0, 0.5, 3.0, -1.0, 0.0, -1.0)


def sum_of_squares(x: ndarray) -> float:
    """x₀² + x₁² + …, of which the slopes are 2x."""
    return float(np.sum(x**2))


def sum_of_cubes(x: ndarray) -> float:
    """x₀³ + x₁³ + …, of which the slopes are 3x²."""
    return float(np.sum(x**3))


def sum_of_sines(x: ndarray) -> float:
    """The sum of sin xᵢ, of which the slopes are cos xᵢ."""
    return float(np.sum(np.sin(x)))


def sum_of_row_products(x: ndarray) -> float:
    """x₀₀·x₁₀ + x₀₁·x₁₁ + …, of which the slopes are the other row."""
    return float(np.sum(x[0] * x[1]))


def always_seven(_x: ndarray) -> float:
    """7, of which all slopes are 0."""
    return 7.0


def billionth_of_sum(x: ndarray) -> float:
    """10⁻⁹·(x₀ + x₁ + …), of which the slopes are 10⁻⁹."""
    return float(1e-9 * np.sum(x))


def four_x(x: ndarray) -> ndarray:
    """4x."""
    return 4.0 * x


def one_x(x: ndarray) -> ndarray:
    """x."""
    return 1.0 * x


def minus_two_x(x: ndarray) -> ndarray:
    """−2x."""
    return -2.0 * x


def two_x_but_last(x: ndarray) -> ndarray:
    """2x, but 3x in the last place."""
    slopes = 2.0 * x
    slopes[-1] = 3.0 * x[-1]
    return slopes


def three_x_squared(x: ndarray) -> ndarray:
    """3x²."""
    return 3.0 * x**2


def other_row_and_a_fifth(x: ndarray) -> ndarray:
    """The other row, with a fifth added to each number."""
    return x[::-1] + 0.2


def three_billionths(x: ndarray) -> ndarray:
    """3·10⁻⁹ everywhere."""
    return np.full(x.shape, 3e-9)


@visible("gradient_check", _RELATIVE)
def gradient_check_factor() -> Iterator[Call]:
    """slopes twice and slopes half as large as they should be"""
    yield call(sum_of_squares, four_x, np.array([1.0, -2.0, 0.5]))
    yield call(sum_of_squares, one_x, np.array([1.0, -2.0, 0.5]))


@visible("gradient_check", _NEAR_ZERO)
def gradient_check_right() -> Iterator[Call]:
    """a right gradient gives less than a millionth"""
    yield call(sum_of_cubes, three_x_squared, np.array([0.03, -0.2, 0.1]))
    yield call(sum_of_sines, np.cos, np.array([0.5, 2.0]))


@visible("gradient_check", _RELATIVE)
def gradient_check_one_wrong() -> Iterator[Call]:
    """one wrong slope among right ones"""
    yield call(sum_of_squares, two_x_but_last, np.array([1.0, -2.0, 0.5, 1.5]))


@visible("gradient_check", _RELATIVE)
def gradient_check_sign() -> Iterator[Call]:
    """slopes of the wrong sign"""
    yield call(sum_of_squares, minus_two_x, np.array([1.0, -2.0, 0.5]))


@visible("gradient_check", _RELATIVE)
def gradient_check_floor() -> Iterator[Call]:
    """slopes that are 0, or very nearly"""
    yield call(always_seven, np.zeros_like, np.array([1.0, -2.0]))
    yield call(billionth_of_sum, three_billionths, np.array([1.0, 2.0]))


@visible("gradient_check")
def gradient_check_step() -> Iterator[Call]:
    """a wide step, which the differences must use"""
    yield call(sum_of_cubes, three_x_squared, np.array([1.0, 2.0]), 0.1)


@visible("gradient_check", _RELATIVE)
def gradient_check_matrix() -> Iterator[Call]:
    """a function of a matrix"""
    yield call(sum_of_row_products, other_row_and_a_fifth, np.array([[0.5, 2.0, -1.0], [0.3, -0.4, 1.2]]))


_X = np.array([[1.0, -0.5], [0.3, 0.8], [-1.2, 0.4], [0.6, 1.1]])
_Y = np.array([[0.5, -0.2, 0.9], [0.1, 0.7, -0.4], [-0.6, 0.3, 0.2], [0.8, -0.1, 0.4]])
_W = np.array([[0.2, -0.3, 0.5], [0.4, 0.6, -0.1]])


@visible("gradient_descent", _DESCENT)
def gradient_descent_one_step() -> Iterator[Call]:
    """one step: four observations of two inputs, three outputs"""
    yield call(_X.copy(), _Y.copy(), _W.copy(), np.tanh, 0.5, 1)


@visible("gradient_descent", _DESCENT)
def gradient_descent_steps() -> Iterator[Call]:
    """six steps, each from where the last one ended"""
    yield call(_X.copy(), _Y.copy(), _W.copy(), np.tanh, 1.0, 6)


@visible("gradient_descent", _DESCENT)
def gradient_descent_square() -> Iterator[Call]:
    """all matrices square, and another sigma"""
    X = np.array([[1.0, 0.5], [-0.4, 0.9]])
    y = np.array([[0.3, 0.8], [1.2, 0.1]])
    W = np.array([[0.6, -0.7], [0.4, 0.5]])
    yield call(X, y, W, np.square, 0.2, 3)


def half(N: ndarray) -> ndarray:
    """Half of each number: a straight line, whose slope every method finds to the last digits."""
    return 0.5 * N


@visible("gradient_descent", _LOSS)
def gradient_descent_line() -> Iterator[Call]:
    """a sigma that is a straight line"""
    yield call(_X.copy(), _Y.copy(), _W.copy(), half, 0.4, 2)


@visible("gradient_descent", _DESCENT)
def gradient_descent_column() -> Iterator[Call]:
    """a single output"""
    X = np.array([[0.5, -1.0], [1.2, 0.3], [-0.7, 0.9]])
    yield call(X, np.array([[0.4], [-0.3], [0.8]]), np.array([[0.1], [-0.5]]), np.sin, 0.8, 2)


@visible("gradient_descent", _DESCENT)
def gradient_descent_ints() -> Iterator[Call]:
    """weights that are whole numbers to begin with"""
    yield call(_X.copy(), _Y.copy(), np.array([[0, 1, 0], [1, 0, -1]]), np.tanh, 0.5, 2)


@visible("gradient_descent", _DESCENT)
def gradient_descent_no_steps() -> Iterator[Call]:
    """no steps at all: no losses, and the weights as they were"""
    yield call(_X.copy(), _Y.copy(), _W.copy(), np.tanh, 0.5, 0)
