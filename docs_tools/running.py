"""Runs the code of the pages: what a page prints was printed by the build.

A reader imports from `exercises`, where their own functions are. Here those names lead to `solutions`, so that the text
on the page is the text that works for them. What they have not come to yet is a stub here, too: a block that needs it
fails. Each block starts afresh: whatever stands on a page runs when it is pasted.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import traceback
import types
import warnings
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

from docs_tools.mistakes import LessonError
from grader.course.syllabus import load_course


@contextlib.contextmanager
def _solved(todo: AbstractSet[str]) -> Any:
    before = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "exercises"}
    names = ["", *(f".{unit.name}" for unit in load_course().units)]
    sys.modules.update({f"exercises{name}": _module(f"solutions{name}", todo) for name in names})
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(f"exercises{name}", None)
        sys.modules.update(before)


def _module(name: str, todo: AbstractSet[str]) -> types.ModuleType:
    """A module of solutions in which some functions are still to be written."""
    solved = importlib.import_module(name)
    module = types.ModuleType(name, solved.__doc__)
    module.__dict__.update({**vars(solved), **{one: _stub(one) for one in todo & vars(solved).keys()}})
    return module


def _stub(name: str) -> Callable[..., Any]:
    def stub(*_args: Any, **_named: Any) -> Any:
        raise NotImplementedError(f"the box of {name} comes later")

    return stub


def run(source: str, todo: AbstractSet[str] = frozenset(), **given: Any) -> str:
    """Run a block and return what it printed.

    Args:
        source: the block.
        todo: the exercises that a reader who has come to it has not written yet.
        given: names that it finds.

    Raises:
        LessonError: if it raises or warns; the message holds the block.
    """
    printed = io.StringIO()
    with _solved(todo), contextlib.redirect_stdout(printed):
        execute(source, {"__name__": "page", **given})
    return printed.getvalue()


def execute(source: str, names: dict[str, Any]) -> None:
    """Run code of a page with these names.

    Raises:
        LessonError: if it raises or warns; the message holds the code.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(compile(source, "<page>", "exec"), names)  # noqa: S102
    except Exception as error:
        last = traceback.format_exception_only(error)[-1].strip()
        raise LessonError(f"a code block of the page fails: {last}\n{source}") from error


def printed_block(printed: list[str], *classes: str) -> list[str]:
    """What a program printed, as Markdown."""
    marks = " ".join(f".{name}" for name in ("text", "output", "no-copy", *classes))
    return [f"``` {{ {marks} }}", *printed, "```"]
