"""Plots: matplotlib draws with sentinel colours, and each becomes a colour of the page, for light and dark at once."""

from __future__ import annotations

import html
import io
import itertools
import re
from collections.abc import Set as AbstractSet
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from docs_tools.diagrams import UNREAD
from docs_tools.running import run

_ids = itertools.count(1)
_COLOURS = {
    "ink": "#010203",
    "grid": "#040506",
    "qx": "#070809",
    "qu": "#0a0b0c",
    "qy": "#0d0e0f",
    "qw": "#101112",
    "qd": "#131415",
}
_USUAL = {"#1f77b4": "qu", "#ff7f0e": "qx", "#bf00bf": "qw", "#008000": "qy", "#ff0000": "qd"}  # a reader's own plots
_MATHS = re.compile(r"<text>\s*<tspan.*?</text>", re.DOTALL)
_WIDTH = 0.64  # of a digit, by its size
_SIGN = re.compile(r'<tspan x="([^"]+)" y="([^"]+)" style="(.*?)font-size: ([\d.]+)px.*?>(.*?)</tspan>')
_RC: Any = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 11,
    "axes.grid": True,
    "grid.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "axes.labelpad": 7.0,  # a page draws words wider than matplotlib
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "axes.unicode_minus": True,
    **dict.fromkeys(["text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"], _COLOURS["ink"]),
    "grid.color": _COLOURS["grid"],
}


def plot(options: dict[str, str], code: str, todo: AbstractSet[str] = frozenset()) -> list[str]:
    """Run the code of a ```plot block and return the picture.

    The code draws on `ax` (and may use `fig`) in the colours `ink`, `grid`, `qx`, `qu`, `qy`, `qw`, `qd` of the
    formulas. With `show`, the reader sees the code, so it makes its figure with pyplot, as a reader would, and without
    the exercises that are still `todo`.
    """
    shown: list[str] = []
    with mpl.rc_context(_RC):
        if "show" in options:
            shown = ["``` { .python .run }", *code.splitlines(), "```", ""]
            mpl.use("agg")
            run(code, todo)
            figure = plt.gcf()
            figure.set_layout_engine("constrained")
        else:
            width, height = (float(side) for side in options.get("size", "5.4x3.2").split("x"))
            figure = Figure(figsize=(width, height), layout="constrained")
            run(code, frozenset(), fig=figure, ax=figure.subplots(1, int(options.get("panels", "1"))), **_COLOURS)
        for line in (line for axes in figure.axes for line in axes.lines):
            if not str(line.get_label()).startswith("_"):
                line.set_gid(f"curve:{line.get_label()}")  # so that it can be lit (`docs_tools.views`)
        picture = svg_of(figure, options["title"], options["desc"])
        plt.close("all")
    caption = f"<figcaption>{html.escape(options['caption'], quote=False)}</figcaption>" if "caption" in options else ""
    return [*shown, f'<figure class="plot">{picture}{caption}</figure>']


def svg_of(figure: Figure, title: str, desc: str) -> str:
    """A matplotlib figure as inline SVG in the colours of the page."""
    number = next(_ids)
    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": str(number), "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = _MATHS.sub(lambda text: _flowing(text[0]), svg[svg.index("<svg") :])
    for pattern, instead in (
        (r"<metadata>.*?</metadata>", ""),
        (r'<style type="text/css">.*?</style>', ""),
        (r"<!--.*?-->", ""),
        (r"<defs>\s*</defs>", ""),
        (r' xmlns(:xlink)?="[^"]*"', ""),
        (r"xlink:href", "href"),
        (r'id="curve:([^"]*)"', r'data-curve="\1"'),
        (r' id="(?![mp][0-9a-f]{6})[^"]*"', ""),
        (r'id="([^"]+)"', rf'id="p{number}\1"'),
        (r"url\(#([^)]+)\)", rf"url(#p{number}\1)"),
        (r'href="#([^"]+)"', rf'href="#p{number}\1"'),
        (r"font-size: [\d.]+px; font-family: [^;]*; ?", ""),
        (r"font: [\d.]+px [^;\"]*;? ?", ""),
        (r' transform="rotate\(-0 [^)]*\)"', ""),
        (r"; stroke-linecap: square|; stroke-linejoin: miter", ""),
        (r"<g>\s*<path d=\"[^\"]*\" style=\"fill: none\"/>\s*</g>", ""),
        (r"\s*\n\s*", " "),
    ):
        svg = re.sub(pattern, instead, svg, flags=re.DOTALL)
    svg = re.sub(r'"[^"]*"', lambda value: re.sub(r"(\d+\.\d)\d+", r"\1", value[0]), svg)
    box = re.search(r'viewBox="[^"]*"', svg)
    if box is None:
        raise ValueError("matplotlib's SVG has no viewBox")
    opening = (
        f'<svg class="fig" {box[0]} role="img" aria-labelledby="p{number}t p{number}d">'
        f'<title id="p{number}t">{html.escape(title)}</title>\n<desc id="p{number}d">{html.escape(desc)}</desc>'
    )
    svg = opening + svg[svg.index(">") + 1 :].replace("<text ", f"<text{UNREAD} ")
    for name, sentinel in _COLOURS.items():
        svg = svg.replace(sentinel, f"var(--{name})")
    for usual, name in _USUAL.items():
        svg = svg.replace(usual, f"var(--{name})")
    return svg.replace("> <", "><")


def _flowing(text: str) -> str:
    """A formula, such as 10⁻⁵ at an axis, without the place of each sign: that depends on the font.

    Signs of one size at one height stand together, raised or lowered ones follow on what is before them, and the whole
    has its middle where matplotlib has it.
    """
    signs = sorted(_SIGN.findall(text), key=lambda sign: float(sign[0]))
    pieces, before = [], 0.0
    for (height, style, size), same in itertools.groupby(signs, key=lambda sign: sign[1:4]):
        share = round(100 * float(size) / max(float(sign[3]) for sign in signs))
        words = "".join(sign[4] for sign in same)
        pieces.append(f'<tspan dy="{float(height) - before:.1f}" style="{style}font-size: {share}%">{words}</tspan>')
        before = float(height)
    middle = (float(signs[-1][0]) + _WIDTH * float(signs[-1][3])) / 2
    return f'<text x="{middle:.1f}" style="text-anchor: middle">{"".join(pieces)}</text>'
