"""What to do next: one command, and before it the place to open where there is something to write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.course.syllabus import IN_A_KIT, Course
from grader.grading.report import ExerciseReport, Report, first_failed, is_of_file, line_of_error
from grader.protocol.text import one_line
from grader.render.own_folder import is_own, option_of
from grader.render.typed import command
from grader.submission.source import MISSING

CORRECT_LINE, CORRECT_FILE = "Correct that line, and save.", "Correct it, and save."
_MODULES = ("math", "cmath", "numpy", "random", "itertools", "functools", "operator", "statistics", "collections")
IMPORTS = {name: f"import {name}" for name in _MODULES} | {  # what is missing where nothing has one of these names
    "np": "import numpy as np", "plt": "import matplotlib.pyplot as plt", "ndarray": "from numpy import ndarray",
    "Callable": "from collections.abc import Callable", "Any": "from typing import Any",
}  # fmt: skip
_UNKNOWN = re.compile(  # in a statement of a file that fails, or in a line of a function
    r"(?:(\w+)\.py, line \d+, raised )?NameError: name '(\w+)' is not defined(?: \((\w+)\.py, line|\.)"
)
Kind = Literal["on", "earlier", "write", "doctor", "file", "missing", "line", "hint"]
_SPELT = re.compile(  # what the line that Python names can be corrected by, whatever the idea is
    r"(?:NameError|UnboundLocalError|ImportError|ModuleNotFoundError|NotImplementedError|EOFError|SyntaxError|"
    r"IndentationError|AttributeError: module )"
)


@dataclass(frozen=True)
class Step:
    """What comes next.

    Attributes:
        words: the next command of the grader, without its own name; None where there is none.
        notes: sentences before it.
        kind: what it is: to go `on`; to fix an `earlier` exercise; to `write` the function; to ask the `doctor`; to
            correct a `file` that cannot be used; to write a function that is `missing` there; to correct the `line`
            that Python names, or to write the import that it lacks; or a `hint`.
        about: the exercise that it is about, None where it is about none.
        file: the name of the file to look at, None where it is about none.
        line: the line to look at there, None where none is known.
    """

    words: str | None
    notes: tuple[str, ...] = ()
    kind: Kind = "on"
    about: str | None = None
    file: str | None = None
    line: int | None = None


def next_step(report: Report, course: Course, following: str | None = None) -> Step:
    """The next step: about the first exercise, in the order of the course, that does not pass.

    Args:
        report: the report.
        course: the course.
        following: an exercise that is not written yet, for when all of the report passes.
    """
    steps = (step_after(report, exercise) for exercise in report.exercises)
    return next((step for step in steps if step is not None), None) or _after_a_pass(report, course, following)


def step_after(report: Report, exercise: ExerciseReport) -> Step | None:
    """What helps with an exercise of a report; None if it passes, and nothing else has to be fixed first."""
    name, of = exercise.name, option_of(report)
    first = first_failed(exercise)
    message = first.message if first is not None else ""
    earlier = exercise.follow_through or (None if exercise.verdict == "pass" else exercise.blocked_by)
    unusable = f"{exercise.unit}.py" in unusable_files(report)
    kind = kind_of(exercise.unit, exercise.verdict, message, earlier, unusable=unusable, named=bool(exercise.diagnosis))
    match kind:
        case "on":
            return None
        case "earlier":
            return Step(f"check {earlier}{of}", (), kind, earlier)
        case "write":
            return Step(f"check {name}{of}", to_write(exercise), kind, name, f"{exercise.unit}.py", exercise.line)
        case "doctor":
            return Step("doctor", (), kind)
        case "file":
            return _correct_file(report, exercise, message)
        case "missing":
            return Step(f"check {name}{of}", _write_again(exercise), kind, name, f"{exercise.unit}.py")
        case "line":
            if lacking := lacking_import(exercise.unit, message):
                notes = f"Open {one_line(exercise.file)}", lacking
                return Step(f"check {name}{of}", notes, kind, name, f"{exercise.unit}.py")
            notes = f"Open {place_of(exercise)}", CORRECT_LINE
            return Step(f"check {name}{of}", notes, kind, name, f"{exercise.unit}.py", _line_of(exercise))
        case "hint":
            return Step(f"hint {name}", (), kind, name, f"{exercise.unit}.py", _line_of(exercise))


def kind_of(unit: str, verdict: str, message: str, earlier: str | None, *, unusable: bool, named: bool) -> Kind:
    """Which step helps with an exercise.

    Args:
        unit: its unit.
        verdict: its verdict.
        message: that of the check which is told of.
        earlier: the earlier exercise that it leans on and that has to be fixed first.
        unusable: whether something is the matter with its file.
        named: whether it is known which mistake it is.
    """
    if verdict == "pass":
        return "earlier" if earlier else "on"
    if verdict == "todo":
        return "write"
    if verdict == "broken":
        return "doctor"
    if is_of_file(unit, verdict, message):
        return "file" if unusable else "missing"
    if earlier:
        return "earlier"
    is_spelt = verdict == "error" and _SPELT.match(message.partition(" raised ")[2])
    is_known = line_of_error(unit, message) or lacking_import(unit, message)
    return "line" if is_spelt and is_known and not named else "hint"


def _correct_file(report: Report, exercise: ExerciseReport, message: str) -> Step:
    """Where a file cannot be used, nobody can judge an idea: what is the matter with it comes first."""
    file = f"{exercise.unit}.py"
    of_file = [other.name for other in report.exercises if other.unit == exercise.unit]
    again = f"check {exercise.unit if len(of_file) > 1 else exercise.name}{option_of(report)}"
    problem = next(problem for problem in report.problems if problem.file == file)
    if problem.message.startswith(MISSING):
        is_elsewhere = problem.message.startswith(f"{MISSING}; there is ")
        can_be_reset = Path(report.submission).is_dir() and not is_elsewhere
        words = f"reset {exercise.unit}{option_of(report)}" if can_be_reset else again
        return Step(words, (), "missing", exercise.name, file)
    line = problem.line or line_of_error(exercise.unit, message)
    place = one_line(f"{report.submission}/{file}") + (f":{line}" if line else "")
    return Step(again, (f"Open {place}", CORRECT_LINE if line else CORRECT_FILE), "file", exercise.name, file, line)


def lacking_import(unit: str, message: str) -> str:
    """What to do where an error of a unit's file is about a name that an import brings; "" where it is not."""
    found = _UNKNOWN.search(message)
    statement = IMPORTS.get(found[2]) if found and (found[1] or found[3]) == unit else None
    return f"Write `{statement}` at the top of the file, and save." if statement else ""


def _after_a_pass(report: Report, course: Course, following: str | None) -> Step:
    notes = []
    if not IN_A_KIT and len(report.exercises) == 1 and is_own(report):
        notes.append(f"How the reference does it: {command(f'solution {report.exercises[0].name}')}")
    if following is not None:
        return Step(f"check {following}{option_of(report)}", tuple(notes))
    if len(report.exercises) < len(course.exercises):
        return Step(option_of(report).strip(), tuple(notes))
    if IN_A_KIT:
        notes.append("All of it is right. Hand in the folder exercises. All that it is about stands on one page:")
    else:
        notes.append("All of it is right. Compare yours with solutions/. All that it is about stands on one page:")
    return Step("docs reference", tuple(notes))


def to_write(exercise: ExerciseReport) -> tuple[str, ...]:
    """Where to write a function, and where it is explained."""
    return (
        f"Open {place_of(exercise)}",
        f"Write {exercise.name} there, in the place of `raise NotImplementedError`, and save.",
        f"The lesson: {command(f'docs {exercise.name}')}",
    )


def _write_again(exercise: ExerciseReport) -> tuple[str, ...]:
    """What to do where a file lacks a function."""
    return f"Open {one_line(exercise.file)}", f"Write {exercise.name} there, and save."


def place_of(exercise: ExerciseReport) -> str:
    """The file and the line to look at: where the check that is told of raised an error, else that of the function."""
    line = _line_of(exercise) or exercise.line
    return one_line(exercise.file) + (f":{line}" if line else "")


def _line_of(exercise: ExerciseReport) -> int | None:
    """The line of its file in which the check that is told of raised an error, None where none is known."""
    first = first_failed(exercise)
    return line_of_error(exercise.unit, first.message) if first is not None and not first.hidden else None


def unusable_files(report: Report) -> set[str]:
    """The files with a problem that affects all their exercises; it is reported once."""
    return {problem.file for problem in report.problems}
