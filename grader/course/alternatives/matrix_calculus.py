# ruff: noqa: D103, ARG001  they are what students write
"""Matrix calculus, written in other ways."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.course.alternatives import alternative
from solutions.matrix_calculus import jacobian
from solutions.multiple_inputs import gradient, partial_derivative


@alternative("subderivative_abs", way="masks on an array of floats")
def subderivative_abs_masks(values: Any, choice: float = 0.0) -> Any:
    if choice < -1 or choice > 1:
        raise ValueError("no such line stays below the curve")
    slopes = np.empty(np.shape(values))
    slopes[values > 0] = 1
    slopes[values < 0] = -1
    slopes[values == 0] = choice
    return slopes


@alternative("subderivative_abs", way="a sum of comparisons")
def subderivative_abs_sum(x: Any, a: float = 0.0) -> Any:
    if abs(a) > 1:
        raise ValueError
    return 1.0 * (x > 0) - 1.0 * (x < 0) + a * (x == 0)


@alternative("subderivative_abs", way="a loop over the flat array")
def subderivative_abs_loop(x: Any, a: float = 0.0) -> Any:
    if np.clip(a, -1, 1) != a:
        raise ValueError(a)
    slopes = [a if v == 0 else v / abs(v) for v in x.ravel().tolist()]
    return np.array(slopes).reshape(x.shape)


@alternative("subderivative_abs", way="np.select")
def subderivative_abs_select(x: Any, a: float = 0.0) -> Any:
    if a not in (-1, 1) and not -1 < a < 1:
        raise ValueError
    return np.select([x < 0, x > 0], [-1.0, 1.0], default=a)


@alternative("subderivative_relu", way="the step function of numpy")
def subderivative_relu_heaviside(x: Any, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError(f"{a} is not between 0 and 1")
    return np.heaviside(x, a)


@alternative("subderivative_relu", way="masks on a copy made of floats")
def subderivative_relu_masks(values: Any, choice: float = 0.0) -> Any:
    if choice < 0 or choice > 1:
        raise ValueError
    slopes = np.zeros(values.shape, dtype=float)
    slopes[values > 0] = 1.0
    slopes[values == 0] = choice
    return slopes


@alternative("subderivative_relu", way="an if in a vectorised function")
def subderivative_relu_vectorised(x: Any, a: float = 0.0) -> Any:
    def slope(value: float) -> float:
        if value > 0:
            return 1.0
        return float(a) if value == 0 else 0.0

    if a != min(max(a, 0), 1):
        raise ValueError
    return np.vectorize(slope, otypes=[float])(x)


@alternative("subderivative_relu", way="the sign and its half")
def subderivative_relu_sign(x: Any, a: float = 0.0) -> Any:
    if not 0 <= a <= 1:
        raise ValueError
    return (1 + np.sign(x)) / 2 + (a - 0.5) * (x == 0)


@alternative("jacobian", way="two copies of the point for each input, written into the columns of a table")
def jacobian_columns(function: Any, point: Any, step: float = 1e-3) -> Any:
    base = np.array(point, dtype=float)
    table = np.zeros((len(function(base.copy())), len(base)))
    for j in range(len(base)):
        right, left = base.copy(), base.copy()
        right[j] += step
        left[j] -= step
        table[:, j] = (function(right) - function(left)) / (2 * step)
    return table


@alternative("jacobian", way="rows, each the gradient of one output")
def jacobian_rows(func: Any, x: Any, p: float = 1e-3) -> Any:
    def output(i: int) -> Any:
        return lambda v: func(v)[i]

    outputs = len(func(x.astype(float)))
    return np.array([gradient(output(i), x, p) for i in range(outputs)])


@alternative("jacobian", way="one partial derivative of a whole vector for each column")
def jacobian_partials(func: Any, x: Any, p: float = 1e-3) -> Any:
    point = x * 1.0
    return np.stack([partial_derivative(func, point, j, p) for j in range(x.size)], axis=1)


@alternative("jacobian", way="in place on one copy, restored and read by copies")
def jacobian_restored(func: Any, x: Any, p: float = 1e-3) -> Any:
    z = x.astype(float)
    columns = []
    for j in range(z.shape[0]):
        old = z[j]
        z[j] = old + p
        up = np.array(func(z))
        z[j] = old - p
        down = np.array(func(z))
        z[j] = old
        columns.append((up - down) / p / 2)
    return np.transpose(columns)


@alternative("to_denominator_layout", way="np.transpose, copied")
def to_denominator_layout_copy(slopes: Any) -> Any:
    return np.transpose(slopes).copy()


@alternative("to_denominator_layout", way="two loops")
def to_denominator_layout_loops(J: Any) -> Any:
    m, n = J.shape
    D = np.zeros((n, m))
    for i in range(m):
        for j in range(n):
            D[j, i] = J[i, j]
    return D


@alternative("to_denominator_layout", way="einsum")
def to_denominator_layout_einsum(J: Any) -> Any:
    return np.einsum("ij->ji", J)


@alternative("to_denominator_layout", way="columns stacked as rows")
def to_denominator_layout_stack(J: Any) -> Any:
    return np.array([J[:, j] for j in range(J.shape[1])])


@alternative("grad_matrix_vector", way="central differences, transposed")
def grad_matrix_vector_differences(A: Any, x: Any) -> Any:
    return jacobian(lambda v: A @ v, x).T


@alternative("grad_matrix_vector", way="np.swapaxes, copied")
def grad_matrix_vector_swapaxes(matrix: Any, _vector: Any) -> Any:
    return np.swapaxes(matrix, 0, 1).copy()


@alternative("grad_matrix_vector", way="the rows as columns")
def grad_matrix_vector_columns(A: Any, x: Any) -> Any:
    return np.column_stack(list(A))


@alternative("grad_matrix_vector", way="unit vectors")
def grad_matrix_vector_units(A: Any, x: Any) -> Any:
    return np.array([A @ unit for unit in np.eye(len(x))])


@alternative("grad_vector_matrix", way="a copy")
def grad_vector_matrix_copy(vector: Any, matrix: Any) -> Any:
    return np.array(matrix)


@alternative("grad_vector_matrix", way="central differences, transposed")
def grad_vector_matrix_differences(x: Any, A: Any) -> Any:
    return jacobian(lambda v: v @ A, x).T


@alternative("grad_vector_matrix", way="unit vectors")
def grad_vector_matrix_units(x: Any, A: Any) -> Any:
    return np.eye(len(x)) @ A


@alternative("grad_vector_matrix", way="the transpose of the transpose")
def grad_vector_matrix_twice(x: Any, A: Any) -> Any:
    return A.T.T


@alternative("grad_quadratic", way="two products")
def grad_quadratic_products(A: Any, x: Any) -> Any:
    return np.dot(A, x) + np.dot(x, A)


@alternative("grad_quadratic", way="central differences")
def grad_quadratic_differences(A: Any, x: Any) -> Any:
    return gradient(lambda v: v @ A @ v, x)


@alternative("grad_quadratic", way="einsum")
def grad_quadratic_einsum(A: Any, x: Any) -> Any:
    return np.einsum("ij,j->i", A, x) + np.einsum("ij,i->j", A, x)


@alternative("grad_quadratic", way="loops over both indices")
def grad_quadratic_loops(matrix: Any, vector: Any) -> Any:
    n = len(vector)
    slopes = np.zeros(n)
    for k in range(n):
        slopes[k] = sum((matrix[k][i] + matrix[i][k]) * vector[i] for i in range(n))
    return slopes


@alternative("grad_squared_norm", way="a sum")
def grad_squared_norm_sum(vector: Any) -> Any:
    return vector + vector


@alternative("grad_squared_norm", way="central differences")
def grad_squared_norm_differences(x: Any) -> Any:
    return gradient(lambda v: v @ v, x)


@alternative("grad_squared_norm", way="a list made an array")
def grad_squared_norm_list(x: Any) -> Any:
    return np.array([2 * float(v) for v in x])


@alternative("grad_squared_norm", way="in place, on a copy made of floats")
def grad_squared_norm_copy(x: Any) -> Any:
    y = x.astype(float)
    y *= 2
    return y


@alternative("grad_squared_frobenius", way="np.multiply")
def grad_squared_frobenius_multiply(matrix: Any) -> Any:
    return np.multiply(matrix, 2.0)


@alternative("grad_squared_frobenius", way="central differences")
def grad_squared_frobenius_differences(X: Any) -> Any:
    return gradient(lambda V: np.sum(V * V), X)


@alternative("grad_squared_frobenius", way="two loops")
def grad_squared_frobenius_loops(X: Any) -> Any:
    slopes = np.empty(X.shape)
    for i, row in enumerate(X):
        for j, value in enumerate(row):
            slopes[i, j] = 2 * value
    return slopes


@alternative("grad_squared_frobenius", way="a sum")
def grad_squared_frobenius_sum(X: Any) -> Any:
    return X + X
