"""The cells of a notebook, from the JSON of its file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from grader.submission.cells import Cell
from grader.submission.source import UnreadableError


def cells_of(text: str) -> tuple[list[Cell], list[str]]:
    """The code cells of a notebook, also of one in format 3, and the texts of all other cells.

    Raises:
        UnreadableError: if it is no notebook.
    """
    if not text.strip():
        raise UnreadableError("the file is empty")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("the notebook is not one: its JSON is broken") from error
    try:
        sheets = data.get("worksheets", [data])  # format 3 has sheets
        cells = [(cell["cell_type"], cell) for sheet in sheets for cell in sheet["cells"]]
        code = [_text(cell["source"] if "source" in cell else cell["input"]) for kind, cell in cells if kind == "code"]
        prose = [_text(cell.get("source", "")) for kind, cell in cells if kind != "code"]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableError("it is JSON, but not that of a notebook") from error
    return [Cell(f"code cell {number}", source) for number, source in enumerate(code, 1)], prose


def _text(source: object) -> str:
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


_DEFINED = re.compile(r"^[ \t>]*(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(", re.MULTILINE)


def defined_in(prose: Iterable[str]) -> set[str]:
    """The functions that stand in texts which are no code."""
    return {name for text in prose for name in _DEFINED.findall(text)}
