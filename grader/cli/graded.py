"""What is graded, whether it can run, and which exercise comes after it."""

from __future__ import annotations

from collections.abc import Sequence

from grader.course.syllabus import Course, Exercise
from grader.submission.folder import Submission


def what(exercises: Sequence[Exercise]) -> str:
    """What is graded, in a few words."""
    return exercises[0].name if len(exercises) == 1 else f"{len(exercises)} exercises"


def following(submission: Submission, course: Course, graded: Sequence[Exercise]) -> str | None:
    """The exercise to go on with: the next, behind what was graded and then from the start, that is not written yet."""
    every = list(course.exercises)
    place = every.index(graded[-1]) + 1 if graded else 0
    for exercise in every[place:] + every[:place]:
        function = submission.units[exercise.unit].functions.get(exercise.name)
        if exercise not in graded and (function is None or function.todo):
            return exercise.name
    return None


def why_not_run(submission: Submission, exercise: Exercise) -> str | None:
    """Why a function cannot run: it is not written yet, or not there; None if it can."""
    file = submission.units[exercise.unit]
    function = file.functions.get(exercise.name)
    if function is not None:
        return f"{exercise.name} is not written yet." if function.todo else None
    if file.problem is None:
        return f"{file.shown} does not define {exercise.name}."
    line = f":{file.problem.line}" if file.problem.line else ""
    return f"{file.shown}{line}: {file.problem.message}."
