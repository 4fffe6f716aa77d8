"""Compile a file of a submission once, for both of its workers; nothing of it runs here.

Compiling takes five times as long in a worker that was just forked. But students can write code that keeps the compiler
busy: the body of a `finally` is compiled anew for each way out of its `try`, and twice as often for each one around it;
patterns with many names, and nested functions that share many, take long. Where a file has any of these, or is very
long, the worker compiles it, within its limits.
"""

from __future__ import annotations

import ast
import marshal
import re
import warnings

LONGEST = 1 << 14  # characters
INNER = 100  # words that may begin a function within another; blocks that are deeper than that are not Python
_LONG_WORK = re.compile(r"\bfinally\b|^\s*match\b", re.MULTILINE)
_INNER = re.compile(r"\b(?:lambda|for)\b")


def compiled(tree: ast.Module, source: str, name: str) -> bytes | None:
    """The bytecode of a file for a worker of the same Python; None if the worker is to compile it.

    Args:
        tree: what its text was parsed to.
        source: its text.
        name: how tracebacks call it.
    """
    if len(source) > LONGEST or _LONG_WORK.search(source) or len(_INNER.findall(source)) > INNER:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what is to be said of it, the worker says
            return marshal.dumps(compile(tree, name, "exec", optimize=0))
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):  # so are errors
        return None
