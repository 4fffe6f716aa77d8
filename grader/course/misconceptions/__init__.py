"""Executable wrong solutions: what tells a student which mistake the numbers show, and the test of every check.

A file of misconceptions imports the solutions, and so no worker imports it. The body of a misconception stands for
what a student would write in the unit's file: its global names are looked up in the unit as it is being graded,
so that a `deriv` swapped for another wrong one serves it too.

What a student reads is the docstring: first what was done, then, on a new line, a question that leads on.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

from grader.course.reference import Mistake

_SAID = re.compile(r"(.+?\.)\n(.*\?.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Misconception(Mistake):
    """A mistake with the wrong solution that makes it.

    Attributes:
        function: the wrong solution.
        hidden_only: why no visible check rejects it, or "" where one does.
        text: its text if it was made from the solution; "" if it stands in its unit's file.
    """

    function: FunctionType
    hidden_only: str = ""
    text: str = ""


def wrong(
    exercise: str, said: str | None = None, *, code: str = "", hidden_only: str = ""
) -> Callable[[Callable[..., Any]], Misconception]:
    """Make a function a misconception. It is named `<exercise>_<slug>` (or `<exercise>__<slug>`).

    Args:
        exercise: name of the exercise.
        said: what the student reads, where several functions share it; else it is the function's docstring.
        code: what it claims of the code; see `grader.submission.claims`.
        hidden_only: why no visible check rejects the function, or "" where one does.
    """
    if not isinstance(exercise, str):
        raise TypeError('a misconception names its exercise: @wrong("square")')

    def make(function: Callable[..., Any]) -> Misconception:
        if not isinstance(function, FunctionType) or not function.__name__.startswith(exercise):
            raise TypeError(f"a misconception of {exercise} is a function named {exercise}_…, not {function!r}")
        slug = function.__name__.removeprefix(exercise).strip("_").replace("_", "-")
        did, ask = did_and_ask(function, said)
        return Misconception(exercise, slug, did, ask, code, function=function, hidden_only=hidden_only)

    return make


def did_and_ask(function: Callable[..., Any], said: str | None = None) -> tuple[str, str]:
    """What a student reads: what was done, and the question.

    Args:
        function: a misconception, or the maker of a family of them; its docstring says it.
        said: the words in the place of the docstring.

    Raises:
        TypeError: if there is no question on a line of its own.
    """
    found = _SAID.fullmatch(inspect.cleandoc(said or function.__doc__ or ""))
    if not found:
        raise TypeError(f"{function.__name__} says what the student did, and on a new line a question")
    return " ".join(found[1].split()), " ".join(found[2].split())


def misconceptions_in(module: ModuleType) -> list[Misconception]:
    """The misconceptions that a module defines, alone or as a family, in the order of the file."""
    listed = [value if isinstance(value, list) else [value] for value in vars(module).values()]
    return [one for some in listed for one in some if isinstance(one, Misconception)]
