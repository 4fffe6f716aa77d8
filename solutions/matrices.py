"""Matrices: the same chain rule when inputs and weights come as tables.

A row of X is an observation, a column of W a set of weights, and every element of N = X·W is a weighted sum.
The functions here go forward, to N, to S = σ(N) and to L, the sum of S, and come back, from
the end to the beginning, to the slopes by X and by W. Shapes throughout: X (m, n), W (n, p), N and S (m, p),
L a number.
"""

# ruff: noqa: ARG001 - the slopes by one factor of a product need only the other; both stay in the signature

import numpy as np
from numpy import ndarray

from .derivatives import deriv
from .functions import Array_Function


def matmul_forward(X: ndarray, W: ndarray) -> ndarray:
    """Multiply two matrices.

    N = X·W, that is Nᵢⱼ = Σₖ Xᵢₖ · Wₖⱼ

    Args:
        X: Matrix of shape (m, n). It is not modified.
        W: Matrix of shape (n, p). It is not modified.

    Returns:
        Matrix N of shape (m, p).

    Raises:
        AssertionError: X does not have as many columns as W has rows. The message names both sizes.

    Example:
        >>> matmul_forward(np.array([[1, 2, 3]]), np.array([[1, 0], [0, 1], [2, 2]]))
        array([[7, 8]])

    Formula:
        Nᵢⱼ = Σₖ Xᵢₖ · Wₖⱼ for X of shape (m, n) and W of shape (n, p); the columns of X and the rows of W must be
        equally many

    Source: ME; DL ch. 1.
    """
    assert X.shape[1] == W.shape[0], f"X has {X.shape[1]} columns, but W has {W.shape[0]} rows"
    return X @ W


def matmul_backward_first(X: ndarray, W: ndarray) -> ndarray:
    """Slopes of N = X·W by its first factor, laid out for the chain rule.

    Entry (j, k) is the slope of N[i, j] by X[i, k], which is the same for every i. A matrix of N's shape times
    this one has the shape of X.

    Args:
        X: Matrix of shape (m, n). It is not modified.
        W: Matrix of shape (n, p). It is not modified.

    Returns:
        Matrix of shape (p, n).

    Example:
        >>> matmul_backward_first(np.array([[1, 2, 3]]), np.array([[1, 4], [2, 5], [3, 6]]))
        array([[1, 2, 3],
               [4, 5, 6]])

    Formula:
        ∂N/∂X = Wᵀ, of shape (p, n): its number at (j, k) is Wₖⱼ

    Source: ME; DL ch. 1.
    """
    return W.T


def matmul_backward_second(X: ndarray, W: ndarray) -> ndarray:
    """Slopes of N = X·W by its second factor, laid out for the chain rule.

    Entry (k, i) is the slope of N[i, j] by W[k, j], which is the same for every j. This matrix times one of N's
    shape has the shape of W.

    Args:
        X: Matrix of shape (m, n). It is not modified.
        W: Matrix of shape (n, p). It is not modified.

    Returns:
        Matrix of shape (n, m).

    Example:
        >>> matmul_backward_second(np.array([[1, 2, 3]]), np.array([[1, 4], [2, 5], [3, 6]]))
        array([[1],
               [2],
               [3]])

    Formula:
        ∂N/∂W = Xᵀ, of shape (n, m): its number at (k, i) is Xᵢₖ

    Source: DL ch. 1 (left to the reader there).
    """
    return X.T


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

    Formula:
        S = σ(N) with N = X·W, of shape (m, p)

    Source: ME; DL ch. 1.
    """
    N = matmul_forward(X, W)
    return sigma(N)


def matrix_function_backward_1(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Slopes of S = σ(X·W) by X.

    Entry (i, k) says how far the sum of row i of S moves with X[i, k]. The slope of σ is taken by `deriv`.

    Args:
        X: Matrix of shape (m, n). It is not modified.
        W: Matrix of shape (n, p). It is not modified.
        sigma: The function σ, whichever it is; it acts on every element by itself.

    Returns:
        Matrix of shape (m, n), the shape of X.

    Example:
        >>> matrix_function_backward_1(np.array([[1.0, -1.0]]), np.array([[3.0], [3.0]]), np.sin).round(4)
        array([[3., 3.]])

    Formula:
        ∂S/∂X = σ′(N)·Wᵀ, a product of matrices, with N = X·W

    Source: ME; DL ch. 1.
    """
    N = matmul_forward(X, W)
    dSdN = deriv(sigma, N)
    dNdX = matmul_backward_first(X, W)
    return dSdN @ dNdX


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

    Formula:
        L = Σᵢ Σⱼ Sᵢⱼ with S = σ(X·W)

    Source: ME; DL ch. 1.
    """
    S = matrix_forward_extra(X, W, sigma)
    return np.sum(S)


def matrix_function_backward_sum_1(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Slopes of L, the sum of σ(X·W), by the first matrix.

    ∂L/∂X: entry (i, k) says how far L moves with X[i, k]. The slope of σ is taken by `deriv`.

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

    Formula:
        ∂L/∂X = (1 ∘ σ′(N))·Wᵀ with N = X·W, 1 a matrix of ones, and ∘ the product element by element

    Source: ME; DL ch. 1.
    """
    N = matmul_forward(X, W)
    dLdS = np.ones(N.shape)
    dLdN = dLdS * deriv(sigma, N)
    dNdX = matmul_backward_first(X, W)
    return dLdN @ dNdX


def matrix_function_backward_sum_2(X: ndarray, W: ndarray, sigma: Array_Function) -> ndarray:
    """Slopes of L, the sum of σ(X·W), by the second matrix.

    ∂L/∂W: entry (k, j) says how far L moves with W[k, j]. The slope of σ is taken by `deriv`.

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

    Formula:
        ∂L/∂W = Xᵀ·(1 ∘ σ′(N)) with N = X·W, 1 a matrix of ones, and ∘ the product element by element

    Source: ME; DL ch. 1.
    """
    N = matmul_forward(X, W)
    dLdS = np.ones(N.shape)
    dLdN = dLdS * deriv(sigma, N)
    dNdW = matmul_backward_second(X, W)
    return dNdW @ dLdN
