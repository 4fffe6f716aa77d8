"""What to do next: one command, and before it the place to open where there is something to write."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from grader.course.syllabus import IN_A_KIT, ROOT, Course
from grader.grading.report import ExerciseReport, Report, is_of_file, line_of_error
from grader.protocol.text import one_line
from grader.render.typed import command


@dataclass(frozen=True)
class Step:
    """What comes next.

    Attributes:
        words: the next command of the grader, without its own name; None where there is none.
        notes: sentences before it.
    """

    words: str | None
    notes: tuple[str, ...] = ()


def next_step(report: Report, course: Course, following: str | None = None) -> Step:
    """The next step: about the first exercise, in the order of the course, that does not pass.

    Args:
        report: the report.
        course: the course.
        following: an exercise that is not written yet, for when all of the report passes.
    """
    for exercise in report.exercises:
        if exercise.follow_through:
            return Step(f"check {exercise.follow_through}{_of(report)}")
        if exercise.verdict == "todo":
            return Step(f"check {exercise.name}{_of(report)}", to_write(exercise))
        if exercise.verdict == "broken":
            return Step("doctor")
        if f"{exercise.unit}.py" in unusable_files(report) and has_no_answers(exercise):
            return Step(f"check {exercise.unit}{_of(report)}")
        if exercise.verdict != "pass" and exercise.blocked_by:
            return Step(f"check {exercise.blocked_by}{_of(report)}")
        if exercise.verdict != "pass":
            return Step(f"hint {exercise.name}")
    return _after_a_pass(report, course, following)


def _after_a_pass(report: Report, course: Course, following: str | None) -> Step:
    notes = []
    if not IN_A_KIT and len(report.exercises) == 1 and _is_own(report):
        notes.append(f"How the reference does it: {command(f'solution {report.exercises[0].name}')}")
    if following is not None:
        return Step(f"check {following}{_of(report)}", tuple(notes))
    if len(report.exercises) < len(course.exercises):
        return Step(_of(report).strip(), tuple(notes))
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


def place_of(exercise: ExerciseReport) -> str:
    """The file and the line to look at: for an error that of the error, else that of the function."""
    line = None
    if exercise.verdict == "error":
        shown = [check.message for check in exercise.checks if not check.hidden and check.verdict == "error"]
        line = line_of_error(exercise.unit, shown[0]) if shown else None
    line = line or exercise.line
    return one_line(exercise.file) + (f":{line}" if line else "")


def unusable_files(report: Report) -> set[str]:
    """The files with a problem that affects all their exercises; it is reported once."""
    return {problem.file for problem in report.problems}


def has_no_answers(exercise: ExerciseReport) -> bool:
    """Whether an exercise was not run, for its file could not be used or lacks it."""
    return is_of_file(exercise.unit, exercise.verdict, exercise.checks[0].message)


def _is_own(report: Report) -> bool:
    try:
        return Path(report.submission).resolve() == (ROOT / "exercises").resolve()
    except (OSError, RuntimeError):
        return False


def _of(report: Report) -> str:
    """What a command about this folder needs, if it is not one's own."""
    return "" if _is_own(report) else f" --submission {shlex.quote(one_line(report.submission))}"
