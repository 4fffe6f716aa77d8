"""Plain lines, printed without rich; letters that a terminal lacks are spelt in ASCII.

Nothing here imports numpy or rich, so that commands that do not grade answer at once.
"""

from __future__ import annotations

import codecs
import sys
from typing import TYPE_CHECKING

from grader.protocol.text import one_line

if TYPE_CHECKING:
    import argparse

MOST = 10_000  # letters of a line; a path may have some thousands

ASCII_SPELLING = {
    "′": "'", "″": "''", "‴": "'''", "·": "*", "×": "x", "→": "->", "≤": "<=", "≥": ">=", "≈": "~", "−": "-",
    "…": "...", "—": "-", "–": "-", "σ": "sigma", "δ": "delta", "Σ": "sum", "∂": "d", "∘": "o", "ᵀ": "^T",
    "⊙": "o", "²": "^2",
    "³": "^3", "ˣ": "^x", "⁻": "^-", "₁": "1", "₂": "2", "₃": "3", "“": '"', "”": '"', "‘": "'", "’": "'", "�": "?",
    "█": "#", "░": ".", "┃": "|", "│": "|", "━": "-", "─": "-",
    "½": "1/2", "‖": "||", "₀": "0", "ₙ": "n", "ᵢ": "i", "ⱼ": "j", "ₖ": "k", "¹": "^1", "⁵": "^5", "⁸": "^8", "⁹": "^9",
    "ŷ": "y", "←": "<-",
}  # fmt: skip


def _spell(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(ASCII_SPELLING.get(c, "?") for c in error.object[error.start : error.end]), error.end


def spell_out() -> None:
    """Let stdout and stderr spell in ASCII what their encoding lacks."""
    codecs.register_error("spell", _spell)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="spell")


def say(args: argparse.Namespace, text: str) -> None:
    """Print a line, unless the command is to be quiet. Whatever names are in it, it is one line."""
    if not args.quiet:
        spell_out()
        print(one_line(text, MOST))
