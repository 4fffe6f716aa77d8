"""What a page is told of an exercise that was checked: the report, and the lines of the terminal."""

from __future__ import annotations

from typing import Any

from grader.grading.place.find import is_open
from grader.grading.report import Report, has_no_answers, notes_on_earlier
from grader.render.block import block_lines, problem_line, which_check
from grader.render.next_step import step_after
from grader.render.own_folder import about_its_folder
from grader.render.printed import printed_in
from grader.render.typed import as_typed, command

MOST_PRINTED = 40  # lines that are shown of what a function printed


def said_of(report: Report) -> dict[str, Any]:
    """The answer to `check` (see `grader.workbook`), without verdicts: of a report on one exercise.

    Args:
        report: the report.
    """
    found = report.exercises[0]
    which = ""
    if found.verdict == "todo":
        said = ["It is not written yet."]
    elif found.verdict == "pass":
        said = notes_on_earlier(found.follow_through, None, []) + found.remarks
    else:
        which = which_check(found)
        said = [as_typed(about_its_folder(report, line)) for line in block_lines(found) if line]
    unread = f"{found.unit}.py" if has_no_answers(found) else None  # then what is said of it says why
    problems = [one for one in report.problems if one.file != unread]
    lines = [problem_line(report, one) for one in problems] + [as_typed(line) for line in report.flags] + said
    parts = printed_in(found.output)
    for words, shown in (("Python warned:", parts.warned), ("It printed:", parts.printed)):
        lines += [words, *(f"  {line}" for line in shown[:MOST_PRINTED])] if shown else []
        rest = len(shown) - MOST_PRINTED
        lines += [f"  … and {rest} more line{'s' if rest > 1 else ''}."] if rest > 0 else []
    searches = is_open(found) and not report.problems
    return {
        "exercise": report.to_json()["exercises"][0],
        "which": which,
        "lines": lines,
        "next": _next(report),
        "searches": searches,
    }


def _next(report: Report) -> dict[str, Any]:
    """The step that the terminal names, of which a page makes a link or a button."""
    step = step_after(report, report.exercises[0])
    if step is None:
        return {"kind": "on", "about": None, "file": None, "line": None, "command": None}
    typed = command(step.words) if step.words is not None else None
    return {"kind": step.kind, "about": step.about, "file": step.file, "line": step.line, "command": typed}
