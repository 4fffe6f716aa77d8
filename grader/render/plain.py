"""Plain lines, printed without rich; letters that a terminal lacks are spelt in ASCII.

Nothing here imports numpy or rich, so that commands that do not grade answer at once.
"""

from __future__ import annotations

import codecs
import sys
from typing import TYPE_CHECKING

from grader.protocol.text import one_line
from grader.render.typed import as_typed, command
from grader.render.wrap import fold, terminal_width

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


def say(args: argparse.Namespace, text: str, *, ours: bool = True) -> None:
    """Print a fact at once, unless the command is to be quiet. Piped, it is one line, whatever names are in it.

    Args:
        args: what the command was told.
        text: the fact.
        ours: whether it is a sentence of ours, which is wrapped and names commands as they are typed here.
    """
    if not args.quiet:
        spell_out()
        line = one_line(text, MOST)
        width = terminal_width(plain=args.plain) if ours else None
        print("\n".join(fold(as_typed(line) if ours else line, width)), flush=True)  # long work may come after it


def counted(number: int, one: str, several: str = "") -> str:
    """A number and the word that goes with it: `1 student`, `2 students`; `1 is`, `2 are`.

    Args:
        number: how many there are.
        one: the word where there is one.
        several: the word where there are none or several; without it, an s is added.
    """
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def say_next(args: argparse.Namespace, words: str = "") -> None:
    """Print the next command; one that does not fit stands on a line of its own, whole."""
    say_command(args, command(words))


def say_command(args: argparse.Namespace, text: str) -> None:
    """Print a next command that is not of the grader alone, as it is typed."""
    if not args.quiet:
        spell_out()
        print("\n".join(next_lines(text, terminal_width(plain=args.plain))))


def next_lines(text: str, width: int | None) -> list[str]:
    """The lines that name the next command."""
    line = f"Next: {one_line(text, MOST)}"
    return [line] if width is None or len(line) <= width else ["Next:", f"  {one_line(text, MOST)}"]
