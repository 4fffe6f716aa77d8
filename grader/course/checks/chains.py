# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "check 2 of 4: square, then tanh"
"""The visible checks of the functions of functions, and of their slopes by the chain rule."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.protocol.check import Call, call, counting, slope_tolerance, visible


def bent_line(x: np.ndarray) -> Any:
    """Slope 2 above 0 and 0.5 below."""
    return np.where(x > 0, 2.0 * x, 0.5 * x)


def _points() -> np.ndarray:
    return np.array([-2.0, -0.7, 0.5, 1.5])


def _whole_points() -> np.ndarray:
    return np.array([-2, -1, 1, 2])


def _matrix() -> np.ndarray:
    return np.array([[-2.0, -0.7, 0.5], [1.5, 0.0, -1.2]])


@visible("chain_length_2")
def chain_length_2_points() -> Iterator[Call]:
    """square, then tanh"""
    yield call([np.square, np.tanh], _points())


@visible("chain_length_2")
def chain_length_2_matrix() -> Iterator[Call]:
    """sine, then exponential, on a matrix"""
    yield call([np.sin, np.exp], _matrix())


@visible("chain_length_2")
def chain_length_2_single() -> Iterator[Call]:
    """a line with a bend, then sine, on a single number"""
    yield call([bent_line, np.sin], np.array(-1.5))


@visible("chain_length_2")
def chain_length_2_wrong_length() -> Iterator[Call]:
    """one function, or three, are refused with an AssertionError"""
    yield call([np.tanh], _points())
    yield call([np.square, np.tanh, np.sin], _points())


@visible("chain_length_3")
def chain_length_3_points() -> Iterator[Call]:
    """a line with a bend, then sine, then exponential"""
    yield call([bent_line, np.sin, np.exp], _points())


@visible("chain_length_3")
def chain_length_3_matrix() -> Iterator[Call]:
    """sine, then square, then tanh, on a matrix"""
    yield call([np.sin, np.square, np.tanh], _matrix())


@visible("chain_length_3")
def chain_length_3_single() -> Iterator[Call]:
    """square, then sine, then a line with a bend, on a single number"""
    yield call([np.square, np.sin, bent_line], np.array(-1.5))


@visible("chain_length_3")
def chain_length_3_wrong_length() -> Iterator[Call]:
    """two functions, or four, are refused with an AssertionError"""
    yield call([np.sin, np.tanh], _points())
    yield call([np.sin, np.square, np.tanh, np.exp], _points())


@visible("chain_deriv_2", slope_tolerance(third=8))
def chain_deriv_2_points() -> Iterator[Call]:
    """square, then tanh"""
    yield call([np.square, np.tanh], _points())


@visible("chain_deriv_2", slope_tolerance(third=3, size=3))
def chain_deriv_2_exp() -> Iterator[Call]:
    """sine, then exponential"""
    yield call([np.sin, np.exp], _points())


@visible("chain_deriv_2", slope_tolerance(third=60))
def chain_deriv_2_ints() -> Iterator[Call]:
    """square, then sine, at whole numbers"""
    yield call([np.square, np.sin], _whole_points())


@visible("chain_deriv_2")
def chain_deriv_2_wrong_length() -> Iterator[Call]:
    """one function, or three, are refused with an AssertionError"""
    yield call([np.tanh], _points())
    yield call([np.square, np.tanh, np.sin], _points())


@visible("chain_deriv_2")
def chain_deriv_2_wrong_shape() -> Iterator[Call]:
    """a matrix, or a single number, is refused with an AssertionError"""
    yield call([np.square, np.tanh], _matrix())
    yield call([np.square, np.tanh], np.array(-1.5))


@visible("chain_deriv_3", slope_tolerance(third=33, size=3))
def chain_deriv_3_points() -> Iterator[Call]:
    """a line with a bend, then sine, then exponential"""
    yield call([bent_line, np.sin, np.exp], _points())


@visible("chain_deriv_3", slope_tolerance(third=6))
def chain_deriv_3_square() -> Iterator[Call]:
    """sine, then square, then tanh"""
    yield call([np.sin, np.square, np.tanh], _points())


@visible("chain_deriv_3", slope_tolerance(third=1, size=3))
def chain_deriv_3_ints() -> Iterator[Call]:
    """sine, then exponential, then tanh, at whole numbers"""
    yield call([np.sin, np.exp, np.tanh], _whole_points())


@visible("chain_deriv_3")
def chain_deriv_3_wrong_length() -> Iterator[Call]:
    """two functions, or four, are refused with an AssertionError"""
    yield call([np.sin, np.tanh], _points())
    yield call([np.sin, np.square, np.tanh, np.exp], _points())


@visible("chain_deriv_3")
def chain_deriv_3_wrong_shape() -> Iterator[Call]:
    """a matrix, or a single number, is refused with an AssertionError"""
    yield call([np.sin, np.square, np.tanh], _matrix())
    yield call([np.sin, np.square, np.tanh], np.array(-1.5))


@visible("chain_length_n")
def chain_length_n_four() -> Iterator[Call]:
    """a line with a bend, then sine, exponential and tanh"""
    yield call([bent_line, np.sin, np.exp, np.tanh], _points())


@visible("chain_length_n")
def chain_length_n_one() -> Iterator[Call]:
    """one function, and two, on a matrix"""
    yield call([np.sin], _matrix())
    yield call([np.sin, np.exp], _matrix())


@visible("chain_length_n")
def chain_length_n_twenty() -> Iterator[Call]:
    """twenty functions, on a single number"""
    yield call([np.sin, np.sinh] * 10, np.array(-0.7))


@visible("chain_length_n")
def chain_length_n_empty() -> Iterator[Call]:
    """an empty chain is refused with an AssertionError"""
    yield call([], _points())


@visible("chain_length_n")
def chain_length_n_keeps_list() -> Iterator[Call]:
    """the list of functions is as long afterwards as before"""
    chain = [np.sin, np.exp, np.tanh]
    yield call(chain, _points(), then=lambda _: len(chain), shown="len(chain) after chain_length_n(chain, x)")


@visible("chain_deriv_n", slope_tolerance(third=8, size=3))
def chain_deriv_n_four() -> Iterator[Call]:
    """a line with a bend, then sine, exponential and tanh"""
    yield call([bent_line, np.sin, np.exp, np.tanh], _points())


@visible("chain_deriv_n", slope_tolerance(third=3, size=3))
def chain_deriv_n_one() -> Iterator[Call]:
    """one function, and two"""
    yield call([np.sin], _points())
    yield call([np.sin, np.exp], _points())


@visible("chain_deriv_n", slope_tolerance(third=1, size=3))
def chain_deriv_n_ints() -> Iterator[Call]:
    """sine, then exponential, then tanh, at whole numbers"""
    yield call([np.sin, np.exp, np.tanh], _whole_points())


@visible("chain_deriv_n", slope_tolerance(third=4, size=20))
def chain_deriv_n_twenty() -> Iterator[Call]:
    """twenty functions, and nothing is computed twice"""
    yield call([np.sin, np.sinh] * 10, np.array([-0.7, 0.3, 0.5]))
    chain, seldom = counting([np.sin, np.sinh] * 10)
    shown = "chain_deriv_n(chain, [0.3]) of twenty functions: none is called more than 10 times"
    yield call(chain, np.array([0.3]), then=seldom, shown=shown)


@visible("chain_deriv_n")
def chain_deriv_n_empty() -> Iterator[Call]:
    """an empty chain is refused with an AssertionError"""
    yield call([], _points())


@visible("chain_deriv_n")
def chain_deriv_n_wrong_shape() -> Iterator[Call]:
    """a matrix, or a single number, is refused with an AssertionError"""
    yield call([np.sin, np.square, np.tanh], _matrix())
    yield call([np.sin, np.square, np.tanh], np.array(-1.5))


@visible("chain_deriv_n")
def chain_deriv_n_keeps_list() -> Iterator[Call]:
    """the list of functions is as long afterwards as before"""
    chain = [np.sin, np.exp, np.tanh]
    yield call(chain, _points(), then=lambda _: len(chain), shown="len(chain) after chain_deriv_n(chain, x)")
