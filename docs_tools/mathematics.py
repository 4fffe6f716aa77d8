r"""Mathematics at build time: `$...$` and `$$...$$` become KaTeX's HTML and MathML, with no script in the page.

`pymdownx.arithmatex` (generic) finds the formulas; this extension renders them with the vendored KaTeX inside
QuickJS. LaTeX that KaTeX cannot read stops the build. One colour per quantity: `\qx{…}` is the input, `\qu{…}` the
value between two boxes, `\qy{…}` the output, `\qw{…}` weights or a second input, `\qd{…}` a slope. `\sh{X}{m, n}`
writes the shape under a symbol.
"""

from __future__ import annotations

import functools
import html
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import quickjs
from markdown import Extension
from markdown.postprocessors import Postprocessor

from docs_tools.mistakes import LessonError

if TYPE_CHECKING:
    from markdown import Markdown

_VENDORED = Path(__file__).with_name("vendor") / "katex.min.js"
_FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">'
    r"(?:\\\((?P<inline>.*?)\\\)|\s*\\\[(?P<block>.*?)\\\]\s*)</(?P=tag)>(?P<after>[.,:;!?)]*)",
    re.DOTALL,
)
_ANNOTATION = re.compile(r"<annotation.*?</annotation>", re.DOTALL)  # the LaTeX again: half the weight, no use here
_BASE, _END = (
    '<span class="katex-base">',
    "</span></span>",
)  # a piece between two places to break a line; all pieces' end
_COLOURS = ("x", "u", "y", "w", "d")
_MACROS = {rf"\q{c}": rf"\htmlClass{{q{c}}}{{#1}}" for c in _COLOURS} | {
    r"\sh": r"\underset{\scriptstyle(#2)}{#1}",
    r"\T": r"^{\top}",
}


@functools.cache
def _engine() -> Any:
    context = quickjs.Context()
    context.eval(_VENDORED.read_text(encoding="utf-8"))
    context.eval(
        "function render(tex, display, macros) {"
        "  const html = katex.renderToString(tex, {displayMode: display, macros: JSON.parse(macros),"
        '    throwOnError: true, strict: false, output: "htmlAndMathml",'
        '    trust: c => c.command === "\\\\htmlClass"});'
        "  return JSON.parse(JSON.stringify(html)); }"  # flattens the rope, which the binding cannot hand over
    )
    return context.get("render")


@functools.cache
def render(tex: str, *, display: bool) -> str:
    """One formula as HTML.

    Raises:
        LessonError: if KaTeX cannot read it; the message names the formula and the place.
    """
    try:
        out = _engine()(tex, display, json.dumps(_MACROS))
    except quickjs.JSException as error:
        raise LessonError(f"KaTeX cannot render {tex!r}: {str(error).splitlines()[0]}") from None
    out = _ANNOTATION.sub("", out)
    if display:  # where it scrolls, `formulas.js` lets the keyboard in
        return f'<div class="formula-block" data-search-exclude role="group" aria-label="formula">{out}</div>'
    return f'<span class="formula" data-search-exclude>{_whole_brackets(out)}</span>'


def _whole_brackets(formula: str) -> str:
    """Keep together what stands in brackets: a line may end between the bases of a formula, but not inside a pair."""
    body, end = formula[: -len(_END)], formula[-len(_END) :]
    head, *bases = body.split(_BASE)
    out, depth = [head], 0
    for base in bases:
        inside = depth > 0
        depth = max(0, depth + _count("mopen", base) - _count("mclose", base))
        opens, closes = depth > 0 and not inside, inside and depth == 0
        out += ['<span class="unbroken">' if opens else "", _BASE, base, "</span>" if closes else ""]
    return "".join([*out, "</span>" if depth else "", end])


def _count(kind: str, base: str) -> int:
    """How many brackets open or close in it; several in a row may be one element."""
    return sum(max(1, len(found)) for found in re.findall(rf'class="{kind}[^>]*>([^<]*)', base))


class _Render(Postprocessor):
    def run(self, text: str) -> str:
        def one(match: re.Match[str]) -> str:
            tex = match["inline"] if match["inline"] is not None else match["block"]
            formula = render(html.unescape(tex).strip(), display=match["block"] is not None)
            if match["after"] and match["inline"] is not None:  # no line begins with a full stop
                return f'<span class="stopped">{formula}</span><span class="stop">{match["after"]}</span>'
            return formula + match["after"]

        return _FORMULA.sub(one, text)


class MathematicsExtension(Extension):
    """KaTeX for what arithmatex found."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the renderer after everything that was set aside is back in the page."""
        md.postprocessors.register(_Render(md), "katex", 5)


def makeExtension(**settings: Any) -> MathematicsExtension:  # noqa: N802
    """What Python-Markdown calls to make the extension."""
    return MathematicsExtension(**settings)
