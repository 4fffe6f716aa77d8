"""The errors that end a command: each says in a sentence what to do, and has an exit code."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
ALL_PASS, NOT_ALL_PASS, USAGE, BROKEN = 0, 1, 2, 3
INTERRUPTED, UNREAD = 130, 141  # as a shell tells of a program that SIGINT or SIGPIPE ended


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


def refused_by_system(error: OSError) -> str | None:
    """What the system refuses and what to do, in a sentence; None where that may be our own failure."""
    what = f"{error.filename} cannot be used" if error.filename else "the output cannot be written"
    told = f"{what}: {error.strerror}"
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return "too many files are open at once. Allow more in this shell, and run it again: ulimit -n 1024"
    if error.errno in (errno.ENOMEM, errno.EAGAIN):
        return f"the system has too little for one more process ({error.strerror}). End others, and run it again."
    if error.errno in FULL:
        return f"{told}. Make room, and run it again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{told}. Look at its permissions."
    return None if error.errno != errno.ENOENT or _here() else "the folder that you are in is gone. Go to another: cd"


def _here() -> bool:
    """Whether the current folder is there."""
    try:
        Path.cwd()
    except OSError:
        return False
    return True
