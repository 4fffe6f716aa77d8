"""What an edit is, and the text of a function with the places of its nodes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

Span = tuple[int, int]
"""Where in the function's text something begins and ends, in characters."""

MOVED = "line"  # the kind of edits that are about where a whole statement stands
KINDS = (
    "operator", "comparison", "order", "name", "number", "index", "call", "expression", "alias", "dtype", "statement",
    MOVED,
)  # fmt: skip


class Edit(NamedTuple):
    """One small change of a function's text.

    Attributes:
        begin: where what is replaced begins, in characters from the beginning of the function.
        end: where it ends.
        text: what stands there instead.
        mark: the part of the statement that the change is about.
        kind: what stands there, one of `KINDS`.
        statement: where the statement begins and ends; of one with a body, its head.
        rank: how far-fetched it is, from 0.
    """

    begin: int
    end: int
    text: str
    mark: Span
    kind: str
    statement: Span
    rank: int = 0

    def is_name_for_name(self, text: str) -> bool:
        """Whether it puts a name in the place of another one of a function's text."""
        return self.text.isidentifier() and text[self.begin : self.end].isidentifier()


class Helper(NamedTuple):
    """Lines of another file at the beginning of a text that is edited.

    Attributes:
        file: the file's name, without its ending.
        line: the line of that file in which they begin.
        lines: how many they are.
    """

    file: str
    line: int
    lines: int


class Editable(NamedTuple):
    """A function that may be edited and run, with what it needs of its own file.

    Attributes:
        before: the statements of the file that it needs and that stand above it.
        text: the function, and those of the student's own that it calls, with empty lines for what is between them.
        after: those that stand below it.
        line: the line of the file that the text begins in.
        edits: the edits, the likelier ones first.
        operations: how many operations it consists of.
        key: a text that two functions share only if they and all that they use are the same.
        helper: where the first lines of the text stand, if that is another file.
    """

    before: str
    text: str
    after: str
    line: int
    edits: list[Edit]
    operations: int
    key: str
    helper: Helper | None = None

    def place(self, at: int) -> tuple[str | None, int]:
        """The file in which a place of the text stands, None for the function's own, and the line there."""
        lines = self.text.count("\n", 0, at)
        if self.helper is None:
            return None, self.line + lines
        if lines < self.helper.lines:
            return self.helper.file, self.helper.line + lines
        return None, self.line + lines - self.helper.lines


class Text:
    """The text of a function, and where in it the nodes of its syntax tree stand.

    Args:
        text: the text; its first line is not indented.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def place(self, line: int, column: int) -> int:
        """The place of a line and a column as syntax trees count them: lines from 1, columns in bytes."""
        written = self._lines[line - 1]
        at = column if written.isascii() else len(written.encode()[:column].decode(errors="ignore"))
        return self._starts[line - 1] + at

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> Span:
        """Where a node begins and ends."""
        end = self.place(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return self.place(node.lineno, node.col_offset), end

    def of(self, node: ast.expr) -> str:
        """The text of a node."""
        begin, end = self.span(node)
        return self.text[begin:end]

    def closed(self, node: ast.expr) -> str:
        """The text of a node, in brackets unless it holds together without them."""
        whole = isinstance(node, ast.Name | ast.Call | ast.Attribute | ast.Subscript | ast.Tuple | ast.List)
        return self.of(node) if whole or isinstance(node, ast.Constant) else f"({self.of(node)})"

    def between(self, left: ast.expr, right: ast.expr, signs: tuple[str, ...]) -> Span | None:
        """Where between two operands one of some signs stands; None where a comment or so makes that unclear."""
        begin, end = self.span(left)[1], self.span(right)[0]
        gap = self.text[begin:end]
        if "#" in gap:
            return None
        for sign in signs:
            if (at := gap.find(sign)) >= 0:
                return begin + at, begin + at + len(sign)
        return None


def statements(function: ast.stmt, text: Text) -> Iterator[tuple[Span, list[ast.expr]]]:
    """The statements of a function with their own expressions, from top to bottom.

    Of a statement with a body both are those of its head. What is said in an assertion or an error is left out, and so
    are annotations.

    Yields:
        Where the statement begins and ends, and its expressions.
    """
    waiting: list[ast.AST] = [function]
    while waiting:
        node = waiting.pop()
        own = _own(node)
        waiting += reversed([child for child in _inner(node) if isinstance(child, _WITH_STATEMENTS)])
        if own and isinstance(node, ast.stmt):
            begin, end = text.span(node)
            if getattr(node, "body", None):
                end = max(text.span(one)[1] for one in own)
            yield (begin, end), own


_WITH_STATEMENTS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def _inner(node: ast.AST) -> list[ast.AST]:
    return [child for child in ast.iter_child_nodes(node) if isinstance(child, _WITH_STATEMENTS)]


def _own(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.FunctionDef(args=args):
            return [one for one in [*args.defaults, *args.kw_defaults] if one is not None]
        case ast.Assert(test=test):
            return [test]
        case ast.Raise() | ast.Expr(value=ast.Constant()):
            return []
        case ast.Assign(value=value) | ast.AugAssign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            return [*(one for one in targets if isinstance(one, ast.Subscript)), value]
        case ast.For(iter=iterated):
            return [iterated]
        case ast.stmt():
            return [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        case _:
            return []
