# ruff: noqa: D103  they are what students write
"""The slopes by difference quotients, written in other ways."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.course.alternatives import alternative
from solutions.derivatives import approximate_derivative, deriv


@alternative("deriv", way="divided by 2 and by the step, one after the other")
def deriv_two_divisions(f: Any, x: Any, diff: float = 0.001) -> Any:
    return (f(x + diff) - f(x - diff)) / 2 / diff


@alternative("deriv", way="the mean of the forward and the backward difference")
def deriv_mean(func: Any, input_: Any, delta: float = 0.001) -> Any:
    forward = (func(input_ + delta) - func(input_)) / delta
    backward = (func(input_) - func(input_ - delta)) / delta
    return (forward + backward) / 2


@alternative("deriv", way="a loop over the entries")
def deriv_loop(func: Any, input_: Any, delta: float = 0.001) -> Any:
    slopes = np.empty(input_.shape)
    for index, value in np.ndenumerate(input_):
        slopes[index] = (func(value + delta) - func(value - delta)) / (2 * delta)
    return slopes


@alternative("deriv", way="both points in one call")
def deriv_stacked(func: Any, input_: Any, delta: float = 0.001) -> Any:
    upper, lower = func(np.stack([input_ + delta, input_ - delta]))
    return (upper - lower) / (2.0 * delta)


@alternative("deriv", way="half a step more and a step back, on copies")
def deriv_copies(func: Any, input_: Any, delta: float = 1e-3) -> Any:
    up, down = np.array(input_, dtype=float), np.array(input_, dtype=float)
    up += delta
    down -= delta
    return np.divide(np.subtract(func(up), func(down)), delta + delta)


@alternative("approximate_derivative", way="two products with the inverse of the step")
def approximate_derivative_inverse(f: Any, x0: Any, h: float = 0.001) -> Any:
    return 1 / h * f(x0 + h) - 1 / h * f(x0)


@alternative("approximate_derivative", way="a loop over the entries")
def approximate_derivative_loop(func: Any, x: Any, p: float = 1e-3) -> Any:
    flat = [(func(value + p) - func(value)) / p for value in x.ravel()]
    return np.array(flat).reshape(x.shape)


@alternative("approximate_derivative", way="the central difference around the middle")
def approximate_derivative_middle(func: Any, x: Any, p: float = 1e-3) -> Any:
    return deriv(func, x + p / 2, p / 2)


@alternative("approximate_derivative", way="np.diff of both values")
def approximate_derivative_diff(func: Any, x: Any, p: float = 1e-3) -> Any:
    return np.diff(np.array([func(x), func(x + p)]), axis=0)[0] / p


@alternative("step_errors", way="all steps at once")
def step_errors_at_once(func: Any, slope: Any, x: Any, steps: Any) -> Any:
    forward = (func(x + steps) - func(x)) / steps
    central = (func(x + steps) - func(x - steps)) / (2 * steps)
    return np.abs(np.stack([forward, central], axis=1) - slope)


@alternative("step_errors", way="a result filled row by row")
def step_errors_rows(f: Any, df: float, x: float, hs: Any) -> Any:
    errors = np.zeros((len(hs), 2))
    for row, h in enumerate(hs):
        errors[row, 0] = abs(approximate_derivative(f, np.array(x), h) - df)
        errors[row, 1] = abs(deriv(f, np.array(x), h) - df)
    return errors


@alternative("step_errors", way="two rows, transposed")
def step_errors_transposed(func: Any, slope: Any, x: Any, steps: Any) -> Any:
    rows = [[np.sqrt((method(func, x, h) - slope) ** 2) for h in steps] for method in (approximate_derivative, deriv)]
    return np.array(rows).T


@alternative("tangent_line", way="slope and intercept")
def tangent_line_intercept(f: Any, a: Any) -> Any:
    m = deriv(f, a)
    b = f(a) - m * a
    return lambda t: m * t + b


@alternative("tangent_line", way="an inner function that computes everything when it is called")
def tangent_line_late(func: Any, x0: Any) -> Any:
    def line(t: Any) -> Any:
        return (t - x0) * (func(x0 + 1e-4) - func(x0 - 1e-4)) / 2e-4 + func(x0)

    return line


@alternative("tangent_line", way="a polynomial of numpy")
def tangent_line_polynomial(func: Any, x0: Any) -> Any:
    slope = float(deriv(func, np.array(float(x0))))
    return np.polynomial.Polynomial([float(func(x0)) - slope * x0, slope])


@alternative("tangent_line", way="an object that can be called")
def tangent_line_object(func: Any, x0: Any) -> Any:
    class Line:
        def __init__(self) -> None:
            self.slope = deriv(func, np.asarray(x0, dtype=float))

        def __call__(self, t: Any) -> Any:
            return np.asarray(func(np.asarray(x0)) + self.slope * (np.asarray(t) - x0))

    return Line()
