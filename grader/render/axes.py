"""Pictures of a student's plot beside the expected one, redrawn from what the check read from the axes."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from grader.render.drawing import EXPECTED, YOURS, curves_and_difference, draw_difference, drawable, new_figure

SCALES = ("linear", "log", "symlog", "logit")


def draw_plots(title: str, yours: Mapping[str, Any], expected: Mapping[str, Any]) -> Figure:
    """Redraw axes from what the check read: two sets of lines in one picture, or whole axes side by side."""
    if "xlabel" not in expected:
        return _lines(title, yours, expected)
    figure = new_figure(title, 9, 3.8)
    for place, (name, seen, style) in enumerate((("yours", yours, YOURS), ("expected", expected, EXPECTED)), 1):
        axes = figure.add_subplot(1, 2, place)
        axes.set_title(name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # limits that no scale can have
            _draw_again(axes, seen, style)
    return figure


def _lines(title: str, yours: Mapping[str, Any], expected: Mapping[str, Any]) -> Figure:
    """All lines in one picture, and below it the difference between those over the same points."""
    figure, upper, lower = curves_and_difference(title)
    both = []
    for name, seen, style in (("expected", expected, EXPECTED), ("yours", yours, YOURS)):
        lines = _read_off(seen)
        both.append(lines)
        for x, y in lines:
            upper.plot(x, y, label=name, **style)
    named = dict(zip(*reversed(upper.get_legend_handles_labels()), strict=True))
    upper.legend(named.values(), named.keys())
    pairs = zip(*both, strict=False)
    draw_difference(
        lower, [(x, y - right) for (over, right), (x, y) in pairs if np.array_equal(x, over, equal_nan=True)], 1e-6
    )
    lower.set_xlabel("x")
    return figure


def _read_off(seen: Mapping[str, Any]) -> list[tuple[np.ndarray, np.ndarray]]:
    """The lines that a check read from axes; one that cannot be drawn is empty."""
    found: list[tuple[np.ndarray, np.ndarray]] = []
    while isinstance(y := seen.get(f"y of line {len(found) + 1}"), np.ndarray):
        x = seen.get(f"x of line {len(found) + 1}")
        if isinstance(x, np.ndarray) and x.ndim == 1 and x.shape == y.shape:
            found.append((drawable(x), drawable(y)))
        else:
            found.append((np.empty(0), np.empty(0)))
    return found


def _draw_again(axes: Axes, seen: Mapping[str, Any], style: Mapping[str, Any]) -> None:
    """Draw lines, words, scales, limits, legend and grid, as far as the check read them."""
    names = str(seen.get("legend", "no legend"))
    labels = [] if names == "no legend" else names.split(", ")
    lines = _read_off(seen) or [(np.empty(0), np.empty(0))] * len(labels)
    for number, (x, y) in enumerate(lines):
        label = labels[number] if number < len(labels) else f"line {number + 1}"
        axes.plot(x, y, **{**style, "linestyle": ("-", "--", "-.", ":")[number % 4]}, label=label)
    for direction in ("x", "y"):
        scale = seen.get(f"{direction}scale", "linear")
        getattr(axes, f"set_{direction}scale")(scale if scale in SCALES else "linear")
        getattr(axes, f"set_{direction}label")(str(seen.get(f"{direction}label", "")), parse_math=False)
        limits = seen.get(f"{direction}lim")
        if isinstance(limits, np.ndarray) and limits.shape == (2,) and np.isfinite(drawable(limits)).all():
            getattr(axes, f"set_{direction}lim")(limits)
    axes.grid(seen.get("grid") == "on")
    if labels or len(lines) > 1:
        for text in axes.legend().get_texts():
            text.set_parse_math(False)
