"""Hidden checks of the unit multiple_inputs: other functions, other shapes, numbers drawn at random.

Numbers keep away from 0 (`signed`), so that no term is too small for a wrong answer to show.
"""

# ruff: noqa: D403, D415 - the docstring of a check is the sentence that a student reads

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy import ndarray

from grader.protocol.check import FLOAT32, FLOAT32_SLOPE, LARGE_SLOPE, Call, Tolerance, call, hidden, slope_tolerance
from grader.protocol.layouts import unusual

LONG = 1300
EXACT = Tolerance(1e-9, 2e-8, "all the digits that a central difference with a step from 0.001 to 0.000001 keeps")
STEP = slope_tolerance(0.0, 1000.0)  # the step is in the contract, and so its truncation belongs to the answer


def signed(rng: np.random.Generator, *shape: int, low: float = 0.4, high: float = 1.4) -> ndarray:
    """Random numbers between low and high, with random signs; a whole array never has one sign only."""
    signs = rng.choice([-1.0, 1.0], shape)
    if signs.size > 1:
        signs.flat[:2] = rng.permutation([-1.0, 1.0])
    return np.asarray(rng.uniform(low, high, shape) * signs)


def cube(x: Any) -> Any:
    """x³."""
    return x * x * x


def kinked(x: Any) -> Any:
    """−x on the right of 0 and x/4 on the left."""
    return np.where(x > 0, -x, 0.25 * x)


def waves(x: ndarray) -> Any:
    """Every coordinate times the square of the next: slopes depend on both neighbours."""
    return np.sum(x * np.roll(x, -1) ** 2) + np.exp(x[0])


def powers(x: ndarray) -> Any:
    """x₀ + x₁² + x₂³ + …: every coordinate has a slope of its own kind."""
    return sum(x[k] ** (k + 1) for k in range(len(x)))


def weighted_cubes(x: ndarray) -> Any:
    """The sum of (k + 1)·x³ over all places k, counted row by row, for an array of any shape."""
    return np.sum(np.arange(1.0, x.size + 1).reshape(x.shape) * x**3)


def length_of_product(x: ndarray) -> Any:
    """The sum of the squares of x·xᵀ, plus what one corner adds: needs the whole table at once."""
    return np.sum((x @ x.T) ** 2) + x[0, -1] ** 3


def length(x: ndarray) -> Any:
    """The sum of the squares, whose slopes grow with x."""
    return np.sum(x * x)


def reciprocal(x: ndarray) -> Any:
    """The sum of 1/x, as a power that NumPy refuses to take of whole numbers."""
    return np.sum(x**-1)


# multiple_inputs_add


@hidden("multiple_inputs_add")
def multiple_inputs_add_random(rng: np.random.Generator) -> Iterator[Call]:
    """other numbers and other functions"""
    size = int(rng.integers(4, 8))
    for sigma in (np.sin, cube, np.exp, kinked):
        yield call(signed(rng, size), signed(rng, size), sigma)
    yield call(np.append(signed(rng, 3), 0.0), np.append(0.0, signed(rng, 3)), np.cos)


@hidden("multiple_inputs_add")
def multiple_inputs_add_axes(rng: np.random.Generator) -> Iterator[Call]:
    """arrays of any number of axes, however they lie in memory, whole numbers and large ones"""
    yield call(signed(rng, 3, 2), signed(rng, 3, 2), np.sin)
    yield call(signed(rng, 2, 2), signed(rng, 2, 2), np.cos)
    yield call(signed(rng, 2, 1, 3), signed(rng, 2, 1, 3), np.sin)
    yield call(signed(rng), signed(rng), np.exp)
    yield call(rng.integers(1, 4, 5), -rng.integers(4, 8, 5), np.sin)
    yield call(rng.integers(1, 4, (2, 3)), signed(rng, 2, 3), np.sin)
    yield call(unusual(signed(rng, 3, 2)), unusual(signed(rng, 3, 2)), np.sin)
    yield call(*signed(rng, 2, 4).astype(np.float32), np.sin, within=FLOAT32)
    yield call(signed(rng, 4, low=1100.0, high=1900.0), signed(rng, 4, low=0.5, high=1.0), kinked)
    yield call(signed(rng, 4, low=0.5, high=1.0), signed(rng, 4, low=1100.0, high=1900.0), kinked)


@hidden("multiple_inputs_add")
def multiple_inputs_add_many(rng: np.random.Generator) -> Iterator[Call]:
    """long inputs"""
    yield call(signed(rng, LONG), signed(rng, LONG), np.sin)


@hidden("multiple_inputs_add")
def multiple_inputs_add_misfit(rng: np.random.Generator) -> Iterator[Call]:
    """unequal shapes raise AssertionError, whichever way they differ"""
    a, b = (int(k) for k in rng.permutation([2, 3, 4])[:2])
    pairs: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
        ((a,), (1,)),
        ((a,), (a + b,)),
        ((a, b), (b,)),
        ((a, b), (a, 1)),
        ((a, b), (1, b)),
        ((a, b), (b, a)),
        ((a * b,), (a, b)),
        ((1, a), (a, 1)),
        ((1, a), (a,)),
        ((1,), ()),
        ((a, 1, b), (a, b)),
    ]
    for one, two in pairs:
        yield call(signed(rng, *one), signed(rng, *two), np.tanh)
        yield call(signed(rng, *two), signed(rng, *one), np.tanh)


# multiple_inputs_add_backward


@hidden("multiple_inputs_add_backward", slope_tolerance(1.0))
def multiple_inputs_add_backward_random(rng: np.random.Generator) -> Iterator[Call]:
    """other numbers"""
    size = int(rng.integers(4, 8))
    yield call(signed(rng, size), signed(rng, size), np.sin)


@hidden("multiple_inputs_add_backward", slope_tolerance(20.0, 25.0))
def multiple_inputs_add_backward_functions(rng: np.random.Generator) -> Iterator[Call]:
    """other functions"""
    size = int(rng.integers(4, 8))
    yield call(signed(rng, size), signed(rng, size), np.exp)
    yield call(signed(rng, size), signed(rng, size), cube)
    yield call(rng.uniform(0.4, 1.4, 5), rng.uniform(0.4, 1.4, 5), kinked)
    yield call(rng.uniform(-1.4, -0.4, 5), rng.uniform(-1.4, -0.4, 5), kinked)


@hidden("multiple_inputs_add_backward", EXACT)
def multiple_inputs_add_backward_precise(rng: np.random.Generator) -> Iterator[Call]:
    """all the digits, where the central difference has them all"""
    yield call(signed(rng, 5, low=2.0, high=7.0), signed(rng, 5, low=2.0, high=7.0), np.square)


@hidden("multiple_inputs_add_backward", slope_tolerance(1.0))
def multiple_inputs_add_backward_axes(rng: np.random.Generator) -> Iterator[Call]:
    """arrays of any number of axes, however they lie in memory, whole numbers and large ones"""
    yield call(signed(rng, 3, 2), signed(rng, 3, 2), np.sin)
    yield call(signed(rng, 2, 2), signed(rng, 2, 2), np.cos)
    yield call(signed(rng, 2, 1, 3), signed(rng, 2, 1, 3), np.sin)
    yield call(signed(rng), signed(rng), np.sin)
    yield call(rng.integers(1, 4, 5), -rng.integers(4, 8, 5), np.sin)
    yield call(rng.integers(1, 4, (2, 3)), signed(rng, 2, 3), np.sin)
    yield call(signed(rng, LONG), signed(rng, LONG), np.sin)
    yield call(unusual(signed(rng, 3, 2)), unusual(signed(rng, 3, 2)), np.sin)
    yield call(*signed(rng, 2, 4).astype(np.float32), np.sin, within=FLOAT32_SLOPE)
    yield call(
        signed(rng, 4, low=1100.0, high=1900.0), signed(rng, 4, low=0.5, high=1.0), np.square, within=LARGE_SLOPE
    )
    yield call(
        signed(rng, 4, low=0.5, high=1.0), signed(rng, 4, low=1100.0, high=1900.0), np.square, within=LARGE_SLOPE
    )


# multiple_inputs_multiply_backward


@hidden("multiple_inputs_multiply_backward", slope_tolerance(3.0))
def multiple_inputs_multiply_backward_random(rng: np.random.Generator) -> Iterator[Call]:
    """other numbers"""
    size = int(rng.integers(4, 8))
    yield call(signed(rng, size), signed(rng, size), np.sin)
    yield call(np.append(signed(rng, 3), 0.0), np.append(0.0, signed(rng, 3)), np.sin)


@hidden("multiple_inputs_multiply_backward", slope_tolerance(30.0, 10.0))
def multiple_inputs_multiply_backward_functions(rng: np.random.Generator) -> Iterator[Call]:
    """other functions"""
    size = int(rng.integers(4, 8))
    yield call(signed(rng, size), signed(rng, size), np.exp)
    yield call(signed(rng, size), signed(rng, size), cube)
    yield call(signed(rng, size), signed(rng, size), kinked)


@hidden("multiple_inputs_multiply_backward", EXACT)
def multiple_inputs_multiply_backward_precise(rng: np.random.Generator) -> Iterator[Call]:
    """all the digits, where the central difference has them all"""
    yield call(signed(rng, 5, low=1.5, high=3.0), signed(rng, 5, low=1.5, high=3.0), np.square)


@hidden("multiple_inputs_multiply_backward", slope_tolerance(27.0))
def multiple_inputs_multiply_backward_axes(rng: np.random.Generator) -> Iterator[Call]:
    """arrays of any number of axes, however they lie in memory, whole numbers and large ones"""
    yield call(signed(rng, 3, 2), signed(rng, 3, 2), np.sin)
    yield call(signed(rng, 2, 2), signed(rng, 2, 2), np.sin)
    yield call(signed(rng, 2, 1, 3), signed(rng, 2, 1, 3), np.sin)
    yield call(signed(rng), signed(rng), np.sin)
    yield call(rng.integers(1, 3, 5), -rng.integers(1, 4, 5), np.sin)
    yield call(rng.integers(1, 3, (2, 3)), signed(rng, 2, 3), np.sin)
    yield call(signed(rng, LONG), signed(rng, LONG), np.sin)
    yield call(unusual(signed(rng, 3, 2)), unusual(signed(rng, 3, 2)), np.sin)
    yield call(*signed(rng, 2, 4).astype(np.float32), np.sin, within=FLOAT32_SLOPE)
    yield call(
        signed(rng, 4, low=1100.0, high=1900.0), signed(rng, 4, low=0.5, high=1.0), np.square, within=LARGE_SLOPE
    )
    yield call(
        signed(rng, 4, low=0.5, high=1.0), signed(rng, 4, low=1100.0, high=1900.0), np.square, within=LARGE_SLOPE
    )


# partial_derivative


@hidden("partial_derivative", STEP)
def partial_derivative_everywhere(rng: np.random.Generator) -> Iterator[Call]:
    """any coordinate of a longer point, also counted from the end, with the usual step, however it lies in memory"""
    point = signed(rng, 5)
    for i in (*rng.permutation(5), -1, -int(rng.integers(2, 5)), -5):
        yield call(waves, point.copy(), int(i))
    yield call(weighted_cubes, np.append(0.0, signed(rng, 2)), 0)
    yield call(weighted_cubes, unusual(signed(rng, 3)), int(rng.integers(3)))
    yield call(weighted_cubes, signed(rng, 3).astype(np.float32), int(rng.integers(3)), within=FLOAT32_SLOPE)


@hidden("partial_derivative", STEP)
def partial_derivative_wide(rng: np.random.Generator) -> Iterator[Call]:
    """any step"""
    for p in rng.uniform(0.1, 0.5, 3):
        yield call(powers, signed(rng, 4), 2, float(p))
        yield call(weighted_cubes, signed(rng, 3), int(rng.integers(3)), float(p))
    yield call(weighted_cubes, signed(rng, 1), 0, 0.2)
    yield call(length, signed(rng, 3, low=1100.0, high=1900.0), int(rng.integers(3)), 0.25)


@hidden("partial_derivative", STEP)
def partial_derivative_whole(rng: np.random.Generator) -> Iterator[Call]:
    """points of whole numbers; func gets an array of floats"""
    yield call(weighted_cubes, rng.integers(1, 5, 3), int(rng.integers(3)), 0.001)
    yield call(reciprocal, rng.integers(2, 6, 3), int(rng.integers(3)), 0.25)


@hidden("partial_derivative")
def partial_derivative_beyond(rng: np.random.Generator) -> Iterator[Call]:
    """a coordinate outside of the point raises IndexError"""
    size = int(rng.integers(2, 6))
    for i in (size, size + 1, size + 9, -size - 1):
        yield call(weighted_cubes, signed(rng, size), i)


# gradient


@hidden("gradient", STEP)
def gradient_random(rng: np.random.Generator) -> Iterator[Call]:
    """other functions and points, with the usual step"""
    yield call(waves, signed(rng, int(rng.integers(3, 6))))
    yield call(powers, signed(rng, 4))
    yield call(weighted_cubes, signed(rng, 1))
    yield call(weighted_cubes, np.append(signed(rng, 2), 0.0))


@hidden("gradient", STEP)
def gradient_wide(rng: np.random.Generator) -> Iterator[Call]:
    """any step"""
    yield call(waves, signed(rng, 4), float(rng.uniform(0.1, 0.5)))
    yield call(length_of_product, signed(rng, 2, 3), float(rng.uniform(0.1, 0.5)))
    yield call(length, signed(rng, 3, low=1100.0, high=1900.0), 0.25)


@hidden("gradient", STEP)
def gradient_axes(rng: np.random.Generator) -> Iterator[Call]:
    """arrays of any number of axes, however they lie in memory; func sees the shape of x"""
    yield call(length_of_product, signed(rng, 3, 2), 0.001)
    yield call(length_of_product, signed(rng, 3, 3), 0.001)
    yield call(length_of_product, signed(rng, 3, 2).T, 0.001)
    yield call(weighted_cubes, signed(rng, 4, 4)[::2, ::-2], 0.001)
    yield call(weighted_cubes, signed(rng, 2, 1, 3), 0.001)
    yield call(weighted_cubes, signed(rng), 0.1)
    yield call(weighted_cubes, unusual(signed(rng, 3, 2)), 0.001)
    yield call(weighted_cubes, signed(rng, 3).astype(np.float32), 0.001, within=FLOAT32_SLOPE)


@hidden("gradient", STEP)
def gradient_whole(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers in x; func gets an array of floats"""
    yield call(reciprocal, rng.integers(2, 6, 3), 0.25)
    yield call(weighted_cubes, rng.integers(1, 5, (2, 2)), 0.001)


# chain_rule_multivariable


@hidden("chain_rule_multivariable")
def chain_rule_multivariable_random(rng: np.random.Generator) -> Iterator[Call]:
    """any numbers of paths and of inputs"""
    m, n = (int(k) for k in rng.permutation([2, 3, 4, 5])[:2])
    yield call(signed(rng, m, n), signed(rng, m))
    yield call(signed(rng, n, m), signed(rng, n))
    yield call(signed(rng, 6, 2), signed(rng, 6))


@hidden("chain_rule_multivariable")
def chain_rule_multivariable_equal(rng: np.random.Generator) -> Iterator[Call]:
    """as many paths as inputs"""
    for size in (2, 4):
        yield call(signed(rng, size, size), signed(rng, size))


@hidden("chain_rule_multivariable")
def chain_rule_multivariable_edges(rng: np.random.Generator) -> Iterator[Call]:
    """one path or one input, whole numbers, large ones, slopes of 0; however they lie in memory"""
    yield call(signed(rng, 1, 4), signed(rng, 1))
    yield call(signed(rng, 4, 1), signed(rng, 4))
    yield call(signed(rng, 1, 1), signed(rng, 1))
    yield call(rng.integers(1, 5, (3, 2)), -rng.integers(1, 5, 3))
    yield call(rng.integers(1, 5, (3, 2)), signed(rng, 3))
    jacobian, upstream = signed(rng, 4, 3), signed(rng, 4)
    jacobian[1], upstream[2] = 0.0, 0.0
    yield call(jacobian, upstream)
    yield call(unusual(signed(rng, 3, 2)), unusual(signed(rng, 3)))
    yield call(signed(rng, 3, 2).astype(np.float32), signed(rng, 3).astype(np.float32), within=FLOAT32)
    yield call(signed(rng, 3, 2, low=1100.0, high=1900.0), signed(rng, 3, low=1100.0, high=1900.0))
