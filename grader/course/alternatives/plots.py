# ruff: noqa: D103  they are what students write
"""Plots, written in other ways."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.course.alternatives import alternative
from solutions.chains import chain_deriv_2, chain_deriv_3, chain_deriv_n, chain_length_2, chain_length_3, chain_length_n
from solutions.derivatives import deriv
from solutions.plots import set_axes


@alternative("plot_chain", way="a table of functions by length, the line added by hand")
def plot_chain_table(axes: Any, functions: Any, points: Any, length: int = 2) -> Any:
    from matplotlib.lines import Line2D  # noqa: PLC0415  only where something is drawn

    known = {2: chain_length_2, 3: chain_length_3}
    if length not in known:
        raise ValueError(length)
    axes.add_line(Line2D(points.copy(), known[length](functions, points)))
    axes.autoscale_view()
    return axes


@alternative("plot_chain", way="any length, after an assertion, with a style and a name")
def plot_chain_any(ax: Any, chain: Any, input_range: Any, length: int = 2) -> Any:
    if not 2 <= length <= 3:
        raise ValueError("no such length")
    assert len(chain) == length
    (line,) = ax.plot(list(input_range), chain_length_n(chain, input_range), "r--o", label="chain")
    ax.set_title("chain")
    return line


@alternative("plot_chain", way="one function after the other")
def plot_chain_loop(ax: Any, chain: Any, input_range: Any, length: int = 2) -> None:
    if length != 2 and length != 3:  # noqa: PLR1714  as students write it
        raise ValueError("length")
    if len(chain) != length:
        raise AssertionError("chain")
    y = input_range
    for i in range(length):
        y = chain[i](y)
    ax.plot(input_range, y)


@alternative("plot_chain_deriv", way="a table of functions by length")
def plot_chain_deriv_table(axes: Any, functions: Any, points: Any, length: int = 2) -> Any:
    try:
        rule = {2: chain_deriv_2, 3: chain_deriv_3}[length]
    except KeyError as error:
        raise ValueError(length) from error
    axes.plot(points, rule(functions, points), color="k")
    return axes


@alternative("plot_chain_deriv", way="the slope of the composed function")
def plot_chain_deriv_composed(ax: Any, chain: Any, input_range: Any, length: int = 2) -> None:
    if length not in (2, 3):
        raise ValueError("length")
    assert len(chain) == length
    assert input_range.ndim == 1
    ax.plot(input_range, deriv(lambda x: chain_length_n(chain, x), input_range))


@alternative("plot_chain_deriv", way="any length, after an assertion")
def plot_chain_deriv_any(ax: Any, chain: Any, input_range: Any, length: int = 2) -> None:
    if length > 3 or length < 2:
        raise ValueError(f"no rule for {length}")
    assert length == len(chain)
    slopes = chain_deriv_n(chain, input_range)
    ax.plot(input_range.tolist(), slopes.tolist())


@alternative("set_axes", way="one call with all properties")
def set_axes_at_once(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    axes.set(xlabel=xlabel, ylabel=ylabel, xscale=xscale, yscale=yscale, xlim=xlim, ylim=ylim)
    if legend:
        axes.legend(legend)
    axes.grid(True)
    return axes


@alternative("set_axes", way="limits before scales, only what is given, names on the lines")
def set_axes_only_given(
    ax: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, names: Any
) -> None:
    if xlim is not None:
        ax.set_xlim(xlim[0], xlim[1])
    if ylim is not None:
        ax.set_ylim(*ylim)
    ax.set_xscale(xscale)
    ax.set_yscale(yscale)
    if xlabel:
        ax.set_xlabel(xlabel, fontsize=9)
    if ylabel:
        ax.set_ylabel(ylabel)
    if names is not None and len(names):
        for line, name in zip(ax.lines, names, strict=True):
            line.set_label(name)
        ax.legend(loc="upper left")
    ax.xaxis.grid(visible=True)
    ax.yaxis.grid(visible=True, linestyle=":")


@alternative("set_axes", way="the order of the original, setters in pairs")
def set_axes_original(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> None:
    axes.set_xlabel(xlabel), axes.set_ylabel(ylabel)
    axes.set_xscale(xscale), axes.set_yscale(yscale)
    axes.set_xlim(xlim), axes.set_ylim(ylim)
    if legend:
        axes.legend(handles=axes.get_lines(), labels=legend)
    axes.grid(color="0.8")


@alternative("plot", way="as the original, corrected")
def plot_original(
    X: Any,
    Y: Any = None,
    xlabel: Any = None,
    ylabel: Any = None,
    legend: Any = None,
    xlim: Any = None,
    ylim: Any = None,
    xscale: Any = "linear",
    yscale: Any = "linear",
    fmts: Any = ("-", "m--", "g-.", "r:"),
    figsize: Any = (3.5, 2.5),
    axes: Any = None,
) -> Any:
    from matplotlib import pyplot as plt  # noqa: PLC0415  only where something is drawn

    def has_one_axis(values: Any) -> bool:
        if hasattr(values, "ndim"):
            return bool(values.ndim == 1)
        return not hasattr(values[0], "__len__")

    if axes is None:
        plt.rcParams["figure.figsize"] = figsize
        axes = plt.gca()
    if has_one_axis(X):
        X = [X]
    if Y is None:
        X, Y = [[]] * len(X), X
    elif has_one_axis(Y):
        Y = [Y]
    if len(X) == 1:
        X = X * len(Y)
    elif len(X) != len(Y):
        raise ValueError("X and Y")
    axes.cla()
    for k, (x, y) in enumerate(zip(X, Y, strict=True)):
        fmt = fmts[k % len(fmts)]
        axes.plot(x, y, fmt) if len(x) else axes.plot(y, fmt)
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend or [])
    return axes


@alternative("plot", way="a figure of its own, arange for the index, all lines in one call")
def plot_one_call(
    X: Any,
    Y: Any = None,
    xlabel: Any = None,
    ylabel: Any = None,
    legend: Any = None,
    xlim: Any = None,
    ylim: Any = None,
    xscale: Any = "linear",
    yscale: Any = "linear",
    fmts: Any = ("-", "m--", "g-.", "r:"),
    figsize: Any = (3.5, 2.5),
    axes: Any = None,
) -> None:
    from matplotlib import pyplot as plt  # noqa: PLC0415  only where something is drawn

    def listed(values: Any) -> list[Any]:
        return [values] if isinstance(values, np.ndarray) and values.ndim == 1 else list(values)

    ax = plt.subplots(figsize=figsize)[1] if axes is None else axes
    ys = listed(X) if Y is None else listed(Y)
    xs = [np.arange(len(y)) for y in ys] if Y is None else listed(X)
    xs = [xs[0] for _ in ys] if len(xs) == 1 else xs
    styles = [fmts[k % len(fmts)] for k in range(len(ys))]
    triples = [part for triple in zip(xs, ys, styles, strict=True) for part in triple]
    ax.clear()
    ax.plot(*triples)
    set_axes(ax, xlabel, ylabel, xlim, ylim, xscale, yscale, legend)


@alternative("plot", way="np.atleast_2d where there is one curve, setters of its own")
def plot_setters(
    X: Any,
    Y: Any = None,
    xlabel: Any = "",
    ylabel: Any = "",
    legend: Any = (),
    xlim: Any = None,
    ylim: Any = None,
    xscale: Any = "linear",
    yscale: Any = "linear",
    fmts: Any = ("-", "m--", "g-.", "r:"),
    figsize: Any = (3.5, 2.5),
    axes: Any = None,
) -> None:
    import matplotlib.pyplot as plt  # noqa: PLC0415  only where something is drawn

    if axes is None:
        axes = plt.gca()
        axes.figure.set_size_inches(figsize)
    if Y is None:
        Y = [X] if np.ndim(X[0]) == 0 else X
        X = [list(range(len(y))) for y in Y]
    if np.ndim(X[0]) == 0:
        X = np.atleast_2d(X)
    if np.ndim(Y[0]) == 0:
        Y = np.atleast_2d(Y)
    if len(X) not in (1, len(Y)):
        raise ValueError("one X, or one for each Y")
    axes.clear()
    for k in range(len(Y)):
        axes.plot(X[min(k, len(X) - 1)], Y[k], fmts[k % len(fmts)])
    axes.set(xlabel=xlabel, ylabel=ylabel, xscale=xscale, yscale=yscale, xlim=xlim, ylim=ylim)
    if legend:
        axes.legend(legend)
    axes.grid()
