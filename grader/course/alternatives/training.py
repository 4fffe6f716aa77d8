# ruff: noqa: D103  they are what students write
"""Training, written in other ways."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.course.alternatives import alternative
from solutions.derivatives import deriv
from solutions.matrices import matrix_forward_extra, matrix_function_backward_sum_2
from solutions.multiple_inputs import gradient, partial_derivative
from solutions.training import two_layer_loss


@alternative("two_layer_loss", way="one expression, the difference the other way round")
def two_layer_loss_one_line(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    return (y - b2 - w2 * (b1 + x * w1)) ** 2


@alternative("two_layer_loss", way="multiplied out, and np.square")
def two_layer_loss_expanded(x: Any, target: Any, w: Any, b: Any, v: Any, c: Any) -> Any:
    return np.square(v * w * x + v * b + c - target)


@alternative("two_layer_loss", way="a product of two differences, as a 0-d array")
def two_layer_loss_array(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    hidden = np.array(w1) * x + b1
    e = np.array(w2 * hidden + b2 - y)
    return np.array(e * e)


@alternative("two_layer_loss", way="layers as functions")
def two_layer_loss_functions(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    def layer(weight: Any, bias: Any) -> Any:
        return lambda value: weight * value + bias

    return pow(abs(layer(w2, b2)(layer(w1, b1)(x)) - y), 2)


@alternative("two_layer_gradients", way="four central differences of the loss")
def two_layer_gradients_differences(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    point = np.array([w1, b1, w2, b2], dtype=float)
    slopes = [partial_derivative(lambda q: two_layer_loss(x, y, *q), point, i) for i in range(4)]
    return tuple(slopes)


@alternative("two_layer_gradients", way="multiplied out, each by itself")
def two_layer_gradients_expanded(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    e = w2 * w1 * x + w2 * b1 + b2 - y
    return 2 * e * w2 * x, 2 * e * w2, 2 * e * (w1 * x + b1), 2 * e


@alternative("two_layer_gradients", way="the difference the other way round, numpy floats")
def two_layer_gradients_reversed(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    h = np.float64(w1 * x + b1)
    back = -2 * (y - (w2 * h + b2))
    return tuple(back * np.array([w2 * x, w2, h, 1.0]))


@alternative("two_layer_gradients", way="the gradient of the loss, unpacked")
def two_layer_gradients_gradient(x: Any, y: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    slopes = gradient(lambda q: two_layer_loss(x, y, *q), np.array([w1, b1, w2, b2]))
    dw1, db1, dw2, db2 = (float(slope) for slope in slopes)
    return dw1, db1, dw2, db2


@alternative("gradient_check", way="a loop over the flat slopes")
def gradient_check_loop(func: Any, grad: Any, x: Any, p: float = 1e-5) -> Any:
    claimed, measured = grad(x).ravel(), gradient(func, x, p).ravel()
    worst = 0.0
    for a, b in zip(claimed, measured, strict=True):
        worst = max(worst, abs(a - b) / max(abs(a) + abs(b), 1e-8))
    return worst


@alternative("gradient_check", way="differences of its own, on one copy that is put back")
def gradient_check_own(function: Any, slopes: Any, point: Any, step: float = 1e-5) -> Any:
    z = np.array(point, dtype=float)
    measured = np.zeros_like(z)
    for index in np.ndindex(z.shape):
        old = z[index]
        z[index] = old + step
        right = function(z)
        z[index] = old - step
        left = function(z)
        z[index] = old
        measured[index] = (right - left) / (2 * step)
    claimed = np.asarray(slopes(point))
    size = np.clip(np.abs(claimed) + np.abs(measured), 1e-8, None)
    return (np.abs(claimed - measured) / size).max().item()


@alternative("gradient_check", way="np.where for the floor, the largest by sorting")
def gradient_check_where(func: Any, grad: Any, x: Any, p: float = 1e-5) -> Any:
    a, b = grad(x.copy()), gradient(func, x.copy(), p)
    size = np.abs(a) + np.abs(b)
    return np.sort(np.abs(b - a) / np.where(size < 1e-8, 1e-8, size), axis=None)[-1]


@alternative("gradient_descent", way="lists, in place on a copy made of floats")
def gradient_descent_list(X: Any, y: Any, W: Any, sigma: Any, learning_rate: Any, steps: Any) -> Any:
    weights = np.array(W, dtype=float)
    losses: list[float] = []
    m, p = y.shape
    for _ in range(steps):
        N = np.dot(X, weights)
        S = sigma(N)
        losses.append(((S - y) ** 2).sum() / (m * p))
        weights -= learning_rate * 2 / (m * p) * np.dot(X.T, (S - y) * deriv(sigma, N))
    return np.array(losses), weights


@alternative("gradient_descent", way="central differences of the loss")
def gradient_descent_differences(X: Any, y: Any, W: Any, sigma: Any, learning_rate: Any, steps: Any) -> Any:
    def loss(V: Any) -> Any:
        return np.mean((sigma(X @ V) - y) ** 2)

    losses = np.empty(steps)
    for i in range(steps):
        losses[i] = loss(W)
        W = W - learning_rate * gradient(loss, W)
    return losses, 1.0 * W


@alternative("gradient_descent", way="the mean as a sum of a function of N, by the earlier units")
def gradient_descent_earlier(X: Any, y: Any, W: Any, sigma: Any, learning_rate: Any, steps: Any) -> Any:
    losses = []
    for _ in range(steps):
        losses.append(np.average(np.square(matrix_forward_extra(X, W, sigma) - y)))
        W = W - learning_rate * matrix_function_backward_sum_2(X, W, lambda N: (sigma(N) - y) ** 2) / y.size
    return np.array(losses, dtype=float), W.astype(float)


@alternative("gradient_descent", way="einsum, and a narrower central difference")
def gradient_descent_einsum(X: Any, y: Any, W: Any, sigma: Any, learning_rate: Any, steps: Any) -> Any:
    history = np.zeros((steps,))
    for k in range(steps):
        N = np.einsum("ij,jk->ik", X, W)
        residual = y - sigma(N)
        history[k] = np.linalg.norm(residual) ** 2 / y.size
        step = np.einsum("ij,ik->jk", X, residual * deriv(sigma, N, 1e-5))
        W = W + 2 * learning_rate / y.size * step
    return history, W
