"""Executable wrong solutions: what tells a student which mistake the numbers show, and the test of every check.

A file of misconceptions imports the solutions, and so no worker imports it. The body of a misconception stands for
what a student would write in the unit's file: its global names are looked up in the unit as it is being graded,
so that a `deriv` swapped for another wrong one serves it too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

from grader.course.reference import Mistake


@dataclass(frozen=True, kw_only=True)
class Misconception(Mistake):
    """A mistake with the wrong solution that makes it.

    Attributes:
        function: the wrong solution.
        hidden_only: why no visible check rejects it, or "" where one does.
    """

    function: FunctionType
    hidden_only: str = ""


def misconception(
    exercise: str, did: str, ask: str, *, code: str = "", hidden_only: str = ""
) -> Callable[[Callable[..., Any]], Misconception]:
    """Make a function a misconception. It is named `<exercise>_<slug>` (or `<exercise>__<slug>`)."""

    def make(function: Callable[..., Any]) -> Misconception:
        if not isinstance(function, FunctionType) or not function.__name__.startswith(exercise):
            raise TypeError(f"a misconception of {exercise} is a function named {exercise}_…, not {function!r}")
        slug = function.__name__.removeprefix(exercise).strip("_").replace("_", "-")
        return Misconception(exercise, slug, did, ask, code, function=function, hidden_only=hidden_only)

    return make


def misconceptions_in(module: ModuleType) -> list[Misconception]:
    """The misconceptions that a module defines, in the order of the file."""
    return [value for value in vars(module).values() if isinstance(value, Misconception)]
