"""Parts of a class, for several machines: who is in which depends on nothing but the student's name."""

from __future__ import annotations

import argparse
import hashlib
import re
from typing import NamedTuple

MOST_PARTS = 100_000


class Part(NamedTuple):
    """One of several parts of a class.

    Attributes:
        number: which one, from 1 on.
        of: how many there are.
    """

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def has(self, student: str) -> bool:
        """Whether a student is in this part: the same answer on every machine and day.

        Args:
            student: the name, which nobody else of the class has.
        """
        digest = hashlib.sha256(student.encode("utf-8", "replace")).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1


def part(text: str) -> Part:
    """A part, as the command line has it: `2/3`.

    Raises:
        argparse.ArgumentTypeError: if it is none.
    """
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text, re.ASCII)
    if match is None or not 1 <= int(match[1]) <= int(match[2]) <= MOST_PARTS:
        raise argparse.ArgumentTypeError(f"K/N, with K from 1 to N and N up to {MOST_PARTS:,}: 2/3")
    return Part(int(match[1]), int(match[2]))
