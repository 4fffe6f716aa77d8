"""Types of command-line arguments, which refuse bad values with a reason."""

from __future__ import annotations

import argparse


def seconds(text: str) -> float:
    """A positive number of seconds."""
    value = float(text)
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError("more than 0 and at most 3600 seconds")
    return value


def count(text: str) -> int:
    """A number of processes."""
    value = int(text)
    if not 1 <= value <= 256:
        raise argparse.ArgumentTypeError("between 1 and 256")
    return value


def seed(text: str) -> int:
    """A seed of random numbers: numpy takes none below 0."""
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("0 or more")
    return value


def port(text: str) -> int:
    """A port that needs no special rights, or 0 for any that is free."""
    value = int(text)
    if value != 0 and value not in range(1024, 1 << 16):
        raise argparse.ArgumentTypeError("between 1024 and 65535, or 0 for any that is free")
    return value
