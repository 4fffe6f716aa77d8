"""Lines that fit a terminal: broken between words, with a hanging indent. Elsewhere a fact stays on one line."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap

HANG = 2  # how much farther in a line goes on than it begins
LEAST = 20
GLUE = "\u2060"  # stands for a space that no line may be broken at
_WHOLE = re.compile(r"`[^`]+`|(?:(?:\S*uv run|python -m) )?\bgrader(?: --?[\w-]+| \w+(?: [\w.]+)?)")


def fold(text: str, width: int | None, hang: int | None = None) -> list[str]:
    """The lines of a text at a width; None leaves each as it is.

    Words that are longer than a line, such as a path, stay whole, and so do commands and code in backticks: a terminal
    can be clicked and copied from.

    Args:
        text: lines, each with its own indent.
        width: the letters of a line.
        hang: the indent of what goes on; as a rule a little more than the line's own.
    """
    return [part for line in text.split("\n") for part in _fold(line, width, hang)]


def _fold(line: str, width: int | None, hang: int | None) -> list[str]:
    if width is None or len(line) <= width:
        return [line]
    own = len(line) - len(line.lstrip())
    parts = textwrap.wrap(
        _WHOLE.sub(lambda match: match[0].replace(" ", GLUE) if len(match[0]) < width else match[0], line.strip()),
        max(width, LEAST),
        initial_indent=" " * own,
        subsequent_indent=" " * (own + HANG if hang is None else hang),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [part.replace(GLUE, " ") for part in parts] or [""]


def terminal_width(*, plain: bool = False) -> int | None:
    """The width of the terminal that standard output is; None where it is none, or is to be plain."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() and not plain else None
