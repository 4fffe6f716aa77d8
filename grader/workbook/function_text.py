"""A function's own lines within the text of a file, also while the text is no Python, as it is while one types."""

from __future__ import annotations

import ast
import functools
import re
import warnings
from collections.abc import Iterator, Sequence

from grader.submission.functions import DEFINITIONS, statements

MOST = 20  # definitions of one name that are looked at

Span = tuple[int, int]  # the first line, and the one after the last; both count from 0

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")  # not str.splitlines: to Python, a form feed ends no line
_HEADER = re.compile(r"(?:def|class|async|import|from)\b|@|if __name__\b")
_COMMENT = re.compile(r"[ \t]+#")


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its end."""
    return _LINE.findall(text)


def bare(lines: list[str]) -> list[str]:
    """Lines without their ends."""
    return [line.rstrip("\r\n") for line in lines]


def defines(text: str, name: str) -> bool:
    """Whether a text seems to define a name, complete or not."""
    return re.search(rf"(?m)^\s*(?:(?:async\s+)?def\s+{name}\b|{name}\s*[:=])", text) is not None


def pieces(text: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """A file in pieces that make it up: each a name and its text, "" where that belongs to none of the names.

    Args:
        text: that of the file.
        names: the functions that are looked for.
    """
    lines = lines_of(text)
    spans = sorted((*span, name) for name in names if (span := find(lines, name)) is not None)
    found, at = [], 0
    for begin, end, name in spans:
        if begin >= at:  # else it stands within another
            found += [("", "".join(lines[at:begin])), (name, "".join(lines[begin:end]))]
            at = end
    return [one for one in [*found, ("", "".join(lines[at:]))] if one[1]]


def find(lines: list[str], name: str, written: str | None = None) -> Span | None:
    """The lines of a function, None where there are none.

    Args:
        lines: those of the file.
        name: the function.
        written: the text that was last written in its place; it may hold more than the function.
    """
    tree = _parsed("".join(lines))
    own = _by_syntax(tree, lines, name) if tree else _by_looks(lines, name)
    region = None if written is None else _occurrence(lines, written.split("\n"))
    if region and (own is None or tree is None or (region[0] <= own[0] and own[1] <= region[1])):
        return region
    return own


@functools.lru_cache(maxsize=32)  # a file is looked at for each of its functions
def _parsed(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _by_syntax(tree: ast.Module, lines: list[str], name: str) -> Span | None:
    """The lines of the last statement that defines a name, with indented comments below it."""
    spans = [_span(node) for node, _, _ in statements(tree.body) if name in _defined(node)]
    if not spans:
        return None
    begin, end = spans[-1]
    at = end
    while at < len(lines) and (not lines[at].strip() or _COMMENT.match(lines[at])):
        at += 1
        end = at if lines[at - 1].strip() else end
    return begin, end


def _defined(node: ast.AST) -> Iterator[str]:
    if isinstance(node, DEFINITIONS):
        yield node.name
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    yield from (target.id for target in targets if isinstance(target, ast.Name))


def _span(node: ast.AST) -> Span:
    decorators = node.decorator_list if isinstance(node, DEFINITIONS) else []
    first = min(getattr(one, "lineno", 1) for one in [node, *decorators])
    return first - 1, getattr(node, "end_lineno", None) or first


def _by_looks(lines: list[str], name: str) -> Span | None:
    """The lines from the last `def` of a name to what begins something else at the margin."""
    starts = [at for at, line in enumerate(lines) if re.match(rf"\s*(?:async\s+)?def\s+{name}\b", line)]
    if not starts:
        return None
    end, margin = starts[-1] + 1, _margin(lines[starts[-1]])
    while end < len(lines) and not _begins_other(lines[end], margin):
        end += 1
    begins = [_above(lines, start) for start in starts[-MOST:]]
    for begin in begins:  # the last may stand in the docstring of an earlier one
        part = lines[begin:end]
        if (alone := _parsed("".join(part))) and (own := _by_syntax(alone, part, name)):
            return begin + own[0], begin + own[1]
    while not lines[end - 1].strip() or lines[end - 1].startswith("#"):  # they belong to what follows
        end -= 1
    return begins[-1], end


def _above(lines: list[str], start: int) -> int:
    """Where the decorators of a definition begin."""
    while start and lines[start - 1].lstrip().startswith("@"):
        start -= 1
    return start


def _begins_other(line: str, margin: int) -> bool:
    """Whether a line begins something else than a function at a margin; one at the margin 0 may have its body there."""
    return bool(_HEADER.match(line)) if margin == 0 else bool(line.strip()) and _margin(line) <= margin


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _occurrence(lines: list[str], wanted: list[str]) -> Span | None:
    """Where some lines stand, if they do so once, and what follows is not indented and so no part of them."""
    plain, size = bare(lines), len(wanted)
    found = [at for at in range(len(plain) - size + 1) if plain[at] == wanted[0] and plain[at : at + size] == wanted]
    if len(found) != 1:
        return None
    end = found[0] + size
    after = next((line for line in plain[end:] if line.strip()), "")
    return None if after[:1].isspace() else (found[0], end)
