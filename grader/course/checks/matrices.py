# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "check 2 of 4: square matrices"
"""Visible checks of the unit matrices: fixed numbers that a person can follow.

The shapes do the work: (2, 3) times (3, 4) tells every axis from every other, square matrices let mistakes of
layout give numbers in place of errors, and thin ones show an axis that got lost. No sigma is the sigmoid.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy import ndarray

from grader.protocol.check import Call, Tolerance, call, slope_tolerance, visible

LONG = 1100  # above the small whole numbers that Python keeps only once, so that `is` cannot stand for `==`
TANH = slope_tolerance(4.0, 12.0)  # |tanh‴| ≤ 2, four in a row, weighted with |w|³ and |w| ≤ 0.7
STEEP = slope_tolerance(20.0, 12.0)  # the same with numbers up to 2 in the place of the weights
EXACT = Tolerance(1e-9, 2e-8, "all the digits that a central difference with a step from 0.001 to 0.000001 keeps")


def wide() -> tuple[ndarray, ndarray]:
    """X (2, 3) and W (3, 4)."""
    X = np.array([[1.0, 2.0, -1.0], [0.53, -0.5, 2.0]])
    W = np.array([[0.2, -0.3, 0.1, 0.5], [0.4, 0.1, -0.2, 0.3], [-0.1, 0.64, 0.7, -0.4]])
    return X, W


def square() -> tuple[ndarray, ndarray]:
    """X and W (2, 2), neither symmetric, and X·W is not W·X."""
    return np.array([[1.0, -0.5], [0.3, 0.8]]), np.array([[0.4, -0.7], [0.9, 0.2]])


def row_by_column() -> tuple[ndarray, ndarray]:
    """X (1, 3) and W (3, 1)."""
    return np.array([[1.0, -2.0, 0.5]]), np.array([[0.4], [0.3], [-1.5]])


def column_by_row() -> tuple[ndarray, ndarray]:
    """X (3, 1) and W (1, 2)."""
    return np.array([[1.0], [-0.5], [0.4]]), np.array([[0.7, -1.2]])


def whole() -> tuple[ndarray, ndarray]:
    """X (3, 2) and W (2, 4) of whole numbers."""
    return np.array([[1, -1], [2, 0], [0, 1]]), np.array([[1, 0, -1, 2], [0, 1, 1, -1]])


def bent_line(x: Any) -> Any:
    """2x on the right of 0 and x/2 on the left."""
    return np.where(x > 0, 2.0 * x, 0.5 * x)


# matmul_forward


@visible("matmul_forward")
def matmul_forward_wide() -> Iterator[Call]:
    """(2, 3) times (3, 4)"""
    yield call(*wide())


@visible("matmul_forward")
def matmul_forward_square() -> Iterator[Call]:
    """square matrices, and one that is wide"""
    yield call(*square())
    yield call(square()[0], np.array([[0.3, 2.0, -1.0], [1.5, 0.7, 0.2]]))


@visible("matmul_forward")
def matmul_forward_thin() -> Iterator[Call]:
    """a row times a column, a column times a row, whole numbers"""
    yield call(*row_by_column())
    yield call(*column_by_row())
    yield call(np.array([[2, -1], [0, 3], [1, 1]]), np.array([[0.5, -1.5], [2.25, 0.1]]))


@visible("matmul_forward")
def matmul_forward_long() -> Iterator[Call]:
    """a long row times a long column"""
    X, W = np.linspace(-1.0, 1.0, LONG).reshape(1, LONG), np.linspace(0.5, 1.0, LONG).reshape(LONG, 1)
    yield call(X, W, shown=f"matmul_forward(X, W), X of shape (1, {LONG}), W of shape ({LONG}, 1)")


@visible("matmul_forward")
def matmul_forward_misfit() -> Iterator[Call]:
    """matrices that do not fit raise AssertionError, and its message names both sizes"""
    X, W = wide()
    yield call(X, np.ones((5, 4)), saying=("3", "5"))
    yield call(np.ones((4, 6)), np.ones((3, 4)), saying=("6", "3"))
    yield call(np.ones((3, 4)), W, saying=("4", "3"))
    yield call(X, np.ones((7, 2)), saying=("3", "7"))
    yield call(np.ones((4, 3)), np.ones((4, 3)), saying=("3", "4"))
    yield call(X, np.ones((1, 4)), saying=("3", "1"))
    yield call(np.ones((2, 1)), W, saying=("1", "3"))


# matmul_backward_first


@visible("matmul_backward_first")
def matmul_backward_first_wide() -> Iterator[Call]:
    """X (2, 3), W (3, 4)"""
    yield call(*wide())


@visible("matmul_backward_first")
def matmul_backward_first_square() -> Iterator[Call]:
    """square matrices"""
    yield call(*square())
    yield call(np.array([[1.0, 2.0, 0.0], [0.5, -1.0, 3.0], [4.0, 0.1, 1.0]]), np.arange(1.0, 10.0).reshape(3, 3))


@visible("matmul_backward_first")
def matmul_backward_first_thin() -> Iterator[Call]:
    """a row and a column, whole numbers"""
    yield call(*row_by_column())
    yield call(*column_by_row())
    yield call(*whole())


# matmul_backward_second


@visible("matmul_backward_second")
def matmul_backward_second_wide() -> Iterator[Call]:
    """X (2, 3), W (3, 4)"""
    yield call(*wide())


@visible("matmul_backward_second")
def matmul_backward_second_square() -> Iterator[Call]:
    """square matrices"""
    yield call(*square())
    yield call(np.arange(1.0, 10.0).reshape(3, 3), np.array([[1.0, 2.0, 0.0], [0.5, -1.0, 3.0], [4.0, 0.1, 1.0]]))


@visible("matmul_backward_second")
def matmul_backward_second_thin() -> Iterator[Call]:
    """a row and a column, whole numbers"""
    yield call(*row_by_column())
    yield call(*column_by_row())
    yield call(*whole())


# matrix_forward_extra


@visible("matrix_forward_extra")
def matrix_forward_extra_wide() -> Iterator[Call]:
    """tanh, X (2, 3), W (3, 4)"""
    yield call(*wide(), np.tanh)


@visible("matrix_forward_extra")
def matrix_forward_extra_square() -> Iterator[Call]:
    """another sigma, square matrices"""
    yield call(*square(), np.square)


@visible("matrix_forward_extra")
def matrix_forward_extra_thin() -> Iterator[Call]:
    """other functions, a row and a column, whole numbers"""
    yield call(*row_by_column(), bent_line)
    yield call(*column_by_row(), np.exp)
    yield call(*whole(), np.sin)


# matrix_function_backward_1


@visible("matrix_function_backward_1", TANH)
def matrix_function_backward_1_wide() -> Iterator[Call]:
    """tanh, X (2, 3), W (3, 4)"""
    yield call(*wide(), np.tanh)


@visible("matrix_function_backward_1", EXACT)
def matrix_function_backward_1_square() -> Iterator[Call]:
    """another sigma, square matrices"""
    yield call(*square(), np.square)


@visible("matrix_function_backward_1", STEEP)
def matrix_function_backward_1_thin() -> Iterator[Call]:
    """a row and a column, whole numbers"""
    yield call(*row_by_column(), np.sin)
    yield call(*column_by_row(), np.sin)
    yield call(*whole(), np.sin)


@visible("matrix_function_backward_1", EXACT)
def matrix_function_backward_1_line() -> Iterator[Call]:
    """a bent line, whose slope is 2 on the right of 0 and 0.5 on the left"""
    yield call(*square(), bent_line)


# matrix_function_forward_sum


@visible("matrix_function_forward_sum")
def matrix_function_forward_sum_wide() -> Iterator[Call]:
    """tanh, X (2, 3), W (3, 4)"""
    yield call(*wide(), np.tanh)


@visible("matrix_function_forward_sum")
def matrix_function_forward_sum_square() -> Iterator[Call]:
    """another sigma, square matrices"""
    yield call(*square(), np.square)


@visible("matrix_function_forward_sum")
def matrix_function_forward_sum_thin() -> Iterator[Call]:
    """other functions, a row and a column, whole numbers"""
    yield call(*row_by_column(), bent_line)
    yield call(*column_by_row(), np.exp)
    yield call(*whole(), np.cos)


# matrix_function_backward_sum_1


@visible("matrix_function_backward_sum_1", TANH)
def matrix_function_backward_sum_1_wide() -> Iterator[Call]:
    """tanh, X (2, 3), W (3, 4)"""
    yield call(*wide(), np.tanh)


@visible("matrix_function_backward_sum_1", EXACT)
def matrix_function_backward_sum_1_square() -> Iterator[Call]:
    """another sigma, square matrices"""
    yield call(*square(), np.square)


@visible("matrix_function_backward_sum_1", STEEP)
def matrix_function_backward_sum_1_thin() -> Iterator[Call]:
    """a row and a column, whole numbers"""
    yield call(*row_by_column(), np.sin)
    yield call(*column_by_row(), np.sin)
    yield call(*whole(), np.sin)


@visible("matrix_function_backward_sum_1", EXACT)
def matrix_function_backward_sum_1_line() -> Iterator[Call]:
    """a bent line, whose slope is 2 on the right of 0 and 0.5 on the left"""
    yield call(*square(), bent_line)


# matrix_function_backward_sum_2


@visible("matrix_function_backward_sum_2", STEEP)
def matrix_function_backward_sum_2_wide() -> Iterator[Call]:
    """tanh, X (2, 3), W (3, 4)"""
    yield call(*wide(), np.tanh)


@visible("matrix_function_backward_sum_2", EXACT)
def matrix_function_backward_sum_2_square() -> Iterator[Call]:
    """another sigma, square matrices"""
    yield call(*square(), np.square)


@visible("matrix_function_backward_sum_2", STEEP)
def matrix_function_backward_sum_2_thin() -> Iterator[Call]:
    """a row and a column, whole numbers"""
    yield call(*row_by_column(), np.sin)
    yield call(*column_by_row(), np.sin)
    yield call(*whole(), np.sin)


@visible("matrix_function_backward_sum_2", EXACT)
def matrix_function_backward_sum_2_line() -> Iterator[Call]:
    """a bent line, whose slope is 2 on the right of 0 and 0.5 on the left"""
    yield call(*square(), bent_line)
