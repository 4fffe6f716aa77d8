"""`report.html`: one page that says how a class did, for a browser without a network.

Everything that a student wrote is text there. Each plot stands beside the table of its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from grader.graded_class import answers, class_map
from grader.graded_class.class_map import anchor, make_map
from grader.graded_class.comments import Comments
from grader.graded_class.compare import Comparison
from grader.graded_class.html import Column, columns, mark, markup_table, page, section, text_table, words
from grader.graded_class.items import Item, to_teach
from grader.graded_class.records import Class
from grader.grading.report import AS_COUNTED
from grader.render.plain import counted

BINS = 10
STYLE = """
svg { width: 100%; height: auto; } svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
.bar { fill: var(--good); } .axis { stroke: var(--line); } figure { margin: 0; }
.meter { display: block; height: .7rem; background: var(--line); min-width: 5rem; }
.meter span { display: block; height: 100%; background: var(--good); }
"""


def make_page(
    group: Class,
    items: Sequence[Item],
    title: str,
    notes: Sequence[str],
    comments: Comments | None,
    comparison: Comparison | None = None,
) -> str:
    """The page as text.

    Args:
        group: the class.
        items: the statistics of its exercises and checks.
        title: what was graded.
        notes: what was left out of the batch, and why.
        comments: the instructor's comments; None where there is no place for any.
        comparison: what changed since an older batch.
    """
    shares = [one.points / one.max_points for one in group.graded if one.max_points]
    idle = [one.name for one in group.students if one.idle]
    mean = f" The mean score is {100 * sum(shares) / len(shares):.0f} %." if shares else ""
    lead = f"{counted(len(group.students), 'submission')}, {len(group.graded)} graded, {len(idle)} not started.{mean}"
    left = "".join(f'<p class="note">Left out: {escape(note)}.</p>' for note in notes)
    look = [(one.name, "; ".join(one.flags), one.reason or "") for one in group.students if one.flags or one.reason]
    bins = _bins(shares)
    histogram = f'<div class="beside">{_histogram(bins)}{_bin_table(bins)}</div>'
    parts = {
        "map": ("The class", make_map(group)),
        "look": ("To look at", left + text_table(columns("student, why, not graded because"), look)),
        "teach": ("To teach again", _teach(group, items)),
        "answers": ("Wrong answers, each once", answers.make_answers(group, comments)),
        **({"changes": ("Changes", _changes(comparison))} if comparison else {}),
        "exercises": ("Exercises and checks", _items(group, items)),
        "scores": ("Distribution of the scores", histogram),
        "idle": ("Not started", text_table(columns("student"), [(name,) for name in idle])),
        **({"absent": ("Nothing handed in", _absent(group))} if group.absent else {}),
        **({"chosen": ("What was chosen", _chosen(group))} if any(one.notes for one in group.students) else {}),
        "students": ("Students", _students(group)),
    }
    links = "".join(f'<a href="#{name}">{escape(head)}</a>' for name, (head, _) in parts.items())
    body = (
        f"<header><h1>{escape(title)}</h1>\n<p>{escape(lead)}</p>\n"
        f'<nav aria-label="On this page">{links}</nav></header>\n'
        f"<main>\n{''.join(section(name, *part) for name, part in parts.items())}</main>"
    )
    return page(
        title, STYLE + class_map.STYLE + answers.STYLE, body, f'"use strict";{class_map.SCRIPT}{answers.SCRIPT}'
    )


def _bins(shares: Sequence[float]) -> list[int]:
    """How many students reached each tenth of the points."""
    counts = [0] * BINS
    for share in shares:
        counts[min(int(BINS * share), BINS - 1)] += 1
    return counts


def _bin_table(bins: Sequence[int]) -> str:
    step = 100 // BINS
    names = [f"{i * step} to {(i + 1) * step} %" for i in range(BINS)]
    return text_table(columns("score, students", "students"), zip(names, bins, strict=True))


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
        '<figure><svg viewBox="0 0 430 200" role="img" aria-label="Bars: how many students reached '
        'each tenth of the points; the table has the numbers">'
        f'<line class="axis" x1="15" y1="170" x2="385" y2="170"/>{"".join(parts)}'
        '<text x="382" y="188">100 %</text></svg></figure>'
    )


def _teach(group: Class, items: Sequence[Item]) -> str:
    """The exercises to teach again, each with its commonest wrong answer."""
    parts = []
    for one in to_teach(items):
        commonest = next(answer for answer in group.answers if answer.exercise == one.exercise)
        parts.append(
            f'<li><a href="#wrong-{escape(one.exercise)}">{escape(one.exercise)}</a>: '
            f"{one.by_itself} of the {one.tried} who began it fail it by themselves. "
            f"The commonest answer, of {len(commonest.students)}:{words(commonest.words)}</li>"
        )
    return f"<ol>{''.join(parts)}</ol>" if parts else '<p class="note">No exercise that two of the class fail.</p>'


def _items(group: Class, items: Sequence[Item]) -> str:
    counts = [verdict for verdict in AS_COUNTED if verdict != "broken"]  # which is our failure, and told elsewhere
    heads = [*columns("exercise, unit"), *(Column(name, number=True) for name in counts)]
    heads += [Column("pass rate"), Column("tells apart", number=True)]
    rows = [
        [
            *(escape(one.exercise), escape(group.units[one.exercise]), *(str(one.verdicts[name]) for name in counts)),
            *(_meter(one.share), _told(one)),
        ]
        for one in items
        if one.check is None
    ]
    checks = [
        [
            *(escape(one.exercise), escape(check.sentence), "hidden" if check.hidden else "visible", str(one.passed)),
            *(f"{100 * one.share:.0f} %", _told(one)),
        ]
        for one in items
        if one.check is not None
        for check in [group.checks[one.exercise][one.check]]
    ]
    heads_of_checks = columns("exercise, check, inputs, pass, pass rate, tells apart", "pass, pass rate, tells apart")
    return (
        '<p class="note">“Tells apart” is how passing goes with the points in all other exercises, from -1 to 1: near '
        "0 or below, look at the check; “-” where fewer than five were graded, or all or none pass.</p>\n"
        f"{markup_table(heads, rows)}"
        f"<details><summary>Each check</summary>{markup_table(heads_of_checks, checks)}</details>"
    )


def _meter(share: float) -> str:
    percent = f"{100 * share:.0f}"
    return f'{percent} %<span class="meter" aria-hidden="true"><span style="width:{percent}%"></span></span>'


def _told(item: Item) -> str:
    return "-" if item.discrimination is None else f"{item.discrimination:.2f}"


def _changes(comparison: Comparison) -> str:
    differs = f"The two batches differ in {', '.join(comparison.differs)}. " if comparison.differs else ""
    rows = [
        (one.student, one.exercise, one.before, one.after, f"{one.points:+g}", one.why) for one in comparison.changes
    ]
    heads = columns("student, exercise, before, after, points, why", "points")
    return f"<p>{escape(f'Since {comparison.old}: {differs}{comparison.total}')}</p>{text_table(heads, rows)}"


def _absent(group: Class) -> str:
    return text_table(columns("student"), [(one.name,) for one in group.absent])


def _chosen(group: Class) -> str:
    rows = [(one.name, "; ".join(one.notes)) for one in group.students if one.notes]
    return text_table(columns("student, of what was handed in"), rows)


def _students(group: Class) -> str:
    """Points of each student, and below the name all that the report says."""
    late = any(one.penalty is not None for one in group.students)
    rows = []
    for number, one in enumerate(group.students, 1):
        told = "".join(
            f'<div id="{anchor(number, name)}"><b>{escape(name)}</b>: {mark(marked.verdict)}, {marked.points:g}'
            f'{_link(name, marked.key)}<div class="words">{words(marked.words)}</div></div>'
            for name, marked in one.exercises.items()
            if marked.words
        )
        name = escape(one.name)
        whole = f"<details><summary>{name}</summary>{told}</details>" if told else name
        points = (
            ["-", "-", "-"]
            if one.reason is not None
            else [f"{one.points:g}", f"{one.penalty or 0:g}", f"{one.score:g}"]
        )
        most = "-" if one.reason is not None else f"{one.max_points:g}"
        rows.append([f'<div id="{anchor(number)}">{whole}</div>', *(points if late else points[:1]), most])
    heads = "student, points, late, score, of" if late else "student, points, of"
    return markup_table(columns(heads, heads.removeprefix("student, ")), rows)


def _link(exercise: str, key: str) -> str:
    return f', <a href="#{escape(exercise)}-{escape(key)}">all who gave this answer</a>' if key else ""
