"""Functions: a number goes in, a number comes out.

The functions here are the small pieces that networks are made of. Each takes an array of any shape and acts
on every element by itself, so the output has the shape of the input. Everything after this unit asks one
question about such functions: when the input moves a little, how far does the output move?
"""

from collections.abc import Callable

import numpy as np
from numpy import ndarray

Array_Function = Callable[[ndarray], ndarray]
"""A function from an array to an array of the same shape, element by element."""


def square(x: ndarray) -> ndarray:
    """Square every element.

    f(x) = x²

    Args:
        x: Array of any shape, 0-d included. It is not modified.

    Returns:
        Array of the same shape. Whole numbers stay whole numbers (an int array gives an int array).

    Example:
        >>> square(np.array([-2, 3, 5]))
        array([ 4,  9, 25])

    Formula:
        yᵢ = xᵢ · xᵢ for every entry i

    Source: ME; DL ch. 1.
    """
    return x**2


def relu(x: ndarray) -> ndarray:
    """Keep what is positive and replace the rest by 0 (the rectified linear unit).

    f(x) = max(x, 0)

    Args:
        x: Array of any shape, 0-d included. It is not modified.

    Returns:
        Array of the same shape.

    Example:
        >>> relu(np.array([-2.0, 0.5, 3.0]))
        array([0. , 0.5, 3. ])

    Formula:
        yᵢ = max(xᵢ, 0) for every entry i

    Source: XT; DL ch. 1.
    """
    return np.maximum(x, 0)


def leaky_relu(x: ndarray) -> ndarray:
    """Keep what is positive and shrink what is negative to a fifth.

    f(x) = max(0.2·x, x)

    The slope is 1 on the right of 0 and 0.2 on the left: a little "leaks" through, so that the function never
    goes quite flat.

    Args:
        x: Array of any shape, 0-d included. It is not modified.

    Returns:
        Array of the same shape, of floats: negative whole numbers are shrunk, not rounded.

    Example:
        >>> leaky_relu(np.array([-2, 0, 3]))
        array([-0.4,  0. ,  3. ])

    Formula:
        yᵢ = max(0.2 · xᵢ, xᵢ) for every entry i

    Source: DL ch. 1.
    """
    return np.maximum(0.2 * x, x)


def sigmoid(x: ndarray) -> ndarray:
    """Squash every number into the interval from 0 to 1.

    σ(x) = 1 / (1 + e⁻ˣ)

    It is right for large inputs too: σ(1000) = 1 and σ(−1000) = 0, finite and never nan.

    Args:
        x: Array of any shape, 0-d included, of floats or ints. It is not modified.

    Returns:
        Array of the same shape, of floats.

    Example:
        >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
        array([0. , 0.5, 1. ])

    Formula:
        σ(x) = 1 / (1 + e⁻ˣ), and for x < 0 the same number is eˣ / (1 + eˣ)

    Source: ME; DL ch. 1.
    """
    # 1 / (1 + e⁻ˣ) = eˣ / (1 + eˣ): each side of 0 takes the form whose exponent is not positive, so that
    # nothing overflows. 1.0 makes floats of ints.
    z = np.exp(-np.abs(1.0 * x))
    return np.where(x >= 0, 1.0, z) / (1.0 + z)
