# ruff: noqa: D403, D415  docstrings here are the ends of sentences: "check 2 of 4: a chain of three"
"""The visible checks of plots: they look at the lines and the properties of the axes after the call."""

import functools
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy import ndarray

from grader.protocol.check import Call, call, slope_tolerance, visible


@functools.cache
def _blank() -> bytes:
    from matplotlib.figure import Figure  # noqa: PLC0415  the other units need no matplotlib

    return pickle.dumps(Figure().add_subplot())


def _axes(*lines: ndarray) -> Any:
    """Axes of a figure that no window shows, with some lines on them already."""
    axes = pickle.loads(_blank())  # noqa: S301  our own; to make axes takes four times as long
    for y in lines:
        axes.plot(y)
    return axes


@functools.cache
def _spare() -> Any:
    """Axes for the calls that are to raise, where nobody looks at them."""
    return _axes()


def _drawn(axes: Any) -> Callable[[Any], dict[str, Any]]:
    """Look at the points of the lines on axes, whatever the function returned."""

    def look(_returned: Any) -> dict[str, Any]:
        lines = [(_numbers(line.get_xdata()), _numbers(line.get_ydata())) for line in axes.lines]
        return {"number of lines": len(lines)} | {
            f"{letter} of line {i + 1}": line[j] for i, line in enumerate(lines) for j, letter in enumerate("xy")
        }

    return look


def _set(axes: Any) -> Callable[[Any], dict[str, Any]]:
    """Look at what belongs to axes as a whole, whatever the function returned."""
    return lambda _returned: _properties(axes)


def _all(axes: Any) -> Callable[[Any], dict[str, Any]]:
    """Look at the lines on axes, their styles too, and at what belongs to the axes as a whole."""

    def look(returned: Any) -> dict[str, Any]:
        from matplotlib.colors import to_hex  # noqa: PLC0415  only where there is something drawn

        seen = _drawn(axes)(returned)
        for i, line in enumerate(axes.lines):
            style = (line.get_linestyle(), line.get_marker(), to_hex(line.get_color()))
            seen[f"style of line {i + 1}"] = " ".join(str(word) for word in style)
        return seen | _properties(axes)

    return look


def _properties(axes: Any) -> dict[str, Any]:
    legend = axes.get_legend()
    grid = [axis.get_tick_params()["gridOn"] for axis in (axes.xaxis, axes.yaxis)]
    return {
        "xlabel": axes.get_xlabel(),
        "ylabel": axes.get_ylabel(),
        "xscale": axes.get_xscale(),
        "yscale": axes.get_yscale(),
        "xlim": _numbers(axes.get_xlim()),
        "ylim": _numbers(axes.get_ylim()),
        "legend": "no legend" if legend is None else ", ".join(text.get_text() for text in legend.get_texts()),
        "grid": {(True, True): "on", (False, False): "off"}.get(tuple(grid), "on in one direction only"),
    }


def _numbers(values: Any) -> ndarray:
    return np.array(values, dtype=float)


def _current(_returned: Any) -> dict[str, Any]:
    """Look at the current axes and at their figure; then put the figure and its usual size away."""
    import matplotlib as mpl  # noqa: PLC0415  see above
    from matplotlib import pyplot as plt  # noqa: PLC0415  see above

    axes: Any = plt.gca()
    seen = _all(axes)(None) | {"size of the figure": _numbers(axes.figure.get_size_inches())}
    plt.close(axes.figure)
    mpl.rcParams["figure.figsize"] = mpl.rcParamsDefault["figure.figsize"]
    return seen


_X = np.array([-1.2, -0.5, 0.4, 1.1])
_TWO = [np.sin, np.exp]
_THREE = [np.sin, np.exp, np.arctan]


@visible("plot_chain")
def plot_chain_two(_rng: np.random.Generator) -> Iterator[Call]:
    """a chain of two, the usual length"""
    ax = _axes()
    yield call(ax, _TWO, _X.copy(), then=_drawn(ax))


@visible("plot_chain")
def plot_chain_three(_rng: np.random.Generator) -> Iterator[Call]:
    """a chain of three"""
    ax = _axes()
    yield call(ax, _THREE, _X.copy(), 3, then=_drawn(ax))


@visible("plot_chain")
def plot_chain_beside(_rng: np.random.Generator) -> Iterator[Call]:
    """a line that is on the axes already stays there"""
    ax = _axes(np.array([3.0, 5.0]))
    yield call(ax, _TWO, _X.copy(), 2, then=_drawn(ax))


@visible("plot_chain")
def plot_chain_length(_rng: np.random.Generator) -> Iterator[Call]:
    """a length other than 2 and 3 raises ValueError"""
    yield call(_spare(), [*_THREE, np.cos], _X.copy(), 4)
    yield call(_spare(), [np.sin], _X.copy(), 1)


@visible("plot_chain")
def plot_chain_other_length(_rng: np.random.Generator) -> Iterator[Call]:
    """a chain that does not have the length raises AssertionError"""
    yield call(_spare(), _THREE, _X.copy(), 2)
    yield call(_spare(), _TWO, _X.copy(), 3)


# f‴ of exp(sin x) and of arctan(exp(sin x))
_SLOPE = slope_tolerance(10.0, size=3.0)


@visible("plot_chain_deriv", _SLOPE)
def plot_chain_deriv_two(_rng: np.random.Generator) -> Iterator[Call]:
    """the slope of a chain of two, the usual length"""
    ax = _axes()
    yield call(ax, _TWO, _X.copy(), then=_drawn(ax))


@visible("plot_chain_deriv", _SLOPE)
def plot_chain_deriv_three(_rng: np.random.Generator) -> Iterator[Call]:
    """the slope of a chain of three"""
    ax = _axes()
    yield call(ax, _THREE, _X.copy(), 3, then=_drawn(ax))


@visible("plot_chain_deriv", _SLOPE)
def plot_chain_deriv_beside(_rng: np.random.Generator) -> Iterator[Call]:
    """a line that is on the axes already stays there"""
    ax = _axes(np.array([3.0, 5.0]))
    yield call(ax, _TWO, _X.copy(), 2, then=_drawn(ax))


@visible("plot_chain_deriv")
def plot_chain_deriv_length(_rng: np.random.Generator) -> Iterator[Call]:
    """a length other than 2 and 3 raises ValueError"""
    yield call(_spare(), [*_THREE, np.cos], _X.copy(), 4)
    yield call(_spare(), [np.sin], _X.copy(), 1)


@visible("plot_chain_deriv")
def plot_chain_deriv_other_length(_rng: np.random.Generator) -> Iterator[Call]:
    """a chain that does not have the length raises AssertionError, and so does a matrix of points"""
    yield call(_spare(), _THREE, _X.copy(), 2)
    yield call(_spare(), _TWO, _X.copy(), 3)
    yield call(_spare(), _TWO, _X.reshape(2, 2), 2)


_CURVES = (np.array([1.0, 4.0, 2.0]), np.array([3.0, 0.5, 5.0]))


@visible("set_axes")
def set_axes_words(_rng: np.random.Generator) -> Iterator[Call]:
    """labels, limits and the names of two curves"""
    ax = _axes(*_CURVES)
    yield call(ax, "time", "height", (-1.0, 3.0), (-2.0, 8.0), "linear", "linear", ["up", "down"], then=_set(ax))


@visible("set_axes")
def set_axes_scales(_rng: np.random.Generator) -> Iterator[Call]:
    """logarithmic scales: one, then the other"""
    for scales in (("log", "linear"), ("linear", "log")):
        ax = _axes(*_CURVES)
        yield call(ax, "step", "error", (0.5, 20.0), (0.1, 50.0), *scales, ["one", "two"], then=_set(ax))


@visible("set_axes")
def set_axes_no_legend(_rng: np.random.Generator) -> Iterator[Call]:
    """no legend where there are no names"""
    legends: tuple[list[str] | None, ...] = (None, [])
    for legend in legends:
        ax = _axes(*_CURVES)
        yield call(ax, "x", "f(x)", (0.0, 4.0), (0.0, 9.0), "linear", "linear", legend, then=_set(ax))


@visible("set_axes")
def set_axes_left_out(_rng: np.random.Generator) -> Iterator[Call]:
    """no words, and limits that are left to the curves"""
    ax = _axes(*_CURVES)
    yield call(ax, None, None, None, None, "linear", "linear", ["up", "down"], then=_set(ax))


@visible("set_axes")
def set_axes_grid(_rng: np.random.Generator) -> Iterator[Call]:
    """the grid is on, also where it was on before"""
    ax = _axes(*_CURVES)
    ax.grid(visible=True)
    yield call(ax, "x", "f(x)", (0.0, 4.0), (0.0, 9.0), "linear", "linear", None, then=_set(ax))


_T = np.array([0.0, 1.0, 2.0, 3.0])
_PARABOLA = np.array([0.0, -1.0, 4.0, 15.0])
_TANGENT = np.array([-3.0, -1.0, 1.0, 3.0])
_THIRD = np.array([2.0, 2.5, 1.5, 0.5])


@visible("plot")
def plot_tangent(_rng: np.random.Generator) -> Iterator[Call]:
    """a curve and its tangent over the same points, with labels and a legend"""
    ax = _axes()
    names = ["f(x)", "tangent"]
    curves = [_PARABOLA.copy(), _TANGENT.copy()]
    yield call(_T.copy(), curves, "x", "f(x)", legend=names, axes=ax, then=_all(ax))


@visible("plot")
def plot_index(_rng: np.random.Generator) -> Iterator[Call]:
    """without Y the values are drawn against their index"""
    ax = _axes()
    yield call(_PARABOLA.copy(), axes=ax, then=_all(ax))


@visible("plot")
def plot_index_several(_rng: np.random.Generator) -> Iterator[Call]:
    """without Y, two curves of different lengths"""
    ax = _axes()
    yield call([_PARABOLA.copy(), _CURVES[0].copy()], axes=ax, then=_all(ax))


@visible("plot")
def plot_own_points(_rng: np.random.Generator) -> Iterator[Call]:
    """two curves, each over points of its own"""
    ax = _axes()
    yield call([_T.copy(), _T[1:] + 0.5], [_PARABOLA.copy(), _CURVES[1].copy()], axes=ax, then=_all(ax))


@visible("plot")
def plot_options(_rng: np.random.Generator) -> Iterator[Call]:
    """limits and scales"""
    ax = _axes()
    options: dict[str, Any] = {"xlabel": "step", "ylabel": "error", "xlim": (0.5, 4.0), "ylim": (0.2, 30.0)}
    yield call(_T + 1, _THIRD.copy(), **options, xscale="linear", yscale="log", axes=ax, then=_all(ax))
    ax = _axes()
    yield call(_T + 1, _THIRD.copy(), **options, xscale="log", yscale="linear", axes=ax, then=_all(ax))


@visible("plot")
def plot_clears(_rng: np.random.Generator) -> Iterator[Call]:
    """one curve, on axes from which everything else is gone"""
    ax = _axes(*_CURVES)
    yield call(_T.copy(), _PARABOLA.copy(), axes=ax, then=_all(ax))


@visible("plot")
def plot_styles(_rng: np.random.Generator) -> Iterator[Call]:
    """six curves: after the last style the first one comes again"""
    ax = _axes()
    yield call(_T.copy(), [_PARABOLA + shift for shift in range(6)], axes=ax, then=_all(ax))


@visible("plot")
def plot_own_styles(_rng: np.random.Generator) -> Iterator[Call]:
    """styles of the caller's"""
    ax = _axes()
    curves = [_PARABOLA.copy(), _TANGENT.copy(), _THIRD.copy()]
    yield call(_T.copy(), curves, fmts=("k:", "go"), axes=ax, then=_all(ax))


@visible("plot")
def plot_current(_rng: np.random.Generator) -> Iterator[Call]:
    """without axes a figure of the size that is asked for"""
    import matplotlib.pyplot  # noqa: ICN001, F401, PLC0415  before the call, whose time is limited

    yield call(_T.copy(), _PARABOLA.copy(), then=_current)
    yield call(_T.copy(), [_PARABOLA.copy(), _TANGENT.copy()], figsize=(6.0, 3.0), then=_current)


@visible("plot")
def plot_unequal(_rng: np.random.Generator) -> Iterator[Call]:
    """several X, but not one for each Y, raise ValueError"""
    yield call([_T.copy(), _T.copy()], [_PARABOLA.copy(), _TANGENT.copy(), _THIRD.copy()], axes=_spare())
    yield call([_T.copy(), _T.copy(), _T.copy()], [_PARABOLA.copy(), _TANGENT.copy()], axes=_spare())
