"""Standard streams: a program may be started without one of them, as by `grader check >&-`."""

from __future__ import annotations

import os
import sys


def open_missing() -> None:
    """Open in the place of each stream that is closed one that takes all and gives nothing.

    Else the next file or socket that is opened would be the standard output of all processes that are started.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)  # it has the lowest number that is free
            os.set_inheritable(opened, True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  open until the end
