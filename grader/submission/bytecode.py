"""Compile a file of a submission once, for both of its workers: nothing of it runs here.

To compile in a worker that was just forked takes five times as long. What a student wrote may also be made to keep the
compiler busy: the body of a `finally` is compiled anew for each way out of its `try`, and twice as often for each that
it stands in; patterns with many names, and functions within functions that share many, take their time. Where there is
any of it, or very much text, the worker compiles, within its limits.
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
    """The bytecode of a file for a worker of the same Python, None where the worker is to compile.

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
