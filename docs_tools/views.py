r"""The three views of one idea, and the quantities that are lit in all of them when a reader points at one.

    ::three [wide=code | wide=diagram | tall=maths | tall=diagram]
    ::quantities x u y slope=dy/dx;2x "down=(4, 6)"
    ::maths … ::diagram … ::code … ::end

`wide` and `tall` say which view is the wide or the tall one on a wide page; without either the code is tall, and stands
beside the other two. `::quantities` names what is lit. A quantity that is spelled otherwise in one of the views has
these spellings after its name. In a formula it is what stands in `\qx{…}` and its kind, in `\operatorname{…}` or in
`\text{…}`; in a drawing a whole label, in a plot the label of a curve; in code a name. Each gets the class `is-NAME`,
by which `views.js` finds it. A quantity that is missing in one of the views stops the build.
"""

from __future__ import annotations

import html
import re
import shlex
import unicodedata
from typing import TYPE_CHECKING

from markdown.postprocessors import Postprocessor

from docs_tools.mistakes import LessonError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown import Markdown

VIEWS = {"maths": "Mathematics", "diagram": "Diagram", "code": "Code"}
_SHAPES = {
    word: f" {word.replace('=', '-')}" for word in ("wide=code", "wide=diagram", "tall=maths", "tall=diagram")
} | {"": ""}
_TEX = re.compile(r"\\(?:q[xuywd]|operatorname|text)(?:\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}|\s+(\w))")
_LABEL = re.compile(r"<(text|tspan)([^>]*)>([^<>]+)</\1>")
_CURVE = re.compile(r'<g data-curve="([^"]*)"')
_CODE = re.compile(r'(<div class="language-\w+[^"]*) views-(\d+)([^"]*">)(.*?</code>)', re.DOTALL)
_NAME = re.compile(r'<span class="([^"]*)">(\w+)</span>')
_SIGNS = {"∂": r"\partial", "∇": r"\nabla", "σ": r"\sigma", "Δ": r"\Delta", "−": "-"}


def plain(text: str) -> str:
    r"""A spelling in LaTeX, in a drawing or in code, as one: `\qx{u_1}`, `u₁` and `u1` are all `u1`."""
    text = re.sub(r"\\hat\s*\{?(\w)\}?", "\\1\u0302", text)
    text = re.sub(r"\\[td]?frac\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}", r"\1/\2", text)
    for sign, name in _SIGNS.items():
        text = text.replace(name, sign)
    text = re.sub(r"\\(?:q[xuywd]|[bB]igg?[lr]?|operatorname|text|top|[,;! ])", "", text)
    return re.sub(r"[\s{}_^\\]", "", unicodedata.normalize("NFKC", text))


class Views:
    """One set of three views while a page is read: it marks what stands in each, and knows what is still missing."""

    def __init__(self, number: int, shape: str) -> None:
        if shape not in _SHAPES:
            raise LessonError(f"::three {shape}: a set of views is {', '.join(filter(None, _SHAPES))} or nothing")
        self.number = number
        self.shape = _SHAPES[shape]
        self.spelled: dict[str, str] = {}  # by each plain spelling, the quantity
        self.names: list[str] = []
        self.found: set[tuple[str, str]] = set()  # a view and a quantity in it
        self.view = ""

    def name(self, words: str) -> None:
        """Take the quantities that a `::quantities` line names."""
        for word in shlex.split(words):
            name, _, others = word.partition("=")
            self.names.append(name)
            self.spelled |= {plain(spelling): name for spelling in (name, *filter(None, others.split(";")))}

    def opening(self) -> list[str]:
        """The begin of the three views as Markdown."""
        named = f' data-quantities="{html.escape(" ".join(self.names))}"' if self.names else ""
        row = ['<p class="pointers"></p>', ""] if self.names else []
        return [f'<div class="three{self.shape}"{named} markdown>', "", *row]

    def mark(self, line: str) -> str:
        """Mark the quantities in a line of the view that is being read."""
        if not self.names or self.view not in VIEWS:
            return line
        if self.view == "maths":
            return _TEX.sub(lambda found: self._tex(found[0], found[1] or found[2]), line)
        if self.view == "diagram":
            return _CURVE.sub(self._curve, _LABEL.sub(self._label, line))
        return re.sub(
            r"^(```\s*)(?:\{ \.python|python\b)(.*?)( \}|$)", rf"\1{{ .python\2 .views-{self.number} }}", line
        )

    def _is(self, spelling: str) -> str:
        """The class of a spelling, or nothing."""
        name = self.spelled.get(plain(spelling))
        if name is None:
            return ""
        self.found.add((self.view, name))
        return f"is-{name}"

    def _tex(self, whole: str, inner: str) -> str:
        mark = self._is(inner)
        whole = whole.replace(inner, _TEX.sub(lambda found: self._tex(found[0], found[1] or found[2]), inner))
        return rf"\htmlClass{{{mark}}}{{{whole}}}" if mark else whole

    def _label(self, found: re.Match[str]) -> str:
        mark = self._is(html.unescape(found[3]))
        return f"<{found[1]}{_with_class(found[2], mark)}>{found[3]}</{found[1]}>" if mark else found[0]

    def _curve(self, found: re.Match[str]) -> str:
        mark = self._is(html.unescape(found[1]))
        return f'{found[0]} class="{mark}"' if mark else found[0]

    def mark_names(self, code: str) -> str:
        """Mark the quantities in highlighted code."""
        self.view = "code"

        def name(found: re.Match[str]) -> str:
            mark = self._is(found[2])
            return f'<span class="{found[1]} {mark}">{found[2]}</span>' if mark else found[0]

        return _NAME.sub(name, code)

    def check(self) -> None:
        """Refuse a quantity that one of the views does not have.

        Raises:
            LessonError: it says which quantity, and which view.
        """
        missing = [f"{name} in the {view}" for name in self.names for view in VIEWS if (view, name) not in self.found]
        if missing:
            raise LessonError(f"::quantities {' '.join(self.names)}: there is no {', no '.join(missing)}")


def _with_class(attributes: str, mark: str) -> str:
    found = re.search(r'class="([^"]*)"', attributes)
    if not found:
        return f'{attributes} class="{mark}"'
    return attributes.replace(found[0], f'class="{found[1]} {mark}"')


class MarkCode(Postprocessor):
    """Marks the quantities in code once it is highlighted."""

    def __init__(self, md: Markdown, sets: Mapping[int, Views]) -> None:
        super().__init__(md)
        self.sets = sets

    def run(self, text: str) -> str:
        """Mark what stands in the code views of a page."""
        marked = _CODE.sub(lambda code: code[1] + code[3] + self.sets[int(code[2])].mark_names(code[4]), text)
        for number in {int(code[2]) for code in _CODE.finditer(text)}:
            self.sets[number].check()
        return marked
