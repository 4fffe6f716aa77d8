# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "hidden: a property"
"""The hidden checks of matrix calculus: subderivatives, Jacobians, layouts, rules for vectors."""

from collections.abc import Iterator

import numpy as np
from numpy import ndarray

from grader.protocol.check import FLOAT32, FLOAT32_SLOPE, LARGE_SLOPE, Call, call, hidden, slope_tolerance
from grader.protocol.layouts import unusual

# Of quadratic functions a central difference errs by rounding only, so that it passes beside the closed form.
_QUADRATIC = slope_tolerance(0.0, size=200.0)


def _mixed(rng: np.random.Generator, low: float, high: float, *shape: int) -> ndarray:
    """Random numbers, low to high in size, whose signs alternate, the first one negative."""
    sizes = rng.uniform(low, high, shape)
    return sizes * np.where(np.arange(sizes.size) % 2, 1.0, -1.0).reshape(shape)


def _with_zeros(rng: np.random.Generator, *shape: int) -> ndarray:
    """Random numbers of both signs, a third of them 0, in random places."""
    numbers = _mixed(rng, 0.3, 3.0, int(np.prod(shape)))
    numbers[::3] = 0.0
    return np.asarray(rng.permutation(numbers).reshape(shape))


def _uneven(rng: np.random.Generator, rows: int, columns: int) -> ndarray:
    """A random matrix of both signs, no two sizes alike: whatever moves its entries is seen."""
    steps = rng.permutation(np.arange(1.0, rows * columns + 1))
    sizes = 0.4 * steps + rng.uniform(0.05, 0.15, rows * columns)
    return np.asarray((sizes * np.where(steps % 2, 1.0, -1.0)).reshape(rows, columns))


@hidden("subderivative_abs")
def subderivative_abs_any_numbers(rng: np.random.Generator) -> Iterator[Call]:
    """numbers of both signs, and zeros"""
    yield call(_with_zeros(rng, 9), rng.uniform(0.15, 0.85))
    yield call(_with_zeros(rng, 9), -rng.uniform(0.15, 0.85))
    yield call(_with_zeros(rng, 6))


@hidden("subderivative_abs")
def subderivative_abs_any_near(rng: np.random.Generator) -> Iterator[Call]:
    """close to the kink is not at the kink"""
    yield call(_mixed(rng, 1e-6, 1e-4, 4), rng.uniform(0.2, 0.8))
    yield call(_mixed(rng, 1e-13, 1e-9, 4), -rng.uniform(0.2, 0.8))
    yield call(_mixed(rng, 1e-200, 1e-199, 3), rng.uniform(0.2, 0.8))


@hidden("subderivative_abs")
def subderivative_abs_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory"""
    yield call(_with_zeros(rng, 3, 3), rng.uniform(0.2, 0.8))
    yield call(_with_zeros(rng, 2, 1, 3), -rng.uniform(0.2, 0.8))
    yield call(np.zeros(1), rng.uniform(0.2, 0.8))
    yield call(np.array(0.0), -rng.uniform(0.2, 0.8))
    yield call(np.array(rng.uniform(1.0, 2.0)), 0.5)
    yield call(unusual(_with_zeros(rng, 3, 2)), 0.5)
    yield call(_with_zeros(rng, 6).astype(np.float32), 0.5)
    yield call(_mixed(rng, 1100.0, 9000.0, 4), 0.5)


@hidden("subderivative_abs")
def subderivative_abs_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers, with a fraction as the choice"""
    yield call(rng.permutation(np.array([-40, 7, 0, 0, -1, 300])), rng.uniform(0.2, 0.8))
    yield call(rng.permutation(np.array([-40, 7, 0, 0, -1, 300])).reshape(2, 3), -rng.uniform(0.2, 0.8))


@hidden("subderivative_abs")
def subderivative_abs_any_ends(rng: np.random.Generator) -> Iterator[Call]:
    """both ends of the range are allowed"""
    yield call(_with_zeros(rng, 5), 1.0)
    yield call(_with_zeros(rng, 5), -1.0)
    yield call(_with_zeros(rng, 5), -1)


@hidden("subderivative_abs")
def subderivative_abs_any_range(rng: np.random.Generator) -> Iterator[Call]:
    """a choice outside of the range raises ValueError, with and without a 0"""
    yield call(_with_zeros(rng, 5), 1.0 + rng.uniform(1e-6, 1e-4))
    yield call(_with_zeros(rng, 5), -1.0 - rng.uniform(1e-6, 1e-4))
    yield call(_mixed(rng, 0.5, 2.0, 4), rng.uniform(2.0, 5.0))
    yield call(rng.uniform(0.5, 2.0, 4), -rng.uniform(2.0, 5.0))


@hidden("subderivative_relu")
def subderivative_relu_any_numbers(rng: np.random.Generator) -> Iterator[Call]:
    """numbers of both signs, and zeros"""
    yield call(_with_zeros(rng, 9), rng.uniform(0.15, 0.4))
    yield call(_with_zeros(rng, 9), rng.uniform(0.6, 0.85))
    yield call(_with_zeros(rng, 6))


@hidden("subderivative_relu")
def subderivative_relu_any_near(rng: np.random.Generator) -> Iterator[Call]:
    """close to the kink is not at the kink"""
    yield call(_mixed(rng, 1e-6, 1e-4, 4), rng.uniform(0.2, 0.4))
    yield call(_mixed(rng, 1e-13, 1e-9, 4), rng.uniform(0.6, 0.8))
    yield call(_mixed(rng, 1e-200, 1e-199, 3), rng.uniform(0.2, 0.4))


@hidden("subderivative_relu")
def subderivative_relu_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory"""
    yield call(_with_zeros(rng, 3, 3), rng.uniform(0.2, 0.4))
    yield call(_with_zeros(rng, 2, 1, 3), rng.uniform(0.6, 0.8))
    yield call(np.zeros(1), rng.uniform(0.2, 0.4))
    yield call(np.array(0.0), rng.uniform(0.6, 0.8))
    yield call(np.array(rng.uniform(1.0, 2.0)), 0.5)
    yield call(unusual(_with_zeros(rng, 3, 2)), 0.5)
    yield call(_with_zeros(rng, 6).astype(np.float32), 0.5)
    yield call(_mixed(rng, 1100.0, 9000.0, 4), 0.5)


@hidden("subderivative_relu")
def subderivative_relu_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers, with a fraction as the choice"""
    yield call(rng.permutation(np.array([-40, 7, 0, 0, -1, 300])), rng.uniform(0.2, 0.4))
    yield call(rng.permutation(np.array([-40, 7, 0, 0, -1, 300])).reshape(2, 3), rng.uniform(0.6, 0.8))


@hidden("subderivative_relu")
def subderivative_relu_any_ends(rng: np.random.Generator) -> Iterator[Call]:
    """both ends of the range are allowed"""
    yield call(_with_zeros(rng, 5), 1.0)
    yield call(_with_zeros(rng, 5), 0.0)
    yield call(_with_zeros(rng, 5), 1)


@hidden("subderivative_relu")
def subderivative_relu_any_range(rng: np.random.Generator) -> Iterator[Call]:
    """a choice outside of the range raises ValueError, with and without a 0"""
    yield call(_with_zeros(rng, 5), 1.0 + rng.uniform(1e-6, 1e-4))
    yield call(_with_zeros(rng, 5), -rng.uniform(1e-6, 1e-4))
    yield call(_mixed(rng, 0.5, 2.0, 4), rng.uniform(2.0, 5.0))
    yield call(rng.uniform(0.5, 2.0, 4), -rng.uniform(0.2, 1.0))


class _Bowls:
    """Random curved function: output i is Σⱼ (cᵢⱼ·xⱼ + dᵢⱼ·xⱼ²), with slopes cᵢⱼ + 2·dᵢⱼ·xⱼ."""

    def __init__(self, rng: np.random.Generator, outputs: int, inputs: int) -> None:
        self.linear = _uneven(rng, outputs, inputs)
        self.curved = rng.uniform(1.0, 2.0, (outputs, inputs))

    def __call__(self, x: ndarray) -> ndarray:
        return np.asarray(np.sum(self.linear * x + self.curved * x**2, axis=1))


def _waves(x: ndarray) -> ndarray:
    """From four inputs to two outputs, neither of them a polynomial."""
    return np.array([np.sin(x[0]) * x[3] + np.exp(x[1]), x[2] * x[1] + np.tanh(x[3])])


def _cubes(x: ndarray) -> ndarray:
    """From two inputs to three outputs, in all of which a wide step is seen."""
    return np.array([x[0] ** 3 - 2 * x[1], x[0] * x[1] + x[1] ** 3, x[0] ** 2 + 2 * x[0] ** 3])


def _last_two(x: ndarray) -> ndarray:
    """A view of the argument, not a copy."""
    return x[1:]


@hidden("jacobian", slope_tolerance(0.0, size=150.0))
def jacobian_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any number of inputs and outputs, small and large, however they lie in memory"""
    yield call(_Bowls(rng, 3, 2), _mixed(rng, 0.5, 1.5, 2))
    yield call(_Bowls(rng, 2, 4), _mixed(rng, 0.5, 1.5, 4))
    yield call(_Bowls(rng, 3, 3), _mixed(rng, 0.5, 1.5, 3))
    yield call(_Bowls(rng, 3, 1), _mixed(rng, 0.5, 1.5, 1))
    yield call(_Bowls(rng, 1, 3), _mixed(rng, 0.5, 1.5, 3))
    yield call(_Bowls(rng, 2, 3), unusual(_mixed(rng, 0.5, 1.5, 3)))
    yield call(_Bowls(rng, 2, 3), _mixed(rng, 0.5, 1.5, 3).astype(np.float32), within=FLOAT32_SLOPE)
    yield call(_Bowls(rng, 2, 3), _mixed(rng, 1100.0, 1900.0, 3), within=LARGE_SLOPE)


@hidden("jacobian", slope_tolerance(0.0, size=10.0))
def jacobian_any_function(rng: np.random.Generator) -> Iterator[Call]:
    """functions other than polynomials, with the usual step"""
    yield call(_waves, _mixed(rng, 0.3, 1.2, 4))


@hidden("jacobian")
def jacobian_any_step(rng: np.random.Generator) -> Iterator[Call]:
    """central differences, with the step that is given"""
    yield call(_cubes, _mixed(rng, 1.1, 1.6, 2), rng.uniform(0.1, 0.2))
    yield call(_cubes, _mixed(rng, 1.1, 1.6, 2), rng.uniform(0.3, 0.5))


@hidden("jacobian", slope_tolerance(0.0, size=150.0))
def jacobian_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """a point of whole numbers"""
    yield call(_Bowls(rng, 2, 3), rng.permutation(np.array([-2, 1, 3])))


@hidden("jacobian", slope_tolerance(0.0, size=10.0))
def jacobian_any_view(rng: np.random.Generator) -> Iterator[Call]:
    """a function that hands back a part of its argument"""
    yield call(_last_two, _mixed(rng, 0.5, 1.5, 3))


@hidden("to_denominator_layout")
def to_denominator_layout_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any number of inputs and outputs, however they lie in memory"""
    yield call(_uneven(rng, 4, 2))
    yield call(_uneven(rng, 2, 5))
    yield call(unusual(_uneven(rng, 3, 2)))
    yield call(_uneven(rng, 3, 2).astype(np.float32), within=FLOAT32)
    yield call(_uneven(rng, 3, 2) * 1e4)


@hidden("to_denominator_layout")
def to_denominator_layout_any_square(rng: np.random.Generator) -> Iterator[Call]:
    """as many inputs as outputs"""
    yield call(_uneven(rng, 2, 2))
    yield call(_uneven(rng, 4, 4))


@hidden("to_denominator_layout")
def to_denominator_layout_any_row(rng: np.random.Generator) -> Iterator[Call]:
    """a single input or a single output"""
    yield call(_uneven(rng, 1, 4))
    yield call(_uneven(rng, 3, 1))
    yield call(_uneven(rng, 1, 1))


@hidden("to_denominator_layout")
def to_denominator_layout_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers"""
    yield call(rng.permutation(np.arange(-4, 5)).reshape(3, 3))
    yield call(rng.permutation(np.arange(-3, 3)).reshape(2, 3))


@hidden("grad_matrix_vector", _QUADRATIC)
def grad_matrix_vector_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any number of rows and columns, however they lie in memory"""
    yield call(_uneven(rng, 4, 2), _mixed(rng, 0.5, 1.5, 2))
    yield call(_uneven(rng, 2, 3), _mixed(rng, 0.5, 1.5, 3))
    yield call(unusual(_uneven(rng, 3, 2)), unusual(_mixed(rng, 0.5, 1.5, 2)))
    yield call(_uneven(rng, 3, 2).astype(np.float32), _mixed(rng, 0.5, 1.5, 2).astype(np.float32), within=FLOAT32_SLOPE)
    yield call(_uneven(rng, 3, 2) * 1e4, _mixed(rng, 0.5, 1.5, 2), within=LARGE_SLOPE)


@hidden("grad_matrix_vector", _QUADRATIC)
def grad_matrix_vector_any_square(rng: np.random.Generator) -> Iterator[Call]:
    """a square matrix, not symmetric"""
    yield call(_uneven(rng, 3, 3), _mixed(rng, 0.5, 1.5, 3))
    yield call(rng.permutation(np.arange(-2, 2)).reshape(2, 2), rng.permutation(np.array([2, -3])))


@hidden("grad_matrix_vector", _QUADRATIC)
def grad_matrix_vector_any_row(rng: np.random.Generator) -> Iterator[Call]:
    """a single row, a single column"""
    yield call(_uneven(rng, 1, 4), _mixed(rng, 0.5, 1.5, 4))
    yield call(_uneven(rng, 3, 1), _mixed(rng, 0.5, 1.5, 1))


@hidden("grad_matrix_vector", _QUADRATIC)
def grad_matrix_vector_any_point(rng: np.random.Generator) -> Iterator[Call]:
    """the same slopes at every x"""
    A = _uneven(rng, 2, 3)
    yield call(A.copy(), np.zeros(3))
    yield call(A.copy(), -rng.uniform(5.0, 9.0, 3))


@hidden("grad_vector_matrix", _QUADRATIC)
def grad_vector_matrix_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any number of rows and columns, however they lie in memory"""
    yield call(_mixed(rng, 0.5, 1.5, 4), _uneven(rng, 4, 2))
    yield call(_mixed(rng, 0.5, 1.5, 2), _uneven(rng, 2, 3))
    yield call(unusual(_mixed(rng, 0.5, 1.5, 3)), unusual(_uneven(rng, 3, 2)))
    yield call(_mixed(rng, 0.5, 1.5, 3).astype(np.float32), _uneven(rng, 3, 2).astype(np.float32), within=FLOAT32_SLOPE)
    yield call(_mixed(rng, 0.5, 1.5, 3), _uneven(rng, 3, 2) * 1e4, within=LARGE_SLOPE)


@hidden("grad_vector_matrix", _QUADRATIC)
def grad_vector_matrix_any_square(rng: np.random.Generator) -> Iterator[Call]:
    """a square matrix, not symmetric"""
    yield call(_mixed(rng, 0.5, 1.5, 3), _uneven(rng, 3, 3))
    yield call(rng.permutation(np.array([2, -3])), rng.permutation(np.arange(-2, 2)).reshape(2, 2))


@hidden("grad_vector_matrix", _QUADRATIC)
def grad_vector_matrix_any_row(rng: np.random.Generator) -> Iterator[Call]:
    """a single row, a single column"""
    yield call(_mixed(rng, 0.5, 1.5, 1), _uneven(rng, 1, 4))
    yield call(_mixed(rng, 0.5, 1.5, 3), _uneven(rng, 3, 1))


@hidden("grad_vector_matrix", _QUADRATIC)
def grad_vector_matrix_any_point(rng: np.random.Generator) -> Iterator[Call]:
    """the same slopes at every x"""
    A = _uneven(rng, 2, 3)
    yield call(np.zeros(2), A.copy())
    yield call(-rng.uniform(5.0, 9.0, 2), A.copy())


@hidden("grad_quadratic", _QUADRATIC)
def grad_quadratic_any_size(rng: np.random.Generator) -> Iterator[Call]:
    """any size, small and large numbers, however they lie in memory"""
    yield call(_uneven(rng, 4, 4), _mixed(rng, 0.5, 1.5, 4))
    yield call(_uneven(rng, 1, 1), _mixed(rng, 0.5, 1.5, 1))
    yield call(unusual(_uneven(rng, 3, 3)), unusual(_mixed(rng, 0.5, 1.5, 3)))
    yield call(_uneven(rng, 3, 3).astype(np.float32), _mixed(rng, 0.5, 1.5, 3).astype(np.float32), within=FLOAT32_SLOPE)
    yield call(_uneven(rng, 3, 3), _mixed(rng, 1100.0, 1900.0, 3), within=LARGE_SLOPE)


@hidden("grad_quadratic", _QUADRATIC)
def grad_quadratic_any_pair(rng: np.random.Generator) -> Iterator[Call]:
    """two rows, not symmetric"""
    yield call(_uneven(rng, 2, 2), _mixed(rng, 0.5, 1.5, 2))
    yield call(_uneven(rng, 2, 2), rng.uniform(2.0, 3.0, 2))


@hidden("grad_quadratic", _QUADRATIC)
def grad_quadratic_any_symmetry(rng: np.random.Generator) -> Iterator[Call]:
    """symmetric, triangular and antisymmetric matrices"""
    A = _uneven(rng, 3, 3)
    yield call(np.tril(A) + np.tril(A, -1).T, _mixed(rng, 0.5, 1.5, 3))
    yield call(np.tril(A), _mixed(rng, 0.5, 1.5, 3))
    yield call(np.tril(A, -1) - np.tril(A, -1).T, _mixed(rng, 0.5, 1.5, 3))


@hidden("grad_quadratic", _QUADRATIC)
def grad_quadratic_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers"""
    yield call(rng.permutation(np.arange(-4, 5)).reshape(3, 3), rng.permutation(np.array([2, -3, 5])))


@hidden("grad_squared_norm", _QUADRATIC)
def grad_squared_norm_any_numbers(rng: np.random.Generator) -> Iterator[Call]:
    """numbers of both signs, small and large, however they lie in memory"""
    yield call(_mixed(rng, 0.05, 0.95, 5))
    yield call(_mixed(rng, 3.0, 12.0, 3))
    yield call(_with_zeros(rng, 6))
    yield call(unusual(_mixed(rng, 0.5, 1.5, 3)))
    yield call(_mixed(rng, 0.5, 1.5, 3).astype(np.float32), within=FLOAT32_SLOPE)
    yield call(_mixed(rng, 1100.0, 1900.0, 3), within=LARGE_SLOPE)


@hidden("grad_squared_norm", _QUADRATIC)
def grad_squared_norm_any_length(rng: np.random.Generator) -> Iterator[Call]:
    """any length"""
    yield call(_mixed(rng, 1.1, 1.9, 1))
    yield call(_mixed(rng, 1.1, 1.9, 2))
    yield call(_mixed(rng, 0.1, 0.9, 12))


@hidden("grad_squared_norm", _QUADRATIC)
def grad_squared_norm_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers"""
    yield call(rng.permutation(np.array([-4, 3, 1, 0, -7])))


@hidden("grad_squared_frobenius", _QUADRATIC)
def grad_squared_frobenius_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any number of rows and columns, small and large numbers, however they lie in memory"""
    yield call(_uneven(rng, 4, 2))
    yield call(_uneven(rng, 2, 3) * 6.0)
    yield call(unusual(_uneven(rng, 3, 2)))
    yield call(_uneven(rng, 3, 2).astype(np.float32), within=FLOAT32_SLOPE)
    yield call(_uneven(rng, 3, 2) * 1e4, within=LARGE_SLOPE)


@hidden("grad_squared_frobenius", _QUADRATIC)
def grad_squared_frobenius_any_square(rng: np.random.Generator) -> Iterator[Call]:
    """a square matrix, not symmetric"""
    yield call(_uneven(rng, 2, 2))
    yield call(_uneven(rng, 3, 3))


@hidden("grad_squared_frobenius", _QUADRATIC)
def grad_squared_frobenius_any_row(rng: np.random.Generator) -> Iterator[Call]:
    """a single row, a single column, a single number"""
    yield call(_uneven(rng, 1, 4))
    yield call(_uneven(rng, 3, 1))
    yield call(_uneven(rng, 1, 1))


@hidden("grad_squared_frobenius", _QUADRATIC)
def grad_squared_frobenius_any_ints(rng: np.random.Generator) -> Iterator[Call]:
    """whole numbers"""
    yield call(rng.permutation(np.arange(-3, 3)).reshape(2, 3))
