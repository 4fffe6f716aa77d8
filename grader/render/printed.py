"""What stands in an output: what Python warned of, and what the student's code printed."""

from __future__ import annotations

import re
from typing import NamedTuple

_WARNED = re.compile(r"^(?:\S+|.*[\\/][^\\/\n]*)\.py:\d+: \w*Warning: .*\n?(?:^  \S.*\n?)?", re.MULTILINE)


class Printed(NamedTuple):
    """An output in two parts, each as lines.

    Attributes:
        warned: Python's warnings, each with the line of code that it is about.
        printed: all else.
    """

    warned: list[str]
    printed: list[str]


def printed_in(output: str) -> Printed:
    """The parts of an output."""
    warned = "".join(found if found.endswith("\n") else f"{found}\n" for found in _WARNED.findall(output))
    parts = (warned.rstrip(), _WARNED.sub("", output).rstrip().lstrip("\n"))
    return Printed(*(text.split("\n") if text else [] for text in parts))
