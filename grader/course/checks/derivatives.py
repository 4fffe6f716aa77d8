# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "check 2 of 4: a matrix, entry by entry"
"""The visible checks of the slopes by difference quotients."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.protocol.check import Call, Tolerance, call, slope_tolerance, visible

FORMULA = Tolerance(1e-9, 1e-10, "the formula itself, its rounding error divided by a step of 0.001 or more")
SMALL_STEPS = Tolerance(1e-9, 2e-9, "the formula itself, its rounding error divided by a step of 0.000001")

ANY_SLOPE = Tolerance(1e-9, 1e-5, "a slope by any small step, times a distance of a few units")


def cube(x: np.ndarray) -> Any:
    """x³, whose slope is 3x²."""
    return x**3


def quadratic(x: np.ndarray) -> Any:
    """3x² - 4x, whose slope is 6x - 4."""
    return 3 * x**2 - 4 * x


def cube_minus_inverse(x: np.ndarray) -> Any:
    """x³ - 1/x, whose slope is 3x² + 1/x²."""
    return x**3 - 1 / x


def bent_line(x: np.ndarray) -> Any:
    """Slope 2 above 0 and 0.5 below."""
    return np.where(x > 0, 2.0 * x, 0.5 * x)


def itself(x: np.ndarray) -> np.ndarray:
    """The line of slope 1: what goes in comes out."""
    return x


@visible("deriv", FORMULA)
def deriv_large_step() -> Iterator[Call]:
    """a cube, with a step as large as 0.1"""
    yield call(cube, np.array([1.0, 2.0, -1.5]), 0.1)


@visible("deriv", FORMULA)
def deriv_default_step() -> Iterator[Call]:
    """the step 0.001 where none is given"""
    yield call(cube, np.array([1.0, 2.0, -0.5]))


@visible("deriv", FORMULA)
def deriv_matrix() -> Iterator[Call]:
    """a matrix, entry by entry"""
    yield call(np.sin, np.array([[0.5, -1.0, 2.0], [3.0, -2.5, 1.0]]), 0.001)


@visible("deriv", FORMULA)
def deriv_ints() -> Iterator[Call]:
    """whole numbers, which a small step must not leave whole"""
    yield call(cube, np.array([1, 2, -3]), 0.001)


@visible("deriv", FORMULA)
def deriv_kink() -> Iterator[Call]:
    """a line with a kink at 0"""
    yield call(bent_line, np.array([-1.0, 0.0, 1.0]), 0.001)


@visible("deriv", FORMULA)
def deriv_single() -> Iterator[Call]:
    """a single number"""
    yield call(cube, np.array(-1.5), 0.1)


@visible("deriv", FORMULA)
def deriv_itself() -> Iterator[Call]:
    """a function that returns its input as it is"""
    yield call(itself, np.array([-2.0, 0.5, 3.0]), 0.001)


@visible("approximate_derivative", FORMULA)
def approximate_derivative_large_step() -> Iterator[Call]:
    """a cube, with a step as large as 0.1"""
    yield call(cube, np.array([1.0, 2.0, -1.5]), 0.1)


@visible("approximate_derivative", FORMULA)
def approximate_derivative_default_step() -> Iterator[Call]:
    """the step 0.001 where none is given"""
    yield call(cube, np.array([1.0, 2.0, -0.5]))


@visible("approximate_derivative", FORMULA)
def approximate_derivative_matrix() -> Iterator[Call]:
    """a matrix, entry by entry"""
    yield call(np.sin, np.array([[0.5, -1.0, 2.0], [3.0, -2.5, 1.0]]), 0.001)


@visible("approximate_derivative", FORMULA)
def approximate_derivative_ints() -> Iterator[Call]:
    """whole numbers, which a small step must not leave whole"""
    yield call(cube, np.array([1, 2, -3]), 0.001)


@visible("approximate_derivative", FORMULA)
def approximate_derivative_kink() -> Iterator[Call]:
    """a line with a kink at 0"""
    yield call(bent_line, np.array([-1.0, 0.0, 1.0]), 0.001)


@visible("approximate_derivative", FORMULA)
def approximate_derivative_single() -> Iterator[Call]:
    """a single number"""
    yield call(cube, np.array(-1.5), 0.1)


@visible("step_errors", FORMULA)
def step_errors_rising() -> Iterator[Call]:
    """a cube at 1, three steps"""
    yield call(cube, 3.0, 1.0, np.array([0.1, 0.01, 0.001]))


@visible("step_errors", FORMULA)
def step_errors_bent_down() -> Iterator[Call]:
    """a cube at -2, where the forward difference is too small; two steps, the larger one last"""
    yield call(cube, 12.0, -2.0, np.array([0.05, 0.2]))


@visible("step_errors", FORMULA)
def step_errors_kink() -> Iterator[Call]:
    """a kink at 0, measured from the slope on its right"""
    yield call(bent_line, 2.0, 0.0, np.array([0.1, 0.01]))


@visible("step_errors", FORMULA)
def step_errors_one_step() -> Iterator[Call]:
    """one step gives one row"""
    yield call(cube, 0.75, 0.5, np.array([0.25]))


@visible("step_errors", SMALL_STEPS)
def step_errors_small_steps() -> Iterator[Call]:
    """small steps, down to 0.000001"""
    yield call(np.exp, 1.0, 0.0, np.array([1e-3, 1e-4, 1e-5, 1e-6]))


@visible("tangent_line", ANY_SLOPE)
def tangent_line_quadratic() -> Iterator[Call]:
    """the lines at 1 and at 2 of 3x² - 4x, which are 2t - 3 and 8t - 12"""
    t = np.array([0.0, 1.0, 2.0])
    yield call(quadratic, 1.0, then=lambda line: line(t), shown="tangent_line(quadratic, 1.0) at t = 0, 1, 2", over=t)
    yield call(quadratic, 2.0, then=lambda line: line(t), shown="tangent_line(quadratic, 2.0) at t = 0, 1, 2", over=t)


@visible("tangent_line", slope_tolerance(third=24, size=4))
def tangent_line_cubic() -> Iterator[Call]:
    """the line at 1 of x³ - 1/x, which is 4t - 4"""
    t = np.array([-1.0, 0.0, 1.0, 3.0])
    yield call(
        cube_minus_inverse,
        1.0,
        then=lambda line: line(t),
        shown="tangent_line(cube_minus_inverse, 1.0) at t = -1, 0, 1, 3",
        over=t,
    )


@visible("tangent_line", slope_tolerance(third=4, size=4))
def tangent_line_sine() -> Iterator[Call]:
    """the line at -2.5 of the sine, which falls"""
    t = np.array([[-2.5, 0.0, 1.0], [-5.0, 0.5, -1.5]])
    yield call(np.sin, -2.5, then=lambda line: line(t), shown="tangent_line(np.sin, -2.5) at six values of t", over=t)


@visible("tangent_line", slope_tolerance(third=3, size=3))
def tangent_line_single() -> Iterator[Call]:
    """the height of the line at a single number"""
    yield call(np.exp, 0.5, then=lambda line: line(2.5), shown="tangent_line(np.exp, 0.5) at t = 2.5", over=2.5)
