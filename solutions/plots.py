"""Plots: a picture of a function and of its slope.

A slope is easier to believe when it is seen. The functions draw chains and their slopes on given axes, and
several curves over the same points, such as a curve and its tangent. They change the axes they are given and
return nothing. Matplotlib is imported only where a figure has to be made, so that importing this module stays
quick.
"""

from __future__ import annotations

import importlib
import sys
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np

from .chains import chain_deriv_2, chain_deriv_3, chain_length_2, chain_length_3

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy import ndarray

    from .chains import Chain


def use_svg_display() -> None:
    """Show the figures of a notebook as SVG: sharp at every size. Outside of a notebook nothing happens.

    Source: D2, calculus.
    """
    # A notebook has IPython loaded; looking for it there means that nobody else needs it installed.
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        importlib.import_module("matplotlib_inline.backend_inline").set_matplotlib_formats("svg")


def set_figsize(figsize: tuple[float, float] = (3.5, 2.5)) -> None:
    """Set the size of the figures that are made from now on.

    Args:
        figsize: Width and height in inches.

    Source: D2, calculus.
    """
    import matplotlib as mpl  # noqa: PLC0415 - see the module's docstring

    mpl.rcParams["figure.figsize"] = figsize


def plot_chain(ax: Axes, chain: Chain, input_range: ndarray, length: int = 2) -> None:
    """Draw a chain of two or three functions as one line.

    the points (x, f₂(f₁(x))) or (x, f₃(f₂(f₁(x)))), for every x of the input range

    Args:
        ax: The axes to draw on.
        chain: As many functions as `length` says; the first is the innermost.
        input_range: Points x, shape (k,). It is not modified.
        length: 2 or 3.

    Raises:
        ValueError: `length` is neither 2 nor 3.
        AssertionError: The chain does not have `length` functions.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> ax = plt.figure().add_subplot()
        >>> plot_chain(ax, [np.abs, np.sqrt], np.array([1.0, 4.0, 9.0]))
        >>> ax.lines[0].get_ydata()
        array([1., 2., 3.])
        >>> plt.close()

    Formula:
        the points (x, f₂(f₁(x))) for length 2, (x, f₃(f₂(f₁(x)))) for length 3, joined by one line

    Source: DL ch. 1.
    """
    if length == 2:
        ax.plot(input_range, chain_length_2(chain, input_range))
    elif length == 3:
        ax.plot(input_range, chain_length_3(chain, input_range))
    else:
        raise ValueError(f"length must be 2 or 3, and is {length}")


def plot_chain_deriv(ax: Axes, chain: Chain, input_range: ndarray, length: int = 2) -> None:
    """Draw the slope of a chain of two or three functions as one line.

    the points (x, slope of the chain at x), for every x of the input range

    Args:
        ax: The axes to draw on.
        chain: As many functions as `length` says; the first is the innermost.
        input_range: Points x, shape (k,). It is not modified.
        length: 2 or 3.

    Raises:
        ValueError: `length` is neither 2 nor 3.
        AssertionError: The chain does not have `length` functions, or `input_range` does not have
            exactly one dimension.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> ax = plt.figure().add_subplot()
        >>> plot_chain_deriv(ax, [lambda x: 3 * x, np.sin], np.array([0.0, 1.0]))
        >>> ax.lines[0].get_ydata().round(4)
        array([ 3.  , -2.97])
        >>> plt.close()

    Formula:
        the points (x, d/dx f₂(f₁(x))) for length 2, (x, d/dx f₃(f₂(f₁(x)))) for length 3, joined by one line

    Source: DL ch. 1.
    """
    if length == 2:
        ax.plot(input_range, chain_deriv_2(chain, input_range))
    elif length == 3:
        ax.plot(input_range, chain_deriv_3(chain, input_range))
    else:
        raise ValueError(f"length must be 2 or 3, and is {length}")


def set_axes(
    axes: Axes,
    xlabel: str | None,
    ylabel: str | None,
    xlim: tuple[float, float] | None,
    ylim: tuple[float, float] | None,
    xscale: str,
    yscale: str,
    legend: Sequence[str] | None,
) -> None:
    """Set the labels, scales and limits of axes, show a legend if there is one, and show the grid.

    Args:
        axes: The axes to change.
        xlabel: Words below the picture; None for no words.
        ylabel: Words beside the picture; None for no words.
        xlim: Smallest and largest x; None leaves it to the curves.
        ylim: Smallest and largest y; None leaves it to the curves.
        xscale: "linear" or "log".
        yscale: "linear" or "log".
        legend: A name for each curve, in the order in which they were drawn; None or empty for no legend.

    The grid stays on when the function is called a second time.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> ax = plt.figure().add_subplot()
        >>> set_axes(ax, "x", "f(x)", (0, 3), (-5, 10), "linear", "linear", None)
        >>> ax.get_xlabel(), ax.get_ylabel(), ax.get_legend()
        ('x', 'f(x)', None)
        >>> plt.close()

    Formula:
        xlabel, ylabel, xscale, yscale, xlim, ylim → a setter each; legend not empty → legend of these names; grid
        → on

    Source: D2, calculus.
    """
    axes.set_xlabel(xlabel or "")
    axes.set_ylabel(ylabel or "")
    axes.set_xscale(xscale)
    axes.set_yscale(yscale)
    axes.set_xlim(xlim)
    axes.set_ylim(ylim)
    if legend:
        axes.legend(legend)
    axes.grid(visible=True)


def plot(
    X: ndarray | Sequence[Any],
    Y: ndarray | Sequence[Any] | None = None,
    xlabel: str | None = None,
    ylabel: str | None = None,
    legend: Sequence[str] | None = None,
    xlim: tuple[float, float] | None = None,
    ylim: tuple[float, float] | None = None,
    xscale: str = "linear",
    yscale: str = "linear",
    fmts: Sequence[str] = ("-", "m--", "g-.", "r:"),
    figsize: tuple[float, float] = (3.5, 2.5),
    axes: Axes | None = None,
) -> None:
    """Draw one or several curves on axes, which are cleared first.

    `plot(x, [f, g])` draws two curves over the same points, `plot(x, f)` one, and `plot(f)`, without Y, draws
    the values against their index 0, 1, 2, …

    Args:
        X: The points of all curves, shape (k,), or a list of such arrays, one for each curve.
        Y: The values of one curve, shape (k,), or a list of such arrays, one for each curve. If None, the
            values are in X, and each curve is drawn against the index.
        xlabel: As in `set_axes`, like the six that follow it up to `yscale`.
        ylabel: See `set_axes`.
        legend: See `set_axes`.
        xlim: See `set_axes`.
        ylim: See `set_axes`.
        xscale: See `set_axes`.
        yscale: See `set_axes`.
        fmts: Styles in Matplotlib's shorthand, one curve after the other; they start again after the last.
        figsize: Width and height in inches of the figure, where one has to be made.
        axes: The axes to draw on; None for the current ones.

    Raises:
        ValueError: There are several X, but not one for each curve of Y.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> ax = plt.figure().add_subplot()
        >>> x = np.array([0.0, 1.0, 2.0])
        >>> plot(x, [3 * x * x - 4 * x, 2 * x - 3], "x", "f(x)", ["f(x)", "tangent at x = 1"], axes=ax)
        >>> [list(map(float, line.get_ydata())) for line in ax.lines]
        [[0.0, -1.0, 4.0], [-3.0, -1.0, 1.0]]
        >>> plt.close()

    Formula:
        curve k: the points (xₖᵢ, yₖᵢ), or (i, yₖᵢ) without Y, in style number k mod (number of styles); ValueError
        unless there is one X, or one for each Y

    Source: D2, calculus.
    """
    if axes is None:
        import matplotlib.pyplot as plt  # noqa: PLC0415 - see the module's docstring

        set_figsize(figsize)
        axes = plt.gca()
    values = _curves(X if Y is None else Y)
    points = [range(len(y)) for y in values] if Y is None else _curves(X)
    if len(points) == 1:
        points = points * len(values)
    if len(points) != len(values):
        raise ValueError(f"give one X or one for each Y, not {len(points)} X for {len(values)} Y")
    axes.cla()
    for x, y, fmt in zip(points, values, cycle(fmts), strict=False):
        axes.plot(x, y, fmt)
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend)


def _curves(values: ndarray | Sequence[Any]) -> list[Any]:
    """One curve or several of them, as a list of curves."""
    several = len(values) > 0 and np.ndim(values[0]) > 0
    return list(values) if several else [values]
