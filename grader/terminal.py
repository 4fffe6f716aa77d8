"""The terminal: a console that knows when to be plain."""

from __future__ import annotations

import argparse

from rich.console import Console


def make_console(args: argparse.Namespace, *, stderr: bool = False) -> Console:
    """A console as the options, the environment (NO_COLOR) and the terminal ask for it."""
    plain = bool(args.plain)
    console = Console(
        stderr=stderr,
        no_color=True if plain or args.no_color else None,
        force_terminal=False if plain else None,
        highlight=False,
        soft_wrap=False,
    )
    if not console.is_terminal:
        console.width = 120  # piped output is the same everywhere
    return console
