"""What is said of a function that has no answers, and of files that are not as they should be."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from grader.course.syllabus import Course, Exercise
from grader.grading.messages import import_message
from grader.sandbox.collect import Collected
from grader.submission.folder import Submission
from grader.submission.source import Problem, nearest, was_renamed


def why_absent(submission: Submission, course: Course, exercise: Exercise, collected: Collected) -> str:
    """Why a function could not be called."""
    file = submission.units[exercise.unit]
    raised = collected.unloaded.get(exercise.unit)
    if file.problem is not None:
        at = f", line {file.problem.line}" if file.problem.line else ""
        return f"{exercise.unit}.py{at}: {file.problem.message}."
    if exercise.name not in file.functions:
        taken = [e.name for e in course.unit(exercise.unit).exercises]
        near = nearest(exercise.name, file, taken)
        meant = was_renamed(near) or f" grader reset {exercise.name} brings its stub."
        return f"{exercise.unit}.py does not define {exercise.name}.{meant}"
    if raised is not None:
        text = import_message(raised, submission, at_line=True)
        return f"{exercise.unit}.py does not import: {text}"
    return f"{exercise.unit}.py could not be loaded."


def problems(submission: Submission, course: Course, units: Collection[str], collected: Collected) -> Iterator[Problem]:
    """Problems with the files of the graded units, and with helpers."""
    others = {f"{unit.name}.py" for unit in course.units if unit.name not in units}
    yield from (problem for problem in submission.problems if problem.file not in others)
    for name, raised in collected.unloaded.items():
        text = import_message(raised, submission, at_line=False)
        yield Problem(f"{name}.py", raised.line or None, f"it does not import: {text}")
    for name, failed in collected.failed.items():
        for raised in failed if name not in collected.unloaded else ():
            text = import_message(raised, submission, at_line=False)
            yield Problem(
                f"{name}.py",
                raised.line or None,
                f"a statement fails: {text}{'' if text.endswith(('.', '?')) else '.'} The rest of the file is used.",
            )
