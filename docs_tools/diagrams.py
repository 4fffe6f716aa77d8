"""Drawings of boxes: values travel along arrows through functions, and slopes come back along dashed strings.

A drawing is written once, on a grid of columns and rows, and made twice: lying for a wide page, standing for a phone.
The colours are classes, so that one drawing serves light and dark.
"""

from __future__ import annotations

import html
import itertools
import math
import re
from dataclasses import dataclass, field
from typing import Any

from docs_tools.mistakes import LessonError
from docs_tools.running import execute

UNREAD = ' data-search-exclude=""'  # by the search; with its value, as pictures in notebooks are XML

_ids = itertools.count(1)
_Point = tuple[float, float]
_Places = dict[str, _Point]
_CHAR = 8.2  # width of a character of the label font, in units of the drawing


@dataclass(frozen=True)
class _Node:
    text: str
    column: float
    row: float
    colour: str
    note: str
    is_box: bool

    @property
    def half_width(self) -> float:
        room, least = (16, 26) if self.is_box else (7, 14)
        return max(len(self.text) * _CHAR / 2 + room, len(self.note) * 3.4 + 4, least)

    @property
    def half_height(self) -> float:
        return 24.0 if self.is_box else 15.0


@dataclass(frozen=True)
class _Arrow:
    start: str
    end: str
    text: str
    colour: str
    shape: str
    back: str


@dataclass
class Drawing:
    """What a ```boxes block draws on."""

    nodes: dict[str, _Node] = field(default_factory=dict)
    arrows: list[_Arrow] = field(default_factory=list)

    def value(
        self, key: str, column: float, row: float = 0, *, text: str = "", colour: str = "", note: str = ""
    ) -> None:
        """A value: its name without a frame; `note` is its shape or its number."""
        self.nodes[key] = _Node(text or key, column, row, colour, note, is_box=False)

    def box(self, key: str, column: float, row: float = 0, *, text: str = "", note: str = "") -> None:
        """A function: a mini-factory."""
        self.nodes[key] = _Node(text or key, column, row, "", note, is_box=True)

    def arrow(self, start: str, end: str, text: str = "", *, colour: str = "", shape: str = "", back: str = "") -> None:
        """A value on its way; `back` is the slope on the string that runs the other way.

        It is that of the box which the value enters: a box with two inputs has two, and between two boxes it would be
        anyone's guess whose it is.
        """
        self.arrows.append(_Arrow(start, end, text, colour, shape, back))


def boxes(options: dict[str, str], code: str) -> list[str]:
    """Run the code of a ```boxes block and draw, lying and standing."""
    drawing = Drawing()
    names: dict[str, Any] = {"value": drawing.value, "box": drawing.box, "arrow": drawing.arrow}
    execute(code, names)
    for arrow in drawing.arrows:
        if arrow.back and not drawing.nodes[arrow.end].is_box:
            raise LessonError(f"a slope stands where a value enters its box, and {arrow.end} is none: {arrow.back}")
    title, desc = options["title"], options["desc"]
    pictures = [_svg(drawing, title, desc, standing=standing) for standing in (False, True)]
    return [f'<figure class="drawing">{"".join(pictures)}{_caption(options)}</figure>']


def _caption(options: dict[str, str]) -> str:
    return f"\n<figcaption>{html.escape(options['caption'], quote=False)}</figcaption>" if "caption" in options else ""


def _svg(drawing: Drawing, title: str, desc: str, *, standing: bool) -> str:
    number = next(_ids)
    step_along, step_across = (104.0, 132.0) if standing else (_column_width(drawing), 84.0)
    place = {
        key: (node.row * step_across, node.column * step_along)
        if standing
        else (node.column * step_along, node.row * step_across)
        for key, node in drawing.nodes.items()
    }
    parts = [_arrow(arrow, drawing, place, number, standing=standing) for arrow in drawing.arrows]
    parts += [_node(node, *place[key]) for key, node in drawing.nodes.items()]
    xs, ys = [], []
    for key, node in drawing.nodes.items():
        x, y = place[key]
        xs += [x - node.half_width - 4, x + node.half_width + 4]
        ys += [y - node.half_height - 4, y + node.half_height + (16 if node.note else 4)]
    if any(a.back for a in drawing.arrows) and not standing:
        ys.append(max(y for _, y in place.values()) + 46)
    if any(a.text or a.shape for a in drawing.arrows) and not standing:
        ys.append(min(y for _, y in place.values()) - 34)
    if standing:
        for a in drawing.arrows:
            middle = (place[a.start][0] + place[a.end][0]) / 2
            label = a.text + (f" {a.shape}" if a.shape else "")
            xs += [middle - 24 - len(label) * 8.0, middle + 24 + len(a.back) * 8.0]
    left, top, width, height = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    kind = "standing" if standing else "lying"
    again = UNREAD if standing else ""  # the search reads what is drawn once, and not letter by letter
    return (
        f'<svg class="fig {kind}" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" '
        f'style="max-width:{width:.0f}px" role="img" aria-labelledby="b{number}t b{number}d"{again}>'
        f'<title id="b{number}t">{html.escape(title)}</title> <desc id="b{number}d">{html.escape(desc)}</desc>'
        f'<defs><marker id="b{number}a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" '
        f'orient="auto"><path d="M0 0 8 4 0 8z" class="f-ink"/></marker><marker id="b{number}b" viewBox="0 0 8 8" '
        f'refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0 8 4 0 8z" class="f-d"/>'
        f"</marker></defs><g{UNREAD}>{''.join(parts)}</g></svg>"
    )


def _column_width(drawing: Drawing) -> float:
    """Columns stand far enough apart for the widest nodes and what is written on the arrows between them."""
    nodes = drawing.nodes
    need = [96.0]
    for a in drawing.arrows:
        span = abs(nodes[a.end].column - nodes[a.start].column) or 1
        label = max(len(a.text + a.shape) + (1 if a.text and a.shape else 0), len(a.back)) * 7.4 + 26
        need.append((nodes[a.start].half_width + nodes[a.end].half_width + max(label, 34)) / span)
    return max(need)


def _node(node: _Node, x: float, y: float) -> str:
    w, h = node.half_width, node.half_height
    size = f'width="{2 * w:.1f}" height="{2 * h:.1f}"'
    frame = f'<rect x="{x - w:.1f}" y="{y - h:.1f}" {size} rx="9" class="box"/>' if node.is_box else ""
    style = "fn" if node.is_box else f"val t-{node.colour}" if node.colour else "val"
    note = f'<text x="{x:.1f}" y="{y + h + 13:.1f}" class="note">{_text(node.note)}</text>' if node.note else ""
    return f'{frame}<text x="{x:.1f}" y="{y + 5:.1f}" class="{style}">{_text(node.text)}</text>{note}'


def _arrow(arrow: _Arrow, drawing: Drawing, place: _Places, number: int, *, standing: bool) -> str:
    """The arrow, its label on one side, and the string back with its slope on the other."""
    (x1, y1), (x2, y2) = _ends(arrow, drawing, place, standing=standing)
    length = math.hypot(x2 - x1, y2 - y1)
    nx, ny = (y2 - y1) / length, -(x2 - x1) / length  # to the left of the way: above a lying arrow
    if standing:
        nx, ny = -nx, -ny
    shift = 7 if arrow.back else 0
    out = _line("wire", (x1, y1), (x2, y2), (nx * shift, ny * shift), f"b{number}a")
    label = f'<tspan class="t-{arrow.colour or "ink"}">{_text(arrow.text)}</tspan>' if arrow.text else ""
    if arrow.shape:
        label += f'<tspan class="shape"> {_text(arrow.shape)}</tspan>'
    middle = (x1 + x2) / 2, (y1 + y2) / 2
    out += _label(label, middle, (nx, ny), shift, "")
    if arrow.back:
        out += _line("string", (x2, y2), (x1, y1), (-nx * shift, -ny * shift), f"b{number}b")
        out += _label(_text(arrow.back), middle, (-nx, -ny), shift, " t-d")
    return out


def _ends(arrow: _Arrow, drawing: Drawing, place: _Places, *, standing: bool) -> tuple[_Point, _Point]:
    """Where the arrow leaves one node and reaches the other; arrows that come from aside meet the box aside."""
    (x1, y1), (x2, y2) = place[arrow.start], place[arrow.end]
    a, b = drawing.nodes[arrow.start], drawing.nodes[arrow.end]
    apart = a.is_box or bool(arrow.back)  # two lines need a place of their own to begin
    if standing:
        slant = 8 if arrow.back and x1 != x2 else 0  # so much farther from the note, which the string would touch
        aside = math.copysign(min(abs(x1 - x2) / 4, 14), x1 - x2)
        y1, y2 = y1 + a.half_height + (20 + slant if a.note else 4), y2 - b.half_height - 4
        return (x1 - (aside if apart else 0), y1), (x2 + (aside if b.is_box else 0), y2)
    aside = math.copysign(min(abs(y1 - y2) / 4, 14), y1 - y2)
    x1, x2 = x1 + a.half_width + 4, x2 - b.half_width - 4
    fork = bool(arrow.back) and sum(other.start == arrow.start for other in drawing.arrows) > 1  # strings would cross
    return (x1, y1 - (aside if a.is_box or fork else 0)), (x2, y2 + (aside if b.is_box else 0))


def _line(kind: str, start: _Point, end: _Point, shift: _Point, marker: str) -> str:
    (x1, y1), (x2, y2), (dx, dy) = start, end, shift
    way = f"M{x1 + dx:.1f} {y1 + dy:.1f}L{x2 + dx:.1f} {y2 + dy:.1f}"
    return f'<path class="{kind}" d="{way}" marker-end="url(#{marker})"/>'


def _label(text: str, middle: _Point, side: _Point, shift: float, style: str) -> str:
    if not text:
        return ""
    (x, y), (nx, ny) = middle, side
    anchor = "" if abs(nx) < 0.3 else " start" if nx > 0 else " end"
    x, y = x + nx * (shift + 7), y + ny * (shift + 7) + (5 if anchor else 11 if ny > 0 else -1)
    return f'<text x="{x:.1f}" y="{y:.1f}" class="lbl{anchor}{style}">{text}</text>'


def _text(text: str) -> str:
    """Escapes a label; `f_1` and `W^T` get their index and their raised letter as Unicode has them."""
    text = re.sub(r"_(\d)", lambda m: "₀₁₂₃₄₅₆₇₈₉"[int(m[1])], text)
    text = text.replace("^T", "ᵀ").replace("_n", "ₙ").replace("-", "−")
    return html.escape(text)
