"""How arrays lie in memory, and that they are handed on as they lie."""

import numpy as np
import pytest

from grader.protocol.answer import copy_arguments
from grader.protocol.layouts import unusual


@pytest.mark.parametrize("shape", [(), (0,), (3,), (1, 1), (3, 2), (2, 3, 4)])
@pytest.mark.parametrize("kind", [float, np.float32, int])
def test_an_unusual_array_holds_the_same_numbers(shape, kind):
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape).astype(kind)
    view = unusual(array)
    assert (view.shape, view.dtype, view.flags.writeable) == (array.shape, array.dtype, False)
    np.testing.assert_array_equal(view, array)
    if array.size > 1:
        assert not view.flags.forc
    if min(shape, default=0) > 1 and len(shape) > 1:
        assert view.strides[0] < view.strides[-1]


@pytest.mark.parametrize(
    "array",
    [
        unusual(np.arange(6.0).reshape(3, 2)),
        np.arange(6.0).reshape(2, 3).T,
        np.arange(12.0).reshape(3, 4)[::2, ::-2],
        np.arange(6.0)[::2],
        np.zeros((0, 2)),
        np.array(1.0),
    ],
)
def test_arguments_are_copied_as_they_lie(array):
    copy = copy_arguments([array])[0]
    np.testing.assert_array_equal(copy, array)
    assert not np.shares_memory(copy, array)
    assert copy.flags.writeable == array.flags.writeable
    assert copy.flags.forc == array.flags.forc
    np.testing.assert_array_equal(copy.ravel(order="K"), np.abs(array).ravel(order="K"))
