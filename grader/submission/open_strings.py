"""A string in triple quotes that is left open: Python finds the mistake in another function, where the next begins."""

from __future__ import annotations

import ast
import itertools
import re
import warnings

QUOTES = ('"""', "'''")
MOST_PARTS = 200  # of a file that are looked through
_BEGINS = re.compile(r"^(?:async\s+def|def|class)\b|^@", re.MULTILINE)


def error_of_open_string(source: str, error: SyntaxError) -> SyntaxError | None:
    """The error of the string that is not closed, where that is why a file cannot be read.

    Each definition before the error is read by itself. If the string that the first of them leaves open is closed at
    its end, the whole file has to be right.

    Args:
        source: the text of the file.
        error: what Python says of it.

    Returns:
        What Python says of that definition, with the line of the file where the string begins; None if it is not so.
    """
    begins = [found.start() for found in _BEGINS.finditer(source)]
    for begin, end in list(itertools.pairwise(begins))[:MOST_PARTS]:
        before = source[:begin].count("\n")
        if error.lineno is not None and before >= error.lineno:
            return None
        found = _error(source[begin:end])
        if found is None or not found.msg.startswith("unterminated triple-quoted string"):
            continue
        if all(_error(f"{source[:end]}{quote}\n{source[end:]}") for quote in QUOTES):
            return None  # only the first one is tried: to read a whole file takes long
        line = before + (found.lineno or 1)
        return SyntaxError(found.msg.partition(" (")[0], (None, line, found.offset, found.text))
    return None


def _error(text: str) -> SyntaxError | None:
    """What Python says of a text; None if nothing is wrong with its syntax."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError) as error:
        return SyntaxError(str(error))
    return None
