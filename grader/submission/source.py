"""The text of a file that was handed in: what it defines, and what is the matter with it. Nothing of it runs here."""

from __future__ import annotations

import ast
import codecs
import io
import sys
import tokenize
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.protocol.text import clean
from grader.submission.cells import describe_unreadable
from grader.submission.functions import Function, Links, functions_in, links_in
from grader.submission.open_strings import error_of_open_string

MOST_NAMES = 200  # of one file, among which a renamed function is looked for
MISSING = "the file is missing"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnreadableError(Exception):
    """Nothing of what was handed in can be read; the text says why."""


class Problem(NamedTuple):
    """Something about a file that a person has to know.

    Attributes:
        file: name of the file within the submission.
        line: line in it, None for the whole file.
        message: what is the matter.
    """

    file: str
    line: int | None
    message: str


@dataclass(frozen=True)
class File:
    """A unit's file or a helper module beside it.

    Attributes:
        shown: its path, as a person would write it.
        source: its text, None if it cannot be used.
        problem: why not.
        functions: what it defines at the top level; a star stands among it where that may be more than the text shows.
        links: what its names may stand for.
        size: its bytes, where it was read.
    """

    shown: str
    source: str | None
    problem: Problem | None = None
    functions: dict[str, Function] = field(default_factory=dict)
    links: Links = field(default_factory=dict, repr=False)
    size: int = 0


def read_text(data: bytes) -> str:
    """The text of a file that can only be UTF-8.

    Raises:
        UnreadableError: if it is not.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("it is not UTF-8 text") from error


def parse_file(data: bytes, name: str) -> File:
    """A file from its bytes.

    Args:
        data: the bytes.
        name: name of the file within the submission.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        source = io.TextIOWrapper(io.BytesIO(data), encoding, newline=None).read()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return File(name, None, Problem(name, line, "it is not UTF-8 text; save it again as UTF-8"))
    except (SyntaxError, LookupError, UnicodeError) as error:  # some encodings that can be named cannot be read
        text = clean(error.msg if isinstance(error, SyntaxError) else error)
        if "null bytes" in text and data[:2] not in UTF_16:  # newer Pythons look for them already here
            return File(name, None, Problem(name, None, f"syntax error: {text}"))
        return File(name, None, Problem(name, 1, f"it is not UTF-8 text ({text}); save it again as UTF-8"))
    return parse_source(source, name, name)


def parse_source(source: str, name: str, shown: str) -> File:
    """A file from its text.

    Args:
        source: the text.
        name: name of the file within the submission.
        shown: its path, as a person would write it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where they are errors, a \s in a docstring is a syntax error
            tree = ast.parse(source)
            if any(isinstance(one, ast.Return) for one in tree.body):
                compile(tree, name, "exec", dont_inherit=True)  # only this finds that it stands outside of a function
    except SyntaxError as error:
        error = error_of_open_string(source, error) or error
        text = f"syntax error: {clean(error.msg)}"
        wrong = error.text or "".join(source.split("\n")[(error.lineno or 0) - 1 : error.lineno])
        if wrong.strip():
            text += f" in `{clean(wrong.strip(), 80)}`"
        if error.msg == "'return' outside function":
            text += "; a line of a function begins with spaces, as many as its other lines"
        return File(shown, None, Problem(name, error.lineno or None, text))
    except (ValueError, RecursionError, MemoryError) as error:
        return File(shown, None, Problem(name, None, describe_unreadable(error)))
    links, bound = links_in(tree)
    return File(shown, source, functions=functions_in(tree, bound), links=links)


def unreachable(name: str, packages: Iterable[str]) -> Problem | None:
    """What is the matter with a file if its module is called as one of Python's or of a package.

    Args:
        name: name of the module.
        packages: the names of the packages that a submission may import.
    """
    if name not in sys.stdlib_module_names.union(packages):
        return None
    text = f"its name is that of a module of Python's or numpy's; imports find that one, never {name}.py"
    return Problem(f"{name}.py", None, text)


def nearest(name: str, file: File, taken: Iterable[str]) -> str | None:
    """The name in a file that was most likely meant for a missing function."""
    others = [other for other, function in file.functions.items() if not function.imported]
    known = set(taken)
    classes = {other for other in others if other[:1].isupper() and other.lower() != name}
    free = [other for other in others if other not in known | classes][:MOST_NAMES]
    import difflib  # noqa: PLC0415  few functions are missing

    near = difflib.get_close_matches(name, free, n=1, cutoff=0.6)
    return near[0] if near else None


def was_renamed(near: str | None) -> str:
    """A question about the name that was most likely meant, with a space in front; "" where there is none."""
    return f" There is {near}: was it renamed?" if near else ""
