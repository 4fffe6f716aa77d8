"""Matrices: the same chain rule when inputs and weights come as tables.

A row of X is an observation, a column of W a set of weights, and every element of N = X·W is a weighted sum.
The functions here go forward, to N, to S = σ(N) and to L, the sum of S, and come back: the slopes by X are
built from W, the slopes by W from X, and the transposes make the shapes fit. Shapes throughout: X (m, n),
W (n, p), N and S (m, p), L a number.
"""

import numpy as np
from numpy import ndarray

from .functions import Array_Function

from .derivatives import deriv


def matmul_forward(X: ndarray, W: ndarray) -> ndarray:
    """Multiply two matrices.

    N = X·W, that is Nᵢⱼ = Σₖ Xᵢₖ · Wₖⱼ

    Args:
        X: Matrix of shape (m, n). It is not modified.
        W: Matrix of shape (n, p). It is not modified.

    Returns:
        Matrix N of shape (m, p).

    Raises:
        AssertionError: X has not as many columns as W has rows. The message names both sizes.

    Example:
        >>> matmul_forward(np.array([[1, 2, 3]]), np.array([[1, 0], [0, 1], [2, 2]]))
        array([[7, 8]])

    Source: ME; DL ch. 1.
    """
    assert X.shape[1] == W.shape[0], f"X has {X.shape[1]} columns, W has {W.shape[0]} rows"
    return np.dot(X, W)


def matmul_backward_first(X: ndarray, W: ndarray) -> ndarray:
    """Slopes of N = X·W by its first factor.

    ∂N/∂X = Wᵀ

    Args:
        X: Matrix of shape (m, n).
        W: Matrix of shape (n, p). It is not modified.

    Returns:
        Matrix of shape (p, n).

    Example:
        >>> matmul_backward_first(np.array([[1, 2, 3]]), np.array([[1, 4], [2, 5], [3, 6]]))
        array([[1, 2, 3],
               [4, 5, 6]])

    Source: ME; DL ch. 1.
    """
    return W.T


def matmul_backward_second(X: ndarray, W: ndarray) -> ndarray:
    """Slopes of N = X·W by its second factor.

    ∂N/∂W = Xᵀ

    Args:
        X: Matrix of shape (m, n). It is not modified.
        W: Matrix of shape (n, p).

    Returns:
        Matrix of shape (n, m).

    Example:
        >>> matmul_backward_second(np.array([[1, 2, 3]]), np.array([[1, 4], [2, 5], [3, 6]]))
        array([[1],
               [2],
               [3]])

    Source: DL ch. 1 (left to the reader there).
    """
    # Stuck? uv run grader hint matmul_backward_second
    raise NotImplementedError


def matrix_forward_extra(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Multiply two matrices and apply a function to every element of the product.

    S = σ(N) with N = X·W

    Args:
        X: Matrix of shape (m, n). It is not modified.
        W: Matrix of shape (n, p). It is not modified.
        sigma: The function σ, whichever it is; it acts on every element by itself.

    Returns:
        Matrix S of shape (m, p).

    Example:
        >>> matrix_forward_extra(np.array([[1.0, 2.0]]), np.array([[2.0], [1.0]]), np.sqrt)
        array([[2.]])

    Source: ME; DL ch. 1.
    """
    return sigma(X @ W)


def matrix_function_backward_1(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Slopes of S = σ(X·W) by X.

    ∂S/∂X = σ′(N)·Wᵀ with N = X·W

    Args:
        X: Matrix of shape (m, n). It is not modified.
        W: Matrix of shape (n, p). It is not modified.
        sigma: The function σ, whichever it is; it acts on every element by itself.

    Returns:
        Matrix of shape (m, n), the shape of X.

    Example:
        >>> matrix_function_backward_1(np.array([[1.0, -1.0]]), np.array([[3.0], [3.0]]), np.sin).round(4)
        array([[3., 3.]])

    Source: ME; DL ch. 1.
    """
    return deriv(sigma, X @ W) @ W.T


def matrix_function_forward_sum(X: ndarray, W: ndarray, sigma: Array_Function) -> float:
    """Multiply two matrices, apply a function to every element, and add everything up.

    L = Σᵢⱼ Sᵢⱼ with S = σ(N) and N = X·W

    Args:
        X: Matrix of shape (m, n). It is not modified.
        W: Matrix of shape (n, p). It is not modified.
        sigma: The function σ, whichever it is; it acts on every element by itself.

    Returns:
        The sum L, one number.

    Example:
        >>> X, W = np.array([[1.0, 2.0], [3.0, 3.0]]), np.array([[2.0], [1.0]])
        >>> float(matrix_function_forward_sum(X, W, np.sqrt))
        5.0

    Source: ME; DL ch. 1.
    """
    return np.mean(sigma(X @ W))


def matrix_function_backward_sum_1(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Slopes of L, the sum of σ(X·W), by the first matrix.

    ∂L/∂X = (∂L/∂S ∘ σ′(N))·Wᵀ with N = X·W, where ∂L/∂S is 1 everywhere and ∘ multiplies element by element

    Args:
        X: Matrix of shape (m, n). It is not modified.
        W: Matrix of shape (n, p). It is not modified.
        sigma: The function σ, whichever it is; it acts on every element by itself.

    Returns:
        Matrix of shape (m, n), the shape of X.

    Example:
        >>> X, W = np.array([[1.0, -1.0], [0.0, 0.0]]), np.array([[3.0], [3.0]])
        >>> matrix_function_backward_sum_1(X, W, np.sin).round(4)
        array([[3., 3.],
               [3., 3.]])

    Source: ME; DL ch. 1.
    """
    # Stuck? uv run grader hint matrix_function_backward_sum_1
    raise NotImplementedError


def matrix_function_backward_sum_2(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Slopes of L, the sum of σ(X·W), by the second matrix.

    ∂L/∂W = Xᵀ·(∂L/∂S ∘ σ′(N)) with N = X·W, where ∂L/∂S is 1 everywhere and ∘ multiplies element by element

    Args:
        X: Matrix of shape (m, n). It is not modified.
        W: Matrix of shape (n, p). It is not modified.
        sigma: The function σ, whichever it is; it acts on every element by itself.

    Returns:
        Matrix of shape (n, p), the shape of W.

    Example:
        >>> X, W = np.array([[1.0, -1.0], [2.0, -2.0]]), np.array([[3.0], [3.0]])
        >>> matrix_function_backward_sum_2(X, W, np.sin).round(4)
        array([[ 3.],
               [-3.]])

    Source: ME; DL ch. 1.
    """
    # Stuck? uv run grader hint matrix_function_backward_sum_2
    raise NotImplementedError
