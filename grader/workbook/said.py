"""What a page is told of an exercise that was checked: the report, and the lines of the terminal."""

from __future__ import annotations

from typing import Any

from grader.grading.place.find import is_open
from grader.grading.report import Report
from grader.render.block import block_lines, problem_line, which_check
from grader.render.typed import as_typed

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
        said = [f"It is right by itself; mend {found.follow_through} first."] if found.follow_through else []
        said += found.remarks
    else:
        which = which_check(found)
        said = [as_typed(line) for line in block_lines(found) if line]
    problems = [one for one in report.problems if not any(one.message in line for line in said)]
    lines = [problem_line(report, one) for one in problems] + [as_typed(line) for line in report.flags] + said
    if printed := found.output.strip():
        shown = printed.split("\n")
        lines += ["It printed:", *(f"  {line}" for line in shown[:MOST_PRINTED])]
        lines += [f"  … and {len(shown) - MOST_PRINTED} more lines."] if len(shown) > MOST_PRINTED else []
    searches = is_open(found) and not report.problems
    return {"exercise": report.to_json()["exercises"][0], "which": which, "lines": lines, "searches": searches}
