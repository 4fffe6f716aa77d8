# ruff: noqa: ARG001, D103  they are what students write
"""The functions of matrices, written in other ways."""

from typing import Any

import numpy as np

from grader.course.alternatives import alternative
from solutions.derivatives import deriv
from solutions.matrices import (
    matmul_backward_second,
    matmul_forward,
    matrix_forward_extra,
    matrix_function_backward_1,
    matrix_function_forward_sum,
)
from solutions.multiple_inputs import gradient

# matmul_forward


@alternative("matmul_forward", way="np.dot, and a sentence that names the sizes")
def matmul_forward_dot(X: Any, W: Any) -> Any:
    assert X.shape[1] == W.shape[0], (
        "For a product the columns of the first matrix must be as many as the rows of the second; "
        f"they are {X.shape[1]} and {W.shape[0]}."
    )
    return np.dot(X, W)


@alternative("matmul_forward", way="three loops, an if that raises, and the shapes in the message")
def matmul_forward_loops(A: Any, B: Any) -> Any:
    (m, n), (rows, p) = A.shape, B.shape
    if n != rows:
        raise AssertionError(f"shapes {A.shape} and {B.shape} do not fit")
    product = np.zeros((m, p))
    for i in range(m):
        for j in range(p):
            for k in range(n):
                product[i, j] += A[i, k] * B[k, j]
    return product


@alternative("matmul_forward", way="einsum")
def matmul_forward_einsum(X: Any, W: Any) -> Any:
    assert np.size(X, 1) == len(W), f"n={np.size(X, 1)}, but rows={len(W)}"
    return np.einsum("ik,kj->ij", X, W)


@alternative("matmul_forward", way="the error of NumPy, raised again as an AssertionError")
def matmul_forward_caught(X: Any, W: Any) -> Any:
    try:
        return np.matmul(X, W)
    except ValueError as error:
        raise AssertionError(f"{X.shape[1]} columns against {W.shape[0]} rows") from error


@alternative("matmul_forward", way="a list of rows made into an array")
def matmul_forward_lists(X: Any, W: Any) -> Any:
    assert len(X[0]) == len(W), [len(X[0]), len(W)]
    return np.array([[sum(a * b for a, b in zip(row, column, strict=True)) for column in W.T] for row in X])


@alternative("matmul_forward", way="the sum of outer products")
def matmul_forward_outer(X: Any, W: Any) -> Any:
    assert X.shape[-1] == W.shape[-2], f"{X.shape[-1]} != {W.shape[-2]}"
    return sum(np.outer(column, row) for column, row in zip(X.T, W, strict=True))


# matmul_backward_first


@alternative("matmul_backward_first", way="np.transpose with the axes, as a copy")
def matmul_backward_first_axes(X: Any, W: Any) -> Any:
    return np.transpose(W, (1, 0)).copy()


@alternative("matmul_backward_first", way="two loops")
def matmul_backward_first_loops(X: Any, W: Any) -> Any:
    n, p = W.shape
    slopes = np.empty((p, n))
    for j in range(p):
        for k in range(n):
            slopes[j, k] = W[k, j]
    return slopes


@alternative("matmul_backward_first", way="einsum, and the fit asserted")
def matmul_backward_first_einsum(X: Any, W: Any) -> Any:
    assert X.shape[1] == W.shape[0]
    return np.einsum("kj->jk", W)


@alternative("matmul_backward_first", way="measured: a row of X moves, one number at a time")
def matmul_backward_first_measured(X: Any, W: Any) -> Any:
    return np.array([np.eye(X.shape[1])[k] @ W for k in range(X.shape[1])]).T


@alternative("matmul_backward_first", way="the columns of W, stacked as rows")
def matmul_backward_first_zip(X: Any, W: Any) -> Any:
    return np.array(list(zip(*W, strict=True)))


# matmul_backward_second


@alternative("matmul_backward_second", way="np.swapaxes")
def matmul_backward_second_swapped(X: Any, W: Any) -> Any:
    return np.swapaxes(X, 0, 1)


@alternative("matmul_backward_second", way="two loops")
def matmul_backward_second_loops(X: Any, W: Any) -> Any:
    m, n = X.shape
    slopes = np.empty((n, m))
    for i in range(m):
        slopes[:, i] = X[i]
    return slopes


@alternative("matmul_backward_second", way="the method with its axes")
def matmul_backward_second_method(first: Any, second: Any) -> Any:
    return first.transpose(1, 0)


@alternative("matmul_backward_second", way="the columns of X as the rows of a new array")
def matmul_backward_second_columns(X: Any, W: Any) -> Any:
    return np.stack([X[:, k] for k in range(X.shape[1])])


# matrix_forward_extra


@alternative("matrix_forward_extra", way="np.dot with its own assertion")
def matrix_forward_extra_dot(X: Any, W: Any, sigma: Any) -> Any:
    assert X.shape[1] == W.shape[0]
    return sigma(np.dot(X, W))


@alternative("matrix_forward_extra", way="number by number, with Python floats")
def matrix_forward_extra_loop(X: Any, W: Any, sigma: Any) -> Any:
    return np.array([[float(sigma(float(np.dot(row, column)))) for column in W.T] for row in X])


@alternative("matrix_forward_extra", way="row by row")
def matrix_forward_extra_rows(A: Any, B: Any, f: Any) -> Any:
    return np.vstack([f(row @ B) for row in A])


# matrix_function_backward_1


@alternative("matrix_function_backward_1", way="einsum")
def matrix_function_backward_1_einsum(X: Any, W: Any, sigma: Any) -> Any:
    return np.einsum("ij,kj->ik", deriv(sigma, X @ W), W)


@alternative("matrix_function_backward_1", way="loops over rows and columns, along each column of W")
def matrix_function_backward_1_loops(X: Any, W: Any, sigma: Any) -> Any:
    slopes = np.zeros(X.shape)
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            slopes[i] += deriv(sigma, np.dot(X[i], W[:, j])) * W[:, j]
    return slopes


@alternative("matrix_function_backward_1", way="the transpose of W times the transposed slopes")
def matrix_function_backward_1_turned(X: Any, W: Any, sigma: Any) -> Any:
    assert X.shape[1] == W.shape[0]
    return np.dot(W, deriv(sigma, np.dot(X, W)).T).T


@alternative("matrix_function_backward_1", way="the gradient of the sum, which has the same numbers")
def matrix_function_backward_1_gradient(X: Any, W: Any, sigma: Any) -> Any:
    return gradient(lambda moved: np.sum(sigma(moved @ W)), X)


# matrix_function_forward_sum


@alternative("matrix_function_forward_sum", way="the method, made a Python float")
def matrix_function_forward_sum_method(X: Any, W: Any, sigma: Any) -> Any:
    return float(matrix_forward_extra(X, W, sigma).sum())


@alternative("matrix_function_forward_sum", way="two loops")
def matrix_function_forward_sum_loops(X: Any, W: Any, sigma: Any) -> Any:
    total = 0.0
    for row in sigma(np.dot(X, W)):
        for number in row:
            total += number
    return total


@alternative("matrix_function_forward_sum", way="rows first, then the rows' sums")
def matrix_function_forward_sum_twice(X: Any, W: Any, sigma: Any) -> Any:
    assert X.shape[1] == W.shape[0]
    return sum(sum(sigma(X @ W)))


@alternative("matrix_function_forward_sum", way="ones from both sides")
def matrix_function_forward_sum_ones(X: Any, W: Any, sigma: Any) -> Any:
    S = sigma(matmul_forward(X, W))
    return np.ones(S.shape[0]) @ S @ np.ones(S.shape[1])


# matrix_function_backward_sum_1


@alternative("matrix_function_backward_sum_1", way="the gradient of the sum")
def matrix_function_backward_sum_1_gradient(X: Any, W: Any, sigma: Any) -> Any:
    return gradient(lambda moved: matrix_function_forward_sum(moved, W, sigma), X)


@alternative("matrix_function_backward_sum_1", way="the earlier function, which has the same numbers")
def matrix_function_backward_sum_1_earlier(X: Any, W: Any, sigma: Any) -> Any:
    return matrix_function_backward_1(X, W, sigma)


@alternative("matrix_function_backward_sum_1", way="every step by name, with ones like S")
def matrix_function_backward_sum_1_steps(X: Any, W: Any, sigma: Any) -> Any:
    assert X.shape[1] == W.shape[0]
    N = np.dot(X, W)
    S = sigma(N)
    dLdS = np.ones_like(S, dtype=float)
    dLdN = np.multiply(dLdS, deriv(sigma, N))
    return np.dot(dLdN, np.transpose(W, (1, 0)))


@alternative("matrix_function_backward_sum_1", way="every number of X by itself, by a central difference of its own")
def matrix_function_backward_sum_1_own(X: Any, W: Any, sigma: Any) -> Any:
    h, slopes = 1e-4, np.zeros(X.shape)
    for i in np.ndindex(X.shape):
        step = np.zeros(X.shape)
        step[i] = h
        slopes[i] = (sigma((X + step) @ W).sum() - sigma((X - step) @ W).sum()) / (2 * h)
    return slopes


# matrix_function_backward_sum_2


@alternative("matrix_function_backward_sum_2", way="the gradient of the sum")
def matrix_function_backward_sum_2_gradient(X: Any, W: Any, sigma: Any) -> Any:
    return gradient(lambda moved: matrix_function_forward_sum(X, moved, sigma), W)


@alternative("matrix_function_backward_sum_2", way="the transposed problem and the function for the first matrix")
def matrix_function_backward_sum_2_turned(X: Any, W: Any, sigma: Any) -> Any:
    return matrix_function_backward_1(W.T, X.T, sigma).T


@alternative("matrix_function_backward_sum_2", way="one row of X after the other, as outer products")
def matrix_function_backward_sum_2_outer(X: Any, W: Any, sigma: Any) -> Any:
    slopes = np.zeros(W.shape)
    for row in X:
        slopes += np.outer(row, deriv(sigma, row @ W))
    return slopes


@alternative("matrix_function_backward_sum_2", way="einsum, without the ones")
def matrix_function_backward_sum_2_einsum(A: Any, B: Any, f: Any) -> Any:
    return np.einsum("ik,ij->kj", A, deriv(f, matmul_forward(A, B)))


@alternative("matrix_function_backward_sum_2", way="the earlier function for the slopes of the product")
def matrix_function_backward_sum_2_earlier(X: Any, W: Any, sigma: Any) -> Any:
    return np.matmul(matmul_backward_second(X, W), deriv(sigma, X @ W))
