# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "check 2 of 4: a matrix, entry by entry"
"""The visible checks of matrix calculus: subderivatives, Jacobians, layouts, rules for vectors."""

from collections.abc import Iterator

import numpy as np
from numpy import ndarray

from grader.protocol.check import Call, call, slope_tolerance, visible

# Of quadratic functions a central difference errs by rounding only, so that it passes beside the closed form.
_QUADRATIC = slope_tolerance(0.0, size=50.0)


@visible("subderivative_abs")
def subderivative_abs_mixed() -> Iterator[Call]:
    """negative numbers, 0 and positive ones"""
    yield call(np.array([-1.5, 0.0, 2.0, 0.25, -0.3]), 0.3)
    yield call(np.array([-1.5, 0.0, 2.0, 0.25, -0.3]), -0.7)


@visible("subderivative_abs")
def subderivative_abs_default() -> Iterator[Call]:
    """without a choice the slope at 0 is 0"""
    yield call(np.array([0.0, -2.5, 0.5]))


@visible("subderivative_abs")
def subderivative_abs_near() -> Iterator[Call]:
    """numbers close to 0 are not at the kink"""
    yield call(np.array([-1e-4, 0.0, 1e-4, 1e-9, -1e-15]), 0.5)


@visible("subderivative_abs")
def subderivative_abs_matrix() -> Iterator[Call]:
    """a matrix, entry by entry"""
    yield call(np.array([[0.0, -2.0, 3.0], [1.5, 0.0, -0.5]]), 0.75)


@visible("subderivative_abs")
def subderivative_abs_ints() -> Iterator[Call]:
    """whole numbers, with a fraction as the choice"""
    yield call(np.array([-3, 0, 2, 0]), 0.5)


@visible("subderivative_abs")
def subderivative_abs_single() -> Iterator[Call]:
    """a single number"""
    yield call(np.array(0.0), -0.5)
    yield call(np.array(-4.0), 0.5)


@visible("subderivative_abs")
def subderivative_abs_ends() -> Iterator[Call]:
    """the ends of the range, −1 and 1, are allowed"""
    yield call(np.array([-2.0, 0.0, 3.0]), -1.0)
    yield call(np.array([-2.0, 0.0, 3.0]), 1.0)


@visible("subderivative_abs")
def subderivative_abs_range() -> Iterator[Call]:
    """a choice outside of [−1, 1] raises ValueError"""
    yield call(np.array([-2.0, 0.0, 3.0]), 1.5)
    yield call(np.array([-2.0, 0.0, 3.0]), -1.01)
    yield call(np.array([-2.0, 3.0]), 2.0)


@visible("subderivative_relu")
def subderivative_relu_mixed() -> Iterator[Call]:
    """negative numbers, 0 and positive ones"""
    yield call(np.array([-1.5, 0.0, 2.0, 0.25, -0.3]), 0.3)
    yield call(np.array([-1.5, 0.0, 2.0, 0.25, -0.3]), 0.8)


@visible("subderivative_relu")
def subderivative_relu_default() -> Iterator[Call]:
    """without a choice the slope at 0 is 0"""
    yield call(np.array([0.0, -2.5, 0.5]))


@visible("subderivative_relu")
def subderivative_relu_near() -> Iterator[Call]:
    """numbers close to 0 are not at the kink"""
    yield call(np.array([-1e-4, 0.0, 1e-4, 1e-9, -1e-15]), 0.6)


@visible("subderivative_relu")
def subderivative_relu_matrix() -> Iterator[Call]:
    """a matrix, entry by entry"""
    yield call(np.array([[0.0, -2.0, 3.0], [1.5, 0.0, -0.5]]), 0.75)


@visible("subderivative_relu")
def subderivative_relu_ints() -> Iterator[Call]:
    """whole numbers, with a fraction as the choice"""
    yield call(np.array([-3, 0, 2, 0]), 0.4)


@visible("subderivative_relu")
def subderivative_relu_single() -> Iterator[Call]:
    """a single number"""
    yield call(np.array(0.0), 0.9)
    yield call(np.array(-4.0), 0.5)


@visible("subderivative_relu")
def subderivative_relu_ends() -> Iterator[Call]:
    """the ends of the range, 0 and 1, are allowed"""
    yield call(np.array([-2.0, 0.0, 3.0]), 0.0)
    yield call(np.array([-2.0, 0.0, 3.0]), 1.0)


@visible("subderivative_relu")
def subderivative_relu_range() -> Iterator[Call]:
    """a choice outside of [0, 1] raises ValueError"""
    yield call(np.array([-2.0, 0.0, 3.0]), 1.5)
    yield call(np.array([-2.0, 0.0, 3.0]), -0.01)
    yield call(np.array([-2.0, 3.0]), 2.0)


def three_of_two(x: ndarray) -> ndarray:
    """(x₀·x₁, x₀ − x₁², sin x₀)."""
    return np.array([x[0] * x[1], x[0] - x[1] ** 2, np.sin(x[0])])


def two_of_three(x: ndarray) -> ndarray:
    """(x₀² + 3x₁, x₁·x₂)."""
    return np.array([x[0] ** 2 + 3 * x[1], x[1] * x[2]])


def two_of_two(x: ndarray) -> ndarray:
    """(x₀·x₁, x₀ + 2x₁)."""
    return np.array([x[0] * x[1], x[0] + 2 * x[1]])


def cubes_and_product(x: ndarray) -> ndarray:
    """(x₀³, x₁³, x₀·x₁)."""
    return np.array([x[0] ** 3, x[1] ** 3, x[0] * x[1]])


def one_of_three(x: ndarray) -> ndarray:
    """(x₀·x₁·x₂), one number in an array."""
    return np.array([x[0] * x[1] * x[2]])


def turned_round(x: ndarray) -> ndarray:
    """x from back to front: a view of the argument, not a copy."""
    return x[::-1]


@visible("jacobian", slope_tolerance(0.0, size=5.0))
def jacobian_tall() -> Iterator[Call]:
    """three outputs of two inputs: x₀·x₁, x₀ − x₁², sin x₀"""
    yield call(three_of_two, np.array([0.5, -2.0]))


@visible("jacobian", slope_tolerance(0.0, size=10.0))
def jacobian_wide() -> Iterator[Call]:
    """two outputs of three inputs: x₀² + 3x₁, x₁·x₂"""
    yield call(two_of_three, np.array([1.5, -0.5, 2.0]))


@visible("jacobian", slope_tolerance(0.0, size=10.0))
def jacobian_square() -> Iterator[Call]:
    """as many outputs as inputs: x₀·x₁, x₀ + 2x₁"""
    yield call(two_of_two, np.array([3.0, 5.0]))


@visible("jacobian")
def jacobian_step() -> Iterator[Call]:
    """a wide step: x₀³, x₁³, x₀·x₁"""
    yield call(cubes_and_product, np.array([1.0, -2.0]), 0.1)


@visible("jacobian", slope_tolerance(0.0, size=10.0))
def jacobian_ints() -> Iterator[Call]:
    """a point of whole numbers"""
    yield call(two_of_three, np.array([1, 2, -3]))


@visible("jacobian", slope_tolerance(0.0, size=10.0))
def jacobian_row() -> Iterator[Call]:
    """a single output has a single row: x₀·x₁·x₂"""
    yield call(one_of_three, np.array([2.0, -1.0, 0.5]))


@visible("jacobian", slope_tolerance(0.0, size=10.0))
def jacobian_view() -> Iterator[Call]:
    """a function that hands its argument back, from back to front"""
    yield call(turned_round, np.array([1.0, 4.0, -2.0]))


@visible("to_denominator_layout")
def to_denominator_layout_tall() -> Iterator[Call]:
    """three outputs by two inputs"""
    yield call(np.array([[1.0, -2.0], [0.137, 4.0], [5.5, -6.0]]))


@visible("to_denominator_layout")
def to_denominator_layout_square() -> Iterator[Call]:
    """as many outputs as inputs"""
    yield call(np.array([[1.0, 2.0, -1.0], [0.0, 3.0, 4.0], [5.0, -2.5, 6.0]]))


@visible("to_denominator_layout")
def to_denominator_layout_row() -> Iterator[Call]:
    """a row becomes a column, and a column a row"""
    yield call(np.array([[3.0, -0.5, 2.0]]))
    yield call(np.array([[3.0], [-0.5], [2.0]]))


@visible("to_denominator_layout")
def to_denominator_layout_ints() -> Iterator[Call]:
    """whole numbers"""
    yield call(np.array([[1, 2, 3, 4], [5, 6, 7, 8]]))


@visible("grad_matrix_vector", _QUADRATIC)
def grad_matrix_vector_tall() -> Iterator[Call]:
    """a matrix of three rows and two columns"""
    yield call(np.array([[1.0, -2.0], [0.137, 4.0], [5.5, -6.0]]), np.array([1.0, -2.0]))


@visible("grad_matrix_vector", _QUADRATIC)
def grad_matrix_vector_square() -> Iterator[Call]:
    """a square matrix, not symmetric"""
    yield call(np.array([[1.0, 2.0], [-3.0, 0.5]]), np.array([2.0, 3.0]))


@visible("grad_matrix_vector", _QUADRATIC)
def grad_matrix_vector_row() -> Iterator[Call]:
    """a single output gives a column"""
    yield call(np.array([[3.0, -0.5, 2.0]]), np.array([1.0, 2.0, -1.5]))


@visible("grad_matrix_vector", _QUADRATIC)
def grad_matrix_vector_zeros() -> Iterator[Call]:
    """the same slopes at every x, at 0 too"""
    yield call(np.array([[1.0, 2.0, 0.5], [-3.0, 0.0, 4.0]]), np.zeros(3))
    yield call(np.array([[1.0, 2.0, 0.5], [-3.0, 0.0, 4.0]]), np.array([-1.0, 0.5, 3.0]))


@visible("grad_vector_matrix", _QUADRATIC)
def grad_vector_matrix_tall() -> Iterator[Call]:
    """a matrix of three rows and two columns"""
    yield call(np.array([1.0, -2.0, 0.5]), np.array([[1.0, -2.0], [0.137, 4.0], [5.5, -6.0]]))


@visible("grad_vector_matrix", _QUADRATIC)
def grad_vector_matrix_square() -> Iterator[Call]:
    """a square matrix, not symmetric"""
    yield call(np.array([2.0, 3.0]), np.array([[1.0, 2.0], [-3.0, 0.5]]))


@visible("grad_vector_matrix", _QUADRATIC)
def grad_vector_matrix_row() -> Iterator[Call]:
    """a single input gives a row"""
    yield call(np.array([1.5]), np.array([[3.0, -0.5, 2.0]]))


@visible("grad_vector_matrix", _QUADRATIC)
def grad_vector_matrix_zeros() -> Iterator[Call]:
    """the same slopes at every x, at 0 too"""
    yield call(np.zeros(2), np.array([[1.0, 2.0, 0.5], [-3.0, 0.0, 4.0]]))
    yield call(np.array([-1.0, 0.5]), np.array([[1.0, 2.0, 0.5], [-3.0, 0.0, 4.0]]))


@visible("grad_quadratic", _QUADRATIC)
def grad_quadratic_pair() -> Iterator[Call]:
    """a matrix of two rows, not symmetric"""
    yield call(np.array([[1.0, 2.0], [-3.0, 0.5]]), np.array([1.0, -2.0]))


@visible("grad_quadratic", _QUADRATIC)
def grad_quadratic_triple() -> Iterator[Call]:
    """a matrix of three rows, with fractions"""
    yield call(np.array([[0.1, 2.0, -1.0], [0.0, 3.0, 0.5], [1.5, -2.5, 0.7]]), np.array([0.3, -1.0, 2.0]))


@visible("grad_quadratic", _QUADRATIC)
def grad_quadratic_one_sided() -> Iterator[Call]:
    """a triangular matrix: x₀² + 4x₀·x₁ + 3x₁²"""
    yield call(np.array([[1.0, 4.0], [0.0, 3.0]]), np.array([0.5, 2.0]))


@visible("grad_quadratic", _QUADRATIC)
def grad_quadratic_ints() -> Iterator[Call]:
    """whole numbers"""
    yield call(np.array([[1, 2], [5, -1]]), np.array([3, -2]))


@visible("grad_squared_norm", _QUADRATIC)
def grad_squared_norm_mixed() -> Iterator[Call]:
    """negative numbers, 0 and fractions"""
    yield call(np.array([1.0, -2.0, 0.0, 0.137]))


@visible("grad_squared_norm", _QUADRATIC)
def grad_squared_norm_pair() -> Iterator[Call]:
    """two numbers of both signs"""
    yield call(np.array([-3.0, 7.5]))


@visible("grad_squared_norm", _QUADRATIC)
def grad_squared_norm_one() -> Iterator[Call]:
    """a vector of one number is still a vector"""
    yield call(np.array([-1.5]))


@visible("grad_squared_norm", _QUADRATIC)
def grad_squared_norm_ints() -> Iterator[Call]:
    """whole numbers"""
    yield call(np.array([5, -1, 3]))


@visible("grad_squared_frobenius", _QUADRATIC)
def grad_squared_frobenius_tall() -> Iterator[Call]:
    """a matrix of three rows and two columns"""
    yield call(np.array([[1.0, -2.0], [0.137, 0.0], [0.5, -7.5]]))


@visible("grad_squared_frobenius", _QUADRATIC)
def grad_squared_frobenius_square() -> Iterator[Call]:
    """a square matrix, not symmetric"""
    yield call(np.array([[1.0, 4.0], [-3.0, 0.5]]))


@visible("grad_squared_frobenius", _QUADRATIC)
def grad_squared_frobenius_row() -> Iterator[Call]:
    """a matrix of a single row, and of a single number"""
    yield call(np.array([[-1.0, 2.5, 3.0]]))
    yield call(np.array([[-0.7]]))


@visible("grad_squared_frobenius", _QUADRATIC)
def grad_squared_frobenius_ints() -> Iterator[Call]:
    """whole numbers"""
    yield call(np.array([[1, 2, -3], [0, 5, 6]]))
