"""A line of a student's code with a part of it marked by a line of carets below."""

from __future__ import annotations

from rich.cells import cell_len

from grader.grading.report import Place
from grader.protocol.text import one_line

INDENT = 4
LEAST = 30  # letters of a line that are shown, however narrow the terminal is


def marked_lines(place: Place, width: int) -> list[str]:
    """The line and the carets; what of the line does not fit is cut off at its sides.

    Args:
        place: the part.
        width: how many letters there are for a line.
    """
    begin, end = place.columns
    before, part, after = (
        one_line(one, 10_000) for one in (place.text[:begin], place.text[begin:end], place.text[end:])
    )
    before = before.lstrip()
    room = max(width - INDENT, LEAST)
    if cell_len(before + part + after) > room:
        part = part if cell_len(part) <= room - 8 else part[: room - 9] + "…"
        left = max(room - cell_len(part) - min(cell_len(after), 12), 4)
        before = before if cell_len(before) <= left else "…" + before[-left + 1 :]
        right = max(room - cell_len(before + part), 1)
        after = after if cell_len(after) <= right else after[: right - 1] + "…"
    space = " " * INDENT
    return [f"{space}{before}{part}{after}", f"{space}{' ' * cell_len(before)}{'^' * max(cell_len(part), 1)}"]
