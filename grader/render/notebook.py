"""The text for one cell of a notebook: the results of its checks."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from grader.course.syllabus import Course
from grader.grading.report import CheckReport, ExerciseReport, notes_on_earlier
from grader.render.caret import marked_lines
from grader.render.printed import printed_in
from grader.submission.notebook import NotebookFiles
from grader.submission.source import MOST_NAMES, nearest, was_renamed

MAX_PRINTED = 600
WIDTH = 84  # nbgrader cuts longer lines off where it shows what did not pass


def describe(report: ExerciseReport, found: NotebookFiles, course: Course, *, hidden: bool) -> str:
    """The results of one exercise's checks, for the reader of a notebook."""
    why = None
    if report.verdict == "error" and report.name not in found.defined:
        file = found.units[report.unit]
        taken = [exercise.name for exercise in course.exercises]
        near = nearest(report.name, file, taken) or _near(report.name, found.defined - set(taken))
        mine = [p.message for p in found.problems if p.message.startswith(f"cell {report.name}:")]
        why = _missing(report.name, found.defined, near, mine)
    return _words(report, hidden=hidden, place=found.place, why=why)


def _near(name: str, names: set[str]) -> str | None:
    import difflib  # noqa: PLC0415  only where a function is missing

    near = difflib.get_close_matches(name, sorted(names)[:MOST_NAMES], n=1, cutoff=0.6)
    return near[0] if near else None


def _words(report: ExerciseReport, *, hidden: bool, place: Callable[[str], str] = str, why: str | None = None) -> str:
    """The results of the visible or of the hidden checks of an exercise.

    Args:
        report: the exercise.
        hidden: which of its checks.
        place: rewrites places in a message (`chains.py, line 4`) for the reader.
        why: what to say where the function is missing, in the place of the report's own words.
    """
    checks = [check for check in report.checks if check.hidden == hidden]
    return "\n".join(line for line in _lines(report, checks, hidden, place, why)).rstrip() + "\n"


def _lines(
    report: ExerciseReport, checks: list[CheckReport], hidden: bool, place: Callable[[str], str], why: str | None
) -> Iterator[str]:
    points, most = sum(check.points for check in checks), sum(check.max_points for check in checks)
    kind = "hidden checks" if hidden else "checks"
    passed = sum(check.verdict == "pass" for check in checks)
    worth = (
        ""
        if hidden is False and not any(check.hidden for check in report.checks)
        else f", {points:g} of {most:g} points"
    )
    yield f"{report.name}: {passed} of {len(checks)} {kind} pass{worth}"
    if report.verdict == "todo":
        yield "It is not written yet."
        return
    if why is not None:
        yield why
        return
    if not hidden:
        yield from (line for text in _summary(report) for line in textwrap.wrap(place(text), WIDTH))
        if report.diagnosis is not None and report.diagnosis.place is not None:
            yield from marked_lines(report.diagnosis.place, WIDTH)
    for check in checks:
        yield f"  {check.verdict.upper():<8}{check.sentence}"
        if check.message:
            yield from (f"          {line}" for line in place(check.message).splitlines())
    parts = printed_in("" if hidden else place(report.output[:MAX_PRINTED]))
    for words, shown in (("What Python warned of:", parts.warned), ("What it printed:", parts.printed)):
        yield from (words, *(f"  {line}" for line in shown)) if shown else ()


def _summary(report: ExerciseReport) -> Iterator[str]:
    """What concerns the exercise as a whole: the diagnosis, earlier exercises, warnings."""
    if report.diagnosis is not None:
        yield report.diagnosis.message
    yield from notes_on_earlier(report.follow_through, report.blocked_by, report.given)
    yield from report.remarks


def _missing(name: str, defined: set[str], near: str | None, problems: list[str]) -> str:
    """The message if a notebook does not define a function."""
    if problems:
        return "It cannot be read. " + " ".join(f"{problem}." for problem in problems)
    hint = was_renamed(near)
    return f"Your notebook does not define {name}.{hint}" if name not in defined else f"{name} could not be used."
