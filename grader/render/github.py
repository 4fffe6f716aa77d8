"""A report for GitHub Actions: annotations at the lines of a submission, and a summary of the run.

`python -m grader.render.github report.json` prints workflow commands and appends to the file that `GITHUB_STEP_SUMMARY`
names. Text that students wrote is escaped, in commands and in Markdown.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.errors import ALL_PASS, USAGE
from grader.grading.report import is_of_file, line_of_error, notes_on_earlier
from grader.protocol.text import clean
from grader.render.next_step import kind_of
from grader.render.plain import spell_out

MOST_SAID = 300  # letters of a message in the summary's table
LEVELS = {"wrong": "error", "error": "error", "timeout": "error", "broken": "warning"}


def main(path: Path) -> int:
    """Print the annotations of a report and write its summary; the exit code says whether there was a report."""
    spell_out()
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        marks, text = list(commands(report)), summary(report)
    except (OSError, ValueError, LookupError, TypeError):
        print(command("error", "There is no report to show. What the step before printed says why.", title="grader"))
        return USAGE
    for mark in marks:
        print(mark)
    if place := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(text)
    return ALL_PASS


def commands(report: dict[str, Any]) -> Iterator[str]:
    """A workflow command for each file that cannot be used and each exercise that does not pass."""
    unusable = {problem["file"] for problem in report["problems"]}
    for problem in report["problems"]:
        place = {"file": f"{report['submission']}/{problem['file']}", "line": problem["line"]}
        yield command("error", problem["message"], **place, title=problem["file"])
    for exercise in report["exercises"]:
        place = {"file": exercise["file"], "line": _line(exercise)}
        first = exercise["checks"][0]["message"]
        told = f"{exercise['unit']}.py" in unusable and is_of_file(exercise["unit"], exercise["verdict"], first)
        if exercise["verdict"] in LEVELS and not told:
            text = "\n".join([*_said(exercise), f"Next: uv run grader {_next(exercise)}"])
            yield command(LEVELS[exercise["verdict"]], text, **place, title=_title(exercise))
        elif exercise["follow_through"]:
            yield command("notice", "\n".join(_said(exercise)), **place, title=exercise["name"])


def _next(exercise: dict[str, Any]) -> str:
    """The command that helps with an exercise, as on a terminal."""
    earlier = exercise["follow_through"] or exercise["blocked_by"]
    message, named = _first(exercise)["message"], exercise["diagnosis"] is not None
    kind = kind_of(exercise["unit"], exercise["verdict"], message, earlier, unusable=False, named=named)
    if kind in ("doctor", "hint"):
        return "doctor" if kind == "doctor" else f"hint {exercise['name']}"
    return f"check {earlier if kind == 'earlier' else exercise['name']}"


def _line(exercise: dict[str, Any]) -> int | None:
    """The line to mark: of an error that a visible check met that of the error, else the function's first."""
    first = _first(exercise) if exercise["verdict"] == "error" else None
    found = line_of_error(exercise["unit"], first["message"]) if first and not first["hidden"] else None
    line: int | None = found or exercise["line"]
    return line


def _title(exercise: dict[str, Any]) -> str:
    return f"{exercise['name']}, {exercise['verdict']}: {_first(exercise)['sentence']}"


def _first(exercise: dict[str, Any]) -> dict[str, Any]:
    """The most telling check: a visible one that fails."""
    failed = [check for check in exercise["checks"] if check["verdict"] != "pass"]
    found: dict[str, Any] = next((check for check in failed if not check["hidden"] and check["message"]), failed[0])
    return found


def _said(exercise: dict[str, Any]) -> list[str]:
    """What a student reads about an exercise: the diagnosis, then the numbers."""
    lines = [exercise["diagnosis"]["message"]] if exercise["diagnosis"] else []
    lines += notes_on_earlier(exercise["follow_through"], exercise["blocked_by"], exercise["given"])
    if exercise["verdict"] in LEVELS:
        lines.append(_first(exercise)["message"])
    return [line for line in [*lines, *exercise["remarks"]] if line]


def command(name: str, message: str, **properties: str | int | None) -> str:
    """A workflow command on one line; its text cannot end it.

    Args:
        name: `error`, `warning` or `notice`.
        message: what is said.
        properties: where and under which title; None is left out.
    """
    places = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value is not None)
    return f"::{name} {places}::{_escaped(message)}"


def _escaped(text: object) -> str:
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: object) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def summary(report: dict[str, Any]) -> str:
    """The run as a table in Markdown, with the one line on each exercise that tells most."""
    totals = report["totals"]
    lines = [
        f"### {totals['points']:g} of {totals['max_points']:g} points",
        "",
        *(f"- {_cell(problem['file'])}: {_cell(problem['message'])}" for problem in report["problems"]),
        "",
        "| exercise | verdict | points | what there is to know |",
        "|--|--|--:|--|",
    ]
    for exercise in report["exercises"]:
        points = f"{exercise['points']:g} of {exercise['max_points']:g}"
        said = _cell("".join(_said(exercise)[:1]).partition("\n")[0])
        lines.append(f"| {_cell(exercise['name'])} | {_cell(exercise['verdict'])} | {points} | {said} |")
    return "\n".join([*lines, "", "This is advice. Your instructor grades with checks that are not here.", ""])


def _cell(text: str) -> str:
    """Text without anything that Markdown, HTML or tables render: all but letters, digits and spaces is escaped."""
    one_line = " ".join(clean(text, MOST_SAID).split())
    return "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in one_line)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
