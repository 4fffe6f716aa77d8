# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "hidden: a property"
"""The hidden checks of the slopes by difference quotients."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.protocol.check import FLOAT32_SLOPE, Call, Tolerance, call, hidden, slope_tolerance
from grader.protocol.layouts import unusual

FORMULA = Tolerance(1e-9, 1e-10, "the formula itself, its rounding error divided by a step of 0.001 or more")
SMALL_STEPS = Tolerance(1e-9, 2e-9, "the formula itself, its rounding error divided by a step of 0.00001")
ANY_SLOPE = Tolerance(1e-9, 1e-5, "a slope by any small step, times a distance of a few units")


def cube(x: np.ndarray) -> Any:
    """x³, whose slope is 3x²."""
    return x**3


def wave(x: np.ndarray) -> Any:
    """x² + sin 3x, whose slope is 2x + 3 cos 3x."""
    return x * x + np.sin(3 * x)


def steep_bend(x: np.ndarray) -> Any:
    """Slope 3 above 0 and -1 below."""
    return np.where(x > 0, 3.0 * x, -x)


def itself(x: np.ndarray) -> np.ndarray:
    """The line of slope 1: what goes in comes out."""
    return x


def _mixed(rng: np.random.Generator, low: float, high: float, *shape: int) -> np.ndarray:
    """Random numbers, low to high in size, whose signs alternate, the first one negative."""
    sizes = rng.uniform(low, high, shape)
    return sizes * np.where(np.arange(sizes.size) % 2, 1.0, -1.0).reshape(shape)


@hidden("deriv", FORMULA)
def deriv_any_step(rng: np.random.Generator) -> Iterator[Call]:
    """the step that is given is the step that is used, at small and large numbers"""
    yield call(cube, _mixed(rng, 0.5, 2.0, 5), rng.uniform(0.05, 0.09))
    yield call(wave, _mixed(rng, 0.5, 2.0, 4), rng.uniform(0.2, 0.4))
    yield call(np.square, _mixed(rng, 1100.0, 1900.0, 4), 0.25)


@hidden("deriv", FORMULA)
def deriv_any_default(rng: np.random.Generator) -> Iterator[Call]:
    """the step 0.001 where none is given"""
    yield call(cube, _mixed(rng, 0.5, 2.0, 5))
    yield call(np.exp, _mixed(rng, 0.5, 2.0, 5))


@hidden("deriv", FORMULA)
def deriv_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory"""
    yield call(cube, _mixed(rng, 0.5, 2.0, 3, 3), 0.001)
    yield call(cube, _mixed(rng, 0.5, 2.0, 2, 1, 3), 0.05)
    yield call(cube, _mixed(rng, 0.5, 2.0, 1), 0.001)
    yield call(cube, unusual(_mixed(rng, 0.5, 2.0, 3, 2)), 0.001)
    yield call(cube, _mixed(rng, 0.5, 2.0, 4).astype(np.float32), 0.001, within=FLOAT32_SLOPE)


@hidden("deriv", FORMULA)
def deriv_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers"""
    yield call(cube, np.array([-1, 1, -1, 1]) * rng.integers(2, 6, 4), 0.001)
    yield call(cube, rng.integers(2, 6, (2, 2)), 0.25)


@hidden("deriv", FORMULA)
def deriv_any_kink(rng: np.random.Generator) -> Iterator[Call]:
    """a kink within reach of the step"""
    yield call(steep_bend, np.array([0.0, *_mixed(rng, 0.02, 0.08, 4)]), 0.1)


@hidden("deriv", FORMULA)
def deriv_any_single(rng: np.random.Generator) -> Iterator[Call]:
    """a single number instead of an array"""
    yield call(cube, np.array(-rng.uniform(1.1, 1.9)), 0.001)
    yield call(wave, np.array(rng.uniform(0.1, 0.3)), 0.05)


@hidden("deriv", FORMULA)
def deriv_any_line(rng: np.random.Generator) -> Iterator[Call]:
    """a function that returns its input as it is"""
    yield call(itself, _mixed(rng, 0.5, 2.0, 4), 0.001)


@hidden("approximate_derivative", FORMULA)
def approximate_derivative_any_step(rng: np.random.Generator) -> Iterator[Call]:
    """the step that is given is the step that is used, at small and large numbers"""
    yield call(cube, _mixed(rng, 0.5, 2.0, 5), rng.uniform(0.05, 0.09))
    yield call(wave, _mixed(rng, 0.5, 2.0, 4), rng.uniform(0.2, 0.4))
    yield call(np.square, _mixed(rng, 1100.0, 1900.0, 4), 0.25)


@hidden("approximate_derivative", FORMULA)
def approximate_derivative_any_default(rng: np.random.Generator) -> Iterator[Call]:
    """the step 0.001 where none is given"""
    yield call(cube, _mixed(rng, 0.5, 2.0, 5))
    yield call(np.exp, _mixed(rng, 0.5, 2.0, 5))


@hidden("approximate_derivative", FORMULA)
def approximate_derivative_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory"""
    yield call(cube, _mixed(rng, 0.5, 2.0, 3, 3), 0.001)
    yield call(cube, _mixed(rng, 0.5, 2.0, 2, 1, 3), 0.05)
    yield call(cube, _mixed(rng, 0.5, 2.0, 1), 0.001)
    yield call(cube, unusual(_mixed(rng, 0.5, 2.0, 3, 2)), 0.001)
    yield call(cube, _mixed(rng, 0.5, 2.0, 4).astype(np.float32), 0.001, within=FLOAT32_SLOPE)


@hidden("approximate_derivative", FORMULA)
def approximate_derivative_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers"""
    yield call(cube, np.array([-1, 1, -1, 1]) * rng.integers(2, 6, 4), 0.001)
    yield call(cube, rng.integers(2, 6, (2, 2)), 0.25)


@hidden("approximate_derivative", FORMULA)
def approximate_derivative_any_kink(rng: np.random.Generator) -> Iterator[Call]:
    """a kink within reach of the step"""
    yield call(steep_bend, np.array([0.0, *_mixed(rng, 0.02, 0.08, 4)]), 0.1)


@hidden("approximate_derivative", FORMULA)
def approximate_derivative_any_single(rng: np.random.Generator) -> Iterator[Call]:
    """a single number instead of an array"""
    yield call(cube, np.array(-rng.uniform(1.1, 1.9)), 0.001)
    yield call(wave, np.array(rng.uniform(0.1, 0.3)), 0.05)


@hidden("step_errors", FORMULA)
def step_errors_any_steps(rng: np.random.Generator) -> Iterator[Call]:
    """another point and other steps, in any order"""
    x = rng.uniform(0.6, 1.4)
    yield call(cube, 3 * x * x, x, np.array([0.02, 0.3, 0.005, 0.1]) * rng.uniform(0.8, 1.2))
    yield call(cube, 3 * x * x, -x, np.array([0.3, 0.02, 0.1]) * rng.uniform(0.8, 1.2))
    yield call(cube, 3 * x * x, x, np.array([0.25, 0.5, 0.125], dtype=np.float32), within=FLOAT32_SLOPE)


@hidden("step_errors", FORMULA)
def step_errors_any_count(rng: np.random.Generator) -> Iterator[Call]:
    """as many rows as steps"""
    x = rng.uniform(0.6, 1.4)
    yield call(np.exp, float(np.exp(-x)), -x, rng.uniform(0.1, 0.5, 1))
    yield call(np.exp, float(np.exp(x)), x, rng.uniform(0.1, 0.5, 2))
    yield call(np.exp, float(np.exp(x)), x, np.sort(rng.uniform(0.1, 0.5, 7)))
    yield call(np.exp, float(np.exp(x)), x, unusual(rng.uniform(0.1, 0.5, 3)))


@hidden("step_errors", FORMULA)
def step_errors_any_slope(rng: np.random.Generator) -> Iterator[Call]:
    """errors are measured from the slope that is given, near or far"""
    x = rng.uniform(0.6, 1.4)
    yield call(cube, rng.uniform(1100.0, 1900.0), x, np.array([0.1, 0.2]))
    yield call(cube, rng.uniform(-9.0, -5.0), x, np.array([0.1, 0.2]))
    yield call(cube, rng.uniform(15.0, 19.0), x, np.array([0.1, 0.2, 0.3]))


@hidden("step_errors", SMALL_STEPS)
def step_errors_any_small(rng: np.random.Generator) -> Iterator[Call]:
    """small steps"""
    x = rng.uniform(0.6, 1.4)
    yield call(np.sin, float(np.cos(x)), x, np.array([1e-2, 1e-3, 1e-4, 1e-5]))


@hidden("tangent_line", slope_tolerance(third=54, size=6))
def tangent_line_any_point(rng: np.random.Generator) -> Iterator[Call]:
    """another curve, at points on both sides of 0"""
    t = np.array([-1.0, -0.4, 0.0, 1.0, 0.7])
    yield call(wave, rng.uniform(0.3, 0.9), then=lambda line: line(t), over=t)
    yield call(wave, -rng.uniform(0.7, 0.9), then=lambda line: line(t), over=t)


@hidden("tangent_line", slope_tolerance(third=12, size=6))
def tangent_line_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """the line takes an array of any shape"""
    t = rng.uniform(-1.0, 3.0, (2, 3))
    yield call(cube, 1.0, then=lambda line: line(t), over=t)
    yield call(cube, 1.0, then=lambda line: line(t.reshape(3, 1, 2)), over=t.reshape(3, 1, 2))
    yield call(cube, 1.0, then=lambda line: line(unusual(t)), over=t)


@hidden("tangent_line", slope_tolerance(third=30, size=40))
def tangent_line_any_single(rng: np.random.Generator) -> Iterator[Call]:
    """the line takes a single number, and the point may be a whole number"""
    t = float(rng.uniform(3.0, 5.0))
    yield call(np.exp, 1, then=lambda line: line(t), over=t)
    yield call(cube, -2, then=lambda line: line(3), over=3)


@hidden("tangent_line", ANY_SLOPE)
def tangent_line_any_straight(rng: np.random.Generator) -> Iterator[Call]:
    """of a straight line it is the line itself, near and far, and of a curve it is not"""
    t = rng.uniform(-5.0, 5.0, 4)
    far = _mixed(rng, 1100.0, 1900.0, 4)
    yield call(itself, rng.uniform(1.0, 2.0), then=lambda line: line(far), over=far)
    yield call(itself, rng.uniform(1.0, 2.0), then=lambda line: line(t), over=t)
    yield call(np.square, rng.uniform(1.0, 2.0), then=lambda line: line(t), over=t)
