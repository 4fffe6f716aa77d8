# ruff: noqa: ARG001  they are what students write
"""Wrong solutions of plots."""

from __future__ import annotations

import ast
from itertools import cycle
from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import wrong
from grader.course.misconceptions.families import made, with_raises
from solutions.chains import chain_deriv_2, chain_deriv_3, chain_length_2, chain_length_3
from solutions.derivatives import approximate_derivative, deriv
from solutions.plots import plot_chain, plot_chain_deriv, set_axes, set_figsize

_SWAPPED = """Your x and y have changed places.
Which of the two runs across the picture, the input or the output?"""
_NO_LINE = """There is no line on the axes that were given.
On what do you draw, and which method of the axes draws a line through points?"""
_INDEX = """Your line runs over 0, 1, 2, …, not over the input range.
If you draw a single array, what is it drawn against?"""
_CLEARS = """You cleared the axes, and the line that was there is gone.
May a caller want both a chain and its slope in one picture?"""
_CRASHES = """For a length other than 2 and 3 your function stops at a name that has no value yet.
What should a caller be told who asks for a length of 4?"""
_ASSERTS = """For a length other than 2 and 3 an assertion stops your function, where a ValueError is asked for.
The chain is not at fault there, the length is. Where do you look at it?"""
_BY_CHAIN = """You went by the number of functions in the chain, whatever length the caller gives.
What should happen if the length and the chain do not fit together?"""
_USUAL = """Your length, when none is given, is 3.
Which default does `length` have in the exercise?"""


def _value(chain: Any, x: Any, length: int) -> Any:
    if length == 2:
        return chain_length_2(chain, x)
    if length == 3:
        return chain_length_3(chain, x)
    raise ValueError("length must be 2 or 3")


def _slope(chain: Any, x: Any, length: int) -> Any:
    if length == 2:
        return chain_deriv_2(chain, x)
    if length == 3:
        return chain_deriv_3(chain, x)
    raise ValueError("length must be 2 or 3")


# plot_chain


@wrong("plot_chain", _SWAPPED)
def plot_chain_swapped(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(_value(chain, input_range, length), input_range)


@wrong("plot_chain", _NO_LINE)
def plot_chain_returns_values(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    return _value(chain, input_range, length)


@wrong("plot_chain", _NO_LINE)
def plot_chain_scatter(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.scatter(input_range, _value(chain, input_range, length))


@wrong("plot_chain", _NO_LINE)
def plot_chain_new_figure(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    from matplotlib.figure import Figure  # noqa: PLC0415  only where something is drawn

    Figure().add_subplot().plot(input_range, _value(chain, input_range, length))


@wrong("plot_chain", _INDEX)
def plot_chain_over_index(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(_value(chain, input_range, length))


@wrong("plot_chain")
def plot_chain_first_only(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """Your line shows the first function only.
    Through how many functions does x go before it is drawn?"""
    _value(chain, input_range, length)
    ax.plot(input_range, chain[0](input_range))


@wrong("plot_chain")
def plot_chain_reversed(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """Your chain runs backwards: the last function is applied first.
    Which function of a chain is the innermost, the first or the last in the list?"""
    ax.plot(input_range, _value(chain[::-1], input_range, length))


@wrong("plot_chain")
def plot_chain_slope(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """You drew the slope of the chain, not its values.
    Which of the two pictures does this function make?"""
    ax.plot(input_range, _slope(chain, input_range, length))


@wrong("plot_chain")
def plot_chain_every_stage(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """You drew a line for each function of the chain.
    How many lines does one chain make?"""
    _value(chain, input_range, length)
    y = input_range
    for func in chain:
        y = func(y)
        ax.plot(input_range, y)


@wrong("plot_chain", _CLEARS)
def plot_chain_clears(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    y = _value(chain, input_range, length)
    ax.cla()
    ax.plot(input_range, y)


@wrong("plot_chain", _CRASHES)
def plot_chain_crashes(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    if length == 2:
        output = chain_length_2(chain, input_range)
    elif length == 3:
        output = chain_length_3(chain, input_range)
    ax.plot(input_range, output)


@wrong("plot_chain", _ASSERTS)
def plot_chain_else(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(input_range, _value(chain, input_range, 3 if length == 3 else 2))


@wrong("plot_chain")
def plot_chain_ignores_length(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """You treat every chain as one of two functions.
    Where does `length` enter?"""
    if length not in (2, 3):
        raise ValueError("length must be 2 or 3")
    ax.plot(input_range, chain_length_2(chain, input_range))


@wrong("plot_chain")
def plot_chain_refuses_all(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """Your function raises its error for every length, for 2 and 3, too.
    Is there a length that is neither different from 2 nor different from 3?"""
    if length != 2 or length != 3:
        raise ValueError(f"length must be 2 or 3, and is {length}")


@wrong("plot_chain", _BY_CHAIN)
def plot_chain_by_chain(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(input_range, _value(chain, input_range, len(chain)))


@wrong("plot_chain", _USUAL)
def plot_chain_default(ax: Any, chain: Any, input_range: ndarray, length: int = 3) -> Any:
    ax.plot(input_range, _value(chain, input_range, length))


# plot_chain_deriv


@wrong("plot_chain_deriv")
def plot_chain_deriv_values(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """You drew the values of the chain, not its slope.
    Which of the two pictures does this function make?"""
    _slope(chain, input_range, length)
    ax.plot(input_range, _value(chain, input_range, length))


@wrong("plot_chain_deriv", code="uses gradient")
def plot_chain_deriv_of_points(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """Your slopes are differences between neighbouring points of the line (np.gradient).
    How far apart are the points of the input range, and how far the two points that `deriv` looks at?"""
    _slope(chain, input_range, length)
    ax.plot(input_range, np.gradient(_value(chain, input_range, length), input_range))


@wrong("plot_chain_deriv", code="uses diff")
def plot_chain_deriv_diff(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """Your slopes are differences between neighbouring points of the line (np.diff), one fewer than there are points.
    How many slopes belong to k points, and how far apart are the two points that `deriv` looks at?"""
    _slope(chain, input_range, length)
    y = _value(chain, input_range, length)
    ax.plot(input_range[:-1], np.diff(y) / np.diff(input_range))


@wrong("plot_chain_deriv")
def plot_chain_deriv_forward(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """Your slope of the chain is taken by a forward difference.
    Which of your functions takes the slope of a chain by the chain rule?"""
    _slope(chain, input_range, length)
    ax.plot(input_range, approximate_derivative(lambda x: _value(chain, x, length), input_range))


@wrong("plot_chain_deriv")
def plot_chain_deriv_at_x(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """You multiplied the slopes, but took each of them at x.
    Which number does the second function receive?"""
    slopes = np.ones_like(_slope(chain, input_range, length))
    for func in chain:
        slopes = slopes * deriv(func, input_range)
    ax.plot(input_range, slopes)


@wrong("plot_chain_deriv")
def plot_chain_deriv_reversed(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """Your chain runs backwards: the last function is applied first.
    Which function of a chain is the innermost, the first or the last in the list?"""
    ax.plot(input_range, _slope(chain[::-1], input_range, length))


@wrong("plot_chain_deriv", _SWAPPED)
def plot_chain_deriv_swapped(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(_slope(chain, input_range, length), input_range)


@wrong("plot_chain_deriv", _NO_LINE)
def plot_chain_deriv_returns_values(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    return _slope(chain, input_range, length)


@wrong("plot_chain_deriv", _INDEX)
def plot_chain_deriv_over_index(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(_slope(chain, input_range, length))


@wrong("plot_chain_deriv")
def plot_chain_deriv_both(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """You drew the chain as well as its slope.
    How many lines does this function draw?"""
    slope = _slope(chain, input_range, length)
    ax.plot(input_range, _value(chain, input_range, length))
    ax.plot(input_range, slope)


@wrong("plot_chain_deriv", _CLEARS)
def plot_chain_deriv_clears(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    slope = _slope(chain, input_range, length)
    ax.cla()
    ax.plot(input_range, slope)


@wrong("plot_chain_deriv", _CRASHES)
def plot_chain_deriv_crashes(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    if length == 2:
        output = chain_deriv_2(chain, input_range)
    elif length == 3:
        output = chain_deriv_3(chain, input_range)
    ax.plot(input_range, output)


@wrong("plot_chain_deriv", _BY_CHAIN)
def plot_chain_deriv_by_chain(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(input_range, _slope(chain, input_range, len(chain)))


@wrong("plot_chain_deriv", _USUAL)
def plot_chain_deriv_default(ax: Any, chain: Any, input_range: ndarray, length: int = 3) -> Any:
    ax.plot(input_range, _slope(chain, input_range, length))


@wrong("plot_chain_deriv")
def plot_chain_deriv_any_shape(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    """You accept a matrix of points.
    What shape does an input range have, and what should happen with any other?"""
    ax.plot(input_range, deriv(lambda x: _value(chain, x, length), input_range))


# set_axes


@wrong("set_axes")
def set_axes_labels_swapped(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """Your labels of x and y have changed places.
    Which of the two stands below the picture?"""
    set_axes(axes, ylabel, xlabel, xlim, ylim, xscale, yscale, legend)


@wrong("set_axes")
def set_axes_limits_swapped(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """Your limits of x and y have changed places.
    Which limits belong to the axis that runs across?"""
    set_axes(axes, xlabel, ylabel, ylim, xlim, xscale, yscale, legend)


@wrong("set_axes")
def set_axes_scales_swapped(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """Your scales of x and y have changed places.
    Which scale belongs to the axis that runs across?"""
    set_axes(axes, xlabel, ylabel, xlim, ylim, yscale, xscale, legend)


@wrong("set_axes")
def set_axes_no_grid(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """Your grid is missing.
    What helps the eye to read off a height?"""
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend)
    axes.grid(visible=False)


@wrong("set_axes")
def set_axes_grid_toggles(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """Where the grid was on, your function turns it off.
    What does `grid` do when it is not told whether to be on or off?"""
    was_on = axes.xaxis.get_tick_params()["gridOn"]
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend)
    axes.grid(visible=not was_on)


@wrong("set_axes")
def set_axes_half_grid(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """Only half of your grid is there.
    Does a grid have lines across, lines upwards, or both?"""
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend)
    axes.yaxis.grid(visible=False)


@wrong("set_axes")
def set_axes_no_legend(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """Your legend is missing.
    What is to happen with the names in `legend`?"""
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, None)


@wrong("set_axes")
def set_axes_legend_without_names(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """Your legend does not hold the names that were given.
    How does the legend learn the names?"""
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, None)
    if legend:
        axes.legend()


@wrong("set_axes")
def set_axes_empty_legend(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """An empty list of names makes an empty legend in yours.
    Is an empty list true or false in an `if`?"""
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, None)
    if legend is not None:
        axes.legend(legend)


@wrong("set_axes")
def set_axes_legend_always(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """You make a legend in every case, with names or without.
    What is to happen if `legend` is None?"""
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, None)
    axes.legend(legend)


@wrong("set_axes")
def set_axes_no_scales(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """The scales are not set.
    What becomes of `xscale` and `yscale` in your function?"""
    set_axes(axes, xlabel, ylabel, xlim, ylim, "linear", "linear", legend)


@wrong("set_axes")
def set_axes_no_limits(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """The limits are not set.
    What becomes of `xlim` and `ylim` in your function?"""
    set_axes(axes, xlabel, ylabel, None, None, xscale, yscale, legend)


@wrong("set_axes")
def set_axes_no_ylim(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """The limits of y are not set.
    What becomes of `ylim` in your function? A comma in a wrong place is easily overlooked."""
    set_axes(axes, xlabel, ylabel, xlim, None, xscale, yscale, legend)


@wrong("set_axes")
def set_axes_xlim_twice(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """You used the limits of x for both directions.
    Which limits belong to the axis that runs upwards?"""
    set_axes(axes, xlabel, ylabel, xlim, xlim, xscale, yscale, legend)


@wrong("set_axes")
def set_axes_no_ylabel(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """The label of y is missing.
    What becomes of `ylabel` in your function?"""
    set_axes(axes, xlabel, None, xlim, ylim, xscale, yscale, legend)


@wrong("set_axes")
def set_axes_says_none(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    """Where there is to be no label, the word None stands in yours.
    What does str(None) give?"""
    set_axes(axes, str(xlabel), str(ylabel), xlim, ylim, xscale, yscale, legend)


# plot


def _curves(values: Any) -> list[Any]:
    return list(values) if len(values) > 0 and np.ndim(values[0]) > 0 else [values]


def _draw(
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
    *,
    first: int = 0,
    check: bool = True,
    share: bool = True,
    clear: bool = True,
    clear_each: bool = False,
    styled: bool = True,
    again: bool = True,
    turned: bool = False,
    finish: bool = True,
) -> None:
    """Draw as the solution does, but for what an option says."""
    if axes is None:
        from matplotlib import pyplot as plt  # noqa: PLC0415  only where something is drawn

        set_figsize(figsize)
        axes = plt.gca()
    values = _curves(X if Y is None else Y)
    points = [range(first, first + len(y)) for y in values] if Y is None else _curves(X)
    if len(points) == 1 and share:
        points = points * len(values)
    if len(points) != len(values) and check:
        raise ValueError("give one X or one for each Y")
    if clear:
        axes.cla()
    for x, y, fmt in zip(points, values, cycle(fmts) if again else fmts, strict=False):
        if clear_each:
            axes.cla()
        pair = (y, x) if turned else (x, y)
        axes.plot(*pair, fmt) if styled else axes.plot(*pair)
    if finish:
        set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend)


@wrong("plot")
def plot_not_cleared(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    """You left on the axes what was there before.
    What is to be done with the axes before the first curve is drawn?"""
    _draw(X, Y, *places, **options, clear=False)


@wrong("plot")
def plot_clears_each(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    """Each of your curves clears away the one before it.
    How often, and when, are the axes to be cleared?"""
    _draw(X, Y, *places, **options, clear_each=True)


@wrong("plot")
def plot_unstyled(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    """The styles in `fmts` have no effect in yours.
    Besides x and y, what does the caller say about each line?"""
    _draw(X, Y, *places, **options, styled=False)


@wrong("plot")
def plot_as_many_as_styles(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    """If there are more curves than styles, you leave out the last curves.
    How many curves are asked for if there are five Y and four styles?"""
    _draw(X, Y, *places, **options, again=False)


@wrong("plot")
def plot_first_style(X: Any, Y: Any = None, *places: Any, fmts: Any = ("-",), **options: Any) -> Any:
    """Every curve of yours has the first style.
    Which style belongs to the second curve?"""
    given = list(places)
    if len(given) > 7:
        given[7] = given[7][:1]
        _draw(X, Y, *given, **options)
    else:
        _draw(X, Y, *places, **(options | {"fmts": fmts[:1]}))


@wrong("plot")
def plot_index_from_one(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    """Your index begins with 1.
    Which index does the first value of an array have in Python?"""
    _draw(X, Y, *places, **options, first=1)


@wrong("plot")
def plot_against_itself(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    """Without Y you draw the values against themselves.
    If there is no Y, are the numbers in X points or values?"""
    _draw(X, X if Y is None else Y, *places, **options)


@wrong("plot")
def plot_as_misprinted(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    """Without Y your function stops: it takes the values from Y all the same.
    If there is no Y, where are the values?"""
    X, Y = ([[]] * len(X), Y) if Y is None else (X, Y)
    _draw(X, _curves(Y), *places, **options)


@wrong("plot")
def plot_x_not_shared(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    """Of several curves over the same points you draw only the first.
    How often is X needed if there are three Y?"""
    _draw(X, Y, *places, **options, share=False, check=len(_curves(X)) > 1)


@wrong("plot")
def plot_leaves_out(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    """Where there are several X but not as many Y, you leave some out and say nothing.
    How does the caller learn that a curve is missing?"""
    _draw(X, Y, *places, **options, check=False)


@wrong("plot", _SWAPPED)
def plot_swapped(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    _draw(X, Y, *places, **options, turned=True)


@wrong("plot")
def plot_not_finished(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    """Labels, limits, scales, legend and grid are missing.
    Which of your functions sets all of them, and what does `cla` leave of what was set before it?"""
    _draw(X, Y, *places, **options, finish=False)


@wrong("plot")
def plot_ignores_figsize(
    X: Any, Y: Any = None, *places: Any, figsize: Any = (3.5, 2.5), axes: Any = None, **options: Any
) -> Any:
    """Your figure does not have the size that was asked for.
    When must the size be said, before a figure is made or after?"""
    _draw(X, Y, *places, **(options | {"figsize": (6.4, 4.8), "axes": axes}))


@wrong("plot")
def plot_ignores_axes(X: Any, Y: Any = None, *places: Any, axes: Any = None, **options: Any) -> Any:
    """You draw on the current axes even where the caller gives others.
    What is `axes` for?"""
    from matplotlib import pyplot as plt  # noqa: PLC0415  only where something is drawn

    _draw(X, Y, *places, **options)
    if axes is not None:
        plt.close(plt.gcf())


@wrong("plot")
def plot_needs_axes(X: Any, Y: Any = None, *places: Any, axes: Any = None, **options: Any) -> Any:
    """Your function needs axes: it stops where none are given.
    What is to be drawn on if `axes` is None?"""
    axes.cla()
    _draw(X, Y, *places, **(options | {"axes": axes}))


@wrong("plot")
def plot_no_legend(X: Any, Y: Any = None, *places: Any, legend: Any = None, **options: Any) -> Any:
    """Your legend is missing.
    Is everything that the caller gives handed on to the function that sets the axes?"""
    given = list(places)
    if len(given) > 2:
        given[2] = None
    _draw(X, Y, *given, **options)


@wrong("plot")
def plot_no_scales(
    X: Any, Y: Any = None, *places: Any, xscale: Any = "linear", yscale: Any = "linear", **options: Any
) -> Any:
    """The scales have no effect in yours.
    Is everything that the caller gives handed on to the function that sets the axes?"""
    given = list(places)
    given[5:7] = ["linear"] * len(given[5:7])
    _draw(X, Y, *given, **options)


@wrong("plot")
def plot_no_ylim(X: Any, Y: Any = None, *places: Any, ylim: Any = None, **options: Any) -> Any:
    """Your function does not set the limits of y.
    Is everything that the caller gives handed on to the function that sets the axes?"""
    given = list(places)
    given[4:5] = [None] * len(given[4:5])
    _draw(X, Y, *given, **options)


# What follows from the solutions


@made(plot_chain, plot_chain_deriv)
def silent(solution: ast.FunctionDef) -> ast.FunctionDef:
    """For a length other than 2 and 3 your function does nothing.
    How does the caller learn that nothing was drawn?"""
    return with_raises(solution, "pass")


@made(plot_chain, plot_chain_deriv, said=_ASSERTS)
def asserts(solution: ast.FunctionDef) -> ast.FunctionDef:
    return with_raises(solution, "raise AssertionError({message})")
