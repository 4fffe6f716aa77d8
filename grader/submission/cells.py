"""One code cell of a notebook as Python: its text without IPython's own syntax, and its syntax tree."""

from __future__ import annotations

import ast
import re
import warnings
from typing import NamedTuple

from grader.protocol.text import clean

MOST_MAGICS = 100  # lines of a cell that IPython translates, which takes it as many passes
_MAGIC = re.compile(r"^([ \t]*)(?:[!%?].*|[\w.*]+\?{1,2}[ \t]*)$", re.MULTILINE)
_BODY_MAGICS = re.compile(r"\s*%%(time|timeit|capture|prun|python|python3|ipytest|debug|memit)\b[^\n]*\n?")
_OTHER = re.compile(r"\s*(%%\w+)")


class Cell(NamedTuple):
    """A cell of a notebook.

    Attributes:
        name: its name for a person, "" where it has none.
        source: its text.
        kind: `code`, or what it is instead.
    """

    name: str
    source: str
    kind: str = "code"

    @property
    def unread(self) -> str | None:
        """Why its text is no Python, to follow "stands in a"; None where it is read."""
        if self.kind != "code":
            return f"{self.kind} cell, not in a code cell"
        other = _OTHER.match(self.source)
        return f"{other[1]} cell, not in one of Python" if other and not _BODY_MAGICS.match(self.source) else None


def parse_cell(source: str) -> tuple[ast.Module | None, str, str]:
    """The syntax tree of a cell, its source without magics, and what is wrong with it ("" if nothing is)."""
    tree, problem = _parse(source)
    if tree is not None:
        return tree, source, ""
    plain = without_magics(source)
    if plain != source:
        tree, problem = _parse(plain)
    return tree, plain, problem


def describe_unreadable(error: Exception) -> str:
    """What is said of text that Python refuses without a syntax error, as before 3.11.4 text with null bytes."""
    kind = "syntax error" if "null bytes" in str(error) else "Python cannot read it"
    return f"{kind}: {clean(error) or 'too deeply nested'}"


def _parse(source: str) -> tuple[ast.Module | None, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where warnings are errors, a \s in a docstring is a syntax error
            return ast.parse(source), ""
    except SyntaxError as error:
        return None, _says(error)
    except (ValueError, RecursionError, MemoryError) as error:
        return None, describe_unreadable(error)


def _says(error: SyntaxError) -> str:
    place = "" if error.lineno is None else f" in line {error.lineno}"
    text = f"syntax error{place}: {clean(error.msg)}"
    if error.text and error.text.strip():
        text += f" in `{clean(error.text.strip(), 80)}`"
    return text


def without_magics(source: str) -> str:
    """A cell's text as plain Python: IPython's own syntax (`!ls`, `%matplotlib`, `deriv?`) becomes calls."""
    body = _BODY_MAGICS.match(source)
    if body:
        source = "\n" * body[0].count("\n") + source[body.end() :]
    if source.lstrip().startswith("%%"):
        return "\n" * source.count("\n")
    if len(_MAGIC.findall(source)) > MOST_MAGICS:
        return _MAGIC.sub(r"\1pass", source)
    try:
        from IPython.core.inputtransformer2 import TransformerManager  # noqa: PLC0415  slow, and rarely needed
    except ImportError:
        return _MAGIC.sub(r"\1pass", source)
    try:
        kept = len(source) - len(source.lstrip("\n"))  # IPython drops leading empty lines; line numbers count them
        return "\n" * kept + str(TransformerManager().transform_cell(source.lstrip("\n")))  # type: ignore[no-untyped-call]
    except (SyntaxError, RuntimeError, RecursionError):  # it gives up after 500 passes
        return source
