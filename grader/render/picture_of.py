"""Run the visible checks of an exercise, and draw one of them."""

from __future__ import annotations

from grader.course.open_reference import open_reference
from grader.course.syllabus import Course, Exercise
from grader.render.show import Picture, show
from grader.sandbox.collect import Run
from grader.sandbox.job import Limits
from grader.sandbox.workers import Workers
from grader.submission.folder import Submission


def picture_of(submission: Submission, course: Course, exercise: Exercise, workers: Workers, timeout: float) -> Picture:
    """The picture of an exercise that is written.

    Args:
        submission: where it is written.
        course: the course.
        exercise: the exercise.
        workers: where it runs.
        timeout: seconds for one call.
    """
    reference = open_reference()
    wanted = [(exercise.unit, check) for check in reference.checks(exercise) if not check.hidden]
    with Run(submission, course, wanted, 0, Limits(call=timeout), workers) as run:
        collected = run.collect()
    raised = collected.unloaded.get(exercise.unit)
    if raised is not None:
        file = f"{submission.units[exercise.unit].shown}{f':{raised.line}' if raised.line else ''}"
        return Picture(f"{file} does not import", f"{raised.type_name}: {raised.message}", right=False, figure=None)
    return show(exercise, collected, reference)
