"""Chains: functions inside functions, and the chain rule.

A chain is a list of functions; the first is the innermost and is applied first, and each receives what the
one before it gave. A chain is one function too, and has a slope. The chain rule makes it from the slopes of the
single functions.
"""

import numpy as np
from numpy import ndarray

from .functions import Array_Function

from .derivatives import deriv

Chain = list[Array_Function]


def chain_length_2(chain: Chain, x: ndarray) -> ndarray:
    """Apply two functions, one after the other.

    f₂(f₁(x))

    Args:
        chain: The functions [f₁, f₂]; f₁ is applied first.
        x: Array of any shape. It is not modified.

    Returns:
        Array of the same shape.

    Raises:
        AssertionError: The chain does not have exactly two functions.

    Example:
        >>> chain_length_2([np.abs, np.sqrt], np.array([-4.0, 9.0]))
        array([2., 3.])
    """
    # Stuck? uv run grader hint chain_length_2
    raise NotImplementedError


def chain_length_3(chain: Chain, x: ndarray) -> ndarray:
    """Apply three functions, one after the other.

    f₃(f₂(f₁(x)))

    Args:
        chain: The functions [f₁, f₂, f₃]; f₁ is applied first.
        x: Array of any shape. It is not modified.

    Returns:
        Array of the same shape.

    Raises:
        AssertionError: The chain does not have exactly three functions.

    Example:
        >>> chain_length_3([np.abs, np.sqrt, np.negative], np.array([-4.0, 9.0]))
        array([-2., -3.])
    """
    # Stuck? uv run grader hint chain_length_3
    raise NotImplementedError


def chain_deriv_2(chain: Chain, input_range: ndarray) -> ndarray:
    """Slope of a chain of two functions, by the chain rule.

    d/dx f₂(f₁(x)), at every point x. The slopes of f₁ and f₂ are taken by `deriv`.

    Args:
        chain: The functions [f₁, f₂]; f₁ is applied first.
        input_range: Points x, shape (k,). It is not modified.

    Returns:
        Slopes, shape (k,).

    Raises:
        AssertionError: The chain does not have exactly two functions, or `input_range` does not have exactly one
            dimension.

    Example:
        >>> chain_deriv_2([lambda x: 3 * x, np.sin], np.array([0.0, 1.0])).round(4)
        array([ 3.  , -2.97])
    """
    # Stuck? uv run grader hint chain_deriv_2
    raise NotImplementedError


def chain_deriv_3(chain: Chain, input_range: ndarray) -> ndarray:
    """Slope of a chain of three functions, by the chain rule.

    d/dx f₃(f₂(f₁(x))), at every point x. The slopes of the three functions are taken by `deriv`.

    Args:
        chain: The functions [f₁, f₂, f₃]; f₁ is applied first.
        input_range: Points x, shape (k,). It is not modified.

    Returns:
        Slopes, shape (k,).

    Raises:
        AssertionError: The chain does not have exactly three functions, or `input_range` does not have exactly
            one dimension.

    Example:
        >>> chain_deriv_3([lambda x: 3 * x, np.sin, np.exp], np.array([0.0, 1.0])).round(4)
        array([ 3.    , -3.4201])
    """
    # Stuck? uv run grader hint chain_deriv_3
    raise NotImplementedError


def chain_length_n(chain: Chain, x: ndarray) -> ndarray:
    """Apply any number of functions, one after the other.

    fₙ(… f₂(f₁(x)) …)

    Args:
        chain: The functions [f₁, …, fₙ], at least one; f₁ is applied first. The list is not modified.
        x: Array of any shape. It is not modified.

    Returns:
        Array of the same shape.

    Raises:
        AssertionError: The chain is empty.

    Example:
        >>> chain_length_n([np.abs, np.sqrt, np.negative, np.exp], np.array([-4.0, 9.0])).round(4)
        array([0.1353, 0.0498])
    """
    # Stuck? uv run grader hint chain_length_n
    raise NotImplementedError


def chain_deriv_n(chain: Chain, input_range: ndarray) -> ndarray:
    """Slope of a chain of any number of functions, by the chain rule.

    d/dx fₙ(… f₂(f₁(x)) …), at every point x. The slope of each function is taken by `deriv`, and nothing is
    computed twice, so that the work grows with n and not with n².

    Args:
        chain: The functions [f₁, …, fₙ], at least one; f₁ is applied first. The list is not modified.
        input_range: Points x, shape (k,). It is not modified.

    Returns:
        Slopes, shape (k,).

    Raises:
        AssertionError: The chain is empty, or `input_range` does not have exactly one dimension.

    Example:
        >>> chain_deriv_n([lambda x: 3 * x, np.sin, np.exp, np.tanh], np.array([0.0, 1.0])).round(4)
        array([ 1.2599, -1.1301])
    """
    # Stuck? uv run grader hint chain_deriv_n
    raise NotImplementedError
