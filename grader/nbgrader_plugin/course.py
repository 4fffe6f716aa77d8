"""The course folder: who handed in, and the hook that nbgrader runs before each student's folder."""

from __future__ import annotations

import functools
import glob
import re
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course.fingerprint import written
from grader.course.privacy import warning
from grader.errors import BrokenError, GraderError
from grader.nbgrader_plugin.beside import copy_files_only
from grader.nbgrader_plugin.globbing import take_names_as_they_are
from grader.nbgrader_plugin.pages import give_to_formgrader
from grader.nbgrader_plugin.timestamps import tolerate
from grader.protocol.text import one_line

CHANGED = "The course or the grader was changed after this program began. Start it again, JupyterLab too."
_AT_START = written()
tolerate()  # this module is imported by the configuration, before nbgrader reads anything
take_names_as_they_are()
copy_files_only()
give_to_formgrader()


@dataclass(frozen=True)
class Before:
    """The hook before each student's folder (`c.Autograde.pre_convert_hook`).

    Attributes:
        jail: whether students' code is confined; where that does not hold, nothing is graded.
        late: folder with the files of due dates and lateness; where one of them is wrong, nothing is graded.
    """

    jail: bool = True
    late: Path | None = None

    def __call__(self, *, assignment: str, student: str, notebooks: list[str]) -> None:
        """Start the worker, and add the notebook of the assignment to the list if it is missing.

        nbgrader gives a missing notebook 0 points and skips a renamed one. If it is in the list, it is read, or marked
        as one that could not be graded.

        Args:
            assignment: the assignment, as nbgrader names it.
            student: the students that are graded, as nbgrader names them.
            notebooks: the paths of one student's notebooks; the one that is missing is added.

        Raises:
            SystemExit: where nothing can be graded; nothing was written yet, and no other student would fare better.
        """
        del student  # a pattern, where more than one is graded
        ignore_order()
        try:
            self._prepare(assignment)
        except GraderError as error:
            print(f"grader: {one_line(error)}", file=sys.stderr)
            raise SystemExit(error.exit_code) from error  # formgrader shows the error that it comes from
        for folder in {Path(notebook).parent for notebook in notebooks}:
            expected = str(folder / f"{folder.name}.ipynb")
            if expected not in notebooks:
                notebooks.append(expected)

    def _prepare(self, assignment: str) -> None:
        _warn_once()
        from grader.nbgrader_plugin.grading import warm_workers  # noqa: PLC0415  every nbgrader command reads its config
        from grader.nbgrader_plugin.lateness import policy_of  # noqa: PLC0415  as above

        if written() != _AT_START:  # JupyterLab runs for weeks, and would go on with the check before it was corrected
            raise BrokenError(CHANGED)
        warm_workers(jail=self.jail)
        if self.late is not None:
            policy_of(self.late, assignment)


@functools.cache
def _warn_once() -> None:
    """Say, once in each program, what others on this machine can read."""
    if open_to_others := warning(Path.cwd()):
        print(f"grader: {open_to_others}", file=sys.stderr)


def ignore_order() -> None:
    """Ignore a warning of newer SQLAlchemy about the order in which nbgrader 0.9 adds a submission."""
    warnings.filterwarnings("ignore", message="Object of type <Submitted", module="nbgrader")


def handed_in(coursedir: Any, assignment: str, students: str = "*") -> dict[str, Path]:
    """The folders that students handed in for an assignment, whatever is in them, by student.

    Args:
        coursedir: nbgrader's `CourseDirectory`.
        assignment: the assignment.
        students: pattern of the students' names.
    """
    step = coursedir.submitted_directory
    folder = re.compile(coursedir.format_path(step, "(?P<student>.*)", re.escape(assignment), escape=True), re.DOTALL)
    pattern = Path(coursedir.format_path(step, students, glob.escape(assignment))).relative_to(coursedir.root)
    places = sorted(place for place in Path(coursedir.root).glob(str(pattern)) if place.is_dir())
    return {match["student"]: place for place in places if (match := folder.fullmatch(str(place)))}
