"""Functions: a number goes in, a number comes out.

The functions here are the small pieces that networks are made of. Each takes an array of any shape and acts
on every element by itself, so the output has the shape of the input. Everything after this unit asks one
question about such functions: when the input moves a little, how far does the output move?
"""

from collections.abc import Callable

import numpy as np
from numpy import ndarray

Array_Function = Callable[[ndarray], ndarray]


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
    """
    # Stuck? uv run grader hint square
    raise NotImplementedError


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
    """
    # Stuck? uv run grader hint relu
    raise NotImplementedError


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
    """
    # Stuck? uv run grader hint leaky_relu
    raise NotImplementedError


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
    """
    # Stuck? uv run grader hint sigmoid
    raise NotImplementedError
