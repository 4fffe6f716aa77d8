"""`grader.check("deriv")` in a notebook: run the visible checks on what is defined there, and print the results.

The source of the cells that were run goes to a worker; no object of the notebook's kernel is graded, and nothing here
counts. Under `nbgrader validate` a check that does not pass raises, so that the Validate button reports it.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.course.syllabus import Course, Exercise, load_course
from grader.errors import UsageError
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
    found = read_cells(_history(), "this notebook", course.contract)
    reports = _grade(found, course, exercises)
    text = "\n".join(describe(report, found, course, hidden=False) for report in reports)
    if any(name in os.environ for name in JUDGED) and any(report.verdict != "pass" for report in reports):
        raise NotYetRightError(text)
    print(text, end="")


def _history() -> list[Cell]:
    """The cells that were run, as plain Python: IPython keeps them with its own syntax translated."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        raise UsageError("grader.check is for notebooks. In a terminal: grader check NAME")
    sources: Sequence[str] = shell.user_ns.get("In", [])
    return [Cell(f"In [{number}]", str(source)) for number, source in enumerate(sources) if source]


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
