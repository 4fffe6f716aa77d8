"""The wrong answers of a class, each once: how many gave it, what one of them wrote, and room for a comment.

Comments are kept in a file that the page offers as a download; it goes beside `course.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby
from urllib.parse import quote

from grader.graded_class.class_map import anchor
from grader.graded_class.comments import FILE, HEAD, Comments, toml_key, write_comments
from grader.graded_class.html import code, words
from grader.graded_class.records import Class, WrongAnswer
from grader.render.plain import counted

MOST_NAMES = 12
STYLE = """
.answer { border-top: 1px solid var(--line); padding: .6rem 0; } .answer h4 { margin: 0; font-weight: 600; }
.answer .count { display: inline-block; min-width: 2.2rem; font-size: 1.15rem; }
textarea { width: 100%; min-height: 3.2rem; font: inherit; color: inherit; background: var(--shade);
  border: 1px solid var(--soft); padding: .4rem; }
.save { display: inline-block; padding: .5rem 1rem; border: 2px solid var(--good); margin: .5rem 0; }
"""
SCRIPT = """
const save = document.getElementById("comments-file"), fields = [...document.querySelectorAll("textarea[data-key]")];
const text = value => '"' + value.replace(/[\\\\"]/g, "\\\\$&").replace(/\\n/g, "\\\\n").replace(/\\t/g, "\\\\t")
  .replace(/[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]/g, "") + '"';
function write() {
  const tables = new Map();
  for (const field of fields) {
    const value = field.value.trim(), lines = tables.get(field.dataset.exercise) || [];
    lines.push((value ? "" : "# ") + field.dataset.key + " = " + text(value) + "\\n");
    tables.set(field.dataset.exercise, lines);
  }
  const told = [...tables].map(([exercise, lines]) => "\\n[" + exercise + "]\\n" + lines.join(""));
  const file = save.dataset.head + told.join("") + save.dataset.rest;
  save.href = "data:application/toml;charset=utf-8," + encodeURIComponent(file);
}
if (save) fields.forEach(field => field.addEventListener("input", write));
"""


def make_answers(group: Class, comments: Comments | None) -> str:
    """The wrong answers as markup.

    Args:
        group: the class.
        comments: those that are there already; None where there is no place for any.
    """
    if not group.answers:
        return '<p class="note">None.</p>'
    numbers = {one.name: at for at, one in enumerate(group.students, 1)}
    parts = []
    for exercise, some in groupby(group.answers, lambda one: one.exercise):
        answers = list(some)
        most = sum(len(one.students) for one in answers)
        total = f"{counted(len(answers), 'wrong answer')} of {counted(most, 'student')}"
        parts.append(
            f'<details id="wrong-{escape(exercise)}"{" open" if len(group.answers) < 12 else ""}>'
            f"<summary><b>{escape(exercise)}</b>: {total}</summary>"
            + "".join(
                _answer(one, numbers, None if comments is None else comments.get((one.exercise, one.key), ""))
                for one in answers
            )
            + "</details>\n"
        )
    return f"{'' if comments is None else _download(group.answers, comments)}{''.join(parts)}"


def _download(answers: Iterable[WrongAnswer], comments: Comments) -> str:
    answers = list(answers)
    known = {(one.exercise, one.key) for one in answers}
    first = {exercise for exercise, _ in known}
    rest = {key: text for key, text in comments.items() if key not in known}
    # what this class did not answer, of exercises that it did, follows below a table of its own in no file of TOML
    within = {key: text for key, text in rest.items() if key[0] in first}
    whole = write_comments(comments, answers)
    outside = write_comments({key: text for key, text in rest.items() if key not in within}).removeprefix(HEAD)
    kept = "".join(
        f"<textarea hidden {_data(exercise, key)}>{escape(text)}</textarea>" for (exercise, key), text in within.items()
    )
    return (
        "<p>Write below what all who gave an answer are to read in their feedback, save the file beside "
        "<code>course.toml</code>, and run the batch with <code>--resume --feedback</code>. Next year it is said "
        "again.</p>\n"
        f'<p><a class="save only-screen" id="comments-file" download="{FILE}" data-head="{escape(HEAD)}" '
        f'data-rest="{escape(outside)}" href="data:application/toml;charset=utf-8,{quote(whole)}">'
        f"Save {FILE}</a></p>\n{kept}"
    )


def _answer(one: WrongAnswer, numbers: Mapping[str, int], comment: str | None) -> str:
    label = f"Comment on {one.key} in {one.exercise}"
    shown = ", ".join(
        f'<a href="#{anchor(numbers[name], one.exercise)}">{escape(name)}</a>' for name in one.students[:MOST_NAMES]
    )
    more = len(one.students) - MOST_NAMES
    source = f"<details><summary>What {escape(one.students[0])} wrote</summary>{code(one.source)}</details>"
    field = (
        ""
        if comment is None
        else f'<textarea aria-label="{escape(label)}" placeholder="A comment for all who gave this answer" '
        f"{_data(one.exercise, one.key)}>{escape(comment)}</textarea>"
    )
    return (
        f'<div class="answer" id="{escape(one.exercise)}-{escape(one.key)}">'
        f'<h4><span class="count">{len(one.students)}×</span> <code>{escape(one.key)}</code></h4>'
        f"{words(one.words)}{words(one.rows) if one.rows != one.words else ''}"
        f"<p>{shown}{f' and {more} more' if more > 0 else ''}</p>{source if one.source else ''}"
        f"{field}</div>\n"
    )


def _data(exercise: str, key: str) -> str:
    """What the script needs to know of a field."""
    return f'data-exercise="{escape(toml_key(exercise))}" data-key="{escape(toml_key(key))}"'
