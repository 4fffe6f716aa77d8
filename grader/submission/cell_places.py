"""Messages in the words of a notebook: the cell and its line in the place of a file that no student ever saw."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """Which cell a line of a unit file comes from."""

    cell: str
    number: int


_UNIT = re.compile(
    r"""(?P<quote>"?)\b(?P<unit>[a-z_]+)\.py(?P=quote)(?:,[ ]line[ ](?P<line>\d+)|(?P<stops>[ ]does[ ]not[ ]import:[ ])
    (?P<why>[^:\n]*?)(?:[ ]in[ ]line[ ](?P<stop>\d+))?(?=[:.]|$)|(?=[ ]))""",
    re.VERBOSE | re.MULTILINE,
)


def in_cells(text: str, lines: Mapping[str, Sequence[Line]]) -> str:
    """A message in which `chains.py, line 12` is replaced by the cell and its line.

    Args:
        text: the message.
        lines: for each unit, where the lines of its file come from.
    """

    def replace(match: re.Match[str]) -> str:
        unit, stops, number = match["unit"], match["stops"], int(match["line"] or match["stop"] or 0)
        if unit not in lines:
            return match[0]
        known = lines[unit]
        where = f"{known[number - 1].cell}, line {known[number - 1].number}" if 0 < number <= len(known) else ""
        if stops:
            return f"The notebook does not run to its end: {match['why']}{where and f' in {where}'}"
        return where or (match[0] if number else "the notebook")

    return _UNIT.sub(replace, text)
