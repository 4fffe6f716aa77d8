"""Training: slopes put to use.

A model makes a prediction, a loss says how wrong it is, and the slopes of the loss by the parameters say
which way to move each of them: against its slope, by a small step, again and again. The unit finds the slopes
of a small model by the chain rule, checks slopes against differences, and then trains one layer by gradient
descent.
"""

from collections.abc import Callable

import numpy as np
from numpy import ndarray

from .derivatives import deriv
from .functions import Array_Function
from .matrices import matmul_backward_second, matmul_forward
from .multiple_inputs import gradient


def two_layer_loss(x: float, y: float, w1: float, b1: float, w2: float, b2: float) -> float:
    """Squared error of two linear layers, one after the other, on one observation.

    h = w₁·x + b₁,   ŷ = w₂·h + b₂,   L = (ŷ − y)²

    Args:
        x: The input, a number.
        y: The value that was observed, a number.
        w1: Weight of the first layer.
        b1: Bias of the first layer.
        w2: Weight of the second layer.
        b2: Bias of the second layer.

    Returns:
        The loss L, one number.

    Example:
        >>> two_layer_loss(2.0, 1.0, 3.0, 1.0, 0.5, -1.0)
        2.25

    Formula:
        h = w₁·x + b₁, ŷ = w₂·h + b₂, L = (ŷ − y)²

    Source: CS.
    """
    h = w1 * x + b1
    prediction = w2 * h + b2
    return (prediction - y) ** 2


def two_layer_gradients(
    x: float, y: float, w1: float, b1: float, w2: float, b2: float
) -> tuple[float, float, float, float]:
    """Slopes of the loss of `two_layer_loss` by each of its four parameters, by the chain rule.

    ∂L/∂w₁, ∂L/∂b₁, ∂L/∂w₂ and ∂L/∂b₂, where h = w₁·x + b₁, ŷ = w₂·h + b₂ and L = (ŷ − y)².

    Args:
        x: The input, a number.
        y: The value that was observed, a number.
        w1: Weight of the first layer.
        b1: Bias of the first layer.
        w2: Weight of the second layer.
        b2: Bias of the second layer.

    Returns:
        Tuple of four numbers: the slopes by w1, b1, w2 and b2, in this order.

    Example:
        >>> two_layer_gradients(2.0, 1.0, 3.0, 1.0, 0.5, -1.0)
        (3.0, 1.5, 21.0, 3.0)

    Formula:
        with e = 2·(ŷ − y): ∂L/∂w₁ = e·w₂·x, ∂L/∂b₁ = e·w₂, ∂L/∂w₂ = e·h, ∂L/∂b₂ = e

    Source: CS.
    """
    h = w1 * x + b1
    prediction = w2 * h + b2
    d_prediction = 2 * (prediction - y)
    d_h = d_prediction * w2
    return d_h * x, d_h, d_prediction * h, d_prediction


def gradient_check(
    func: Callable[[ndarray], float], grad: Callable[[ndarray], ndarray], x: ndarray, p: float = 1e-5
) -> float:
    """Largest relative error of a gradient against central differences.

    max |a − b| / max(10⁻⁸, |a| + |b|), with a the slope that `grad` gives and b the central difference

    At well-scaled points a right gradient gives less than 10⁻⁶. Two cautions: where both slopes are nearly 0
    the quotient compares round-off with round-off, and where the function is badly scaled the differences
    themselves are poor. A large result there proves nothing; try another point, or another step.

    Args:
        func: Function of a whole array that gives one number.
        grad: The gradient to be checked: a function that gives the slopes of `func`, in its input's shape.
        x: The point, an array of any shape. It is not modified.
        p: The step of the central differences.

    Returns:
        The largest relative error, one number: 0 for perfect agreement, 1 for slopes of opposite sign.

    Example:
        >>> def func(x):
        ...     return np.sum(np.sin(x))
        >>> x = np.array([0.5, 2.0])
        >>> bool(gradient_check(func, np.cos, x) < 1e-6), bool(gradient_check(func, np.exp, x) < 1e-6)
        (True, False)

    Formula:
        max over i of |aᵢ − bᵢ| / max(10⁻⁸, |aᵢ| + |bᵢ|), with a = grad(x) and b the central differences with step
        p

    Source: beyond the sources; common practice, as in the CS231n course notes.
    """
    a = grad(x)
    b = gradient(func, x, p)
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


def gradient_descent(
    X: ndarray, y: ndarray, W: ndarray, sigma: Array_Function, learning_rate: float, steps: int
) -> tuple[ndarray, ndarray]:
    """Train the weights of one layer: go down the slope of the mean squared error, step by step.

    The loss is L = mean((S − y)²) over its m·p elements, with S = σ(N) and N = X·W. Every step notes L, takes the
    slopes ∂L/∂W at the weights of the moment, and moves on: W ← W − learning rate · ∂L/∂W. The slope of σ is
    taken by `deriv`.

    Args:
        X: Observations, shape (m, n). It is not modified.
        y: Values that were observed, shape (m, p). It is not modified.
        W: Weights to begin with, shape (n, p), of floats or ints. It is not modified.
        sigma: Function σ that acts on every element by itself.
        learning_rate: How far to go along the slope.
        steps: How many updates, 0 or more.

    Returns:
        Tuple (losses, W): the loss before each update, shape (steps,), and the trained weights, floats,
        shape (n, p).

    Example:
        >>> X, y, W = np.array([[1.0], [2.0]]), np.array([[2.0], [4.0]]), np.array([[0.0]])
        >>> losses, trained = gradient_descent(X, y, W, lambda n: n, 0.1, 3)
        >>> losses.round(4), trained.round(4)
        (array([10.   ,  2.5  ,  0.625]), array([[1.75]]))

    Formula:
        L = mean((S − y)²), ∂L/∂W = 2/(m·p) · Xᵀ·((S − y) ∘ σ′(N)), W ← W − learning rate · ∂L/∂W

    Source: the last sentence of ME; CS.
    """
    W = W.astype(float)
    losses = np.zeros(steps)
    for step in range(steps):
        N = matmul_forward(X, W)
        error = sigma(N) - y
        losses[step] = np.mean(error**2)
        dLdN = 2 / error.size * error * deriv(sigma, N)
        W = W - learning_rate * matmul_backward_second(X, W) @ dLdN
    return losses, W
