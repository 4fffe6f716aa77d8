"""Runs the code of the pages: what a page prints was printed by the build.

A reader imports from `exercises`, where their own functions are. Here those names lead to `solutions`, so that the text
on the page is the text that works for them. Each block starts afresh: whatever stands on a page runs when it is pasted.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import traceback
import warnings
from typing import Any

from grader.course.syllabus import load_course


@contextlib.contextmanager
def _solved() -> Any:
    before = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "exercises"}
    names = ["", *(f".{unit.name}" for unit in load_course().units)]
    sys.modules.update({f"exercises{name}": importlib.import_module(f"solutions{name}") for name in names})
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(f"exercises{name}", None)
        sys.modules.update(before)


def run(source: str, **given: Any) -> str:
    """Run a block and return what it printed.

    Raises:
        ValueError: if it raises or warns; the message holds the block.
    """
    printed = io.StringIO()
    try:
        with _solved(), contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(compile(source, "<page>", "exec"), {"__name__": "page", **given})  # noqa: S102
    except Exception as error:
        last = traceback.format_exception_only(error)[-1].strip()
        raise ValueError(f"a code block of the page fails: {last}\n{source}") from error
    return printed.getvalue()


def printed_block(printed: list[str], *classes: str) -> list[str]:
    """What a program printed, as Markdown."""
    marks = " ".join(f".{name}" for name in ("text", "output", "no-copy", *classes))
    return [f"``` {{ {marks} }}", *printed, "```"]
