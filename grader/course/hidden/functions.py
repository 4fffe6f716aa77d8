# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "hidden: a property"
"""The hidden checks of the functions that act on each number by itself."""

from collections.abc import Iterator

import numpy as np

from grader.protocol.check import FLOAT32, Call, call, hidden
from grader.protocol.layouts import unusual


def _mixed(rng: np.random.Generator, low: float, high: float, *shape: int) -> np.ndarray:
    """Random numbers, low to high in size, whose signs alternate, the first one negative."""
    sizes = rng.uniform(low, high, shape)
    return sizes * np.where(np.arange(sizes.size) % 2, 1.0, -1.0).reshape(shape)


def _mixed_ints(rng: np.random.Generator) -> np.ndarray:
    """Random whole numbers above 5 in size, no multiples of 5, of alternating sign, a negative one first."""
    sizes = 5 * rng.integers(1, 9, 6) + rng.integers(1, 5, 6)
    return np.where(np.arange(6) % 2, sizes, -sizes)


@hidden("square")
def square_any_numbers(rng: np.random.Generator) -> Iterator[Call]:
    """numbers of both signs, small and large"""
    yield call(_mixed(rng, 0.05, 0.95, 5))
    yield call(_mixed(rng, 300.0, 900.0, 4))
    yield call(_mixed(rng, 1100.0, 9000.0, 4))


@hidden("square")
def square_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory"""
    yield call(_mixed(rng, 1.1, 1.9, 3, 3))
    yield call(_mixed(rng, 1.1, 1.9, 2, 1, 3))
    yield call(_mixed(rng, 1.1, 1.9, 1))
    yield call(np.zeros((0, 3)))
    yield call(unusual(_mixed(rng, 1.1, 1.9, 3, 2)))
    yield call(_mixed(rng, 1.1, 1.9, 4).astype(np.float32), within=FLOAT32)


@hidden("square", strict_kind=True)
def square_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers stay whole numbers"""
    yield call(_mixed_ints(rng))
    yield call(_mixed_ints(rng).reshape(2, 3))
    yield call(-_mixed_ints(rng))
    yield call(np.array([0, *_mixed_ints(rng)]))


@hidden("square")
def square_any_single(rng: np.random.Generator) -> Iterator[Call]:
    """a single number instead of an array"""
    yield call(np.array(-rng.uniform(2.1, 2.9)))
    yield call(np.array(0.0))


@hidden("relu")
def relu_any_numbers(rng: np.random.Generator) -> Iterator[Call]:
    """numbers of both signs, small and large"""
    yield call(_mixed(rng, 0.05, 0.95, 5))
    yield call(_mixed(rng, 300.0, 900.0, 4))
    yield call(-_mixed(rng, 1e-6, 1e-5, 4))
    yield call(_mixed(rng, 1100.0, 9000.0, 4))


@hidden("relu")
def relu_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory"""
    yield call(_mixed(rng, 1.1, 1.9, 3, 3))
    yield call(_mixed(rng, 1.1, 1.9, 2, 1, 3))
    yield call(_mixed(rng, 1.1, 1.9, 1))
    yield call(np.zeros((0, 3)))
    yield call(unusual(_mixed(rng, 1.1, 1.9, 3, 2)))
    yield call(_mixed(rng, 1.1, 1.9, 4).astype(np.float32), within=FLOAT32)


@hidden("relu")
def relu_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers"""
    yield call(_mixed_ints(rng))
    yield call(_mixed_ints(rng).reshape(2, 3))
    yield call(-_mixed_ints(rng))
    yield call(np.array([0, *_mixed_ints(rng)]))


@hidden("relu")
def relu_any_single(rng: np.random.Generator) -> Iterator[Call]:
    """a single number instead of an array"""
    yield call(np.array(-rng.uniform(2.1, 2.9)))
    yield call(np.array(rng.uniform(2.1, 2.9)))


@hidden("leaky_relu")
def leaky_relu_any_numbers(rng: np.random.Generator) -> Iterator[Call]:
    """numbers of both signs, small and large"""
    yield call(_mixed(rng, 0.001, 0.01, 4))
    yield call(_mixed(rng, 0.25, 0.95, 5))
    yield call(_mixed(rng, 300.0, 900.0, 4))
    yield call(_mixed(rng, 1100.0, 9000.0, 4))
    yield call(_mixed(rng, 1e-6, 1e-5, 4))


@hidden("leaky_relu")
def leaky_relu_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory"""
    yield call(_mixed(rng, 1.1, 1.9, 3, 3))
    yield call(_mixed(rng, 1.1, 1.9, 2, 1, 3))
    yield call(_mixed(rng, 1.1, 1.9, 1))
    yield call(np.zeros((0, 3)))
    yield call(unusual(_mixed(rng, 1.1, 1.9, 3, 2)))
    yield call(_mixed(rng, 1.1, 1.9, 4).astype(np.float32), within=FLOAT32)


@hidden("leaky_relu", strict_kind=True)
def leaky_relu_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers give floats"""
    yield call(_mixed_ints(rng))
    yield call(5 * _mixed_ints(rng).reshape(2, 3))
    yield call(-_mixed_ints(rng))
    yield call(np.array([0, *_mixed_ints(rng)]))


@hidden("leaky_relu")
def leaky_relu_any_single(rng: np.random.Generator) -> Iterator[Call]:
    """a single number instead of an array"""
    yield call(np.array(-rng.uniform(2.1, 2.9)))
    yield call(np.array(rng.uniform(2.1, 2.9)))


@hidden("sigmoid")
def sigmoid_any_numbers(rng: np.random.Generator) -> Iterator[Call]:
    """numbers of both signs, small and large"""
    yield call(_mixed(rng, 0.05, 0.95, 5))
    yield call(_mixed(rng, 2.0, 8.0, 6))


@hidden("sigmoid")
def sigmoid_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory"""
    yield call(_mixed(rng, 1.1, 1.9, 3, 3))
    yield call(_mixed(rng, 1.1, 1.9, 2, 1, 3))
    yield call(_mixed(rng, 1.1, 1.9, 1))
    yield call(np.zeros((0, 3)))
    yield call(unusual(_mixed(rng, 1.1, 1.9, 3, 2)))
    yield call(_mixed(rng, 1.1, 1.9, 4).astype(np.float32), within=FLOAT32)


@hidden("sigmoid")
def sigmoid_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers give fractions"""
    yield call(rng.integers(2, 6, 4) * np.array([-1, 1, -1, 1]))
    yield call(rng.integers(2, 6, 4) * np.array([1, -1, 1, -1]))


@hidden("sigmoid")
def sigmoid_any_single(rng: np.random.Generator) -> Iterator[Call]:
    """a single number instead of an array"""
    yield call(np.array(-rng.uniform(2.1, 2.9)))
    yield call(np.array(rng.uniform(2.1, 2.9)))


@hidden("sigmoid")
def sigmoid_any_extreme(rng: np.random.Generator) -> Iterator[Call]:
    """finite and right where the exponential overflows"""
    yield call(_mixed(rng, 715.0, 1000.0, 4))
    yield call(_mixed(rng, 8.0, 16.0, 4))
    yield call(np.array(rng.uniform(715.0, 1000.0)))
    yield call(np.array(-rng.uniform(715.0, 1000.0)))
