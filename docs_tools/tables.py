"""Tables that the build makes from files, so that a page never repeats what stands elsewhere."""

from __future__ import annotations

from docs_tools._meanwhile import load_course


def _course() -> list[str]:
    rows = ["| | lesson | exercises |", "|--|--|--|"]
    for number, unit in enumerate(load_course().units, 1):
        links = ", ".join(f"[`{e.name}`]({unit.name}.md#{e.name})" for e in unit.exercises)
        rows.append(f"| {number} | [{unit.title}]({unit.name}.md) | {links} |")
    return rows


_TABLES = {"course": _course}


def table(name: str) -> list[str]:
    """The table of that name, as Markdown."""
    return ["", *_TABLES[name](), ""]
