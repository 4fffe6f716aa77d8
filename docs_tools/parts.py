"""Python-Markdown extension: cuts a page into parts that a browser lays out when the reader comes near.

A lesson has thousands of elements, most of them in formulas and code. What stands between two headings becomes one
`<div class="part">` or several, which the style sheet lets the browser skip until it is wanted
(`content-visibility: auto`). Headings stay outside, so that the table of contents and anchors know their places at
once. Each part says about how many lines it will take, so that the scroll bar hardly jumps.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

from markdown import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

_HEADINGS = {"h1", "h2", "h3"}
_LONG = 20  # lines, after which the next paragraph begins another part: so that no part takes long
_LETTERS = 80  # in a line of text on a wide page
_HEIGHTS = {"derivation": 1.5, "three": 0.6}  # steps carry fractions; panels stand side by side
_TAG = re.compile(r"<[^>]+>")


class Parts(Treeprocessor):
    """Puts what stands between headings into parts, on the page and in the box of an exercise."""

    def run(self, root: ET.Element) -> None:
        """Regroup the children of the page."""
        for box in root.findall("exercise-box"):
            self._group(box)
        self._group(root)

    def _group(self, parent: ET.Element) -> None:
        children, part, lines = list(parent), None, 0.0
        for child in children:
            parent.remove(child)
            if any(element.tag in _HEADINGS for element in child.iter()):
                parent.append(child)
                part = None
                continue
            if part is None or (lines > _LONG and child.tag == "p" and not _stashed(child)):
                part, lines = ET.SubElement(parent, "div", {"class": "part"}), 0.0
            part.append(child)
            lines += self._lines(child)
            part.set("style", f"--lines:{max(2, round(lines))}")

    def _lines(self, element: ET.Element) -> float:
        """About how many lines of text an element is as high as."""
        if stash := _stashed(element):
            return _lines_of_html(str(self.md.htmlStash.rawHtmlBlocks[int(stash[1])]))
        if element.tag == "details":
            return 2
        if element.tag == "table":
            return 1.8 * len(list(element.iter("tr")))
        inner = sum(map(self._lines, element)) if len(element) and element.tag in {"div", "ul", "ol"} else 0
        inner = inner or len("".join(element.itertext())) / _LETTERS + 1.5
        return inner * _HEIGHTS.get(element.get("class", ""), 1)


def _stashed(element: ET.Element) -> re.Match[str] | None:
    """The mark of HTML that is already written, where an element is nothing else."""
    return HTML_PLACEHOLDER_RE.fullmatch("".join(element.itertext()).strip())


def _lines_of_html(text: str) -> float:
    """The same for HTML that is already written: code has lines, a drawing has a height."""
    if "<svg" in text:
        return 12
    return _TAG.sub("", text).rstrip().count("\n") + 2.5 if "<pre" in text else 2


class PartsExtension(Extension):
    """Parts of a page."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802
        """Register after the table of contents has found its headings."""
        md.treeprocessors.register(Parts(md), "parts", 1)


def makeExtension(**settings: Any) -> PartsExtension:  # noqa: N802
    """What Python-Markdown calls to make the extension."""
    return PartsExtension(**settings)
