# ruff: noqa: D103, ARG001  they are what students write
"""Wrong solutions of plots."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import numpy as np
from numpy import ndarray

from grader.course.misconceptions import misconception
from solutions.chains import chain_deriv_2, chain_deriv_3, chain_length_2, chain_length_3
from solutions.derivatives import approximate_derivative, deriv
from solutions.plots import set_axes, set_figsize

_NO_LINE = "There is no line on the axes that were given."
_NO_LINE_ASK = "On what do you draw, and which method of the axes draws a line through points?"
_CRASHES = "For a length other than 2 and 3 your function stops at a name that has no value yet."
_CRASHES_ASK = "What should a caller be told who asks for a length of 4?"
_SILENT = "For a length other than 2 and 3 nothing happens."
_SILENT_ASK = "How does the caller learn that nothing was drawn?"
_ASSERTS = "For a length other than 2 and 3 an assertion stops your function, where a ValueError is asked for."
_ASSERTS_ASK = "The chain is not at fault there, the length is. Where do you look at it?"
_BY_CHAIN = "You went by the number of functions in the chain, whatever length the caller gives."
_BY_CHAIN_ASK = "What should happen if the length and the chain do not fit together?"
_SWAPPED = "Your x and y have changed places."
_SWAPPED_ASK = "What stands across, the input or the output?"
_INDEX = "Your line runs over 0, 1, 2, …, not over the input range."
_INDEX_ASK = "If one array is drawn, what does it lie above?"
_CLEARS = "You cleared the axes, and the line that was there is gone."
_CLEARS_ASK = "May a caller want both a chain and its slope in one picture?"
_USUAL = "Your usual length is 3."
_USUAL_ASK = "Which length is meant if the caller does not give one?"


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


@misconception("plot_chain", did=_SWAPPED, ask=_SWAPPED_ASK)
def plot_chain_swapped(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(_value(chain, input_range, length), input_range)


@misconception("plot_chain", did=_NO_LINE, ask=_NO_LINE_ASK)
def plot_chain_returns_values(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    return _value(chain, input_range, length)


@misconception("plot_chain", did=_NO_LINE, ask=_NO_LINE_ASK)
def plot_chain_scatter(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.scatter(input_range, _value(chain, input_range, length))


@misconception("plot_chain", did=_NO_LINE, ask=_NO_LINE_ASK)
def plot_chain_new_figure(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    from matplotlib.figure import Figure  # noqa: PLC0415  only where something is drawn

    Figure().add_subplot().plot(input_range, _value(chain, input_range, length))


@misconception("plot_chain", did=_INDEX, ask=_INDEX_ASK)
def plot_chain_over_index(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(_value(chain, input_range, length))


@misconception(
    "plot_chain",
    did="Your line shows the first function only.",
    ask="Through how many functions does x go before it is drawn?",
)
def plot_chain_first_only(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    _value(chain, input_range, length)
    ax.plot(input_range, chain[0](input_range))


@misconception(
    "plot_chain",
    did="Your chain runs backwards: the last function is applied first.",
    ask="Which function of a chain is the innermost, the first or the last in the list?",
)
def plot_chain_reversed(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(input_range, _value(chain[::-1], input_range, length))


@misconception(
    "plot_chain",
    did="You drew the slope of the chain, not its values.",
    ask="Which of the two pictures does this function make?",
)
def plot_chain_slope(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(input_range, _slope(chain, input_range, length))


@misconception(
    "plot_chain",
    did="You drew a line for each function of the chain.",
    ask="How many lines does one chain make?",
)
def plot_chain_every_stage(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    _value(chain, input_range, length)
    y = input_range
    for func in chain:
        y = func(y)
        ax.plot(input_range, y)


@misconception("plot_chain", did=_CLEARS, ask=_CLEARS_ASK)
def plot_chain_clears(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    y = _value(chain, input_range, length)
    ax.cla()
    ax.plot(input_range, y)


@misconception("plot_chain", did=_CRASHES, ask=_CRASHES_ASK)
def plot_chain_crashes(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    if length == 2:
        output = chain_length_2(chain, input_range)
    elif length == 3:
        output = chain_length_3(chain, input_range)
    ax.plot(input_range, output)


@misconception("plot_chain", did=_SILENT, ask=_SILENT_ASK)
def plot_chain_silent(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    if length in (2, 3):
        ax.plot(input_range, _value(chain, input_range, length))


@misconception("plot_chain", did=_ASSERTS, ask=_ASSERTS_ASK)
def plot_chain_asserts(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    assert length in (2, 3)
    ax.plot(input_range, _value(chain, input_range, length))


@misconception("plot_chain", did=_ASSERTS, ask=_ASSERTS_ASK)
def plot_chain_else(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(input_range, _value(chain, input_range, 3 if length == 3 else 2))


@misconception(
    "plot_chain",
    did="You treat every chain as one of two functions.",
    ask="Where does `length` enter?",
)
def plot_chain_ignores_length(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    if length not in (2, 3):
        raise ValueError("length must be 2 or 3")
    ax.plot(input_range, chain_length_2(chain, input_range))


@misconception("plot_chain", did=_BY_CHAIN, ask=_BY_CHAIN_ASK)
def plot_chain_by_chain(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(input_range, _value(chain, input_range, len(chain)))


@misconception("plot_chain", did=_USUAL, ask=_USUAL_ASK)
def plot_chain_default(ax: Any, chain: Any, input_range: ndarray, length: int = 3) -> Any:
    ax.plot(input_range, _value(chain, input_range, length))


# plot_chain_deriv


@misconception(
    "plot_chain_deriv",
    did="You drew the values of the chain, not its slope.",
    ask="Which of the two pictures does this function make?",
)
def plot_chain_deriv_values(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    _slope(chain, input_range, length)
    ax.plot(input_range, _value(chain, input_range, length))


@misconception(
    "plot_chain_deriv",
    did="Your slopes are differences between neighbouring points of the line (np.gradient).",
    ask="How far apart are the points of the input range, and how far the two points that `deriv` looks at?",
    code="uses gradient",
)
def plot_chain_deriv_of_points(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    _slope(chain, input_range, length)
    ax.plot(input_range, np.gradient(_value(chain, input_range, length), input_range))


@misconception(
    "plot_chain_deriv",
    did="Your slopes are differences between neighbouring points of the line (np.diff), one fewer than points.",
    ask="How many slopes belong to k points, and how far apart are the two points that `deriv` looks at?",
    code="uses diff",
)
def plot_chain_deriv_diff(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    _slope(chain, input_range, length)
    y = _value(chain, input_range, length)
    ax.plot(input_range[:-1], np.diff(y) / np.diff(input_range))


@misconception(
    "plot_chain_deriv",
    did="Your slope of the chain is taken by a forward difference.",
    ask="Which of your functions takes the slope of a chain by the chain rule?",
)
def plot_chain_deriv_forward(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    _slope(chain, input_range, length)
    ax.plot(input_range, approximate_derivative(lambda x: _value(chain, x, length), input_range))


@misconception(
    "plot_chain_deriv",
    did="You multiplied the slopes, but took each of them at x.",
    ask="Which number does the second function receive?",
)
def plot_chain_deriv_at_x(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    slopes = np.ones_like(_slope(chain, input_range, length))
    for func in chain:
        slopes = slopes * deriv(func, input_range)
    ax.plot(input_range, slopes)


@misconception(
    "plot_chain_deriv",
    did="Your chain runs backwards: the last function is applied first.",
    ask="Which function of a chain is the innermost, the first or the last in the list?",
)
def plot_chain_deriv_reversed(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(input_range, _slope(chain[::-1], input_range, length))


@misconception("plot_chain_deriv", did=_SWAPPED, ask=_SWAPPED_ASK)
def plot_chain_deriv_swapped(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(_slope(chain, input_range, length), input_range)


@misconception("plot_chain_deriv", did=_NO_LINE, ask=_NO_LINE_ASK)
def plot_chain_deriv_returns_values(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    return _slope(chain, input_range, length)


@misconception("plot_chain_deriv", did=_INDEX, ask=_INDEX_ASK)
def plot_chain_deriv_over_index(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(_slope(chain, input_range, length))


@misconception(
    "plot_chain_deriv",
    did="You drew the chain besides its slope.",
    ask="How many lines does this function draw?",
)
def plot_chain_deriv_both(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    slope = _slope(chain, input_range, length)
    ax.plot(input_range, _value(chain, input_range, length))
    ax.plot(input_range, slope)


@misconception("plot_chain_deriv", did=_CLEARS, ask=_CLEARS_ASK)
def plot_chain_deriv_clears(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    slope = _slope(chain, input_range, length)
    ax.cla()
    ax.plot(input_range, slope)


@misconception("plot_chain_deriv", did=_CRASHES, ask=_CRASHES_ASK)
def plot_chain_deriv_crashes(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    if length == 2:
        output = chain_deriv_2(chain, input_range)
    elif length == 3:
        output = chain_deriv_3(chain, input_range)
    ax.plot(input_range, output)


@misconception("plot_chain_deriv", did=_SILENT, ask=_SILENT_ASK)
def plot_chain_deriv_silent(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    if length in (2, 3):
        ax.plot(input_range, _slope(chain, input_range, length))


@misconception("plot_chain_deriv", did=_ASSERTS, ask=_ASSERTS_ASK)
def plot_chain_deriv_asserts(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    assert length in (2, 3)
    ax.plot(input_range, _slope(chain, input_range, length))


@misconception("plot_chain_deriv", did=_BY_CHAIN, ask=_BY_CHAIN_ASK)
def plot_chain_deriv_by_chain(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(input_range, _slope(chain, input_range, len(chain)))


@misconception("plot_chain_deriv", did=_USUAL, ask=_USUAL_ASK)
def plot_chain_deriv_default(ax: Any, chain: Any, input_range: ndarray, length: int = 3) -> Any:
    ax.plot(input_range, _slope(chain, input_range, length))


@misconception(
    "plot_chain_deriv",
    did="You accept a matrix of points.",
    ask="What shape does an input range have, and what should happen with any other?",
)
def plot_chain_deriv_any_shape(ax: Any, chain: Any, input_range: ndarray, length: int = 2) -> Any:
    ax.plot(input_range, deriv(lambda x: _value(chain, x, length), input_range))


# set_axes


@misconception(
    "set_axes",
    did="The labels of x and y have changed places.",
    ask="Which of the two stands below the picture?",
)
def set_axes_labels_swapped(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, ylabel, xlabel, xlim, ylim, xscale, yscale, legend)


@misconception(
    "set_axes",
    did="The limits of x and y have changed places.",
    ask="Which limits belong to the axis that runs across?",
)
def set_axes_limits_swapped(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, ylim, xlim, xscale, yscale, legend)


@misconception(
    "set_axes",
    did="The scales of x and y have changed places.",
    ask="Which scale belongs to the axis that runs across?",
)
def set_axes_scales_swapped(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, xlim, ylim, yscale, xscale, legend)


@misconception(
    "set_axes",
    did="The grid is missing.",
    ask="What helps the eye to read off a height?",
)
def set_axes_no_grid(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend)
    axes.grid(visible=False)


@misconception(
    "set_axes",
    did="Where the grid was on, your function turns it off.",
    ask="What does `grid` do when it is not told whether to be on or off?",
)
def set_axes_grid_toggles(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    was_on = axes.xaxis.get_tick_params()["gridOn"]
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend)
    axes.grid(visible=not was_on)


@misconception(
    "set_axes",
    did="Only half of the grid is there.",
    ask="Lines across, lines upwards: which does a grid have?",
)
def set_axes_half_grid(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend)
    axes.yaxis.grid(visible=False)


@misconception(
    "set_axes",
    did="The legend is missing.",
    ask="What is to happen with the names in `legend`?",
)
def set_axes_no_legend(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, None)


@misconception(
    "set_axes",
    did="Your legend does not hold the names that were given.",
    ask="How does the legend learn the names?",
)
def set_axes_legend_without_names(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, None)
    if legend:
        axes.legend()


@misconception(
    "set_axes",
    did="An empty list of names makes an empty legend in yours.",
    ask="Is an empty list true or false in an `if`?",
)
def set_axes_empty_legend(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, None)
    if legend is not None:
        axes.legend(legend)


@misconception(
    "set_axes",
    did="You make a legend in every case, with names or without.",
    ask="What is to happen if `legend` is None?",
)
def set_axes_legend_always(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, None)
    axes.legend(legend)


@misconception(
    "set_axes",
    did="The scales are not set.",
    ask="What becomes of `xscale` and `yscale` in your function?",
)
def set_axes_no_scales(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, xlim, ylim, "linear", "linear", legend)


@misconception(
    "set_axes",
    did="The limits are not set.",
    ask="What becomes of `xlim` and `ylim` in your function?",
)
def set_axes_no_limits(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, None, None, xscale, yscale, legend)


@misconception(
    "set_axes",
    did="The limits of y are not set.",
    ask="What becomes of `ylim` in your function? A comma in a wrong place is easily overlooked.",
)
def set_axes_no_ylim(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, xlim, None, xscale, yscale, legend)


@misconception(
    "set_axes",
    did="The limits of x are used for both directions.",
    ask="Which limits belong to the axis that runs upwards?",
)
def set_axes_xlim_twice(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, ylabel, xlim, xlim, xscale, yscale, legend)


@misconception(
    "set_axes",
    did="The label of y is missing.",
    ask="What becomes of `ylabel` in your function?",
)
def set_axes_no_ylabel(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
    set_axes(axes, xlabel, None, xlim, ylim, xscale, yscale, legend)


@misconception(
    "set_axes",
    did="Where there is to be no label, the word None stands in yours.",
    ask="What does str(None) give?",
)
def set_axes_says_none(
    axes: Any, xlabel: Any, ylabel: Any, xlim: Any, ylim: Any, xscale: Any, yscale: Any, legend: Any
) -> Any:
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


@misconception(
    "plot",
    did="What was on the axes before is still there.",
    ask="What is to be done with the axes before the first curve is drawn?",
)
def plot_not_cleared(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    _draw(X, Y, *places, **options, clear=False)


@misconception(
    "plot",
    did="Each curve clears away the one before it.",
    ask="How often, and when, are the axes to be cleared?",
)
def plot_clears_each(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    _draw(X, Y, *places, **options, clear_each=True)


@misconception(
    "plot",
    did="The styles in `fmts` have no effect in yours.",
    ask="What is the third thing, besides x and y, that a line is drawn with?",
)
def plot_unstyled(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    _draw(X, Y, *places, **options, styled=False)


@misconception(
    "plot",
    did="If there are more curves than styles, the last curves are missing.",
    ask="Where does `zip` stop?",
)
def plot_as_many_as_styles(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    _draw(X, Y, *places, **options, again=False)


@misconception(
    "plot",
    did="Every curve has the first style.",
    ask="Which style belongs to the second curve?",
)
def plot_first_style(X: Any, Y: Any = None, *places: Any, fmts: Any = ("-",), **options: Any) -> Any:
    given = list(places)
    if len(given) > 7:
        given[7] = given[7][:1]
        _draw(X, Y, *given, **options)
    else:
        _draw(X, Y, *places, **(options | {"fmts": fmts[:1]}))


@misconception(
    "plot",
    did="Your index begins with 1.",
    ask="Which index has the first value of an array in Python?",
)
def plot_index_from_one(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    _draw(X, Y, *places, **options, first=1)


@misconception(
    "plot",
    did="Without Y you draw the values against themselves.",
    ask="If there is no Y, are the numbers in X points or values?",
)
def plot_against_itself(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    _draw(X, X if Y is None else Y, *places, **options)


@misconception(
    "plot",
    did="Without Y your function stops: it takes the values from Y all the same.",
    ask="If there is no Y, where are the values?",
)
def plot_as_misprinted(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    X, Y = ([[]] * len(X), Y) if Y is None else (X, Y)
    _draw(X, _curves(Y), *places, **options)


@misconception(
    "plot",
    did="Of several curves over the same points only the first is drawn.",
    ask="How often is X needed if there are three Y, and where does `zip` stop?",
)
def plot_x_not_shared(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    _draw(X, Y, *places, **options, share=False, check=len(_curves(X)) > 1)


@misconception(
    "plot",
    did="Of several X and another number of Y you leave some out and say nothing.",
    ask="How does the caller learn that a curve is missing?",
)
def plot_leaves_out(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    _draw(X, Y, *places, **options, check=False)


@misconception("plot", did=_SWAPPED, ask=_SWAPPED_ASK)
def plot_swapped(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    _draw(X, Y, *places, **options, turned=True)


@misconception(
    "plot",
    did="Labels, limits, scales, legend and grid are missing.",
    ask="Which of your functions sets all of them?",
)
def plot_not_finished(X: Any, Y: Any = None, *places: Any, **options: Any) -> Any:
    _draw(X, Y, *places, **options, finish=False)


@misconception(
    "plot",
    did="The size of the figure is not the one that was asked for.",
    ask="When must the size be said, before a figure is made or after?",
)
def plot_ignores_figsize(
    X: Any, Y: Any = None, *places: Any, figsize: Any = (3.5, 2.5), axes: Any = None, **options: Any
) -> Any:
    _draw(X, Y, *places, **(options | {"figsize": (6.4, 4.8), "axes": axes}))


@misconception(
    "plot",
    did="You draw on the current axes even where the caller gives others.",
    ask="What is `axes` for?",
)
def plot_ignores_axes(X: Any, Y: Any = None, *places: Any, axes: Any = None, **options: Any) -> Any:
    from matplotlib import pyplot as plt  # noqa: PLC0415  only where something is drawn

    _draw(X, Y, *places, **options)
    if axes is not None:
        plt.close(plt.gcf())


@misconception(
    "plot",
    did="Your function needs axes: it stops where none are given.",
    ask="What is to be drawn on if `axes` is None?",
)
def plot_needs_axes(X: Any, Y: Any = None, *places: Any, axes: Any = None, **options: Any) -> Any:
    axes.cla()
    _draw(X, Y, *places, **(options | {"axes": axes}))


@misconception(
    "plot",
    did="Your legend is missing.",
    ask="Is everything that the caller gives handed on to the function that sets the axes?",
)
def plot_no_legend(X: Any, Y: Any = None, *places: Any, legend: Any = None, **options: Any) -> Any:
    given = list(places)
    if len(given) > 2:
        given[2] = None
    _draw(X, Y, *given, **options)


@misconception(
    "plot",
    did="The scales have no effect.",
    ask="Is everything that the caller gives handed on to the function that sets the axes?",
)
def plot_no_scales(
    X: Any, Y: Any = None, *places: Any, xscale: Any = "linear", yscale: Any = "linear", **options: Any
) -> Any:
    given = list(places)
    given[5:7] = ["linear"] * len(given[5:7])
    _draw(X, Y, *given, **options)


@misconception(
    "plot",
    did="Where the limits are given for y, yours are not set.",
    ask="Is everything that the caller gives handed on to the function that sets the axes?",
)
def plot_no_ylim(X: Any, Y: Any = None, *places: Any, ylim: Any = None, **options: Any) -> Any:
    given = list(places)
    given[4:5] = [None] * len(given[4:5])
    _draw(X, Y, *given, **options)
