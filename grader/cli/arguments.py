"""Types of command-line arguments, which refuse bad values with a reason."""

from __future__ import annotations

import argparse


def seconds(text: str) -> float:
    """A positive number of seconds."""
    value = float(text)
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError("between 0 and 3600 seconds")
    return value


def count(text: str) -> int:
    """A number of processes."""
    value = int(text)
    if not 1 <= value <= 256:
        raise argparse.ArgumentTypeError("between 1 and 256")
    return value
