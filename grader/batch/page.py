"""`report.html`: one page that says how a class did, for a browser without a network.

Everything that a student wrote is escaped. Each plot stands beside the table of its numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from string import Template

from grader.batch.summary import BINS, Summary

MOST_MISTAKES = 25

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title</title>
<style>
:root { --ink: #1c2230; --soft: #4d5566; --paper: #ffffff; --line: #c9ced8; --good: #1d5fa8; --bad: #a3431f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaf0; --soft: #b7bdcb; --paper: #14171e; --line: #434a59; --good: #8db8f0; --bad: #f0a27c; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 64rem; background: var(--paper); color: var(--ink);
       font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
p.note { color: var(--soft); }
nav a { color: var(--good); margin-right: 1rem; display: inline-block; padding: .25rem 0; }
.beside { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top;
         overflow-wrap: anywhere; }
th.n, td.n { text-align: right; white-space: nowrap; }
svg { width: 100%; height: auto; } svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
.bar { fill: var(--good); } .axis { stroke: var(--line); }
.meter { display: block; height: .7rem; background: var(--line); min-width: 6rem; }
.meter span { display: block; height: 100%; background: var(--good); }
:focus-visible { outline: 3px solid var(--bad); outline-offset: 2px; }
@media print { nav { display: none; } }
</style>
</head>
<body>
<header>
<h1>$title</h1>
<p>$lead</p>
<nav aria-label="On this page"><a href="#scores">Scores</a><a href="#exercises">Exercises</a>
<a href="#mistakes">Mistakes</a><a href="#look">To look at</a><a href="#idle">Not started</a>
<a href="#absent">Nothing handed in</a>
<a href="#chosen">What was chosen</a><a href="#students">Students</a></nav>
</header>
<main>
<section id="scores" aria-labelledby="scores-h"><h2 id="scores-h">Distribution of the scores</h2>
<div class="beside">$histogram$bins</div></section>
<section id="exercises" aria-labelledby="exercises-h"><h2 id="exercises-h">Exercises</h2>$exercises</section>
<section id="mistakes" aria-labelledby="mistakes-h"><h2 id="mistakes-h">The commonest mistakes</h2>$mistakes</section>
<section id="look" aria-labelledby="look-h"><h2 id="look-h">Submissions to look at</h2>$look</section>
<section id="idle" aria-labelledby="idle-h"><h2 id="idle-h">Not started</h2>$idle</section>
<section id="absent" aria-labelledby="absent-h"><h2 id="absent-h">Nothing handed in</h2>$absent</section>
<section id="chosen" aria-labelledby="chosen-h"><h2 id="chosen-h">What was chosen</h2>$chosen</section>
<section id="students" aria-labelledby="students-h"><h2 id="students-h">Students</h2>$students</section>
</main>
</body>
</html>
""")


def make_page(summary: Summary, title: str, notes: Sequence[str], absent: Sequence[str] = ()) -> str:
    """The page as text.

    Args:
        summary: the class.
        title: what was graded.
        notes: what was left out of the batch, and why.
        absent: those of the roster who handed nothing in.
    """
    count, graded = len(summary.students), summary.graded
    shares = [points / most for _, points, most, _, reason in summary.students if reason is None and most]
    mean = f" The mean score is {100 * sum(shares) / len(shares):.0f} %." if shares else ""
    look = [(name, "; ".join(flags), reason or "") for name, flags, reason in summary.to_look_at]
    left = "".join(f'<p class="note">Left out: {escape(note)}.</p>' for note in notes)
    return _PAGE.substitute(
        title=escape(title),
        lead=f"{count} submissions, {graded} graded, {len(summary.idle)} not started.{mean}",
        histogram=_histogram(summary.bins),
        bins=_bin_table(summary.bins),
        exercises=_exercise_table(summary),
        mistakes=_table(
            ("count", "exercise", "what the numbers show"),
            [(n, name, text) for (name, text), n in summary.mistakes.most_common(MOST_MISTAKES)],
        ),
        look=left + _table(("student", "why", "not graded because"), look),
        idle=_table(("student",), [(name,) for name in sorted(summary.idle)]),
        absent=_table(("student",), [(name,) for name in sorted(absent)]),
        chosen=_table(("student", "of what was handed in"), sorted(summary.chosen)),
        students=_table(
            ("points", "of", "student"),
            [
                (f"{points:g}" if reason is None else "-", f"{most:g}" if reason is None else "-", name)
                for name, points, most, _, reason in sorted(summary.students)
            ],
        ),
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str = "None.") -> str:
    """A table of text; numbers, and signs that stand for one, are aligned right."""
    numeric = {"count", "points", "of", "pass", "students"}
    head = "".join(f'<th scope="col"{_number(name in numeric)}>{escape(name)}</th>' for name in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_number(name in numeric)}>{escape(str(value))}</td>" for name, value in zip(heads, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return _framed(head, body, ", ".join(heads)) if body else f'<p class="note">{empty}</p>'


def _framed(head: str, body: str, label: str) -> str:
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="Table: {escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _number(is_one: bool) -> str:
    return ' class="n"' if is_one else ""


def _bin_names() -> list[str]:
    step = 100 // BINS
    return [f"{i * step} to {(i + 1) * step} %" for i in range(BINS)]


def _bin_table(bins: Sequence[int]) -> str:
    return _table(("score", "students"), zip(_bin_names(), bins, strict=True))


def _histogram(bins: Sequence[int]) -> str:
    """Bars over tenths of the points; the table beside it says the same in numbers."""
    most = max([*bins, 1])
    parts = []
    for i, count in enumerate(bins):
        height = 150 * count / most
        x = 20 + 36 * i
        parts.append(f'<rect class="bar" x="{x}" y="{170 - height:.1f}" width="30" height="{height:.1f}"/>')
        if count:
            parts.append(f'<text x="{x + 15}" y="{164 - height:.1f}" text-anchor="middle">{count}</text>')
        parts.append(f'<text x="{x}" y="188">{i * 100 // BINS}</text>')
    return (
        '<figure style="margin:0"><svg viewBox="0 0 430 200" role="img" aria-label="Bars: how many students reached '
        'each tenth of the points; the table has the numbers">'
        f'<line class="axis" x1="15" y1="170" x2="385" y2="170"/>{"".join(parts)}'
        '<text x="382" y="188">100 %</text></svg></figure>'
    )


def _exercise_table(summary: Summary) -> str:
    heads = ("exercise", "unit", "pass", "wrong", "error", "timeout", "todo", "pass rate")
    head = "".join(f'<th scope="col"{_number(2 <= i < 7)}>{name}</th>' for i, name in enumerate(heads))
    rows = []
    for name, tally in summary.exercises.items():
        total = sum(tally.verdicts.values())
        share = tally.verdicts["pass"] / total if total else 0.0
        counts = "".join(f'<td class="n">{tally.verdicts[v]}</td>' for v in heads[2:7])
        meter = f'<span class="meter" aria-hidden="true"><span style="width:{100 * share:.0f}%"></span></span>'
        rows.append(
            f'<tr><th scope="row">{escape(name)}</th><td>{escape(tally.unit)}</td>{counts}'
            f"<td>{100 * share:.0f} %{meter}</td></tr>"
        )
    return _framed(head, "".join(rows), "exercises and verdicts") if rows else '<p class="note">None.</p>'
