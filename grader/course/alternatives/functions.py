# ruff: noqa: D103  they are what students write
"""The functions that act on each number by itself, written in other ways."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from grader.course.alternatives import alternative


@alternative("square", way="a product")
def square_product(values: Any) -> Any:
    return values * values


@alternative("square", way="np.square")
def square_numpy(x: Any) -> Any:
    return np.square(x)


@alternative("square", way="np.power with an int exponent, of the absolute value")
def square_power(x: Any) -> Any:
    return np.power(abs(x), 2)


@alternative("square", way="a loop over the flat array")
def square_loop(x: Any) -> Any:
    result = np.empty_like(x)
    for i, value in enumerate(x.flat):
        result.flat[i] = value * value
    return result


@alternative("square", way="in place, on a copy")
def square_copy(x: Any) -> Any:
    y = x.copy()
    y *= y
    return y


@alternative("square", way="einsum")
def square_einsum(x: Any) -> Any:
    return np.einsum("...,...->...", x, x)


@alternative("relu", way="np.where")
def relu_where(x: Any) -> Any:
    return np.where(x > 0, x, 0)


@alternative("relu", way="np.clip")
def relu_clip(x: Any) -> Any:
    return np.clip(x, 0, None)


@alternative("relu", way="the absolute value")
def relu_abs(x: Any) -> Any:
    return (x + np.abs(x)) / 2


@alternative("relu", way="a product with a truth value")
def relu_mask(x: Any) -> Any:
    return x * (x > 0)


@alternative("relu", way="zeros written into a copy")
def relu_copy(array: Any) -> Any:
    result = array.copy()
    result[result < 0] = 0
    return result


@alternative("relu", way="a loop over the indices")
def relu_loop(x: Any) -> Any:
    result = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        if x[index] > 0:
            result[index] = x[index]
    return result


@alternative("relu", way="np.vectorize with floats")
def relu_vectorize(x: Any) -> Any:
    return np.vectorize(lambda value: max(float(value), 0.0), otypes=[float])(x)


@alternative("leaky_relu", way="np.where")
def leaky_relu_where(x: Any) -> Any:
    return np.where(x > 0, x, x / 5)


@alternative("leaky_relu", way="the two parts added")
def leaky_relu_parts(x: Any) -> Any:
    return np.maximum(x, 0) + 0.2 * np.minimum(x, 0)


@alternative("leaky_relu", way="a slope for each entry")
def leaky_relu_slopes(values: Any) -> Any:
    return values * np.where(values < 0, 0.2, 1.0)


@alternative("leaky_relu", way="a float copy, its negative entries scaled")
def leaky_relu_copy(x: Any) -> Any:
    y = np.array(x, dtype=float)
    y[y < 0] *= 0.2
    return y


@alternative("leaky_relu", way="the absolute value")
def leaky_relu_abs(x: Any) -> Any:
    return 0.6 * x + 0.4 * abs(x)


@alternative("leaky_relu", way="a list, made an array again")
def leaky_relu_list(x: Any) -> Any:
    return np.array([float(v) if v > 0 else 0.2 * v for v in x.ravel()]).reshape(x.shape)


@alternative("sigmoid", way="the plain formula, which warns of an overflow and is right")
def sigmoid_plain(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


@alternative("sigmoid", way="the hyperbolic tangent")
def sigmoid_tanh(x: Any) -> Any:
    return 0.5 * (1 + np.tanh(0.5 * x))


@alternative("sigmoid", way="clipped before the exponential")
def sigmoid_clip(x: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


@alternative("sigmoid", way="two branches under masks")
def sigmoid_masks(x: Any) -> Any:
    result = np.empty(x.shape)
    positive = x >= 0
    result[positive] = 1 / (1 + np.exp(-x[positive]))
    power = np.exp(x[~positive])
    result[~positive] = power / (1 + power)
    return result


@alternative("sigmoid", way="math.exp number by number")
def sigmoid_loop(array: Any) -> Any:
    result = np.zeros_like(array, dtype=float)
    for index, v in np.ndenumerate(array):
        result[index] = 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))
    return result


@alternative("sigmoid", way="one minus the mirrored curve")
def sigmoid_mirrored(x: Any) -> Any:
    return 1 - 1 / (1 + np.exp(x))


@alternative("sigmoid", way="the logarithm of the sum")
def sigmoid_logaddexp(x: Any) -> Any:
    return np.exp(-np.logaddexp(0, -x))
