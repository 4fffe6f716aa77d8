"""Figures to move: the picture that stands in the page is drawn at build time by the script that moves it later."""

from __future__ import annotations

import functools
import html
import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import quickjs

_SCRIPT = Path(__file__).parent.parent / "docs" / "assets" / "js" / "figures.js"
_ids = itertools.count(1)


@functools.lru_cache(maxsize=1)
def _engine(_changed: float) -> Any:
    context = quickjs.Context()
    context.eval(_SCRIPT.read_text(encoding="utf-8"))
    return context.eval("(kind, options, id) => MovingFigures.html(kind, options, id)")


def figure(kind: str, options: dict[str, str]) -> str:
    """A figure as HTML, in the state it starts in; `label` says what it shows."""
    settings: dict[str, Any] = {key: value for key, value in options.items() if key != "label"}
    if kind == "matrix":
        settings |= _notebook()
    number = f"m{next(_ids)}"
    inner = _engine(_SCRIPT.stat().st_mtime)(kind, json.dumps(settings), number)
    attributes = html.escape(json.dumps(settings, separators=(",", ":")))
    label = html.escape(options["label"])
    return (
        f'<moving-figure kind="{kind}" options="{attributes}" options-id="{number}" role="group" '
        f'aria-label="{label}" data-search-exclude>{inner}</moving-figure>'
    )


def _notebook() -> dict[str, list[list[float]]]:
    """The matrices of the book's notebook, seed 190204, rounded to four digits."""
    random = np.random.RandomState(190204)
    X, W = random.randn(3, 3), random.randn(3, 2)
    return {"X": X.round(4).tolist(), "W": W.round(4).tolist()}
