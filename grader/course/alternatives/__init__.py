"""Right solutions written in other ways: the proof that the checks reject no right answer.

Like the misconceptions they are looked up in the unit as it is being graded, and no worker imports them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any


@dataclass(frozen=True)
class Alternative:
    """A right solution of one exercise: the function and in what it differs from the reference."""

    exercise: str
    way: str
    function: FunctionType


def alternative(exercise: str, way: str) -> Callable[[Callable[..., Any]], Alternative]:
    """Make a function an alternative; `way` says in what it differs from the reference."""

    def make(function: Callable[..., Any]) -> Alternative:
        if not isinstance(function, FunctionType):
            raise TypeError(f"an alternative of {exercise} is a plain function, not {function!r}")
        return Alternative(exercise, way, function)

    return make


def alternatives_in(module: ModuleType) -> list[Alternative]:
    """The alternatives that a module defines, in the order of the file."""
    return [value for value in vars(module).values() if isinstance(value, Alternative)]
