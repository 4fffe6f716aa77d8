"""The errors that end a command: a sentence that ends with the way on, and an exit code."""

from __future__ import annotations

ALL_PASS, NOT_ALL_PASS, USAGE, BROKEN, INTERRUPTED = 0, 1, 2, 3, 130


class GraderError(Exception):
    """Ends a command; its text is for a person."""

    exit_code = BROKEN


class UsageError(GraderError):
    """What was asked for cannot be done as asked: a wrong name, folder or file."""

    exit_code = USAGE


class BrokenError(GraderError):
    """Our own failure: never the student's."""
