"""Add imports to the text of a Python file, where a formatter would put them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable

WIDTH = 120
OURS = ("grader", "solutions", "exercises")

_Import = ast.Import | ast.ImportFrom


def add_imports(text: str, statements: Iterable[str]) -> str:
    """The text with import statements added, each for one name, if its top level lacks them."""
    for statement in statements:
        text = _add(text, statement)
    return text


def _add(text: str, statement: str) -> str:
    wanted = ast.parse(statement).body[0]
    if not isinstance(wanted, _Import):
        raise TypeError(f"{statement} is no import")
    lines, tree = text.splitlines(), ast.parse(text)
    imports = [node for node in tree.body if isinstance(node, _Import)]
    for node in imports:
        if _same_module(node, wanted):
            if ast.dump(wanted.names[0]) not in map(ast.dump, node.names):
                lines[node.lineno - 1 : node.end_lineno] = _written(node, [*node.names, *wanted.names])
            return "\n".join(lines) + "\n"
    place, gap = _place(tree, imports, wanted, statement)
    lines[place:place] = gap
    return "\n".join(lines) + "\n"


def _place(tree: ast.Module, imports: list[_Import], wanted: _Import, statement: str) -> tuple[int, list[str]]:
    """After which line an import goes, and the lines to put there."""
    order = _order(wanted)
    before = [node for node in imports if _order(node) < order]
    after = [node for node in imports if _order(node) > order]
    if before and _order(before[-1])[0] == order[0]:
        return before[-1].end_lineno or 0, [statement]
    if after and _order(after[0])[0] == order[0]:
        return after[0].lineno - 1, [statement]
    if before:
        return before[-1].end_lineno or 0, ["", statement]
    if after:
        return after[0].lineno - 1, [statement, ""]
    first = tree.body[0] if tree.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):  # the docstring
        return first.end_lineno or 0, ["", statement]
    return 0, [statement, ""] if first else [statement]


def _same_module(node: _Import, wanted: _Import) -> bool:
    if isinstance(node, ast.ImportFrom) and isinstance(wanted, ast.ImportFrom):
        return (node.module, node.level) == (wanted.module, wanted.level)
    return ast.dump(node) == ast.dump(wanted)


def _order(node: _Import) -> tuple[int, bool, str]:
    """The sort key of an import: `__future__`, Python, packages, ours; in each `import` before `from`, then by name."""
    name = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
    top = name.partition(".")[0]
    if isinstance(node, ast.ImportFrom) and node.level:
        section = 4
    elif top in OURS:
        section = 3
    else:
        section = 0 if top == "__future__" else 1 if top in sys.stdlib_module_names else 2
    return section, isinstance(node, ast.ImportFrom), name.lower()


def _written(node: _Import, names: list[ast.alias]) -> list[str]:
    """A `from` import of some names, sorted: constants, classes, then the others."""

    def order(alias: ast.alias) -> tuple[int, str]:
        kind = 0 if alias.name.isupper() and len(alias.name) > 1 else 1 if alias.name[:1].isupper() else 2
        return kind, alias.name.lower()

    home = node if isinstance(node, ast.ImportFrom) else ast.ImportFrom("", [], 0)
    line = ast.unparse(ast.ImportFrom(home.module, sorted(names, key=order), home.level))
    if len(line) <= WIDTH:
        return [line]
    head, _, tail = line.partition(" import ")
    return [f"{head} import (", *(f"    {name}," for name in tail.split(", ")), ")"]
