"""What a notebook says beside its cells: the opening of the lesson in `docs/`, and a lead-in to each exercise."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from grader.authoring.notebooks.pictures import DOCS, picture
from grader.errors import BrokenError

LEAD_INS = Path(__file__).parent / "lead_ins"
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_TAG = re.compile(r"</?span[^>]*>")
_COLOUR = re.compile(r"\\q[xuywd]\b\s*")


def opening_of(unit: str, docs: Path = DOCS) -> str:
    """The first paragraphs of a lesson, with the list of what one can do afterwards."""
    text = (docs / f"{unit}.md").read_text(encoding="utf-8-sig")
    body = text.split("\n# ", 1)[1].split("\n", 1)[1]
    return plain_latex(_TAG.sub("", _LINK.sub(r"\1", body.partition("\n## ")[0])))


def lead_ins(unit: str) -> dict[str, list[str]]:
    """What stands before each exercise, as paragraphs: the idea, what is given, what is asked, and a picture."""
    return {
        name: [
            one["text"].strip(),
            *([picture(unit, one["picture"], slopes=one.get("slopes", True))] if "picture" in one else []),
        ]
        for name, one in lead_ins_as_written(unit).items()
    }


def lead_ins_as_written(unit: str) -> dict[str, dict[str, Any]]:
    """The file of a unit's lead-ins: a table for each exercise, with its text and the title of its picture.

    Raises:
        BrokenError: if it cannot be read, or a table has no text.
    """
    place = LEAD_INS / f"{unit}.toml"
    try:
        tables = tomllib.loads(place.read_text(encoding="utf-8-sig")) if place.exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise BrokenError(f"grader/authoring/notebooks/lead_ins/{unit}.toml cannot be read: {error}.") from error
    for name, table in tables.items():
        if not isinstance(table, dict) or "text" not in table:
            raise BrokenError(f"grader/authoring/notebooks/lead_ins/{unit}.toml: {name} is no table with a text.")
    return tables


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
