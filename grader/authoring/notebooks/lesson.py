"""The parts of a lesson in `docs/` that a notebook repeats: the opening, the aims, the mathematics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grader.course.syllabus import ROOT

DOCS = ROOT / "docs"
_EQUATION = re.compile(r"^\$\$\n(.*?)\n\$\$$", re.DOTALL | re.MULTILINE)
_EXERCISE = re.compile(r"^::exercise (\w+)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_TAG = re.compile(r"</?span[^>]*>")
_COLOUR = re.compile(r"\\q[xuywd]\b\s*")


@dataclass(frozen=True)
class Lesson:
    """Parts of a lesson.

    Attributes:
        opening: its first paragraphs, with the list of what one can do afterwards.
        equations: for exercises, the numbered equations that lead up to them, as LaTeX.
    """

    opening: str
    equations: dict[str, list[str]]


def read_lesson(unit: str, docs: Path = DOCS) -> Lesson:
    """Read the lesson of a unit."""
    text = (docs / f"{unit}.md").read_text(encoding="utf-8")
    body = text.split("\n# ", 1)[1].split("\n", 1)[1]
    opening, _, rest = body.partition("\n## ")
    rest = _FENCE.sub("", rest)
    equations: dict[str, list[str]] = {}
    start = 0
    for match in _EXERCISE.finditer(rest):
        found = [plain_latex(one) for one in _EQUATION.findall(rest[start : match.start()]) if "\\tag{" in one]
        equations[match[1]] = found
        start = match.end()
    return Lesson(plain_latex(_TAG.sub("", _LINK.sub(r"\1", opening))), equations)


def plain_latex(text: str) -> str:
    """LaTeX without the site's own macros for colours, shapes and the transpose."""
    text = re.sub(r"\s*\\tag\{\d+\}", "", _COLOUR.sub("", text))
    text = re.sub(r"\\T(?![a-zA-Z])", r"^{\\top}", text)
    while (start := text.find(r"\sh{")) >= 0:
        symbol, end = _group(text, start + 3)
        shape, end = _group(text, end)
        text = rf"{text[:start]}\underset{{({shape})}}{{{symbol}}}{text[end:]}"
    return text.strip()


def _group(text: str, start: int) -> tuple[str, int]:
    """The content of the braces that open at a position, and where they close."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[start + 1 : place], place + 1
    raise ValueError(f"a brace is not closed in {text[start:]!r}")
