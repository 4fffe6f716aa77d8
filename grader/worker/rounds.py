"""Counts the rounds of `while` loops, so that an edit that never ends one ends by itself."""

from __future__ import annotations

import ast
from typing import Any

COUNTER = "goes on "  # a name that no code can have
MOST = 1_000_000  # rounds of a call until more is known


class EndlessError(BaseException):
    """A loop goes on for too long; no `except Exception` of a student's holds it up."""


class Rounds:
    """The rounds of a call.

    Attributes:
        count: how many there were since it began.
        most: how many there may be.
    """

    def __init__(self) -> None:
        self.count, self.most = 0, MOST

    def begin(self) -> None:
        """A call begins."""
        self.count = 0

    def goes_on(self) -> bool:
        """Count a round.

        Raises:
            EndlessError: if there are too many.
        """
        self.count += 1
        if self.count > self.most:
            raise EndlessError
        return True

    def names(self) -> dict[str, Any]:
        """What a module needs whose loops are counted."""
        return {COUNTER: self.goes_on}


def counted(text: str) -> str | ast.Module:
    """A text whose `while` loops count their rounds; one without any stays as it is.

    Raises:
        SyntaxError: if it is no Python.
    """
    if "while" not in text:
        return text
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.While):
            call = ast.Call(ast.Name(COUNTER, ast.Load()), [], [])
            node.test = ast.copy_location(ast.BoolOp(ast.And(), [call, node.test]), node.test)
    return ast.fix_missing_locations(tree)
