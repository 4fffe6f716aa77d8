"""Messages in the words of a notebook: the cell and its line in the place of a file that no student ever saw."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

NOTEBOOK = "The notebook"


class Line(NamedTuple):
    """Which cell a line of a unit file comes from."""

    cell: str
    number: int


class Origin(NamedTuple):
    """Where a unit's file was cut from: a notebook, or a Python file of another name.

    Attributes:
        name: its name, as the student wrote it.
        lines: where the lines of the unit's file come from; the first one is line 1.
        cells: whether a person finds a line by its cell, as in a notebook.
        whole: what a sentence calls it.
    """

    name: str
    lines: Sequence[Line]
    cells: bool
    whole: str

    def at(self, number: int | None) -> Line | None:
        """Where a line of the unit's file comes from."""
        return self.lines[number - 1] if number and 0 < number <= len(self.lines) else None


_UNIT = re.compile(
    r"""(?P<quote>"?)\b(?P<unit>[a-z_]+)\.py(?P=quote)(?:,[ ]line[ ](?P<line>\d+)|(?P<stops>[ ]does[ ]not[ ]import:[ ])
    (?P<why>[^:\n]*?)(?:[ ]in[ ]line[ ](?P<stop>\d+))?(?=[:.]|$)|(?=[ ]))""",
    re.VERBOSE | re.MULTILINE,
)


def in_cells(text: str, lines: Mapping[str, Sequence[Line]], whole: Mapping[str, str] | None = None) -> str:
    """A message in which `chains.py, line 12` is replaced by the cell and its line.

    Args:
        text: the message.
        lines: for each unit, where the lines of its file come from.
        whole: for each unit, what to call all of it; by default, the notebook.
    """

    def replace(match: re.Match[str]) -> str:
        unit, stops, number = match["unit"], match["stops"], int(match["line"] or match["stop"] or 0)
        if unit not in lines:
            return match[0]
        known, all_of_it = lines[unit], (whole or {}).get(unit, NOTEBOOK.lower())
        where = f"{known[number - 1].cell}, line {known[number - 1].number}" if 0 < number <= len(known) else ""
        if stops:
            first = NOTEBOOK if all_of_it == NOTEBOOK.lower() else all_of_it
            return f"{first} does not run to its end: {match['why']}{where and f' in {where}'}"
        return where or (match[0] if number else all_of_it)

    return _UNIT.sub(replace, text)
