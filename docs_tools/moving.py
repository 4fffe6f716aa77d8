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

from docs_tools.mistakes import LessonError

_SCRIPTS = Path(__file__).parent.parent / "docs" / "assets" / "js" / "figures"
_LIBRARY = _SCRIPTS / "library.js"
_ids = itertools.count(1)


class _Engine:
    """Runs the scripts, and knows which of them has a figure."""

    def __init__(self) -> None:
        context = quickjs.Context()
        context.eval(_LIBRARY.read_text(encoding="utf-8"))
        self.file_of: dict[str, str] = {}
        for path in sorted(_SCRIPTS.glob("*.js")):
            if path != _LIBRARY:
                context.eval(path.read_text(encoding="utf-8"))
                for kind in json.loads(context.eval("JSON.stringify(MovingFigures.kinds())")):
                    self.file_of.setdefault(kind, path.stem)
        self.html = context.eval("(kind, options, id) => MovingFigures.html(kind, options, id)")


@functools.lru_cache(maxsize=1)
def _engine(_changed: float) -> _Engine:
    return _Engine()


def figure(kind: str, options: dict[str, str]) -> str:
    """A figure as HTML, in the state it starts in.

    Args:
        kind: of the figure.
        options: `label` says what it shows, `question` what to find out with it, `for` which exercises it is
            about; the others are the figure's own.

    Raises:
        LessonError: if there is no figure of that kind.
        KeyError: if there is no label.
    """
    words = ("label", "question", "for")
    settings: dict[str, Any] = {key: value for key, value in options.items() if key not in words}
    settings |= _NUMBERS.get(kind, dict)()
    engine = _engine(max(path.stat().st_mtime for path in _SCRIPTS.glob("*.js")))
    if kind not in engine.file_of:
        raise LessonError(f"::figure {kind} names no figure. There are: {', '.join(sorted(engine.file_of))}")
    number = f"m{next(_ids)}"
    inner = engine.html(kind, json.dumps(settings), number)
    attributes = html.escape(json.dumps(settings, separators=(",", ":")))
    label, question = html.escape(options["label"]), options.get("question")
    about = f' for="{html.escape(options["for"])}"' if "for" in options else ""
    asked = f'<p class="question">{html.escape(question)}</p>' if question else ""
    return (
        f'<moving-figure kind="{kind}"{about} from="{engine.file_of[kind]}" options="{attributes}" '
        f'options-id="{number}" role="group" aria-label="{label}" data-search-exclude>{asked}{inner}</moving-figure>'
    )


def _notebook() -> dict[str, Any]:
    """The matrices of the book's notebook, seed 190204, rounded to four digits."""
    random = np.random.RandomState(190204)
    X, W = random.randn(3, 3), random.randn(3, 2)
    return {"X": X.round(4).tolist(), "W": W.round(4).tolist()}


def _crossed() -> dict[str, Any]:
    """Four clouds of six points, those that face each other of one kind, and weights to begin with."""
    random = np.random.default_rng(5)
    corners = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    X = np.repeat(corners, 6, axis=0) + 0.22 * random.normal(size=(24, 2))
    W1, W2 = random.normal(size=(3, 4)), random.normal(size=(5, 1))
    return {"X": X.round(2).tolist(), "y": [0] * 12 + [1] * 12, "W1": W1.round(2).tolist(), "W2": W2.round(2).tolist()}


_NUMBERS = {"matrix": _notebook, "boundary": _crossed}
