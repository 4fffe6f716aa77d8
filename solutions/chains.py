"""Chains: functions inside functions, and the chain rule.

A chain is a list of functions; the first is the innermost and is applied first, and each receives what the
one before it gave. A chain is one function too, and has a slope. The chain rule makes it from the slopes of the
single functions.
"""

import numpy as np
from numpy import ndarray

from .derivatives import deriv
from .functions import Array_Function

Chain = list[Array_Function]
"""Functions to apply one after the other; index 0 is the innermost."""


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

    Formula:
        y = f₂(f₁(x)), with f₁ = chain[0] and f₂ = chain[1]

    Source: ME; DL ch. 1.
    """
    assert len(chain) == 2, f"the chain must have 2 functions, and has {len(chain)}"
    f1, f2 = chain
    return f2(f1(x))


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

    Formula:
        u = f₁(x), v = f₂(u), y = f₃(v)

    Source: ME; DL ch. 1.
    """
    assert len(chain) == 3, f"the chain must have 3 functions, and has {len(chain)}"
    f1, f2, f3 = chain
    return f3(f2(f1(x)))


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

    Formula:
        d/dx f₂(f₁(x)) = f₂′(f₁(x)) · f₁′(x)

    Source: ME; DL ch. 1.
    """
    assert len(chain) == 2, f"the chain must have 2 functions, and has {len(chain)}"
    assert input_range.ndim == 1, f"input_range must have 1 dimension, and has {input_range.ndim}"
    f1, f2 = chain
    df1 = deriv(f1, input_range)
    df2 = deriv(f2, f1(input_range))
    return df2 * df1


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

    Formula:
        f₃′(v) · f₂′(u) · f₁′(x), with u = f₁(x) and v = f₂(u)

    Source: ME; DL ch. 1.
    """
    assert len(chain) == 3, f"the chain must have 3 functions, and has {len(chain)}"
    assert input_range.ndim == 1, f"input_range must have 1 dimension, and has {input_range.ndim}"
    f1, f2, f3 = chain
    u = f1(input_range)
    df1 = deriv(f1, input_range)
    df2 = deriv(f2, u)
    df3 = deriv(f3, f2(u))
    return df3 * df2 * df1


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

    Formula:
        u₀ = x, uᵢ = fᵢ(uᵢ₋₁), y = uₙ

    Source: beyond the sources.
    """
    assert len(chain) >= 1, "the chain must have at least 1 function"
    for func in chain:
        x = func(x)
    return x


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

    Formula:
        u₀ = x, s₀ = 1; sᵢ = fᵢ′(uᵢ₋₁) · sᵢ₋₁, uᵢ = fᵢ(uᵢ₋₁); the slope is sₙ

    Source: beyond the sources.
    """
    assert len(chain) >= 1, "the chain must have at least 1 function"
    assert input_range.ndim == 1, f"input_range must have 1 dimension, and has {input_range.ndim}"
    value, slope = input_range, np.ones(input_range.shape)
    for func in chain:
        slope = deriv(func, value) * slope
        value = func(value)
    return slope
