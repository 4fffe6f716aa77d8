# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "check 2 of 4: a chain of three"
"""The visible checks of plots: they look at the lines and the properties of the axes after the call."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.protocol.check import Call, call, slope_tolerance, visible
from grader.protocol.figure import current, drawn, everything_on, new_axes, properties_of, spare_axes

_X = np.array([-1.2, -0.5, 0.4, 1.1])
_TWO = [np.sin, np.exp]
_THREE = [np.sin, np.exp, np.arctan]


@visible("plot_chain")
def plot_chain_two() -> Iterator[Call]:
    """a chain of two, the usual length"""
    ax = new_axes()
    yield call(ax, _TWO, _X.copy(), then=drawn(ax))


@visible("plot_chain")
def plot_chain_three() -> Iterator[Call]:
    """a chain of three"""
    ax = new_axes()
    yield call(ax, _THREE, _X.copy(), 3, then=drawn(ax))


@visible("plot_chain")
def plot_chain_beside() -> Iterator[Call]:
    """a line that is on the axes already stays there"""
    ax = new_axes(np.array([3.0, 5.0]))
    yield call(ax, _TWO, _X.copy(), 2, then=drawn(ax))


@visible("plot_chain")
def plot_chain_length() -> Iterator[Call]:
    """a length other than 2 and 3 raises ValueError"""
    yield call(spare_axes(), [*_THREE, np.cos], _X.copy(), 4)
    yield call(spare_axes(), [np.sin], _X.copy(), 1)


@visible("plot_chain")
def plot_chain_other_length() -> Iterator[Call]:
    """a chain that does not have the length raises AssertionError"""
    yield call(spare_axes(), _THREE, _X.copy(), 2)
    yield call(spare_axes(), _TWO, _X.copy(), 3)


# f‴ of exp(sin x) and of arctan(exp(sin x))
_SLOPE = slope_tolerance(10.0, size=3.0)


@visible("plot_chain_deriv", _SLOPE)
def plot_chain_deriv_two() -> Iterator[Call]:
    """the slope of a chain of two, the usual length"""
    ax = new_axes()
    yield call(ax, _TWO, _X.copy(), then=drawn(ax))


@visible("plot_chain_deriv", _SLOPE)
def plot_chain_deriv_three() -> Iterator[Call]:
    """the slope of a chain of three"""
    ax = new_axes()
    yield call(ax, _THREE, _X.copy(), 3, then=drawn(ax))


@visible("plot_chain_deriv", _SLOPE)
def plot_chain_deriv_beside() -> Iterator[Call]:
    """a line that is on the axes already stays there"""
    ax = new_axes(np.array([3.0, 5.0]))
    yield call(ax, _TWO, _X.copy(), 2, then=drawn(ax))


@visible("plot_chain_deriv")
def plot_chain_deriv_length() -> Iterator[Call]:
    """a length other than 2 and 3 raises ValueError"""
    yield call(spare_axes(), [*_THREE, np.cos], _X.copy(), 4)
    yield call(spare_axes(), [np.sin], _X.copy(), 1)


@visible("plot_chain_deriv")
def plot_chain_deriv_other_length() -> Iterator[Call]:
    """a chain that does not have the length raises AssertionError, and so does a matrix of points"""
    yield call(spare_axes(), _THREE, _X.copy(), 2)
    yield call(spare_axes(), _TWO, _X.copy(), 3)
    yield call(spare_axes(), _TWO, _X.reshape(2, 2), 2)


_CURVES = (np.array([1.0, 4.0, 2.0]), np.array([3.0, 0.5, 5.0]))


@visible("set_axes")
def set_axes_words() -> Iterator[Call]:
    """labels, limits and the names of two curves, which stay as they are"""
    ax = new_axes(*_CURVES)
    yield call(
        ax, "time", "height", (-1.0, 3.0), (-2.0, 8.0), "linear", "linear", ["up", "down"], then=everything_on(ax)
    )


@visible("set_axes")
def set_axes_scales() -> Iterator[Call]:
    """logarithmic scales: one, then the other"""
    for scales in (("log", "linear"), ("linear", "log")):
        ax = new_axes(*_CURVES)
        yield call(ax, "step", "error", (0.5, 20.0), (0.1, 50.0), *scales, ["one", "two"], then=properties_of(ax))


@visible("set_axes")
def set_axes_no_legend() -> Iterator[Call]:
    """no legend where there are no names"""
    legends: tuple[list[str] | None, ...] = (None, [])
    for legend in legends:
        ax = new_axes(*_CURVES)
        yield call(ax, "x", "f(x)", (0.0, 4.0), (0.0, 9.0), "linear", "linear", legend, then=properties_of(ax))


@visible("set_axes")
def set_axes_left_out() -> Iterator[Call]:
    """no words, and limits that are left to the curves"""
    ax = new_axes(*_CURVES)
    yield call(ax, None, None, None, None, "linear", "linear", ["up", "down"], then=properties_of(ax))


@visible("set_axes")
def set_axes_grid() -> Iterator[Call]:
    """the grid is on, also where it was on before"""
    ax = new_axes(*_CURVES)
    ax.grid(visible=True)
    yield call(ax, "x", "f(x)", (0.0, 4.0), (0.0, 9.0), "linear", "linear", None, then=properties_of(ax))


_T = np.array([0.0, 1.0, 2.0, 3.0])
_PARABOLA = np.array([0.0, -1.0, 4.0, 15.0])
_TANGENT = np.array([-3.0, -1.0, 1.0, 3.0])
_THIRD = np.array([2.0, 2.5, 1.5, 0.5])


@visible("plot")
def plot_tangent() -> Iterator[Call]:
    """a curve and its tangent over the same points, with labels and a legend"""
    ax = new_axes()
    names = ["f(x)", "tangent"]
    curves = [_PARABOLA.copy(), _TANGENT.copy()]
    yield call(_T.copy(), curves, "x", "f(x)", legend=names, axes=ax, then=everything_on(ax))


@visible("plot")
def plot_index() -> Iterator[Call]:
    """without Y the values are drawn against their index"""
    ax = new_axes()
    yield call(_PARABOLA.copy(), axes=ax, then=everything_on(ax))


@visible("plot")
def plot_index_several() -> Iterator[Call]:
    """without Y, two curves of different lengths"""
    ax = new_axes()
    yield call([_PARABOLA.copy(), _CURVES[0].copy()], axes=ax, then=everything_on(ax))


@visible("plot")
def plot_own_points() -> Iterator[Call]:
    """two curves, each over points of its own"""
    ax = new_axes()
    yield call([_T.copy(), _T[1:] + 0.5], [_PARABOLA.copy(), _CURVES[1].copy()], axes=ax, then=everything_on(ax))


@visible("plot")
def plot_options() -> Iterator[Call]:
    """limits and scales"""
    ax = new_axes()
    options: dict[str, Any] = {"xlabel": "step", "ylabel": "error", "xlim": (0.5, 4.0), "ylim": (0.2, 30.0)}
    yield call(_T + 1, _THIRD.copy(), **options, xscale="linear", yscale="log", axes=ax, then=everything_on(ax))
    ax = new_axes()
    yield call(_T + 1, _THIRD.copy(), **options, xscale="log", yscale="linear", axes=ax, then=everything_on(ax))


@visible("plot")
def plot_clears() -> Iterator[Call]:
    """one curve, on axes from which everything else is gone"""
    ax = new_axes(*_CURVES)
    yield call(_T.copy(), _PARABOLA.copy(), axes=ax, then=everything_on(ax))


@visible("plot")
def plot_styles() -> Iterator[Call]:
    """six curves: after the last style the first one comes again"""
    ax = new_axes()
    yield call(_T.copy(), [_PARABOLA + shift for shift in range(6)], axes=ax, then=everything_on(ax))


@visible("plot")
def plot_own_styles() -> Iterator[Call]:
    """styles of the caller's"""
    ax = new_axes()
    curves = [_PARABOLA.copy(), _TANGENT.copy(), _THIRD.copy()]
    yield call(_T.copy(), curves, fmts=("k:", "go"), axes=ax, then=everything_on(ax))


@visible("plot")
def plot_current() -> Iterator[Call]:
    """without axes a figure of the size that is asked for"""
    yield call(_T.copy(), _PARABOLA.copy(), then=current)
    yield call(_T.copy(), [_PARABOLA.copy(), _TANGENT.copy()], figsize=(6.0, 3.0), then=current)


@visible("plot")
def plot_unequal() -> Iterator[Call]:
    """several X, but not one for each Y, raise ValueError"""
    yield call([_T.copy(), _T.copy()], [_PARABOLA.copy(), _TANGENT.copy(), _THIRD.copy()], axes=spare_axes())
    yield call([_T.copy(), _T.copy(), _T.copy()], [_PARABOLA.copy(), _TANGENT.copy()], axes=spare_axes())
