"""Edits that make a mistake harmless, not good: what was wrong is not used any more, or a condition always holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.submission.edits.edit import Edit, Text

FAR_FETCHED = 2  # the rank of edits that are never enough by themselves to tell a place
HARMLESS = 3  # of those that do not even contradict others
_Names = list[ast.Name]


class Far:
    """Tells which edits of a function are far-fetched, whatever they are.

    Args:
        code: the function, or what else is edited.
        text: the text that it stands in.
        asked_for: whether it is an exercise, whose parameters are no choice of the one who wrote it.
    """

    def __init__(self, code: ast.stmt, text: Text, *, asked_for: bool) -> None:
        names = [node for node in ast.walk(code) if isinstance(node, ast.Name)]
        stored = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
        reads = {id(node) for node in names if isinstance(node.ctx, ast.Load)} - _only_written(code)
        single = _single(names, stored, reads)
        for inner in ast.walk(code):
            whole = inner is code or inner is getattr(code, "value", None)
            if isinstance(inner, ast.FunctionDef | ast.Lambda) and not (asked_for and whole):
                args = inner.args
                own = {one.arg for one in (*args.posonlyargs, *args.args, *args.kwonlyargs)}
                parts = inner.body if isinstance(inner, ast.FunctionDef) else [inner.body]
                inside = [node for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)]
                single += _single(inside, own, reads)
        self._last = [(node.id, *text.span(node)) for node in single]
        compared = [node for node in ast.walk(code) if isinstance(node, ast.Compare)]
        self._sides = [[text.span(side) for side in (node.left, *node.comparators)] for node in compared]
        self._text = text.text

    def rank(self, edit: Edit) -> int:
        """The rank of an edit, which is its own or higher."""
        if self._always_holds(edit):
            return HARMLESS
        if not self._leaves_unused(edit):
            return edit.rank
        may_be_meant = edit.is_name_for_name(self._text)
        return max(edit.rank, FAR_FETCHED) if may_be_meant else HARMLESS

    def _leaves_unused(self, edit: Edit) -> bool:
        """Whether what the function stores under a name, or is given, is read nowhere any more."""
        return any(
            edit.begin <= begin and end <= edit.end and re.search(rf"\b{name}\b", edit.text) is None
            for name, begin, end in self._last
        )

    def _always_holds(self, edit: Edit) -> bool:
        """Whether one side of a comparison may have been changed so that it says nothing any more."""
        for sides in self._sides:
            for side in sides:
                if side[0] <= edit.begin and edit.end <= side[1]:
                    whole = self._text[side[0] : edit.begin] + edit.text + self._text[edit.end : side[1]]
                    others = [self._text[slice(*one)] for one in sides if one != side]
                    if edit.rank or whole.strip("()") in others:
                        return True
        return False


def _single(names: _Names, wanted: set[str], reads: set[int]) -> _Names:
    """Of some names that are wanted, those that are read at one place alone."""
    found: dict[str, _Names] = {}
    for node in names:
        if node.id in wanted and id(node) in reads:
            found.setdefault(node.id, []).append(node)
    return [some[0] for some in found.values() if len(some) == 1]


def _only_written(code: ast.stmt) -> set[int]:
    """The names, by their identity, that stand where something is put into what they name, or made of it anew."""
    return {id(node) for node in _written(code)}


def _written(code: ast.stmt) -> Iterator[ast.Name]:
    for node in ast.walk(code):
        match node:
            case ast.Subscript(value=ast.Name() as name, ctx=ast.Store()):
                yield name
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name() as name))):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield from (one for one in ast.walk(value) if isinstance(one, ast.Name) and one.id == name)
