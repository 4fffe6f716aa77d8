"""What nbgrader does before it looks at one student's folder."""

from __future__ import annotations

import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

from grader.errors import BrokenError


@dataclass(frozen=True)
class Before:
    """The hook before each student's folder (`c.Autograde.pre_convert_hook`).

    Attributes:
        jail: whether students' code is confined; where that does not hold, nothing is graded.
    """

    jail: bool = True

    def __call__(self, *, assignment: str, student: str, notebooks: list[str]) -> None:
        """Start the worker, and ask for the notebook that the assignment has even where it is not there.

        nbgrader gives a missing notebook 0 points and leaves a renamed one out. In the list, it is read, or marked as
        what could not be graded.

        Args:
            assignment: the assignment, as nbgrader names it.
            student: the students that are graded, as nbgrader names them.
            notebooks: the paths of one student's notebooks; the one that is missing is added.
        """
        del assignment, student  # patterns, where more than one is graded
        from grader.nbgrader_door.grading import warm_workers  # noqa: PLC0415  every nbgrader command reads its config

        # nbgrader 0.9 builds a submission in an order that newer SQLAlchemy remarks on; what it saves is right
        warnings.filterwarnings("ignore", message="Object of type <Submitted", module="nbgrader")
        try:
            warm_workers(jail=self.jail)
        except BrokenError as error:
            print(f"grader: {error}", file=sys.stderr)
            sys.exit(error.exit_code)  # nothing was written yet, and no other student would fare better
        for folder in {Path(notebook).parent for notebook in notebooks}:
            expected = str(folder / f"{folder.name}.ipynb")
            if expected not in notebooks:
                notebooks.append(expected)
