# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "check 2 of 4: a matrix, entry by entry"
"""The visible checks of the functions that act on each number by itself."""

from collections.abc import Iterator

import numpy as np

from grader.protocol.check import Call, call, visible


@visible("square")
def square_mixed() -> Iterator[Call]:
    """negative numbers and fractions"""
    yield call(np.array([-2.0, 0.5, 3.0, -0.1]))


@visible("square")
def square_matrix() -> Iterator[Call]:
    """a matrix, entry by entry"""
    yield call(np.array([[1.0, 2.0], [-3.0, 4.0]]))


@visible("square", strict_kind=True)
def square_ints() -> Iterator[Call]:
    """whole numbers, which stay whole numbers"""
    yield call(np.array([-3, 0, 2, 7]))


@visible("square")
def square_single() -> Iterator[Call]:
    """a single number"""
    yield call(np.array(-1.5))


@visible("relu")
def relu_mixed() -> Iterator[Call]:
    """negative numbers, 0 and positive ones"""
    yield call(np.array([-2.0, 0.5, 0.0, 3.0, -0.1]))


@visible("relu")
def relu_matrix() -> Iterator[Call]:
    """a matrix, entry by entry"""
    yield call(np.array([[1.5, -2.0], [-3.0, 4.0]]))


@visible("relu")
def relu_ints() -> Iterator[Call]:
    """whole numbers"""
    yield call(np.array([-3, 0, 2, 7]))


@visible("relu")
def relu_single() -> Iterator[Call]:
    """a single number"""
    yield call(np.array(-1.5))
    yield call(np.array(2.5))


@visible("leaky_relu")
def leaky_relu_mixed() -> Iterator[Call]:
    """negative numbers, 0 and positive ones"""
    yield call(np.array([-2.0, 0.5, 0.0, 3.0, 0.1, -0.1]))


@visible("leaky_relu")
def leaky_relu_matrix() -> Iterator[Call]:
    """a matrix, entry by entry"""
    yield call(np.array([[1.5, -2.0], [-3.0, 4.0]]))


@visible("leaky_relu", strict_kind=True)
def leaky_relu_ints() -> Iterator[Call]:
    """whole numbers, of which a fifth is a fraction"""
    yield call(np.array([-3, 0, 2, 7, -10]))
    yield call(np.array([7, -3, 0]))


@visible("leaky_relu")
def leaky_relu_single() -> Iterator[Call]:
    """a single number"""
    yield call(np.array(-1.5))
    yield call(np.array(2.5))


@visible("sigmoid")
def sigmoid_mixed() -> Iterator[Call]:
    """negative numbers, 0 and positive ones"""
    yield call(np.array([-2.0, 0.5, 0.0, 3.0, -0.1]))


@visible("sigmoid")
def sigmoid_matrix() -> Iterator[Call]:
    """a matrix, entry by entry"""
    yield call(np.array([[1.5, -2.0], [-3.0, 4.0]]))


@visible("sigmoid")
def sigmoid_ints() -> Iterator[Call]:
    """whole numbers, whose results are fractions"""
    yield call(np.array([-3, 0, 2, 7]))


@visible("sigmoid")
def sigmoid_single() -> Iterator[Call]:
    """a single number"""
    yield call(np.array(-1.5))
    yield call(np.array(2.5))


@visible("sigmoid")
def sigmoid_extreme() -> Iterator[Call]:
    """far from 0, where the exponential overflows"""
    yield call(np.array([-1000.0, -40.0, 40.0, 1000.0]))
