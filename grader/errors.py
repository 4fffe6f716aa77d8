"""The errors that end a command: each says in a sentence what to do, and has an exit code."""

from __future__ import annotations

import sys

ALL_PASS, NOT_ALL_PASS, USAGE, BROKEN, INTERRUPTED = 0, 1, 2, 3, 130


class GraderError(Exception):
    """Ends a command; its text is for a person."""

    exit_code = BROKEN


class UsageError(GraderError):
    """What was asked for cannot be done as asked: a wrong name, folder or file."""

    exit_code = USAGE


class BrokenError(GraderError):
    """Our own failure: never the student's."""


def refuse_optimized() -> None:
    """Refuse to grade under `python -O`: it drops `assert`, which checks ask for; -OO drops docstrings, their texts.

    Raises:
        BrokenError: where Python was told to optimise.
    """
    if sys.flags.optimize:
        raise BrokenError("Under python -O or PYTHONOPTIMIZE verdicts would be wrong. Unset it, and run this again.")
