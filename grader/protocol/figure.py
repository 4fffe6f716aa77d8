"""How checks inspect a figure: axes that no window shows, and what is on them after a call.

It is here because the process that runs a student's code needs it, for visible and for hidden checks.
"""

from __future__ import annotations

import contextlib
import functools
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy import ndarray

ONES_OWN = ("backend", "interactive", "toolbar")  # settings that change nothing of what is drawn


@functools.cache
def _blank() -> bytes:
    from matplotlib.figure import Figure  # noqa: PLC0415  the other units need no matplotlib

    with _usual_settings():
        return pickle.dumps(Figure().add_subplot())


def new_axes(*lines: ndarray) -> Any:
    """Axes of a figure that no window shows, with some lines on them already."""
    axes = pickle.loads(_blank())  # noqa: S301  our own; to make axes takes four times as long
    with _usual_settings() if lines else contextlib.nullcontext():
        for y in lines:
            axes.plot(y)
    return axes


@functools.cache
def spare_axes() -> Any:
    """Axes for the calls that are to raise: nobody looks at them."""
    return new_axes()


def drawn(axes: Any) -> Callable[[Any], dict[str, Any]]:
    """Read the points of the lines on axes, whatever the function returned."""

    def look(_returned: Any) -> dict[str, Any]:
        lines = [(_numbers(line.get_xdata()), _numbers(line.get_ydata())) for line in axes.lines]
        return {"number of lines": len(lines)} | {
            f"{letter} of line {i + 1}": line[j] for i, line in enumerate(lines) for j, letter in enumerate("xy")
        }

    return look


def properties_of(axes: Any) -> Callable[[Any], dict[str, Any]]:
    """Read what belongs to axes as a whole, whatever the function returned."""
    return lambda _returned: _properties(axes)


def everything_on(axes: Any) -> Callable[[Any], dict[str, Any]]:
    """Read the lines on axes with their styles, and what belongs to the axes as a whole."""

    def look(returned: Any) -> dict[str, Any]:
        from matplotlib.colors import to_hex  # noqa: PLC0415  only where there is something drawn

        seen, usual = drawn(axes)(returned), _usual_colours()
        for i, line in enumerate(axes.lines):
            colour = line.get_color()
            colour = usual.get(colour, colour) if isinstance(colour, str) else colour
            style = (line.get_linestyle(), line.get_marker(), to_hex(colour))
            seen[f"style of line {i + 1}"] = " ".join(str(word) for word in style)
        return seen | _properties(axes)

    return look


def _usual_colours() -> dict[Any, Any]:
    """The colours of lines that name none, in the style that is in use, and which ones these are in the usual style.

    A function may use a style (`plt.style.use("ggplot")`); a line whose colour it leaves open is as right as before.
    """
    from matplotlib import rcParams, rcParamsDefault  # noqa: PLC0415  see above

    cycles = (rcParams.get("axes.prop_cycle", ()), rcParamsDefault["axes.prop_cycle"])
    return dict(zip(*([one["color"] for one in cycle if "color" in one] for cycle in cycles), strict=False))


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


def current(_returned: Any) -> dict[str, Any]:
    """Read the current axes and their figure; then begin anew, as the size of a figure is a setting for all."""
    from matplotlib import pyplot as plt  # noqa: PLC0415  see above

    axes: Any = plt.gca()
    seen = everything_on(axes)(None) | {"size of the figure": _numbers(axes.figure.get_size_inches())}
    begin_drawing()
    return seen


def begin_drawing() -> None:
    """Close what a submission left open, loaded or called, and draw with matplotlib's own settings from now on.

    The next check would find an open figure as its current one. And neither a user's `matplotlibrc` nor
    `plt.style.use` at the top of a file makes a right drawing wrong.
    """
    with contextlib.suppress(Exception):  # the submission may have put something else there
        if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
            pyplot.close("all")
        _use_usual_settings()


@contextlib.contextmanager
def without_window() -> Iterator[None]:
    """Have matplotlib draw without a window if it is first loaded in here, but in a notebook's own process.

    A notebook names its backend in the environment of all commands that it starts, where that may not be installed.
    """
    if "matplotlib.pyplot" in sys.modules or "ipykernel" in sys.modules:
        yield
        return
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].use("Agg")
    named = os.environ.get("MPLBACKEND")
    os.environ["MPLBACKEND"] = "Agg"
    try:
        yield
    finally:
        os.environ.pop("MPLBACKEND")
        if named is not None:
            os.environ["MPLBACKEND"] = named


def settings() -> Mapping[str, Any] | None:
    """A copy of matplotlib's settings; None if it is not loaded, or a submission has put something else there."""
    with contextlib.suppress(Exception):
        return dict(dict.items(sys.modules["matplotlib"].rcParams))  # to ask for the backend itself would choose one
    return None


def restore(before: Mapping[str, Any] | None) -> None:
    """Put matplotlib's settings back to what `settings` gave."""
    if before is not None:
        with contextlib.suppress(Exception):
            dict.update(sys.modules["matplotlib"].rcParams, before)


@contextlib.contextmanager
def _usual_settings() -> Iterator[None]:
    before = settings()
    _use_usual_settings()
    try:
        yield
    finally:
        restore(before)


def _use_usual_settings() -> None:
    loaded = sys.modules.get("matplotlib")
    if loaded is not None:
        simple, lists = _known_settings()
        dict.update(loaded.rcParams, simple | {name: list(value) for name, value in lists.items()})


@functools.cache
def _known_settings() -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Matplotlib's own settings, and apart from them those that can be changed in place."""
    from matplotlib import rcParamsDefault  # noqa: PLC0415  see above

    known: dict[str, Any] = {name: value for name, value in rcParamsDefault.items() if not name.startswith(ONES_OWN)}
    lists = {name: list(value) for name, value in known.items() if isinstance(value, list)}
    return {name: value for name, value in known.items() if name not in lists}, lists
