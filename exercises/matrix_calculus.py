"""Matrix calculus: rules for whole vectors, two layouts, and slopes where there is no slope.

The slopes of m outputs by n inputs fill a table, and there are two ways to lay it out: outputs down and
inputs across, (m, n), is numerator layout; its transpose, (n, m), is denominator layout. Both are in use, so
every function here says which it gives. And where a curve has a kink, as |x| and relu have at 0, there is no
one slope: the slope of any line through the kink that stays on or below the curve is called a subderivative.
"""

import numpy as np
from numpy import ndarray

from .functions import Array_Function


def subderivative_abs(x: ndarray, a: float = 0.0) -> ndarray:
    """Subderivative of |x|, element by element.

    1 where x > 0, −1 where x < 0, and a where x = 0

    Layout: element by element, so both layouts agree.

    Args:
        x: Array of any shape, of floats or ints. It is not modified.
        a: The slope chosen at the kink.

    Returns:
        Slopes of the same shape.

    Raises:
        ValueError: `a` is not in [−1, 1]; a line through the kink would then cross the curve.

    Example:
        >>> subderivative_abs(np.array([-3.0, 0.0, 2.0]), 0.5)
        array([-1. ,  0.5,  1. ])
    """
    # Stuck? uv run grader hint subderivative_abs
    raise NotImplementedError


def subderivative_relu(x: ndarray, a: float = 0.0) -> ndarray:
    """Subderivative of max(x, 0), element by element.

    1 where x > 0, 0 where x < 0, and a where x = 0

    A central difference gives ½ at the kink: one of the subderivatives, but not the one that was asked for.

    Layout: element by element, so both layouts agree.

    Args:
        x: Array of any shape, of floats or ints. It is not modified.
        a: The slope chosen at the kink.

    Returns:
        Slopes of the same shape.

    Raises:
        ValueError: `a` is not in [0, 1]; a line through the kink would then cross the curve.

    Example:
        >>> subderivative_relu(np.array([-3.0, 0.0, 2.0]), 0.5)
        array([0. , 0.5, 1. ])
    """
    # Stuck? uv run grader hint subderivative_relu
    raise NotImplementedError


def jacobian(func: Array_Function, x: ndarray, p: float = 1e-3) -> ndarray:
    """All the slopes of all the outputs of a function by all its inputs, by central differences.

    Jᵢⱼ = ∂yᵢ/∂xⱼ with y = f(x). Central means a step p to each side.

    Layout: numerator, a row for each output, a column for each input.

    Args:
        func: Function of an array of shape (n,) that gives an array of shape (m,).
        x: The point, shape (n,), of floats or ints. It is not modified; `func` receives arrays of floats.
        p: The step.

    Returns:
        Slopes, floats, shape (m, n).

    Example:
        >>> jacobian(lambda x: np.array([x[0] * x[1], 5 * x[2]]), np.array([2, 3, 4])).round(6)
        array([[3., 2., 0.],
               [0., 0., 5.]])
    """
    # Stuck? uv run grader hint jacobian
    raise NotImplementedError


def to_denominator_layout(J: ndarray) -> ndarray:
    """Turn slopes from numerator layout into denominator layout.

    Jᵀ

    A number by a vector is a row (1, n) in numerator layout and a column (n, 1) in denominator layout.

    Layout: numerator in, denominator out.

    Args:
        J: Slopes of m outputs by n inputs, shape (m, n). It is not modified.

    Returns:
        The same slopes, shape (n, m).

    Example:
        >>> to_denominator_layout(np.array([[3, 2, 0]]))
        array([[3],
               [2],
               [0]])
    """
    # Stuck? uv run grader hint to_denominator_layout
    raise NotImplementedError


def grad_matrix_vector(A: ndarray, x: ndarray) -> ndarray:
    """Slopes of A·x by x.

    ∂(A·x)ᵢ/∂xⱼ for every i and j.

    Layout: denominator, a row for each entry of x, a column for each entry of A·x.

    Args:
        A: Matrix of shape (m, n). It is not modified.
        x: Vector of shape (n,).

    Returns:
        Slopes, shape (n, m).

    Example:
        >>> grad_matrix_vector(np.array([[1, 2], [3, 4], [5, 6]]), np.array([7, 8]))
        array([[1, 3, 5],
               [2, 4, 6]])
    """
    # Stuck? uv run grader hint grad_matrix_vector
    raise NotImplementedError


def grad_vector_matrix(x: ndarray, A: ndarray) -> ndarray:
    """Slopes of xᵀ·A by x.

    ∂(xᵀ·A)ⱼ/∂xᵢ for every i and j.

    Layout: denominator, a row for each entry of x, a column for each entry of xᵀ·A.

    Args:
        x: Vector of shape (m,).
        A: Matrix of shape (m, n). It is not modified.

    Returns:
        Slopes, shape (m, n).

    Example:
        >>> grad_vector_matrix(np.array([7, 8, 9]), np.array([[1, 2], [3, 4], [5, 6]]))
        array([[1, 2],
               [3, 4],
               [5, 6]])
    """
    # Stuck? uv run grader hint grad_vector_matrix
    raise NotImplementedError


def grad_quadratic(A: ndarray, x: ndarray) -> ndarray:
    """Slopes of xᵀ·A·x by x; A need not be symmetric.

    xᵀ·A·x is one number; it has a slope by each entry of x.

    Layout: denominator, the column kept as a vector.

    Args:
        A: Square matrix of shape (n, n). It is not modified.
        x: Vector of shape (n,). It is not modified.

    Returns:
        Slopes, shape (n,).

    Example:
        >>> grad_quadratic(np.array([[1, 4], [0, 3]]), np.array([1, 2]))
        array([10, 16])
    """
    # Stuck? uv run grader hint grad_quadratic
    raise NotImplementedError


def grad_squared_norm(x: ndarray) -> ndarray:
    """Slopes of ‖x‖² = x₁² + … + xₙ² by x.

    Layout: denominator, the column kept as a vector.

    Args:
        x: Vector of shape (n,). It is not modified.

    Returns:
        Slopes, shape (n,).

    Example:
        >>> grad_squared_norm(np.array([1, -3]))
        array([ 2, -6])
    """
    # Stuck? uv run grader hint grad_squared_norm
    raise NotImplementedError


def grad_squared_frobenius(X: ndarray) -> ndarray:
    """Slopes of ‖X‖² = Σᵢⱼ Xᵢⱼ² by X, the square of the Frobenius norm.

    Layout: denominator, which for a number by a matrix is the matrix's own shape.

    Args:
        X: Matrix of shape (m, n). It is not modified.

    Returns:
        Slopes, shape (m, n).

    Example:
        >>> grad_squared_frobenius(np.array([[1, -3], [0, 5], [2, 2]]))
        array([[ 2, -6],
               [ 0, 10],
               [ 4,  4]])
    """
    # Stuck? uv run grader hint grad_squared_frobenius
    raise NotImplementedError
