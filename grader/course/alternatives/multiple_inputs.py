# ruff: noqa: D103  they are what students write
"""The functions of several inputs, written in other ways."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.course.alternatives import alternative
from solutions.derivatives import deriv
from solutions.multiple_inputs import multiple_inputs_add, partial_derivative

# multiple_inputs_add


@alternative("multiple_inputs_add", way="an if that raises, and other names")
def multiple_inputs_add_raises(left: Any, right: Any, activation: Any) -> Any:
    if np.shape(left) != np.shape(right):
        raise AssertionError
    return activation(np.add(left, right))


@alternative("multiple_inputs_add", way="a loop over all places")
def multiple_inputs_add_loop(x: Any, y: Any, sigma: Any) -> Any:
    assert x.ndim == y.ndim
    assert list(x.shape) == list(y.shape)
    result = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        result[i] = sigma(float(x[i]) + float(y[i]))
    return result


@alternative("multiple_inputs_add", way="one array of both inputs, summed along its first axis")
def multiple_inputs_add_stacked(x: Any, y: Any, sigma: Any) -> Any:
    np.testing.assert_equal(x.shape, y.shape)
    return sigma(np.stack([x, y]).sum(axis=0))


@alternative("multiple_inputs_add", way="a copy that is added to in place")
def multiple_inputs_add_copy(x: Any, y: Any, sigma: Any) -> Any:
    assert x.shape == y.shape, "unequal shapes"
    a = np.array(x, dtype=float)
    a += y
    return sigma(a)


# multiple_inputs_add_backward


@alternative("multiple_inputs_add_backward", way="the composed function, with one input held still")
def multiple_inputs_add_backward_composed(x: Any, y: Any, sigma: Any) -> Any:
    return deriv(lambda t: sigma(t + y), x), deriv(lambda t: sigma(x + t), y)


@alternative("multiple_inputs_add_backward", way="the earlier function, with one input held still")
def multiple_inputs_add_backward_earlier(x: Any, y: Any, sigma: Any) -> Any:
    by_x = deriv(lambda t: multiple_inputs_add(t, y, sigma), x)
    by_y = deriv(lambda t: multiple_inputs_add(x, t, sigma), y)
    return by_x, by_y


@alternative("multiple_inputs_add_backward", way="a generator made into a tuple, with matrices of ones")
def multiple_inputs_add_backward_generator(x: Any, y: Any, sigma: Any) -> Any:
    assert np.shape(x) == np.shape(y)
    slope = deriv(sigma, np.add(x, y))
    return tuple(slope * np.ones_like(one, dtype=float) for one in (x, y))


@alternative("multiple_inputs_add_backward", way="a loop over all places, Python floats")
def multiple_inputs_add_backward_loop(x: Any, y: Any, sigma: Any) -> Any:
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        slopes[i] = deriv(sigma, float(x[i]) + float(y[i]))  # type: ignore[arg-type]
    return slopes, slopes.copy()


@alternative("multiple_inputs_add_backward", way="a central difference of its own, with a smaller step")
def multiple_inputs_add_backward_own(x: Any, y: Any, sigma: Any) -> Any:
    a, h = x + y, 1e-4
    slope = (sigma(a + h) - sigma(a - h)) / h / 2
    return slope, slope


# multiple_inputs_multiply_backward


@alternative("multiple_inputs_multiply_backward", way="the composed function, with one input held still")
def multiple_inputs_multiply_backward_composed(x: Any, y: Any, sigma: Any) -> Any:
    return deriv(lambda t: sigma(t * y), x), deriv(lambda t: sigma(x * t), y)


@alternative("multiple_inputs_multiply_backward", way="np.multiply and other names")
def multiple_inputs_multiply_backward_numpy(a: Any, b: Any, f: Any) -> Any:
    assert a.shape == b.shape
    slope = deriv(f, np.multiply(a, b))
    return np.multiply(b, slope), np.multiply(a, slope)


@alternative("multiple_inputs_multiply_backward", way="a loop over all places, Python floats")
def multiple_inputs_multiply_backward_loop(x: Any, y: Any, sigma: Any) -> Any:
    by_x, by_y = np.zeros(x.shape), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        one, two = float(x[i]), float(y[i])
        slope = float(deriv(sigma, one * two))  # type: ignore[arg-type]
        by_x[i], by_y[i] = slope * two, slope * one
    return by_x, by_y


@alternative("multiple_inputs_multiply_backward", way="a central difference of its own, with a smaller step")
def multiple_inputs_multiply_backward_own(x: Any, y: Any, sigma: Any) -> Any:
    a, h = x * y, 1e-5
    slope = (sigma(a + h) - sigma(a - h)) / (2 * h)
    return tuple(slope * other for other in (y, x))


# partial_derivative


@alternative("partial_derivative", way="two copies of the point")
def partial_derivative_copies(func: Any, point: Any, i: Any, p: Any = 0.001) -> Any:
    right = np.array(point, dtype=float)
    left = right.copy()
    right[i] += p
    left[i] -= p
    return (func(right) - func(left)) / (2 * p)


@alternative("partial_derivative", way="one copy that is moved twice")
def partial_derivative_one_copy(f: Any, at: Any, axis: Any, h: Any = 1e-3) -> Any:
    x = at.astype(float)
    middle = x[axis]
    x[axis] = middle + h
    above = f(x)
    x[axis] = middle - h
    return float((above - f(x)) / h / 2)


@alternative("partial_derivative", way="a row of the identity matrix")
def partial_derivative_identity(func: Any, point: Any, i: Any, p: Any = 1e-3) -> Any:
    if not -len(point) <= i < len(point):
        raise IndexError("no such coordinate")
    step = p * np.eye(len(point))[i]
    return (func(point + step) - func(point - step)) / (2.0 * p)


@alternative("partial_derivative", way="deriv of a function of one number")
def partial_derivative_deriv(func: Any, point: Any, i: Any, p: Any = 1e-3) -> Any:
    def along(t: Any) -> Any:
        x = np.array(point, dtype=float)
        x[i] = t
        return func(x)

    return deriv(along, point[i], p)


@alternative("partial_derivative", way="arrays put together from pieces")
def partial_derivative_pieces(func: Any, point: Any, i: Any, p: Any = 1e-3) -> Any:
    if i >= len(point) or i < -len(point):
        raise IndexError(i)
    before, here, after = point[:i], point[i], point[i:][1:]
    right = np.concatenate([before, [here + p], after])
    left = np.concatenate([before, [here - p], after])
    return np.subtract(func(right), func(left)) / (2 * p)


# gradient


@alternative("gradient", way="nditer over a float copy, each number moved and put back")
def gradient_nditer(func: Any, x: Any, p: Any = 1e-3) -> Any:
    x = x.astype(np.float64)
    slopes = np.zeros_like(x)
    places = np.nditer(x, flags=["multi_index"])
    while not places.finished:
        i = places.multi_index
        old = x[i]
        x[i] = old + p
        above = func(x)
        x[i] = old - p
        below = func(x)
        slopes[i] = (above - below) / (2 * p)
        x[i] = old
        places.iternext()
    return slopes


@alternative("gradient", way="partial derivatives of the flattened input")
def gradient_partials(func: Any, x: Any, p: Any = 1e-3) -> Any:
    def of_row(row: Any) -> Any:
        return func(row.reshape(x.shape))

    return np.array([partial_derivative(of_row, x.flatten(), i, p) for i in range(x.size)]).reshape(x.shape)


@alternative("gradient", way="steps from an identity matrix in the shape of x")
def gradient_identity(f: Any, at: Any, h: Any = 1e-3) -> Any:
    steps = h * np.eye(at.size).reshape(at.size, *at.shape)
    return np.reshape([(f(at + step) - f(at - step)) / (2 * h) for step in steps], at.shape)


@alternative("gradient", way="a copy for each side, through its flat iterator")
def gradient_flat_iterator(func: Any, x: Any, p: Any = 1e-3) -> Any:
    slopes = np.zeros(np.shape(x))
    for i in range(slopes.size):
        right, left = np.array(x, float), np.array(x, float)
        right.flat[i] += p
        left.flat[i] -= p
        slopes.flat[i] = (func(right) - func(left)) / (p + p)
    return slopes


# chain_rule_multivariable


@alternative("chain_rule_multivariable", way="the upstream slopes on the left")
def chain_rule_multivariable_left(J: Any, g: Any) -> Any:
    return g @ J


@alternative("chain_rule_multivariable", way="einsum")
def chain_rule_multivariable_einsum(jacobian: Any, upstream: Any) -> Any:
    return np.einsum("ij,i->j", jacobian, upstream)


@alternative("chain_rule_multivariable", way="two loops")
def chain_rule_multivariable_loops(jacobian: Any, upstream: Any) -> Any:
    m, n = jacobian.shape
    slopes = np.zeros(n)
    for j in range(n):
        for i in range(m):
            slopes[j] += upstream[i] * jacobian[i, j]
    return slopes


@alternative("chain_rule_multivariable", way="every path, then the sum over the paths")
def chain_rule_multivariable_paths(jacobian: Any, upstream: Any) -> Any:
    paths = jacobian * upstream.reshape(-1, 1)
    return paths.sum(axis=0)


@alternative("chain_rule_multivariable", way="a column of upstream slopes, flattened at the end")
def chain_rule_multivariable_column(jacobian: Any, upstream: Any) -> Any:
    return np.dot(np.transpose(jacobian), upstream[:, None]).ravel()
