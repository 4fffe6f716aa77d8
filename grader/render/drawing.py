"""What all pictures share: figures, styles, curves with their difference below, and files made of them.

Yours and expected differ in shape and style as well as in colour, and colour-blind people can tell the colours apart.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

YOURS: dict[str, Any] = {"color": "#d55e00", "linestyle": "--", "marker": "x", "markersize": 9, "markeredgewidth": 2}
EXPECTED: dict[str, Any] = {"color": "#0072b2", "linestyle": "-", "marker": "o", "markersize": 5}
APART = "#444444"
LARGEST = 1e100  # what lies beyond is written, not drawn


def new_figure(title: str, width: float, height: float) -> Figure:
    """An empty figure of some inches, with a title that fits."""
    figure = Figure(figsize=(width, height), layout="constrained")
    lines = [textwrap.fill(line, int(width * 12)) for line in title.split("\n")]
    figure.suptitle("\n".join(lines), fontsize=10, parse_math=False)
    return figure


def drawable(values: np.ndarray) -> np.ndarray:
    """The values as floats, with nan for what no axis can show."""
    numbers: np.ndarray = np.array(values, dtype=float)
    with np.errstate(invalid="ignore"):
        numbers[~(np.abs(numbers) <= LARGEST)] = np.nan
    return numbers


def curves_and_difference(title: str) -> tuple[Figure, Axes, Axes]:
    """Axes for curves, and axes below them for their difference."""
    figure = new_figure(title, 6.5, 5)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    for axes in (upper, lower):
        axes.grid(alpha=0.3)
    return figure, upper, lower


def draw_difference(axes: Axes, curves: Sequence[tuple[np.ndarray, np.ndarray]], allowed: float) -> None:
    """Draw the difference at each point, on a scale on which an allowed difference is invisible."""
    axes.axhline(0, color=APART, linewidth=1)
    most = 10 * allowed
    for x, difference in curves:
        axes.vlines(x, 0, difference, color=APART)
        axes.plot(x, difference, color=APART, linestyle="", marker="D", markersize=5)
        most = max(most, largest(difference))
    axes.set_ylim(-1.2 * most, 1.2 * most)
    axes.set_ylabel("yours - expected")


def largest(values: np.ndarray) -> float:
    """The largest size of an entry that is finite, 0 where none is."""
    return float(np.max(np.abs(values), initial=0.0, where=np.isfinite(values)))


def to_bytes(figure: Figure, form: str) -> bytes:
    """The figure as a file, `svg` or `png`; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    metadata = {"Date": None} if form == "svg" else {"Software": None}
    with mpl.rc_context({"svg.hashsalt": "grader", "svg.fonttype": "none"}), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numbers that no axis can show, letters that no font has
        figure.savefig(buffer, format=form, dpi=150, metadata=metadata)
    return buffer.getvalue()
