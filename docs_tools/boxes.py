"""The box of an exercise: its stub, the command that grades it, its checks and three hints.

Where a grader stands behind the page, `workbook/box.js` makes it the place where the exercise is done.

Everything in it stands elsewhere once: the stub is cut from the solution, which also has the third hint; its title and
the other hints stand in `grader/course/hints`, the checks' sentences in `grader/course/checks`. Only an instructor's
build asks for the solution.
"""

from __future__ import annotations

import html
import importlib
import inspect

from docs_tools.mistakes import LessonError
from grader.course.checks_of import visible_checks
from grader.course.stubs import stub_of
from grader.course.syllabus import load_course

_HINTS = ("the idea", "the place", "the formula")


def exercise(name: str, *, solution: bool, folded: bool = False) -> list[str]:
    """The box as Markdown. Its heading carries the function's name as its anchor.

    Args:
        name: the exercise.
        solution: whether it holds the solution.
        folded: whether all but its heading and what it asks for is folded away, until it is opened or linked to.

    Raises:
        LessonError: if there is no such exercise.
    """
    if name not in load_course().by_name:
        raise LessonError(f"::exercise {name} names no exercise of the course")
    found = load_course().exercise(name)
    title = f"{found.title[:1].upper()}{found.title[1:]}".rstrip(".")
    needs = [f"[`{need}`]({load_course().exercise(need).unit}.md#{need})" for need in found.needs]
    leans = [f"Builds on your {_and(needs)}.", ""] if needs else []
    lines = [
        "",
        f'<exercise-box class="exercise" name="{name}" markdown>',
        "",
        f"### `{name}` {{ #{name} }}",
        "",
        f"{title}. {' '.join(leans)}".rstrip(),
        "",
    ]
    body = [
        f'```python title="exercises/{found.unit}.py"',
        *stub_of(found.unit, name).rstrip().splitlines(),
        "```",
        "",
        "```console",
        f"uv run grader check {name}",
        "```",
        "",
    ]
    body += _checks(found.unit, name)
    for level, (place, hint) in enumerate(zip(_HINTS, found.hints, strict=True), 1):
        body += _fold("hint", f"Hint {level}: {place}", hint.strip().splitlines())
    if solution:
        source = inspect.getsource(getattr(importlib.import_module(f"solutions.{found.unit}"), name))
        body += _fold("solution", "Solution (for instructors)", ["```python", *source.rstrip().splitlines(), "```"])
    if folded:
        body = _fold("rest", f"Open {name}: its stub, checks and hints", body)
    return [*lines, *body, "</exercise-box>", ""]


def _checks(unit: str, name: str) -> list[str]:
    checks = [check for check in visible_checks(unit) if check.exercise == name]
    rows = [f"- {html.escape(c.sentence, quote=False)}" for c in checks]
    many = "one check" if len(rows) == 1 else f"{len(rows)} checks"
    return _fold("checks", f"What is checked: {many} that you can see", rows)


def _fold(kind: str, title: str, body: list[str]) -> list[str]:
    return [f'??? {kind} "{title}"', "", *(f"    {line}" if line else "" for line in body), ""]


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
