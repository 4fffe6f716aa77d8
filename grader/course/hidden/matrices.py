# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "hidden: any shapes"
"""Hidden checks of the unit matrices: shapes and numbers drawn at random, and other functions for sigma.

The sines never go flat, so a wrong slope shows wherever it is taken; exp is neither even nor odd, so a lost
sign shows too. Numbers keep away from 0 (`signed`).
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy import ndarray

from grader.protocol.check import FLOAT32, FLOAT32_SLOPE, LARGE_SLOPE, Call, Tolerance, call, hidden, slope_tolerance
from grader.protocol.layouts import unusual

LONG = 1300
SINE = slope_tolerance(15.0, 25.0)  # |sin‴| ≤ 1, weighted with |w|³ ≤ 2.8, five in a row or column
GROWTH = slope_tolerance(25.0, 100.0)  # exp of at most 3 · 0.9², weighted with |w|³ ≤ 0.73, three of them
EXACT = Tolerance(1e-9, 2e-8, "all the digits that a central difference with a step from 0.001 to 0.000001 keeps")


def signed(rng: np.random.Generator, *shape: int, low: float = 0.4, high: float = 1.4) -> ndarray:
    """Random numbers between low and high, with random signs; a whole array never has one sign only."""
    signs = rng.choice([-1.0, 1.0], shape)
    if signs.size > 1:
        signs.flat[:2] = rng.permutation([-1.0, 1.0])
    return np.asarray(rng.uniform(low, high, shape) * signs)


def any_shapes(rng: np.random.Generator) -> tuple[ndarray, ndarray]:
    """X (m, n) and W (n, p), with m, n and p different and above 1."""
    m, n, p = (int(k) for k in rng.permutation([2, 3, 4, 5])[:3])
    return signed(rng, m, n), signed(rng, n, p)


def squares(rng: np.random.Generator) -> tuple[ndarray, ndarray]:
    """X and W square, and of the same size."""
    size = int(rng.integers(2, 5))
    return signed(rng, size, size), signed(rng, size, size)


def small_squares(rng: np.random.Generator) -> tuple[ndarray, ndarray]:
    """X and W square with numbers below 0.9, so that exp of their product stays small."""
    size = int(rng.integers(2, 4))
    return signed(rng, size, size, high=0.9), signed(rng, size, size, high=0.9)


def thin(rng: np.random.Generator) -> Iterator[tuple[ndarray, ndarray]]:
    """Every pair of shapes in which some of the sizes are 1."""
    size = int(rng.integers(2, 5))
    for m, n, p in ((1, size, 1), (size, 1, size + 1), (1, size, 3), (3, size, 1), (1, 1, size), (1, 1, 1)):
        yield signed(rng, m, n), signed(rng, n, p)


def whole(rng: np.random.Generator) -> Iterator[tuple[ndarray, ndarray]]:
    """Whole numbers in both matrices, and in one of them."""
    yield rng.integers(1, 3, (2, 3)), -rng.integers(1, 3, (3, 4))
    yield rng.integers(1, 3, (3, 2)), signed(rng, 2, 2)
    yield signed(rng, 2, 3), rng.integers(-2, 3, (3, 2))


def long(rng: np.random.Generator) -> tuple[ndarray, ndarray]:
    """A long row and a long column, with small numbers, so that their product is one of moderate size."""
    return 0.2 * signed(rng, 1, LONG), 0.2 * signed(rng, LONG, 1)


def in_memory(rng: np.random.Generator) -> tuple[ndarray, ndarray]:
    """Read-only views with gaps, column by column."""
    return unusual(signed(rng, 3, 2)), unusual(signed(rng, 2, 4))


def single(rng: np.random.Generator) -> tuple[ndarray, ndarray]:
    """Numbers with half the digits."""
    return signed(rng, 3, 2).astype(np.float32), signed(rng, 2, 4).astype(np.float32)


def large(rng: np.random.Generator) -> Iterator[tuple[ndarray, ndarray]]:
    """Numbers above a thousand in one matrix, and in the other."""
    yield signed(rng, 3, 2, low=1100.0, high=1900.0), signed(rng, 2, 4)
    yield signed(rng, 3, 2), signed(rng, 2, 4, low=1100.0, high=1900.0)


def kinked(x: Any) -> Any:
    """−x on the right of 0 and x/4 on the left."""
    return np.where(x > 0, -x, 0.25 * x)


# matmul_forward


@hidden("matmul_forward")
def matmul_forward_shapes(rng: np.random.Generator) -> Iterator[Call]:
    """any shapes that fit"""
    for _ in range(3):
        yield call(*any_shapes(rng))
    yield call(signed(rng, 3, 3), signed(rng, 3, 2))
    yield call(signed(rng, 2, 3), signed(rng, 3, 3))
    yield call(signed(rng, 3, 2), signed(rng, 2, 3))


@hidden("matmul_forward")
def matmul_forward_squares(rng: np.random.Generator) -> Iterator[Call]:
    """square matrices"""
    yield call(*squares(rng))
    yield call(*squares(rng))


@hidden("matmul_forward")
def matmul_forward_edges(rng: np.random.Generator) -> Iterator[Call]:
    """rows and columns, long ones too, whole numbers and large ones, however they lie in memory"""
    for X, W in (*thin(rng), *whole(rng)):
        yield call(X, W)
    yield call(signed(rng, 2, LONG), signed(rng, LONG, 1))
    yield call(*in_memory(rng))
    yield call(*single(rng), within=FLOAT32)
    for X, W in large(rng):
        yield call(X, W)


@hidden("matmul_forward")
def matmul_forward_unfit(rng: np.random.Generator) -> Iterator[Call]:
    """matrices that do not fit raise AssertionError, which names both sizes"""
    a, b, c = (int(k) for k in rng.permutation([11, 13, 14, 16, 17, 19])[:3])
    for X, W in (
        ((a, b), (c, a)),
        ((a, b), (a, b)),
        ((a, b), (a, c)),
        ((a, b), (c, b)),
        ((2, b), (c, 3)),
        ((a, b), (1, c)),
        ((a, 1), (b, c)),
        ((1, b), (1, c)),
    ):
        yield call(signed(rng, *X), signed(rng, *W), saying=(str(X[1]), str(W[0])))


# matmul_backward_first


@hidden("matmul_backward_first")
def matmul_backward_first_shapes(rng: np.random.Generator) -> Iterator[Call]:
    """any shapes"""
    for _ in range(3):
        yield call(*any_shapes(rng))


@hidden("matmul_backward_first")
def matmul_backward_first_squares(rng: np.random.Generator) -> Iterator[Call]:
    """square matrices"""
    yield call(*squares(rng))
    yield call(signed(rng, 2, 3), signed(rng, 3, 3))


@hidden("matmul_backward_first")
def matmul_backward_first_edges(rng: np.random.Generator) -> Iterator[Call]:
    """rows and columns, whole numbers and large ones, however they lie in memory"""
    for X, W in (*thin(rng), *whole(rng)):
        yield call(X, W)
    yield call(*in_memory(rng))
    yield call(*single(rng), within=FLOAT32)
    for X, W in large(rng):
        yield call(X, W)


# matmul_backward_second


@hidden("matmul_backward_second")
def matmul_backward_second_shapes(rng: np.random.Generator) -> Iterator[Call]:
    """any shapes"""
    for _ in range(3):
        yield call(*any_shapes(rng))


@hidden("matmul_backward_second")
def matmul_backward_second_squares(rng: np.random.Generator) -> Iterator[Call]:
    """square matrices"""
    yield call(*squares(rng))
    yield call(signed(rng, 3, 3), signed(rng, 3, 2))


@hidden("matmul_backward_second")
def matmul_backward_second_edges(rng: np.random.Generator) -> Iterator[Call]:
    """rows and columns, whole numbers and large ones, however they lie in memory"""
    for X, W in (*thin(rng), *whole(rng)):
        yield call(X, W)
    yield call(*in_memory(rng))
    yield call(*single(rng), within=FLOAT32)
    for X, W in large(rng):
        yield call(X, W)


# matrix_forward_extra


@hidden("matrix_forward_extra")
def matrix_forward_extra_shapes(rng: np.random.Generator) -> Iterator[Call]:
    """any shapes that fit"""
    for _ in range(3):
        yield call(*any_shapes(rng), np.sin)


@hidden("matrix_forward_extra")
def matrix_forward_extra_squares(rng: np.random.Generator) -> Iterator[Call]:
    """square matrices, and other functions"""
    for sigma in (np.sin, np.exp, kinked, np.square):
        yield call(*squares(rng), sigma)


@hidden("matrix_forward_extra")
def matrix_forward_extra_edges(rng: np.random.Generator) -> Iterator[Call]:
    """rows and columns, whole numbers and large ones, however they lie in memory"""
    for X, W in (*thin(rng), *whole(rng), long(rng)):
        yield call(X, W, np.sin)
    yield call(*in_memory(rng), np.sin)
    yield call(*single(rng), np.sin, within=FLOAT32)
    for X, W in large(rng):
        yield call(X, W, kinked)


# matrix_function_backward_1


@hidden("matrix_function_backward_1", SINE)
def matrix_function_backward_1_shapes(rng: np.random.Generator) -> Iterator[Call]:
    """any shapes that fit"""
    for _ in range(3):
        yield call(*any_shapes(rng), np.sin)


@hidden("matrix_function_backward_1", GROWTH)
def matrix_function_backward_1_squares(rng: np.random.Generator) -> Iterator[Call]:
    """square matrices, and other functions"""
    yield call(*small_squares(rng), np.exp)
    yield call(*small_squares(rng), np.sin)


@hidden("matrix_function_backward_1", EXACT)
def matrix_function_backward_1_precise(rng: np.random.Generator) -> Iterator[Call]:
    """all the digits, where the central difference has them all"""
    yield call(*any_shapes(rng), np.square)
    yield call(rng.uniform(0.4, 1.4, (3, 2)), rng.uniform(0.4, 1.4, (2, 4)), kinked)
    yield call(rng.uniform(0.4, 1.4, (2, 2)), rng.uniform(-1.4, -0.4, (2, 3)), kinked)


@hidden("matrix_function_backward_1", slope_tolerance(40.0, 12.0))
def matrix_function_backward_1_edges(rng: np.random.Generator) -> Iterator[Call]:
    """rows and columns, whole numbers and large ones, however they lie in memory"""
    for X, W in (*thin(rng), *whole(rng), long(rng)):
        yield call(X, W, np.sin)
    yield call(*in_memory(rng), np.sin)
    yield call(*single(rng), np.sin, within=FLOAT32_SLOPE)
    for X, W in large(rng):
        yield call(X, W, np.square, within=LARGE_SLOPE)


# matrix_function_forward_sum


@hidden("matrix_function_forward_sum")
def matrix_function_forward_sum_shapes(rng: np.random.Generator) -> Iterator[Call]:
    """any shapes that fit"""
    for _ in range(3):
        yield call(*any_shapes(rng), np.sin)


@hidden("matrix_function_forward_sum")
def matrix_function_forward_sum_squares(rng: np.random.Generator) -> Iterator[Call]:
    """square matrices, and other functions"""
    for sigma in (np.sin, np.exp, kinked, np.square):
        yield call(*squares(rng), sigma)


@hidden("matrix_function_forward_sum")
def matrix_function_forward_sum_edges(rng: np.random.Generator) -> Iterator[Call]:
    """rows and columns, whole numbers and large ones, however they lie in memory"""
    for X, W in (*thin(rng), *whole(rng), long(rng)):
        yield call(X, W, np.sin)
    yield call(*in_memory(rng), np.sin)
    yield call(*single(rng), np.sin, within=FLOAT32)
    for X, W in large(rng):
        yield call(X, W, kinked)


# matrix_function_backward_sum_1


@hidden("matrix_function_backward_sum_1", SINE)
def matrix_function_backward_sum_1_shapes(rng: np.random.Generator) -> Iterator[Call]:
    """any shapes that fit"""
    for _ in range(3):
        yield call(*any_shapes(rng), np.sin)


@hidden("matrix_function_backward_sum_1", GROWTH)
def matrix_function_backward_sum_1_squares(rng: np.random.Generator) -> Iterator[Call]:
    """square matrices, and other functions"""
    yield call(*small_squares(rng), np.exp)
    yield call(*small_squares(rng), np.sin)


@hidden("matrix_function_backward_sum_1", EXACT)
def matrix_function_backward_sum_1_precise(rng: np.random.Generator) -> Iterator[Call]:
    """all the digits, where the central difference has them all"""
    yield call(*any_shapes(rng), np.square)
    yield call(rng.uniform(0.4, 1.4, (3, 2)), rng.uniform(0.4, 1.4, (2, 4)), kinked)
    yield call(rng.uniform(0.4, 1.4, (2, 2)), rng.uniform(-1.4, -0.4, (2, 3)), kinked)


@hidden("matrix_function_backward_sum_1", slope_tolerance(40.0, 12.0))
def matrix_function_backward_sum_1_edges(rng: np.random.Generator) -> Iterator[Call]:
    """rows and columns, whole numbers and large ones, however they lie in memory"""
    for X, W in (*thin(rng), *whole(rng), long(rng)):
        yield call(X, W, np.sin)
    yield call(*in_memory(rng), np.sin)
    yield call(*single(rng), np.sin, within=FLOAT32_SLOPE)
    for X, W in large(rng):
        yield call(X, W, np.square, within=LARGE_SLOPE)


# matrix_function_backward_sum_2


@hidden("matrix_function_backward_sum_2", SINE)
def matrix_function_backward_sum_2_shapes(rng: np.random.Generator) -> Iterator[Call]:
    """any shapes that fit"""
    for _ in range(3):
        yield call(*any_shapes(rng), np.sin)


@hidden("matrix_function_backward_sum_2", GROWTH)
def matrix_function_backward_sum_2_squares(rng: np.random.Generator) -> Iterator[Call]:
    """square matrices, and other functions"""
    yield call(*small_squares(rng), np.exp)
    yield call(*small_squares(rng), np.sin)


@hidden("matrix_function_backward_sum_2", EXACT)
def matrix_function_backward_sum_2_precise(rng: np.random.Generator) -> Iterator[Call]:
    """all the digits, where the central difference has them all"""
    yield call(*any_shapes(rng), np.square)
    yield call(rng.uniform(0.4, 1.4, (3, 2)), rng.uniform(0.4, 1.4, (2, 4)), kinked)
    yield call(rng.uniform(0.4, 1.4, (2, 2)), rng.uniform(-1.4, -0.4, (2, 3)), kinked)


@hidden("matrix_function_backward_sum_2", slope_tolerance(40.0, 12.0))
def matrix_function_backward_sum_2_edges(rng: np.random.Generator) -> Iterator[Call]:
    """rows and columns, whole numbers and large ones, however they lie in memory"""
    for X, W in (*thin(rng), *whole(rng), long(rng)):
        yield call(X, W, np.sin)
    yield call(*in_memory(rng), np.sin)
    yield call(*single(rng), np.sin, within=FLOAT32_SLOPE)
    for X, W in large(rng):
        yield call(X, W, np.square, within=LARGE_SLOPE)
