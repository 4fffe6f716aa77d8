"""`check`, `hint` and `show` in a notebook: what is right, what to think of next, and a picture of the answers.

The source of the cells that were run goes to a worker; no object of the notebook's kernel is graded, and nothing here
counts. Under `nbgrader validate` a check that does not pass raises, so that the Validate button reports it.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.course.syllabus import LEVELS, Course, Exercise, load_course
from grader.errors import UsageError
from grader.render.hint import hint_text
from grader.render.notebook import describe
from grader.sandbox.start import make_workers
from grader.sandbox.workers import Workers
from grader.submission.cells import Cell
from grader.submission.folder import submission_of
from grader.submission.notebook import NotebookFiles, read_cells
from grader.submission.reader import LocalReader

if TYPE_CHECKING:
    from grader.grading.report import ExerciseReport

JUDGED = ("NBGRADER_VALIDATING", "NBGRADER_EXECUTION")  # nbgrader sets them where a cell's outcome is looked at
WIDTH = 84  # of a hint's lines
CALL_SECONDS = 5.0
PICTURE = 650  # pixels across


class NotYetRightError(Exception):
    """A check that does not pass, shown without a traceback."""

    def _render_traceback_(self) -> list[str]:  # IPython asks for this
        return str(self).splitlines()


def check(*names: str) -> None:
    """Run the visible checks on the functions that this notebook defines, and print what they found.

    Args:
        names: functions or units.

    Raises:
        UsageError: outside a notebook, or for a name that is no unit and no function.
        NotYetRightError: if something does not pass, only while nbgrader validates the notebook.
    """
    course = load_course()
    exercises = course.find(names)
    text, right = _checked(_cells("check"), course, exercises)
    if any(name in os.environ for name in JUDGED) and not right:
        raise NotYetRightError(text)
    print(text, end="")


def hint(name: str, level: int = 1) -> None:
    """Print a hint, and how to ask for the next.

    Args:
        name: a function.
        level: 1 the idea, 2 the place, 3 the formula.

    Raises:
        UsageError: for a name that is no function, or another level.
    """
    exercise = load_course().find_one(name)
    if level not in range(1, len(LEVELS) + 1):
        raise UsageError(f"There are {len(LEVELS)} hints: hint({exercise.name!r}, 2) is the second")
    print(hint_text(exercise, level, WIDTH))
    following = f'hint("{exercise.name}", {level + 1})' if level < len(LEVELS) else f'show("{exercise.name}")'
    print(f"Next: {following}")


def show(name: str) -> None:
    """Show a picture of what this notebook's function answers beside what is expected.

    Args:
        name: a function.

    Raises:
        UsageError: outside a notebook, or for a name that is no function.
    """
    course = load_course()
    exercise = course.find_one(name)
    cells = _cells("show")
    found = read_cells(cells, "this notebook", course.contract)
    submission = submission_of(found, LocalReader())
    function = submission.units[exercise.unit].functions.get(exercise.name)
    if function is None or function.todo:
        print(_checked(cells, course, [exercise])[0], end="")
        return
    from IPython.display import Image, display  # noqa: PLC0415  there, since this is a notebook

    from grader.render.drawing import to_bytes  # noqa: PLC0415  matplotlib loads with it
    from grader.render.picture_of import picture_of  # noqa: PLC0415  as above

    picture = picture_of(submission, course, exercise, _workers(course.preload([exercise])), CALL_SECONDS)
    print(found.place(f"{picture.title}\n{picture.caption}"))
    if picture.figure is not None:
        data = to_bytes(picture.figure, "png")
        display(Image(data, width=PICTURE, alt=picture.caption))  # type: ignore[no-untyped-call]


def _cells(what: str) -> list[Cell]:
    """The cells that were run, as plain Python: IPython keeps them with its own syntax translated."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        raise UsageError(f"grader.{what} is for notebooks. In a terminal: grader {what} NAME")
    sources: Sequence[str] = shell.user_ns.get("In", [])
    return [Cell(f"In [{number}]", str(source)) for number, source in enumerate(sources) if source]


def _checked(cells: Sequence[Cell], course: Course, exercises: Sequence[Exercise]) -> tuple[str, bool]:
    """What the visible checks found, in words, and whether all is right."""
    found = read_cells(cells, "this notebook", course.contract)
    reports = _grade(found, course, exercises)
    text = "\n".join(describe(report, found, course, hidden=False) for report in reports)
    return text, all(report.verdict == "pass" for report in reports)


def _grade(found: NotebookFiles, course: Course, exercises: Sequence[Exercise]) -> list[ExerciseReport]:
    from grader.course.open_reference import open_reference  # noqa: PLC0415
    from grader.grading.grade import grade  # noqa: PLC0415  numpy loads here while the worker loads its own
    from grader.grading.options import Options  # noqa: PLC0415  as above
    from grader.grading.place.find import Finder, with_places  # noqa: PLC0415  as above

    workers, submission = _workers(course.preload(exercises)), submission_of(found, LocalReader())
    options, reference = Options(visible_only=True), open_reference()
    report = grade(submission, exercises, workers, options, reference)
    return with_places(report, Finder(submission, workers, options, reference).places(report)).exercises


_kept: dict[tuple[str, ...], Workers] = {}


def _workers(preload: tuple[str, ...]) -> Workers:
    """A warm worker that stays until the notebook's kernel ends, one for each set of preloaded modules."""
    workers = _kept.get(preload)
    if workers is None or not workers.alive():
        workers = _kept[preload] = make_workers(preload=preload)
        atexit.register(workers.close)
    return workers
