"""Chains: functions inside functions, and the chain rule.

A chain is a list of functions; the first is the innermost and is applied first, and each receives what the
one before it gave. The chain rule says how a little movement passes through: every function multiplies it by
its own slope, and each slope is taken where that function stands, at the value that reaches it.
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

    Source: ME; DL ch. 1.
    """
    assert len(chain) == 2
    inner, outer = chain
    return outer(inner(x))


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

    Source: ME; DL ch. 1.
    """
    assert len(chain) == 3
    for function in chain:
        x = function(x)
    return x


def chain_deriv_2(chain: Chain, input_range: ndarray) -> ndarray:
    """Slope of a chain of two functions, by the chain rule.

    d/dx f₂(f₁(x)) = f₂′(f₁(x)) · f₁′(x)

    The outer slope is taken at f₁(x), the value that reaches f₂, and not at x.

    Args:
        chain: The functions [f₁, f₂]; f₁ is applied first.
        input_range: Points x, shape (k,). It is not modified.

    Returns:
        Slopes, shape (k,).

    Raises:
        AssertionError: The chain does not have exactly two functions, or `input_range` has not exactly one
            dimension.

    Example:
        >>> chain_deriv_2([lambda x: 3 * x, np.sin], np.array([0.0, 1.0])).round(4)
        array([ 3.  , -2.97])

    Source: ME; DL ch. 1.
    """
    assert len(chain) == 2
    assert input_range.ndim == 1
    f1, f2 = chain
    return deriv(f2, input_range) * deriv(f1, input_range)


def chain_deriv_3(chain: Chain, input_range: ndarray) -> ndarray:
    """Slope of a chain of three functions, by the chain rule.

    d/dx f₃(f₂(f₁(x))) = f₃′(f₂(f₁(x))) · f₂′(f₁(x)) · f₁′(x)

    Each slope is taken at the value that reaches its function.

    Args:
        chain: The functions [f₁, f₂, f₃]; f₁ is applied first.
        input_range: Points x, shape (k,). It is not modified.

    Returns:
        Slopes, shape (k,).

    Raises:
        AssertionError: The chain does not have exactly three functions, or `input_range` has not exactly
            one dimension.

    Example:
        >>> chain_deriv_3([lambda x: 3 * x, np.sin, np.exp], np.array([0.0, 1.0])).round(4)
        array([ 3.    , -3.4201])

    Source: ME; DL ch. 1.
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

    Source: beyond the sources.
    """
    # Stuck? uv run grader hint chain_length_n
    raise NotImplementedError


def chain_deriv_n(chain: Chain, input_range: ndarray) -> ndarray:
    """Slope of a chain of any number of functions, by the chain rule.

    With u₀ = x and uᵢ = fᵢ(uᵢ₋₁), the slope is fₙ′(uₙ₋₁) · … · f₂′(u₁) · f₁′(u₀).

    Each value uᵢ is computed once, on the way, so the work grows with n and not with n².

    Args:
        chain: The functions [f₁, …, fₙ], at least one; f₁ is applied first. The list is not modified.
        input_range: Points x, shape (k,). It is not modified.

    Returns:
        Slopes, shape (k,).

    Raises:
        AssertionError: The chain is empty, or `input_range` has not exactly one dimension.

    Example:
        >>> chain_deriv_n([lambda x: 3 * x, np.sin, np.exp, np.tanh], np.array([0.0, 1.0])).round(4)
        array([ 1.2599, -1.1301])

    Source: beyond the sources.
    """
    # Stuck? uv run grader hint chain_deriv_n
    raise NotImplementedError
