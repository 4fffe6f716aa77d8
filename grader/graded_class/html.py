"""The parts that pages are made of. All text, whoever wrote it, is text here and never markup."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

STYLE = """
:root { --ink: #1c2230; --soft: #4d5566; --paper: #fff; --shade: #f3f5f9; --line: #c9ced8; --good: #1d5fa8;
  --bad: #a3431f;
  --pass: #d3e6fb; --pass-ink: #123a66; --wrong: #f9d5c5; --wrong-ink: #7a2a0e; --error: #f3c9e3; --error-ink: #6d1450;
  --timeout: #f6e3a8; --timeout-ink: #574100; --todo: #eceef2; --todo-ink: #4d5566; --broken: #1c2230;
  --broken-ink: #fff; color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaf0; --soft: #b7bdcb; --paper: #14171e; --shade: #1d222c; --line: #434a59; --good: #8db8f0;
    --bad: #f0a27c; --pass: #1b3d63; --pass-ink: #cfe4fc; --wrong: #6e2c14; --wrong-ink: #fddccd; --error: #5f1d49;
    --error-ink: #fbd7ee; --timeout: #5a4708; --timeout-ink: #fbecb8; --todo: #262c37; --todo-ink: #b7bdcb;
    --broken: #e8eaf0; --broken-ink: #14171e; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 78rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.25rem; margin-top: 2.4rem; } h3 { font-size: 1.05rem; }
a { color: var(--good); } p.note, .soft { color: var(--soft); }
nav a { margin-right: 1rem; display: inline-block; padding: .25rem 0; }
.beside { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
tbody th { font-weight: 400; }
th.n, td.n { text-align: right; white-space: nowrap; }
pre { margin: .4rem 0; padding: .6rem; background: var(--shade); overflow-x: auto;
  font: .85rem/1.45 ui-monospace, monospace; }
.words { margin: .4rem 0; } pre.words { background: none; padding: 0; white-space: pre-wrap; }
summary { cursor: pointer; padding: .25rem 0; }
.mark { display: inline-block; min-width: 1.5rem; padding: 0 .35rem; text-align: center; font-weight: 600; }
.pass { background: var(--pass); color: var(--pass-ink); } .wrong { background: var(--wrong); color: var(--wrong-ink); }
.error { background: var(--error); color: var(--error-ink); } .todo { background: var(--todo); color: var(--todo-ink); }
.timeout { background: var(--timeout); color: var(--timeout-ink); }
.broken { background: var(--broken); color: var(--broken-ink); }
:focus-visible { outline: 3px solid var(--bad); outline-offset: 2px; }
@media print { nav, textarea, .only-screen { display: none; } body { max-width: none; } .scroll { overflow: visible; }
  section.exercise { break-inside: avoid; } .mark { border: 1px solid; } }
"""
MARKS = {"pass": "✓", "wrong": "✗", "error": "!", "timeout": "∞", "todo": "·", "broken": "?"}
MEANING = {
    "pass": "right",
    "wrong": "a wrong answer",
    "error": "it raises an error, or does not import",
    "timeout": "it does not end",
    "todo": "not begun",
    "broken": "the grader failed",
}


def page(title: str, style: str, body: str, script: str = "") -> str:
    """A whole page that asks nobody for anything and runs no script but this one.

    Args:
        title: its title, as text.
        style: what is added to the style that all pages have.
        body: markup.
        script: a script that holds nothing of a student's.
    """
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    if script:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        policy += f"; script-src 'sha256-{digest}'"
        script = f"<script>{script}</script>\n"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}{style}</style>\n</head>\n<body>\n{body}\n{script}</body>\n</html>\n"
    )


def words(text: str) -> str:
    """Text that may have several lines; these may be a table, and are spaced as it is."""
    kind = "pre" if "\n" in text else "p"
    return f'<{kind} class="words">{lines(text)}</{kind}>' if text else ""


def lines(text: str) -> str:
    """Text of several lines as markup on one."""
    return "<br>".join(escape(line) for line in text.splitlines())


def code(source: str) -> str:
    """Source, as text."""
    return f'<pre tabindex="0"><code>{lines(source)}</code></pre>' if source else ""


def mark(verdict: str, more: str = "") -> str:
    """A verdict as a sign, a colour and a word."""
    return f'<span class="mark {verdict}" aria-hidden="true">{MARKS[verdict]}</span> {escape(verdict)}{escape(more)}'


class Column(NamedTuple):
    """The head of a column; whether it holds numbers, or signs that stand for one."""

    name: str
    number: bool = False


def columns(names: str, numbers: str = "") -> list[Column]:
    """Columns from their names, each group between commas."""
    numeric = set(numbers.split(", "))
    return [Column(name, name in numeric) for name in names.split(", ")]


def text_table(heads: Sequence[Column], rows: Iterable[Sequence[object]], *, empty: str = "None.") -> str:
    """A table of text."""
    return markup_table(heads, ([escape(str(value)) for value in row] for row in rows), empty=empty)


def markup_table(heads: Sequence[Column], rows: Iterable[Sequence[str]], *, empty: str = "None.") -> str:
    """A table of markup; the first cell of each row is its head."""
    head = "".join(f'<th scope="col"{_align(one)}>{escape(one.name)}</th>' for one in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f"<th{_align(one)} scope=row>{value}</th>" if at == 0 else f"<td{_align(one)}>{value}</td>"
            for at, (one, value) in enumerate(zip(heads, row, strict=True))
        )
        + "</tr>\n"
        for row in rows
    )
    return (
        framed(f"<thead><tr>{head}</tr></thead><tbody>\n{body}</tbody>", heads)
        if body
        else f'<p class="note">{empty}</p>'
    )


def framed(inside: str, heads: Sequence[Column]) -> str:
    """A table that scrolls by itself where it is too wide, also by keyboard."""
    label = escape("Table: " + ", ".join(one.name for one in heads))
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{label}"><table>{inside}</table></div>'


def _align(column: Column) -> str:
    return ' class="n"' if column.number else ""


def section(name: str, title: str, inside: str) -> str:
    """A section of a page, with a heading."""
    return (
        f'<section id="{name}" aria-labelledby="{name}-h"><h2 id="{name}-h">{escape(title)}</h2>\n{inside}</section>\n'
    )
