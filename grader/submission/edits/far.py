"""Edits that make a mistake harmless, not good: what was wrong is not used any more, or a condition always holds."""

from __future__ import annotations

import ast
import re

from grader.submission.edits.edit import Edit, Span, Text

FAR_FETCHED = 2  # the rank of edits that are never enough by themselves to tell a place


class Far:
    """Tells which edits of a function are far-fetched, whatever they are.

    Args:
        function: the function.
        text: its text.
    """

    def __init__(self, function: ast.FunctionDef, text: Text) -> None:
        nodes = [node for node in ast.walk(function) if isinstance(node, ast.Name | ast.Compare)]
        names = [node for node in nodes if isinstance(node, ast.Name)]
        stored = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
        uses: dict[str, list[Span]] = {name: [] for name in stored}
        for node in names:
            if isinstance(node.ctx, ast.Load) and node.id in stored:
                uses[node.id].append(text.span(node))
        self._last = {name: spans[0] for name, spans in uses.items() if len(spans) == 1}
        compared = [node for node in nodes if isinstance(node, ast.Compare)]
        self._sides = [[text.span(side) for side in (node.left, *node.comparators)] for node in compared]
        self._text = text.text

    def rank(self, edit: Edit) -> int:
        """The rank of an edit, which is its own or higher."""
        far = self._leaves_unused(edit) or self._always_holds(edit)
        return max(edit.rank, FAR_FETCHED) if far else edit.rank

    def _leaves_unused(self, edit: Edit) -> bool:
        """Whether what the function stores under a name is read nowhere any more."""
        return any(
            edit.begin <= begin and end <= edit.end and re.search(rf"\b{name}\b", edit.text) is None
            for name, (begin, end) in self._last.items()
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
