"""Functions of several inputs: one slope for each of them.

With more than one input there is more than one way to move. Each input has a slope of its own, the partial
derivative: that input moves and the others stand still. All the partials together are the gradient, which
points where the value rises fastest. And where one input reaches the output along several paths, the chain
rule takes all of them into account.
"""

from collections.abc import Callable

import numpy as np
from numpy import ndarray

from .functions import Array_Function

from .derivatives import deriv


def multiple_inputs_add(x: ndarray, y: ndarray, sigma: Array_Function) -> ndarray:
    """Add two inputs and apply a function to the sum.

    s = σ(x + y)

    Args:
        x: Array of any shape. It is not modified.
        y: Array of the same shape as `x`. It is not modified.
        sigma: Function σ that acts on every element by itself.

    Returns:
        Array of the same shape.

    Raises:
        AssertionError: The shapes of `x` and `y` differ (broadcasting would hide that).

    Example:
        >>> multiple_inputs_add(np.array([1.0, 2.0]), np.array([3.0, 7.0]), np.sqrt)
        array([2., 3.])
    """
    # Stuck? uv run grader hint multiple_inputs_add
    raise NotImplementedError


def multiple_inputs_add_backward(x: ndarray, y: ndarray, sigma: Array_Function) -> tuple[ndarray, ndarray]:
    """Slopes of s = σ(x + y) by each of its two inputs.

    ∂s/∂x and ∂s/∂y, element by element. The slope of σ is taken by `deriv`.

    Args:
        x: Array of any shape. It is not modified.
        y: Array of the same shape as `x`. It is not modified.
        sigma: Function σ that acts on every element by itself.

    Returns:
        Tuple of two arrays of the same shape: the slopes by `x`, the slopes by `y`.

    Example:
        >>> dx, dy = multiple_inputs_add_backward(np.array([1.0, 0.0]), np.array([-1.0, 2.0]), np.sin)
        >>> dx.round(4), dy.round(4)
        (array([ 1.    , -0.4161]), array([ 1.    , -0.4161]))
    """
    # Stuck? uv run grader hint multiple_inputs_add_backward
    raise NotImplementedError


def multiple_inputs_multiply_backward(x: ndarray, y: ndarray, sigma: Array_Function) -> tuple[ndarray, ndarray]:
    """Slopes of s = σ(x · y) by each of its two inputs; the product is taken element by element.

    ∂s/∂x and ∂s/∂y, element by element. The slope of σ is taken by `deriv`.

    Args:
        x: Array of any shape. It is not modified.
        y: Array of the same shape as `x`. It is not modified.
        sigma: Function σ that acts on every element by itself.

    Returns:
        Tuple of two arrays of the same shape: the slopes by `x`, the slopes by `y`.

    Example:
        >>> dx, dy = multiple_inputs_multiply_backward(np.array([0.0, 1.0]), np.array([3.0, 2.0]), np.sin)
        >>> dx.round(4), dy.round(4)
        (array([ 3.    , -0.8323]), array([ 0.    , -0.4161]))
    """
    # Stuck? uv run grader hint multiple_inputs_multiply_backward
    raise NotImplementedError


def partial_derivative(func: Callable[[ndarray], float], point: ndarray, i: int, p: float = 1e-3) -> float:
    """Slope by one coordinate, while the others stand still, by the central difference.

    ∂f/∂xᵢ at the point. Central means a step p to each side.

    Args:
        func: Function of a whole array of shape (n,) that gives one number.
        point: The point, shape (n,), of floats or ints. It is not modified; `func` receives arrays of floats.
        i: Which coordinate, counted from 0. A negative index counts from the end, as everywhere in NumPy.
        p: The step.

    Returns:
        The slope, one number.

    Raises:
        IndexError: `point` has no coordinate `i`.

    Example:
        >>> def func(x):  # 3·x₀² + 5·x₁
        ...     return 3 * x[0] * x[0] + 5 * x[1]
        >>> float(round(partial_derivative(func, np.array([2, 7]), 0), 6))
        12.0
    """
    # Stuck? uv run grader hint partial_derivative
    raise NotImplementedError


def gradient(func: Callable[[ndarray], float], x: ndarray, p: float = 1e-3) -> ndarray:
    """All the partial derivatives of a function, in the shape of its input.

    Each is taken by the central difference, a step p to each side. Together they point where the value of `func`
    rises fastest.

    Args:
        func: Function of a whole array, of the shape of `x`, that gives one number.
        x: The point, an array of any shape, of floats or ints. It is left unchanged; `func` receives arrays
            of floats.
        p: The step.

    Returns:
        Slopes, floats, of the same shape as `x`.

    Example:
        >>> gradient(lambda x: x[0, 0] * x[0, 1] + 5 * x[1, 0], np.array([[2, 3], [4, 1]])).round(6)
        array([[3., 2.],
               [5., 0.]])
    """
    # Stuck? uv run grader hint gradient
    raise NotImplementedError


def chain_rule_multivariable(jacobian: ndarray, upstream: ndarray) -> ndarray:
    """Slopes of y by x, where y depends on u₁, …, uₘ and each u on x₁, …, xₙ.

    ∂y/∂xⱼ for each j: how far y moves when xⱼ moves, and with it every u.

    Args:
        jacobian: The slopes ∂uᵢ/∂xⱼ, shape (m, n): a row for each u, a column for each x.
        upstream: The slopes ∂y/∂uᵢ, shape (m,).

    Returns:
        The slopes ∂y/∂xⱼ, shape (n,).

    Example:
        >>> chain_rule_multivariable(np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 4.0]]), np.array([10.0, 1.0]))
        array([10., 21.,  4.])
    """
    # Stuck? uv run grader hint chain_rule_multivariable
    raise NotImplementedError
