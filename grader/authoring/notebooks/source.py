"""A solution file, cut into what the cells of a notebook hold."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.course.docstrings import for_students
from grader.course.stubs import SOLUTIONS, stub_file, types_of
from grader.course.syllabus import load_course
from grader.course.syntax import names_bound, names_in

_NOQA = re.compile(r"  # noqa\b.*")  # a word to the linter, which no notebook has


@dataclass(frozen=True)
class Source:
    """A solution file, to be cut into cells."""

    unit: str
    text: str
    tree: ast.Module

    @staticmethod
    def read(unit: str) -> Source:
        """Read the solutions of a unit."""
        text = _NOQA.sub("", (SOLUTIONS / f"{unit}.py").read_text(encoding="utf-8-sig"))
        return Source(unit, text, ast.parse(text))

    def function(self, name: str, *, marked: bool = True, short: bool = False) -> str:
        """A function, with the private functions, classes and values that it uses inside it.

        Args:
            name: its name.
            marked: put nbgrader's solution markers around what a student has to write.
            short: keep only the first line of the docstring.
        """
        node = self._nodes()[name]
        docstring = node.body[0]
        head = self._lines(node.lineno, docstring.lineno - 1)
        words = self._lines(docstring.lineno, docstring.end_lineno)
        if short and len(words) > 1:
            words = [words[0].rstrip() + '"""']
        words = for_students("\n".join(words) + "\n").rstrip("\n").split("\n")
        after = (docstring.end_lineno or 0) + 1
        body = self._lines(after, node.end_lineno)
        helpers = self._helpers(node)
        inner = [f"    {line}" for line in self._own_imports(name, helpers)]
        inner += [line for helper in helpers for line in (*self._indented(helper), "")] + body
        if marked:
            inner = ["    ### BEGIN SOLUTION", *inner, "    ### END SOLUTION"]
        return "\n".join([*head, *words, *inner])

    def types(self) -> list[str]:
        """The types that the unit defines for signatures, with the imports that they need."""
        texts = types_of(load_course().unit(self.unit))
        return [*self._imports(map(ast.parse, texts)), *texts]

    def imports_of_signature(self, name: str) -> list[str]:
        """The imports that the signature of a function needs."""
        node = self._nodes()[name]
        return self._imports([node.args, *([node.returns] if node.returns else [])])

    def _own_imports(self, name: str, helpers: list[ast.stmt]) -> list[str]:
        """The imports that only the body of a function needs: a stub does not show them."""
        inside = self._imports([*self._nodes()[name].body, *helpers])
        return [text for text in inside if text not in self._shown_imports and text != "import numpy as np"]

    @functools.cached_property
    def _shown_imports(self) -> set[str]:
        stubs = stub_file(load_course().unit(self.unit))
        return {ast.unparse(node) for node in all_imports(ast.parse(stubs).body)}

    def _imports(self, parts: Iterable[ast.AST]) -> list[str]:
        used = names_in(*parts)
        found = []
        for node in all_imports(self.tree.body):
            names = [alias for alias in node.names if (alias.asname or alias.name.partition(".")[0]) in used]
            if names and not level_of(node):
                one = ast.Import(names) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, names, 0)
                found.append(ast.unparse(one))
        return found

    def _nodes(self) -> dict[str, ast.FunctionDef]:
        return {node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef)}

    def _lines(self, first: int, last: int | None) -> list[str]:
        return self.text.split("\n")[first - 1 : last]

    def _helpers(self, function: ast.FunctionDef) -> list[ast.stmt]:
        """What is private and a function uses, directly or not, in the order of the file."""
        private = {name: node for node in self.tree.body for name in names_bound(node) if name.startswith("_")}
        found: list[ast.stmt] = [function]
        for node in found:  # it grows while it is gone through
            found += [private[name] for name in sorted(names_in(node) & private.keys()) if private[name] not in found]
        return sorted(found[1:], key=lambda node: node.lineno)

    def _indented(self, node: ast.stmt) -> list[str]:
        return [f"    {line}" if line else line for line in self._lines(node.lineno, node.end_lineno)]


def level_of(node: ast.Import | ast.ImportFrom) -> int:
    """How many packages up a relative import starts; 0 for any other."""
    return node.level if isinstance(node, ast.ImportFrom) else 0


def all_imports(body: Iterable[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports at the top of a module, also those for its types, but not those that only type checkers need."""
    for node in body:
        if isinstance(node, ast.ImportFrom) and node.module in ("__future__", "typing"):
            names = [alias for alias in node.names if alias.name not in ("annotations", "TYPE_CHECKING")]
            if names:
                yield ast.ImportFrom(node.module, names, node.level)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If):  # under TYPE_CHECKING; a notebook imports what its signatures name
            yield from all_imports(node.body)
