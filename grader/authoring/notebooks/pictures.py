"""Drawings and plots of the lessons, as pictures that lie in a notebook: they need no file and no network.

A string back from output to input says its slope in the lesson. In a notebook it says `?`, as that slope is often what
is asked; where no slope is asked, there is no such string.
"""

from __future__ import annotations

import base64
import functools
import re
import shlex
from typing import TYPE_CHECKING

from grader.course.syllabus import ROOT
from grader.errors import BrokenError

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = ROOT / "docs"
STYLE = DOCS / "assets" / "css" / "site.css"
_FENCE = re.compile(r"^```(boxes|plot) (.*)\n((?:(?!```).*\n)*)```$", re.MULTILINE)
_BACK = re.compile(r'\bback="[^"]*"')
_RULE = re.compile(r"\.fig ([^{},]+(?:, \.fig [^{},]+)*)\{([^}]*)\}")
_COLOUR = re.compile(r"(--[\w-]+): (#\w+)")
_DESCRIPTION = re.compile(r' [\w-]+(?=" ?>?<title)|<desc.*?</desc>')  # which says in words what the strings say
_NAME = re.compile(r'\bid="([^"]+)"')
_FONTS = {"--md-code-font-family": "monospace", "--md-text-font": "sans-serif"}
_SCALE = 1.15  # of a plot; a drawing is as large as it says itself
_ASIDE = 20  # room at the right of a plot, whose words may be wider in another font


@functools.cache
def picture(unit: str, title: str, *, slopes: bool = True) -> str:
    """A picture of a lesson as Markdown.

    Args:
        unit: the unit.
        title: the title of a drawing or a plot of its lesson; with `other/` before it, of that unit's.
        slopes: whether a drawing has its strings from outputs back to inputs.

    Raises:
        BrokenError: if there is none.
    """
    home, _, name = title.rpartition("/")
    for kind, options, code in _pictures(home or unit):
        if options["title"] == name:
            svg = _standalone(_drawn(kind, options, _BACK.sub('back="?"' if slopes else "", code)))
            data = base64.b64encode(svg.encode()).decode()
            return f"![{name}](data:image/svg+xml;base64,{data})"
    raise BrokenError(f"docs/{home or unit}.md has no picture with the title {name!r}.")


def _pictures(unit: str) -> Iterator[tuple[str, dict[str, str], str]]:
    for match in _FENCE.finditer((DOCS / f"{unit}.md").read_text(encoding="utf-8-sig")):
        words = (word.partition("=") for word in shlex.split(match[2]))
        yield match[1], {key: value for key, _, value in words}, match[3]


def _drawn(kind: str, options: dict[str, str], code: str) -> str:
    """The picture as the site has it; of a drawing's two forms the lying one."""
    from docs_tools import diagrams, plotting  # noqa: PLC0415  the lessons' own tools, for authors

    if kind == "boxes":
        [text] = diagrams.boxes(options, code)
    else:
        *_, text = plotting.plot(options, code)
    return text[text.index("<svg") : text.index("</svg>") + len("</svg>")]


def _standalone(svg: str) -> str:
    """The picture with its own style and colours, and with names that do not depend on what was drawn before."""
    svg = _DESCRIPTION.sub("", svg)
    for number, name in enumerate(dict.fromkeys(_NAME.findall(svg))):
        svg = re.sub(rf'(?<=["# ]){re.escape(name)}(?=[") ])', f"n{number}", svg)
    opening, rest = svg[: svg.index(">")], svg[svg.index(">") :]
    box = opening.partition('viewBox="')[2].partition('"')[0]
    left, top, width, height = map(float, box.split())
    scale = 1.0
    if "max-width" not in opening:
        width, scale = width + _ASIDE, _SCALE
        opening = opening.replace(box, f"{left:g} {top:g} {width:g} {height:g}")
    size = f'width="{width * scale:.0f}" height="{height * scale:.0f}"'
    style = f"<style>text{{font-size:11px}} {_style()}</style>"
    ground = f'<rect x="-9999" y="-9999" width="99999" height="99999" fill="{_colours()["--paper"]}"/>'
    text = f'{opening} {size} xmlns="http://www.w3.org/2000/svg">{style}{ground}{rest[1:]}'
    return re.sub(r"var\((--[\w-]+)\)", lambda name: (_colours() | _FONTS)[name[1]], text)


@functools.cache
def _style() -> str:
    """The site's rules for pictures."""
    rules = _RULE.findall(STYLE.read_text(encoding="utf-8"))
    return " ".join(f"{names.replace('.fig ', '').strip()}{{{rule.strip()}}}" for names, rule in rules)


@functools.cache
def _colours() -> dict[str, str]:
    """The site's colours for a light page, which stand first."""
    found: dict[str, str] = {}
    for name, colour in _COLOUR.findall(STYLE.read_text(encoding="utf-8")):
        found.setdefault(name, colour)
    return found
