"""Pictures of an answer beside the expected one: curves, matrices, single numbers.

No code of a student draws anything: pictures are made from the answers that the worker sent.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from grader.protocol.check import Tolerance
from grader.render.drawing import (
    APART,
    EXPECTED,
    YOURS,
    curves_and_difference,
    draw_difference,
    drawable,
    largest,
    new_figure,
)

VALUES, DIFFERENCES = "cividis", "PuOr"
MOST_NUMBERS = 120  # entries of a matrix that are written into it


@dataclass(frozen=True)
class Part:
    """Numbers of an answer beside the expected ones.

    Attributes:
        call: the call, as a student would write it.
        name: which part of its answer it is, "" for the whole.
        yours: what the student's function gave.
        expected: what the reference gave.
        over: the inputs that belong to the entries, None where there are none.
        tolerance: how far a right answer may lie from the expected one.
        right: whether nothing differs.
        wrong: which entries differ, None where it is none of them, or not an entry that differs.
    """

    call: str
    name: str
    yours: np.ndarray
    expected: np.ndarray
    over: np.ndarray | None
    tolerance: Tolerance
    right: bool
    wrong: np.ndarray | None

    @property
    def same_shape(self) -> bool:
        """Whether the difference can be drawn."""
        return self.yours.shape == self.expected.shape

    @property
    def difference(self) -> np.ndarray:
        """Yours minus expected, where both can be drawn."""
        difference: np.ndarray = drawable(self.yours) - drawable(self.expected)
        return difference

    @property
    def allowed(self) -> float:
        """The largest difference that a right answer may have."""
        sizes = np.abs(drawable(self.expected))
        largest = float(np.max(sizes[np.isfinite(sizes)], initial=0.0))
        return self.tolerance.atol + self.tolerance.rtol * largest


def draw_numbers(title: str, parts: Sequence[Part]) -> Figure:
    """Draw parts of one answer: all of them as bars if they are single numbers, else the first one."""
    part = parts[0]
    if all(part.same_shape and not part.expected.ndim for part in parts):
        return _bars(title, parts)
    if part.same_shape and part.expected.ndim == 1:
        return _curve(title, part)
    return _matrices(title, part)


def _curve(title: str, part: Part) -> Figure:
    """Both curves over the inputs (or the number of the entry), and their difference below."""
    figure, upper, lower = curves_and_difference(title)
    over = part.over if part.over is not None and part.over.shape == part.expected.shape else None
    x = np.arange(part.expected.size) if over is None else drawable(over)
    order = np.argsort(x)
    for name, values, style in (("expected", part.expected, EXPECTED), ("yours", part.yours, YOURS)):
        upper.plot(x[order], drawable(values)[order], label=name, **style)
    upper.set_ylabel(part.name or "answer")
    upper.legend()
    lower.set_xlabel("entry" if over is None else "x")
    draw_difference(lower, [(x, part.difference)], part.allowed)
    return figure


def _bars(title: str, parts: Sequence[Part]) -> Figure:
    """A pair of bars for each number, and the differences beside them."""
    figure = new_figure(title, 9, 1.8 + 0.7 * len(parts))
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(2, 1))
    places = np.arange(len(parts))
    for name, shift, style in (("expected", -0.2, EXPECTED), ("yours", 0.2, YOURS)):
        values = [getattr(part, name) for part in parts]
        hatch = "//" if name == "yours" else None
        widths = [float(np.nan_to_num(drawable(value))) for value in values]
        bars = left.barh(places + shift, widths, 0.36, label=name, color=style["color"], hatch=hatch, edgecolor="white")
        left.bar_label(bars, [_written(value[()]) for value in values], padding=3, fontsize=9)
    differences = [float(np.nan_to_num(part.difference)) for part in parts]
    one_call = len({part.call for part in parts}) == 1
    bars = right.barh(places, differences, 0.5, color=APART)
    right.bar_label(bars, [_written(part.difference[()]) for part in parts], padding=3, fontsize=9)
    most = max(*map(abs, differences), 10 * max(part.allowed for part in parts))
    right.set_xlim(-2 * most, 2 * most)
    right.set_xlabel("yours - expected")
    left.set_yticks(places, [part.name or "answer" if one_call else _label(part) for part in parts])
    for label in left.get_yticklabels():
        label.set_parse_math(False)
    left.invert_yaxis()
    left.margins(x=0.25)
    left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2)
    for axes in (left, right):
        axes.axvline(0, color=APART, linewidth=1)
    return figure


def _matrices(title: str, part: Part) -> Figure:
    """Three maps: yours and expected on one scale, and the difference."""
    figure = new_figure(title, 11, 3.9)
    axes = figure.subplots(1, 3)
    yours, expected = _flat(part.yours), _flat(part.expected)
    both = np.concatenate([drawable(yours).ravel(), drawable(expected).ravel()])
    known = both[np.isfinite(both)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    wrong = _flat(part.wrong) if part.wrong is not None and part.same_shape else None
    for one, name, values in ((axes[0], "yours", yours), (axes[1], "expected", expected)):
        one.set_title(f"{name}, shape {(part.yours if name == 'yours' else part.expected).shape}")
        image = _map(one, values, VALUES, (low, high), wrong if name == "yours" else None)
    figure.colorbar(image, ax=list(axes[:2]), shrink=0.8)
    if part.same_shape:
        difference = _flat(part.difference)
        most = max(largest(difference), 10 * part.allowed)
        axes[2].set_title("yours - expected")
        figure.colorbar(_map(axes[2], difference, DIFFERENCES, (-most, most), wrong), ax=axes[2], shrink=0.8)
    else:
        axes[2].set_axis_off()
        axes[2].text(0.5, 0.5, "no difference to draw:\nthe shapes differ", ha="center", va="center")
    return figure


def _flat(values: np.ndarray) -> np.ndarray:
    """An array of any shape as a matrix: its last axis stays, the others are flattened into one."""
    return values if values.ndim == 2 else values.reshape(-1, values.shape[-1]) if values.ndim else values.reshape(1, 1)


def _map(axes: Axes, values: np.ndarray, colors: str, limits: tuple[float, float], wrong: np.ndarray | None) -> Any:
    """A heat map with its numbers; those that differ are bold and in brackets."""
    low, high = limits
    image = axes.imshow(drawable(values), cmap=colors, vmin=low, vmax=high if high > low else low + 1, aspect="auto")
    for set_ticks, count in ((axes.set_xticks, values.shape[1]), (axes.set_yticks, values.shape[0])):
        set_ticks(range(0, count, max(count // 10, 1)))
    if 0 < values.size <= MOST_NUMBERS:
        for (row, column), value in np.ndenumerate(values):
            differs = wrong is not None and bool(wrong[row, column])
            text = f"[{_written(value)}]" if differs else _written(value)
            weight = "bold" if differs else "normal"
            ink = _ink(image, value)
            axes.text(column, row, text, ha="center", va="center", fontsize=8, fontweight=weight, color=ink)
    return image


def _ink(image: Any, value: Any) -> str:
    """Black or white, whichever is readable on the colour of a value."""
    if not np.isfinite(drawable(value)):
        return "black"
    red, green, blue, _ = image.cmap(image.norm(float(value)))
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"


def _written(value: Any) -> str:
    return f"{float(value):.4g}"


def _label(part: Part) -> str:
    """Which call, in two lines at most, and which part of its answer."""
    lines = textwrap.wrap(part.call, 40, max_lines=2, placeholder=" …")
    return "\n".join([*lines, part.name] if part.name else lines)
