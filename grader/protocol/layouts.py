"""Arrays that lie in memory in unusual ways, for checks: a right function gives the same for the same numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

EVERY_SECOND = slice(None, None, 2)


def unusual(array: np.ndarray) -> np.ndarray:
    """The same numbers, read-only, column by column in memory, and with gaps between them.

    Args:
        array: numbers of any shape.
    """
    room = np.empty([2 * size for size in reversed(array.shape)], array.dtype)
    key: tuple[Any, ...] = (..., *[EVERY_SECOND] * array.ndim)  # of no axes, too, a view
    view: np.ndarray = room.T[key]
    view[...] = array
    view.flags.writeable = False
    return view


def copy_as_it_lies(array: np.ndarray) -> np.ndarray:
    """A copy that lies in memory as an array does: in its order, with gaps if it has some, read-only if it is."""
    if array.flags.forc:
        copy = array.copy(order="K")
    else:
        room = np.empty_like(array, shape=[2 * size for size in array.shape])
        copy = room[(EVERY_SECOND,) * array.ndim]
        copy[...] = array
    if not array.flags.writeable:
        copy.flags.writeable = False
    return copy
