# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "hidden: a property"
"""The hidden checks of plots: they look at the lines and the properties of the axes after the call."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy import ndarray

from grader.protocol.check import FLOAT32, FLOAT32_SLOPE, LARGE_SLOPE, Call, call, hidden, slope_tolerance
from grader.protocol.figure import current, drawn, everything_on, new_axes, properties_of, spare_axes
from grader.protocol.layouts import unusual


def _mixed(rng: np.random.Generator, low: float, high: float, count: int) -> ndarray:
    """Random numbers in random order, low to high in size, of both signs."""
    return rng.permutation(rng.uniform(low, high, count) * np.where(np.arange(count) % 2, 1.0, -1.0))


def _memory(rng: np.random.Generator) -> ndarray:
    """A read-only view with gaps."""
    return unusual(_mixed(rng, 0.3, 1.2, 5))


_TWO = [np.arctan, np.exp]
_THREE = [np.square, np.cos, np.tanh]


@hidden("plot_chain")
def plot_chain_any_two(rng: np.random.Generator) -> Iterator[Call]:
    """a chain of two, with the length and without it, at small and large numbers"""
    ax = new_axes()
    yield call(ax, _TWO, _mixed(rng, 0.3, 1.5, 5), then=drawn(ax))
    ax = new_axes()
    yield call(ax, _TWO[::-1], _mixed(rng, 0.3, 1.5, 5), 2, then=drawn(ax))
    ax = new_axes()
    yield call(ax, _TWO, _memory(rng), then=drawn(ax))
    ax = new_axes()
    yield call(ax, _TWO, _mixed(rng, 0.3, 1.2, 5).astype(np.float32), within=FLOAT32, then=drawn(ax))
    ax = new_axes()
    yield call(ax, [np.square, np.negative], _mixed(rng, 1100.0, 1900.0, 4), then=drawn(ax))


@hidden("plot_chain")
def plot_chain_any_three(rng: np.random.Generator) -> Iterator[Call]:
    """a chain of three"""
    ax = new_axes()
    yield call(ax, _THREE, _mixed(rng, 0.3, 1.5, 6), 3, then=drawn(ax))


@hidden("plot_chain")
def plot_chain_any_beside(rng: np.random.Generator) -> Iterator[Call]:
    """lines that are on the axes already stay there"""
    ax = new_axes(rng.uniform(0.0, 1.0, 3), rng.uniform(0.0, 1.0, 3))
    yield call(ax, _THREE, _mixed(rng, 0.3, 1.5, 4), 3, then=drawn(ax))


@hidden("plot_chain")
def plot_chain_any_length(rng: np.random.Generator) -> Iterator[Call]:
    """a length other than 2 and 3 raises ValueError"""
    yield call(spare_axes(), [*_TWO, *_THREE], _mixed(rng, 0.3, 1.5, 4), 5)
    yield call(spare_axes(), [np.cos], _mixed(rng, 0.3, 1.5, 4), 1)
    yield call(spare_axes(), [], _mixed(rng, 0.3, 1.5, 4), 0)


@hidden("plot_chain")
def plot_chain_any_other_length(rng: np.random.Generator) -> Iterator[Call]:
    """a chain that does not have the length raises AssertionError"""
    yield call(spare_axes(), _THREE, _mixed(rng, 0.3, 1.5, 4))
    yield call(spare_axes(), [np.cos], _mixed(rng, 0.3, 1.5, 4), 2)
    yield call(spare_axes(), [*_THREE, np.cos], _mixed(rng, 0.3, 1.5, 4), 3)
    yield call(spare_axes(), _TWO, _mixed(rng, 0.3, 1.5, 4), 3)


# f‴ of exp(arctan x), of arctan(exp x) and of tanh(cos(x²)) where |x| ≤ 1.2
_SLOPE = slope_tolerance(40.0, size=3.0)


@hidden("plot_chain_deriv", _SLOPE)
def plot_chain_deriv_any_two(rng: np.random.Generator) -> Iterator[Call]:
    """the slope of a chain of two, with the length and without it, at small and large numbers"""
    ax = new_axes()
    yield call(ax, _TWO, _mixed(rng, 0.3, 1.2, 5), then=drawn(ax))
    ax = new_axes()
    yield call(ax, _TWO[::-1], _mixed(rng, 0.3, 1.2, 5), 2, then=drawn(ax))
    ax = new_axes()
    yield call(ax, _TWO, _memory(rng), then=drawn(ax))
    ax = new_axes()
    yield call(ax, _TWO, _mixed(rng, 0.3, 1.2, 5).astype(np.float32), within=FLOAT32_SLOPE, then=drawn(ax))
    ax = new_axes()
    yield call(ax, [np.square, np.negative], _mixed(rng, 1100.0, 1900.0, 4), within=LARGE_SLOPE, then=drawn(ax))


@hidden("plot_chain_deriv", _SLOPE)
def plot_chain_deriv_any_three(rng: np.random.Generator) -> Iterator[Call]:
    """the slope of a chain of three"""
    ax = new_axes()
    yield call(ax, _THREE, _mixed(rng, 0.3, 1.2, 6), 3, then=drawn(ax))


@hidden("plot_chain_deriv", _SLOPE)
def plot_chain_deriv_any_beside(rng: np.random.Generator) -> Iterator[Call]:
    """lines that are on the axes already stay there"""
    ax = new_axes(rng.uniform(0.0, 1.0, 3), rng.uniform(0.0, 1.0, 3))
    yield call(ax, _THREE, _mixed(rng, 0.3, 1.2, 4), 3, then=drawn(ax))


@hidden("plot_chain_deriv")
def plot_chain_deriv_any_length(rng: np.random.Generator) -> Iterator[Call]:
    """a length other than 2 and 3 raises ValueError"""
    yield call(spare_axes(), [*_TWO, *_THREE], _mixed(rng, 0.3, 1.2, 4), 5)
    yield call(spare_axes(), [np.cos], _mixed(rng, 0.3, 1.2, 4), 1)
    yield call(spare_axes(), [], _mixed(rng, 0.3, 1.2, 4), 0)


@hidden("plot_chain_deriv")
def plot_chain_deriv_any_other_length(rng: np.random.Generator) -> Iterator[Call]:
    """a chain that does not have the length, or points that are no vector, raise AssertionError"""
    yield call(spare_axes(), _THREE, _mixed(rng, 0.3, 1.2, 4))
    yield call(spare_axes(), [*_THREE, np.cos], _mixed(rng, 0.3, 1.2, 4), 3)
    yield call(spare_axes(), _TWO, _mixed(rng, 0.3, 1.2, 4), 3)
    yield call(spare_axes(), _TWO, _mixed(rng, 0.3, 1.2, 6).reshape(3, 2), 2)
    yield call(spare_axes(), _THREE, _mixed(rng, 0.3, 1.2, 6).reshape(2, 3), 3)


def _limits(rng: np.random.Generator) -> tuple[float, float]:
    return float(rng.uniform(0.1, 0.4)), float(rng.uniform(7.0, 9.0))


def _curves(rng: np.random.Generator, count: int) -> list[ndarray]:
    return [rng.uniform(1.0, 5.0, 4) for _ in range(count)]


@hidden("set_axes")
def set_axes_any_words(rng: np.random.Generator) -> Iterator[Call]:
    """labels, limits and names of the curves, which stay as they are"""
    ax = new_axes(*_curves(rng, 3))
    names = ("first", "second", "third")
    limits = _limits(rng), list(_limits(rng))
    yield call(ax, "across", "upwards", *limits, "linear", "linear", names, then=everything_on(ax))
    ax = new_axes(*_curves(rng, 1))
    yield call(ax, "", "loss", (-3, 3), (5.0, -5.0), "linear", "linear", ["only"], then=properties_of(ax))


@hidden("set_axes")
def set_axes_any_scales(rng: np.random.Generator) -> Iterator[Call]:
    """linear and logarithmic scales"""
    for scales in (("log", "linear"), ("linear", "log")):
        ax = new_axes(*_curves(rng, 1))
        yield call(ax, "a", "b", _limits(rng), _limits(rng), *scales, ["c"], then=properties_of(ax))


@hidden("set_axes")
def set_axes_any_legend(rng: np.random.Generator) -> Iterator[Call]:
    """no legend where there are no names"""
    legends: tuple[Any, ...] = (None, ())
    for legend in legends:
        ax = new_axes(*_curves(rng, 2))
        yield call(ax, "a", "b", _limits(rng), _limits(rng), "linear", "linear", legend, then=properties_of(ax))


@hidden("set_axes")
def set_axes_any_left_out(rng: np.random.Generator) -> Iterator[Call]:
    """what is left out: words, or the limits of one direction"""
    ax = new_axes(*_curves(rng, 2))
    yield call(ax, None, "b", None, _limits(rng), "linear", "linear", None, then=properties_of(ax))
    ax = new_axes(*_curves(rng, 2))
    yield call(ax, "a", None, _limits(rng), None, "linear", "log", None, then=properties_of(ax))


@hidden("set_axes")
def set_axes_any_grid(rng: np.random.Generator) -> Iterator[Call]:
    """the grid is on, also where it was on before"""
    ax = new_axes(*_curves(rng, 1))
    ax.grid(visible=True)
    yield call(ax, "a", "b", _limits(rng), _limits(rng), "log", "log", ["c"], then=properties_of(ax))


@hidden("plot")
def plot_any_shared(rng: np.random.Generator) -> Iterator[Call]:
    """one curve or several over the same points, however they lie in memory"""
    ax = new_axes()
    yield call(_mixed(rng, 0.3, 1.5, 4), _curves(rng, 1), axes=ax, then=everything_on(ax))
    ax = new_axes()
    yield call(_mixed(rng, 0.3, 1.5, 4), _curves(rng, 3), axes=ax, then=everything_on(ax))
    for x in (_memory(rng), _mixed(rng, 0.3, 1.5, 5).astype(np.float32), _mixed(rng, 1100.0, 1900.0, 5)):
        ax = new_axes()
        yield call(x, _mixed(rng, 0.3, 1.5, 5), axes=ax, then=everything_on(ax))


@hidden("plot")
def plot_any_index(rng: np.random.Generator) -> Iterator[Call]:
    """without Y, against the index"""
    ax = new_axes()
    yield call(_mixed(rng, 0.3, 1.5, 6), ylabel="b", axes=ax, then=everything_on(ax))
    ax = new_axes()
    yield call([rng.uniform(1.0, 2.0, 5), rng.uniform(1.0, 2.0, 2)], legend=["c", "d"], axes=ax, then=everything_on(ax))


@hidden("plot")
def plot_any_own_points(rng: np.random.Generator) -> Iterator[Call]:
    """several curves, each over points of its own"""
    X, Y = ([rng.uniform(1.0, 2.0, count) for count in (3, 5, 2)] for _ in range(2))
    ax = new_axes()
    yield call(X, Y, axes=ax, then=everything_on(ax))


@hidden("plot")
def plot_any_options(rng: np.random.Generator) -> Iterator[Call]:
    """labels, legend, limits and scales, by name and by place"""
    ax = new_axes()
    options: dict[str, Any] = {"xlim": _limits(rng), "ylim": list(_limits(rng)), "yscale": "log", "legend": ["c", "d"]}
    yield call(np.arange(1.0, 5.0), _curves(rng, 2), ylabel="b", **options, axes=ax, then=everything_on(ax))
    ax = new_axes()
    places = ("a", "b", ["c", "d"], _limits(rng), _limits(rng), "log", "linear", ("r", "b--"))
    yield call(np.arange(1.0, 5.0), _curves(rng, 2), *places, axes=ax, then=everything_on(ax))


@hidden("plot")
def plot_any_clears(rng: np.random.Generator) -> Iterator[Call]:
    """what was on the axes before is gone"""
    ax = new_axes(*_curves(rng, 2))
    ax.legend(["before", "too"])
    ax.set_xlim(-50.0, 50.0)
    yield call(rng.uniform(1.0, 2.0, 4), _curves(rng, 1)[0], xlabel="a", axes=ax, then=everything_on(ax))


@hidden("plot")
def plot_any_styles(rng: np.random.Generator) -> Iterator[Call]:
    """the styles one after the other, and again from the first"""
    ax = new_axes()
    yield call(_mixed(rng, 0.3, 1.5, 4), _curves(rng, 6), axes=ax, then=everything_on(ax))
    ax = new_axes()
    yield call(_curves(rng, 4), fmts=["k--", "c^", "y-."], axes=ax, then=everything_on(ax))


@hidden("plot")
def plot_any_current(rng: np.random.Generator) -> Iterator[Call]:
    """without axes, on the current ones, in a figure of the size that is asked for"""
    size = (float(rng.uniform(4.0, 5.0)), float(rng.uniform(2.0, 3.0)))
    yield call(_mixed(rng, 0.3, 1.5, 4), _curves(rng, 2), ylabel="b", figsize=size, then=current)
    yield call(_mixed(rng, 0.3, 1.5, 4), _curves(rng, 1)[0], then=current)


@hidden("plot")
def plot_any_unequal(rng: np.random.Generator) -> Iterator[Call]:
    """several X, but not one for each Y, raise ValueError"""
    yield call(_curves(rng, 2), _curves(rng, 4), axes=spare_axes())
    yield call(_curves(rng, 3), _curves(rng, 2), axes=spare_axes())
    yield call(_curves(rng, 2), _curves(rng, 1)[0], axes=spare_axes())
