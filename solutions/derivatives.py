"""Derivatives: how far the output moves when the input moves a little.

The slope of f at x is what the difference quotient tends to as the step shrinks. A computer cannot let the
step shrink to nothing, so it takes a small one: that needs no formula for the slope, only calls of f. The
unit takes the step on both sides (`deriv`) and on one side (`approximate_derivative`), measures how wrong
each is (`step_errors`), and ends with the straight line that a slope makes (`tangent_line`).
"""

from collections.abc import Iterable

import numpy as np
from numpy import ndarray

from .functions import Array_Function


def deriv(func: Array_Function, input_: ndarray, delta: float = 0.001) -> ndarray:
    """Slope of a function at every element of an array, by the central difference.

    Central means a step δ to each side of x. The error shrinks with δ²: halving the step makes it four times
    smaller, until round-off takes over.

    Args:
        func: Function that acts on every element by itself.
        input_: Points, an array of any shape, of floats or ints. It is not modified.
        delta: The step δ.

    Returns:
        Slopes, floats, of the same shape as `input_`.

    Example:
        >>> def cube(x):
        ...     return x * x * x
        >>> deriv(cube, np.array([1.0, 2.0]), 0.1).round(6)
        array([ 3.01, 12.01])

    Formula:
        f′(x) ≈ (f(x + δ) - f(x - δ)) / (2 · δ)

    Source: XT (there named `derive`); ME; DL ch. 1 (its notebook names the step `diff`).
    """
    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)


def approximate_derivative(func: Array_Function, x: ndarray, p: float = 1e-3) -> ndarray:
    """Slope of a function at every element of an array, by the forward difference.

    Forward means a step p upwards only. It is one-sided on purpose, to compare with `deriv`: the error shrinks
    only with p, not with p².

    Args:
        func: Function that acts on every element by itself.
        x: Points, an array of any shape, of floats or ints. It is not modified.
        p: The step.

    Returns:
        Slopes, floats, of the same shape as `x`.

    Example:
        >>> def cube(x):
        ...     return x * x * x
        >>> approximate_derivative(cube, np.array([1.0, 2.0]), 0.1).round(6)
        array([ 3.31, 12.61])

    Formula:
        f′(x) ≈ (f(x + p) - f(x)) / p

    Source: CS.
    """
    return (func(x + p) - func(x)) / p


def step_errors(func: Array_Function, slope: float, x: float, steps: Iterable[float]) -> ndarray:
    """How far the forward and the central difference miss the true slope, for each of several steps.

    row of step h:  | forward(h) − f′(x) |,  | central(h) − f′(x) |

    The forward difference is taken by `approximate_derivative`, the central one by `deriv`, each with the step h.
    Drawn against the step on logarithmic axes, each column is a V: on the right the step is too wide
    (truncation error), on the left the two values of f are so close that their difference has few right
    digits (round-off).

    Args:
        func: Function that acts on every element by itself.
        slope: The true slope f′(x), a number.
        x: The point, a number.
        steps: The k steps, shape (k,).

    Returns:
        Absolute errors, shape (k, 2): the forward difference in column 0, the central one in column 1.

    Example:
        >>> def cube(x):
        ...     return x * x * x
        >>> step_errors(cube, 3.0, 1.0, np.array([0.1, 0.01])).round(6)
        array([[3.10e-01, 1.00e-02],
               [3.01e-02, 1.00e-04]])

    Formula:
        row of step h: | (f(x + h) - f(x)) / h - f′(x) |, | (f(x + h) - f(x - h)) / (2h) - f′(x) |

    Source: CS.
    """
    point = np.asarray(x)
    forward = [abs(approximate_derivative(func, point, h) - slope) for h in steps]
    central = [abs(deriv(func, point, h) - slope) for h in steps]
    return np.column_stack([forward, central])


def tangent_line(func: Array_Function, x0: float) -> Array_Function:
    """Return the straight line that touches the curve of a function at a point, as a function.

    Near x₀ it is the best straight copy of f. The slope comes from `deriv` with its default step.

    Args:
        func: Function that acts on every element by itself.
        x0: The point, a number.

    Returns:
        Function of t: it takes an array of any shape, or a number, and gives the height of the line at every
        element.

    Example:
        >>> line = tangent_line(lambda x: 3 * x * x - 4 * x, 1.0)  # the line is 2t − 3
        >>> line(np.array([0.0, 1.0, 2.0])).round(6)
        array([-3., -1.,  1.])

    Formula:
        t ↦ f(x₀) + f′(x₀) · (t - x₀)

    Source: D2, calculus.
    """
    point = np.asarray(x0)
    value, slope = func(point), deriv(func, point)
    return lambda t: value + slope * (t - point)
