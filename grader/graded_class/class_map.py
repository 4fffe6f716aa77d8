"""The class as a map: a row a student, a column an exercise, a sign and a colour a verdict.

Whoever has begun and passes least stands on top, whoever has not begun at the end, so that it is seen at once who is
stuck and where. Each cell leads to the words of that student's report on that exercise.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from grader.graded_class.html import MARKS, MEANING
from grader.graded_class.records import Class, Student

STYLE = """
.map { overflow: auto; max-height: 80vh; border: 1px solid var(--line); scroll-padding: 14.5rem 0 0 11.2rem; }
.map table { width: auto; border-collapse: separate; border-spacing: 0; }
.map th, .map td { padding: 0; border: 0; border-right: 1px solid var(--paper); border-bottom: 1px solid var(--paper); }
.map td a { display: block; width: 1.28rem; height: 1.5rem; line-height: 1.5rem; text-align: center; font-weight: 600;
  text-decoration: none; }
.map td a:focus-visible { outline-offset: -3px; }
.map thead th { position: sticky; top: 0; background: var(--paper); z-index: 2; height: 14.2rem;
  vertical-align: bottom; }
.map thead th span { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 400; font-size: .75rem;
  max-height: 14rem; overflow: hidden; white-space: nowrap; width: 1.28rem; line-height: 1.28rem; }
.map .first { border-left: 3px solid var(--soft); }
.map th[scope=row] { position: sticky; left: 0; background: var(--paper); z-index: 1; font-weight: 400; min-width: 7rem;
  max-width: 11rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding-right: .5rem; }
.map thead th.corner { left: 0; z-index: 3; }
.map td.none { text-align: center; color: var(--soft); }
#told { min-height: 4.5em; white-space: pre-wrap; } .key span.mark { margin-right: .25rem; }
.key span.one { display: inline-block; margin-right: 1.2rem; }
@media (max-width: 40rem) { .map { scroll-padding-left: 6.2rem; }
  .map th[scope=row] { min-width: 5rem; max-width: 6rem; } }
@media print { .map { max-height: none; overflow: visible; } .map thead th, .map th[scope=row] { position: static; } }
"""

SCRIPT = """
const map = document.querySelector(".map"), told = document.getElementById("told");
const rows = map ? [...map.querySelectorAll("tbody tr")].map(row => [...row.querySelectorAll("td > a")]) : [];
function at(cell) {
  const y = rows.findIndex(row => row.includes(cell));
  return [y, y < 0 ? -1 : rows[y].indexOf(cell)];
}
rows.flat().forEach((cell, i) => { cell.tabIndex = i ? -1 : 0; });
function tell(cell) {
  const [y] = at(cell), target = document.getElementById(cell.hash.slice(1));
  const words = target && target.querySelector(".words");
  const copy = words && words.cloneNode(true);
  copy && copy.querySelectorAll("br").forEach(end => end.replaceWith("\\n"));
  const student = rows[y][0].closest("tr").querySelector("th").textContent;
  told.textContent = student + ", " + cell.getAttribute("aria-label") + (copy ? "\\n" + copy.textContent : "");
}
map && map.addEventListener("focusin", event => {
  if (!event.target.matches("td > a")) return;
  rows.flat().forEach(cell => { cell.tabIndex = -1; });
  event.target.tabIndex = 0;
  tell(event.target);
});
map && map.addEventListener("mouseover", event => { if (event.target.matches("td > a")) tell(event.target); });
map && map.addEventListener("keydown", event => {
  const [y, x] = at(event.target), last = y < 0 ? 0 : rows[y].length - 1;
  const to = { ArrowUp: [y - 1, x], ArrowDown: [y + 1, x], ArrowLeft: [y, x - 1], ArrowRight: [y, x + 1], Home: [y, 0],
    End: [y, last], PageUp: [Math.max(y - 10, 0), x], PageDown: [Math.min(y + 10, rows.length - 1), x] }[event.key];
  const cell = y >= 0 && to && rows[to[0]] && rows[to[0]][to[1]];
  if (to && y >= 0) event.preventDefault();
  if (cell) { cell.focus(); cell.scrollIntoView({ block: "nearest", inline: "nearest" }); }
});
function unfold() {
  let target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const first = target;
  for (; target; target = target.parentElement) if (target.tagName === "DETAILS") target.open = true;
  if (first) first.scrollIntoView();
}
addEventListener("hashchange", unfold);
if (location.hash) unfold();
"""


def in_order(students: Sequence[Student]) -> list[Student]:
    """Those who have begun, by how many exercises pass, fewest first; then those who have not; then the ungraded."""

    def rank(one: Student) -> tuple[bool, bool, int, float, str]:
        passed = sum(marked.verdict == "pass" for marked in one.exercises.values())
        return one.reason is not None, one.idle, passed, one.points, one.name

    return sorted(students, key=rank)


def anchor(number: int, exercise: str = "") -> str:
    """Where the words on a student stand, or those on one exercise; `number` counts students by name."""
    return f"s{number}-{exercise}" if exercise else f"s{number}"


def make_map(group: Class) -> str:
    """The map as markup."""
    names = list(group.units)
    numbers = {one.name: at for at, one in enumerate(group.students, 1)}
    firsts = {next(name for name in names if group.units[name] == unit) for unit in group.units.values()}
    head = "".join(
        f'<th scope="col"{_first(name in firsts)} title="{escape(group.units[name])}"><span>{escape(name)}</span></th>'
        for name in names
    )
    body = "".join(_row(one, numbers[one.name], names, firsts) for one in in_order(group.students))
    key = "".join(
        f'<span class="one"><span class="mark {verdict}" aria-hidden="true">{sign}</span>'
        f"{verdict}: {MEANING[verdict]}</span>"
        for verdict, sign in MARKS.items()
    )
    return (
        f'<p class="key">{key}</p>\n'
        '<p class="note">Who has begun and passes least stands on top.</p>\n'
        '<p id="told" role="status" class="only-screen">Arrow keys move in the map, and what is said of a cell stands '
        "here. Enter leads to all that the report says.</p>\n"
        '<div class="map" tabindex="-1"><table aria-label="Verdicts by student and exercise">'
        f'<thead><tr><th scope="col" class="corner">student</th>{head}</tr></thead>'
        f"<tbody>\n{body}</tbody></table></div>\n"
    )


def _row(one: Student, number: int, names: Sequence[str], firsts: set[str]) -> str:
    cells = []
    for name in names:
        marked = one.exercises.get(name)
        edge = _first(name in firsts)
        if marked is None:
            cells.append(
                f'<td{edge}><a class="none" href="#{anchor(number)}" aria-label="{escape(name)}: not graded">–</a></td>'
            )
            continue
        target = anchor(number, name) if marked.words else anchor(number)
        label = f"{escape(name)}: {marked.verdict}"
        sign = MARKS[marked.verdict]
        cells.append(f'<td{edge}><a class="{marked.verdict}" href="#{target}" aria-label="{label}">{sign}</a></td>')
    title = escape(one.name)
    return f'<tr><th scope="row" title="{title}">{title}</th>{"".join(cells)}</tr>\n'


def _first(is_one: bool) -> str:
    return ' class="first"' if is_one else ""
