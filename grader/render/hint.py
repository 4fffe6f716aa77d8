"""The text of a hint: the idea, the place or the formula, wrapped for a terminal or a notebook."""

from __future__ import annotations

import textwrap

from grader.course.syllabus import LEVELS, Exercise

WIDTH = 92


def hint_text(exercise: Exercise, level: int, width: int | None = None) -> str:
    """The hint of a level, 1 to 3, as it is printed at a width in characters."""
    room = min(width or WIDTH, WIDTH)
    lines = [f"{exercise.name}, hint {level} of {len(LEVELS)}, the {LEVELS[level - 1]}:"]
    lines.append(textwrap.fill(exercise.hints[level - 1], room, initial_indent="  ", subsequent_indent="  "))
    if level == 1 and exercise.needs:
        lines.append(f"  It builds on {', '.join(exercise.needs)}.")
    return "\n".join(lines)
