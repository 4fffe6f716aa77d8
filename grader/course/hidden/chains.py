# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "hidden: a property"
"""The hidden checks of the functions of functions, and of their slopes by the chain rule."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.protocol.check import FLOAT32, FLOAT32_SLOPE, LARGE_SLOPE, Call, call, counting, hidden, slope_tolerance
from grader.protocol.layouts import unusual


def sharp_bend(x: np.ndarray) -> Any:
    """Slope 3 above 0 and -1 below."""
    return np.where(x > 0, 3.0 * x, -x)


def _mixed(rng: np.random.Generator, low: float, high: float, *shape: int) -> np.ndarray:
    """Random numbers, low to high in size, whose signs alternate, the first one negative."""
    sizes = rng.uniform(low, high, shape)
    return sizes * np.where(np.arange(sizes.size) % 2, 1.0, -1.0).reshape(shape)


def _whole(rng: np.random.Generator) -> np.ndarray:
    """Random whole numbers, 1 to 4 in size, whose signs alternate, the first one negative."""
    sizes = rng.integers(1, 5, 4)
    return np.where(np.arange(4) % 2, sizes, -sizes)


@hidden("chain_length_2")
def chain_length_2_any_functions(rng: np.random.Generator) -> Iterator[Call]:
    """other functions, in both orders"""
    x = _mixed(rng, 0.3, 1.2, 5)
    yield call([np.exp, np.cos], x.copy())
    yield call([np.cos, np.exp], x.copy())
    yield call([sharp_bend, np.tanh], x.copy())
    yield call([sharp_bend, sharp_bend], _mixed(rng, 1100.0, 1900.0, 4))


@hidden("chain_length_2")
def chain_length_2_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory"""
    yield call([np.exp, np.cos], _mixed(rng, 0.3, 1.2, 2, 1, 3))
    yield call([np.exp, np.cos], _mixed(rng, 0.3, 1.2, 3, 3))
    yield call([np.exp, np.cos], _mixed(rng, 0.3, 1.2, 1))
    yield call([np.exp, np.cos], np.array(rng.uniform(0.3, 1.2)))
    yield call([np.exp, np.cos], unusual(_mixed(rng, 0.3, 1.2, 3, 2)))
    yield call([np.exp, np.cos], _mixed(rng, 0.3, 1.2, 4).astype(np.float32), within=FLOAT32)


@hidden("chain_length_2")
def chain_length_2_any_wrong_length(rng: np.random.Generator) -> Iterator[Call]:
    """a chain that is too short or too long is refused"""
    x = _mixed(rng, 0.3, 1.2, 2)
    for n in (0, 1, 3, int(rng.integers(4, 7))):
        yield call([np.cos] * n, x.copy())


@hidden("chain_length_3")
def chain_length_3_any_functions(rng: np.random.Generator) -> Iterator[Call]:
    """other functions, in several orders"""
    x = _mixed(rng, 0.3, 1.2, 5)
    yield call([np.exp, np.cos, np.arctan], x.copy())
    yield call([np.cos, np.arctan, np.exp], x.copy())
    yield call([sharp_bend, np.tanh, np.exp], x.copy())
    yield call([sharp_bend, sharp_bend, sharp_bend], _mixed(rng, 1100.0, 1900.0, 4))


@hidden("chain_length_3")
def chain_length_3_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory"""
    yield call([np.exp, np.cos, np.arctan], _mixed(rng, 0.3, 1.2, 2, 1, 3))
    yield call([np.exp, np.cos, np.arctan], _mixed(rng, 0.3, 1.2, 3, 3))
    yield call([np.exp, np.cos, np.arctan], _mixed(rng, 0.3, 1.2, 1))
    yield call([np.exp, np.cos, np.arctan], np.array(rng.uniform(0.3, 1.2)))
    yield call([np.exp, np.cos, np.arctan], unusual(_mixed(rng, 0.3, 1.2, 3, 2)))
    yield call([np.exp, np.cos, np.arctan], _mixed(rng, 0.3, 1.2, 4).astype(np.float32), within=FLOAT32)


@hidden("chain_length_3")
def chain_length_3_any_wrong_length(rng: np.random.Generator) -> Iterator[Call]:
    """a chain that is too short or too long is refused"""
    x = _mixed(rng, 0.3, 1.2, 3)
    for n in (0, 1, 2, 4, int(rng.integers(5, 8))):
        yield call([np.cos] * n, x.copy())


@hidden("chain_deriv_2", slope_tolerance(third=39, size=4))
def chain_deriv_2_any_functions(rng: np.random.Generator) -> Iterator[Call]:
    """other functions and other points"""
    yield call([np.exp, np.sin], _mixed(rng, 0.3, 1.2, 5))
    yield call([np.sin, np.sin], _mixed(rng, 0.3, 1.2, 4))


@hidden("chain_deriv_2", slope_tolerance(third=4, size=4))
def chain_deriv_2_any_square(rng: np.random.Generator) -> Iterator[Call]:
    """functions of which one has the slope 2x or is its own slope"""
    yield call([np.cos, np.square], _mixed(rng, 0.3, 1.2, 5))
    yield call([np.tanh, np.exp], _mixed(rng, 0.3, 1.2, 5))


@hidden("chain_deriv_2", slope_tolerance(third=37, size=2))
def chain_deriv_2_any_bend(rng: np.random.Generator) -> Iterator[Call]:
    """a function that is bent at 0, on both sides of the bend, near and far"""
    yield call([sharp_bend, np.tanh], _mixed(rng, 0.1, 0.5, 6))
    yield call([np.square, sharp_bend], _mixed(rng, 1100.0, 1900.0, 4), within=LARGE_SLOPE)


@hidden("chain_deriv_2", slope_tolerance(third=5, size=3))
def chain_deriv_2_any_count(rng: np.random.Generator) -> Iterator[Call]:
    """any number of points, whole ones too, however they lie in memory"""
    yield call([np.sin, np.exp], _mixed(rng, 0.3, 1.2, 1))
    yield call([np.sin, np.exp], _mixed(rng, 0.3, 1.2, 12))
    yield call([np.sin, np.exp], _whole(rng))
    yield call([np.sin, np.exp], unusual(_mixed(rng, 0.3, 1.2, 3)))
    yield call([np.sin, np.exp], _mixed(rng, 0.3, 1.2, 4).astype(np.float32), within=FLOAT32_SLOPE)


@hidden("chain_deriv_2")
def chain_deriv_2_any_wrong_length(rng: np.random.Generator) -> Iterator[Call]:
    """a chain that is too short or too long is refused"""
    x = _mixed(rng, 0.3, 1.2, 2)
    for n in (0, 1, 3, int(rng.integers(4, 7))):
        yield call([np.cos] * n, x.copy())


@hidden("chain_deriv_2")
def chain_deriv_2_any_wrong_shape(rng: np.random.Generator) -> Iterator[Call]:
    """points that do not form a one-dimensional array are refused"""
    for shape in ((), (1, 1), (1, 4), (4, 1), (2, 2), (2, 1, 3)):
        yield call([np.cos, np.tanh], np.asarray(rng.uniform(0.3, 1.2, shape)))


@hidden("chain_deriv_3", slope_tolerance(third=26, size=4))
def chain_deriv_3_any_functions(rng: np.random.Generator) -> Iterator[Call]:
    """other functions and other points"""
    yield call([np.exp, np.sin, np.tanh], _mixed(rng, 0.3, 0.9, 5))
    yield call([np.sin, np.sin, np.square], _mixed(rng, 0.3, 0.9, 4))


@hidden("chain_deriv_3", slope_tolerance(third=12, size=4))
def chain_deriv_3_any_square(rng: np.random.Generator) -> Iterator[Call]:
    """functions of which one has the slope 2x and one is its own slope"""
    yield call([np.arctan, np.square, np.exp], _mixed(rng, 0.3, 0.9, 5))
    yield call([np.arctan, np.square, np.exp], _mixed(rng, 0.3, 0.9, 5))


@hidden("chain_deriv_3", slope_tolerance(third=110, size=4))
def chain_deriv_3_any_bend(rng: np.random.Generator) -> Iterator[Call]:
    """a function that is bent at 0, on both sides of the bend, near and far"""
    yield call([sharp_bend, np.cos, np.exp], _mixed(rng, 0.1, 0.8, 6))
    yield call([np.square, sharp_bend, np.negative], _mixed(rng, 1100.0, 1900.0, 4), within=LARGE_SLOPE)


@hidden("chain_deriv_3", slope_tolerance(third=3, size=4))
def chain_deriv_3_any_count(rng: np.random.Generator) -> Iterator[Call]:
    """any number of points, whole ones too, however they lie in memory"""
    yield call([np.sin, np.exp, np.tanh], _mixed(rng, 0.3, 1.2, 1))
    yield call([np.sin, np.exp, np.tanh], _mixed(rng, 0.3, 1.2, 12))
    yield call([np.sin, np.exp, np.tanh], _whole(rng))
    yield call([np.sin, np.exp, np.tanh], unusual(_mixed(rng, 0.3, 1.2, 3)))
    yield call([np.sin, np.exp, np.tanh], _mixed(rng, 0.3, 1.2, 4).astype(np.float32), within=FLOAT32_SLOPE)


@hidden("chain_deriv_3")
def chain_deriv_3_any_wrong_length(rng: np.random.Generator) -> Iterator[Call]:
    """a chain that is too short or too long is refused"""
    x = _mixed(rng, 0.3, 1.2, 3)
    for n in (0, 1, 2, 4, int(rng.integers(5, 8))):
        yield call([np.cos] * n, x.copy())


@hidden("chain_deriv_3")
def chain_deriv_3_any_wrong_shape(rng: np.random.Generator) -> Iterator[Call]:
    """points that do not form a one-dimensional array are refused"""
    for shape in ((), (1, 1), (1, 4), (4, 1), (3, 3), (2, 1, 3)):
        yield call([np.cos, np.tanh, np.exp], np.asarray(rng.uniform(0.3, 1.2, shape)))


@hidden("chain_length_n")
def chain_length_n_any_length(rng: np.random.Generator) -> Iterator[Call]:
    """chains of several lengths"""
    x = _mixed(rng, 0.3, 0.9, 4)
    chain = [np.sin, np.exp, np.tanh, np.cos, np.square, np.arctan]
    for n in (1, 2, 3, 5, 6):
        yield call(chain[:n], x.copy())
    yield call([sharp_bend, sharp_bend], _mixed(rng, 1100.0, 1900.0, 4))


@hidden("chain_length_n")
def chain_length_n_any_shape(rng: np.random.Generator) -> Iterator[Call]:
    """any shape in, the same shape out, however it lies in memory"""
    yield call([np.exp, np.cos, np.arctan, np.exp], _mixed(rng, 0.3, 1.2, 2, 1, 3))
    yield call([np.exp, np.cos, np.arctan, np.exp], _mixed(rng, 0.3, 1.2, 3, 3))
    yield call([np.exp, np.cos, np.arctan, np.exp], _mixed(rng, 0.3, 1.2, 1))
    yield call([np.exp, np.cos, np.arctan, np.exp], np.array(rng.uniform(0.3, 1.2)))
    yield call([np.exp, np.cos, np.arctan, np.exp], unusual(_mixed(rng, 0.3, 1.2, 3, 2)))
    yield call([np.exp, np.cos, np.arctan, np.exp], _mixed(rng, 0.3, 1.2, 4).astype(np.float32), within=FLOAT32)


@hidden("chain_length_n")
def chain_length_n_any_long(rng: np.random.Generator) -> Iterator[Call]:
    """a long chain in which functions come again"""
    pairs = int(rng.integers(15, 20))
    yield call([np.sin, np.sinh] * pairs + [np.exp], _mixed(rng, 0.3, 0.6, 4))


@hidden("chain_length_n")
def chain_length_n_any_empty(rng: np.random.Generator) -> Iterator[Call]:
    """an empty chain is refused"""
    yield call([], _mixed(rng, 0.3, 1.2, 4))
    yield call([], _mixed(rng, 0.3, 1.2, 2, 2))


@hidden("chain_length_n")
def chain_length_n_any_keeps_list(rng: np.random.Generator) -> Iterator[Call]:
    """the list of functions is as before"""
    chain = [np.sin, np.exp, np.tanh, np.cos]
    before = list(chain)
    yield call(chain, _mixed(rng, 0.3, 0.9, 4), then=lambda y: (y, chain == before))


@hidden("chain_deriv_n", slope_tolerance(third=5, size=10))
def chain_deriv_n_any_length(rng: np.random.Generator) -> Iterator[Call]:
    """chains of several lengths"""
    x = _mixed(rng, 0.3, 0.9, 4)
    chain = [np.sin, np.exp, np.tanh, np.cos, np.square]
    for n in (1, 2, 3, 5):
        yield call(chain[:n], x.copy())


@hidden("chain_deriv_n", slope_tolerance(third=110, size=4))
def chain_deriv_n_any_bend(rng: np.random.Generator) -> Iterator[Call]:
    """a function that is bent at 0, on both sides of the bend, near and far"""
    yield call([sharp_bend, np.cos, np.exp], _mixed(rng, 0.1, 0.8, 6))
    yield call([np.square, sharp_bend], _mixed(rng, 1100.0, 1900.0, 4), within=LARGE_SLOPE)


@hidden("chain_deriv_n", slope_tolerance(third=3, size=4))
def chain_deriv_n_any_count(rng: np.random.Generator) -> Iterator[Call]:
    """any number of points, whole ones too, however they lie in memory"""
    yield call([np.sin, np.exp, np.tanh], _mixed(rng, 0.3, 1.2, 1))
    yield call([np.sin, np.exp, np.tanh], _mixed(rng, 0.3, 1.2, 12))
    yield call([np.sin, np.exp, np.tanh], _whole(rng))
    yield call([np.sin, np.exp, np.tanh], unusual(_mixed(rng, 0.3, 1.2, 3)))
    yield call([np.sin, np.exp, np.tanh], _mixed(rng, 0.3, 1.2, 4).astype(np.float32), within=FLOAT32_SLOPE)


@hidden("chain_deriv_n", slope_tolerance(third=12, size=40))
def chain_deriv_n_any_long(rng: np.random.Generator) -> Iterator[Call]:
    """a long chain in which functions come again, and nothing is computed twice"""
    pairs = int(rng.integers(12, 16))
    yield call([np.sin, np.sinh] * pairs + [np.exp], _mixed(rng, 0.2, 0.5, 4))
    chain, seldom = counting([np.sin, np.sinh] * pairs)
    yield call(chain, _mixed(rng, 0.2, 0.5, 1), then=seldom)


@hidden("chain_deriv_n")
def chain_deriv_n_any_empty(rng: np.random.Generator) -> Iterator[Call]:
    """an empty chain is refused"""
    yield call([], _mixed(rng, 0.3, 1.2, 4))


@hidden("chain_deriv_n")
def chain_deriv_n_any_wrong_shape(rng: np.random.Generator) -> Iterator[Call]:
    """points that do not form a one-dimensional array are refused"""
    for shape in ((), (1, 1), (1, 4), (4, 1), (3, 3), (2, 1, 3)):
        yield call([np.cos, np.tanh, np.exp], np.asarray(rng.uniform(0.3, 1.2, shape)))


@hidden("chain_deriv_n", slope_tolerance(third=5, size=10))
def chain_deriv_n_any_keeps_list(rng: np.random.Generator) -> Iterator[Call]:
    """the list of functions is as before"""
    chain = [np.sin, np.exp, np.tanh, np.cos]
    before = list(chain)
    yield call(chain, _mixed(rng, 0.3, 0.9, 4), then=lambda y: (y, chain == before))
