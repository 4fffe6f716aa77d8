"""Text: made safe where a student wrote it, spelt in ASCII where a terminal lacks letters, printed without rich.

Nothing here imports numpy or rich, so that commands that do not grade answer at once.
"""

from __future__ import annotations

import codecs
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

MAX_TEXT = 2_000

SPELT = {
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
    return "".join(SPELT.get(c, "?") for c in error.object[error.start : error.end]), error.end


def spell_out() -> None:
    """Let stdout and stderr spell in ASCII what their encoding lacks."""
    codecs.register_error("spell", _spell)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="spell")


def say(args: argparse.Namespace, text: str) -> None:
    """Print a line, unless silence was asked for."""
    if not args.quiet:
        spell_out()
        print(text)


def clean(text: object, most: int = MAX_TEXT) -> str:
    """Text that a student wrote, made safe to print: no control characters, no lone surrogates, not too long."""
    if type(text) is str and len(text) <= most and text.isprintable():
        return text
    try:
        raw = str(text)
    except BaseException:  # noqa: BLE001  a student's __str__ may do anything
        return "(no text)"
    kept = raw[:most].encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").expandtabs(4)
    if not kept.replace("\n", "").isprintable():
        kept = "".join(c if c.isprintable() or c == "\n" else "�" for c in kept)
    return kept + " …" if len(raw) > most else kept


def on_others(follow_through: str | None, blocked_by: str | None) -> list[str]:
    """What an earlier exercise has to do with a verdict, as a student reads it.

    Args:
        follow_through: the exercise given whose mistake the answers are right.
        blocked_by: the exercise that a failure leans on.
    """
    right = [f"Right, given your {follow_through}; mend {follow_through} first."] if follow_through else []
    leans = [f"It leans on {blocked_by}, which is not right yet; mend that first."] if blocked_by else []
    return right + leans
