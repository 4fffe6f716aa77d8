"""A notebook as it was released, from the gradebook."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from grader.course.syllabus import load_course
from grader.nbgrader_plugin.beside import files_beside

_HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*\n?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Released:
    """A cell as it was released, from the gradebook.

    Attributes:
        name: what nbgrader calls it.
        kind: `code`, `markdown` or `raw`.
        source: its text, hidden tests included.
        locked: whether students are to leave it as it is.
        checksum: nbgrader's, of the text.
        points: what it is worth; None where it has none.
        solution: whether students write in it.
        task: whether it is a task, which students answer below it.
    """

    name: str
    kind: str
    source: str
    locked: bool
    checksum: str | None
    points: float | None
    solution: bool
    task: bool

    @property
    def given(self) -> bool:
        """Whether it is code that students run unchanged."""
        return self.locked and self.kind == "code"

    @property
    def shown(self) -> str:
        """Its text as students got it, without hidden tests."""
        return _HIDDEN.sub("", self.source)

    @property
    def marks(self) -> dict[str, Any]:
        """The metadata that nbgrader gives the cell."""
        marks: dict[str, Any] = {
            "cell_type": self.kind,
            "checksum": self.checksum,
            "grade": self.points is not None and not self.task,
            "grade_id": self.name,
            "locked": self.locked,
            "schema_version": 3,
            "solution": self.solution,
            "task": self.task,
        }
        return marks if self.points is None else marks | {"points": self.points}


@dataclass(frozen=True)
class Release:
    """A notebook as it was released.

    Attributes:
        cells: its cells by their names, in order.
        kernelspec: its kernel.
        beside: the files that were handed out with it, as paths from its folder.
    """

    cells: dict[str, Released]
    kernelspec: dict[str, Any]
    beside: frozenset[str] = frozenset()


def read_release(gradebook: Gradebook, coursedir: CourseDirectory, assignment: str, notebook: str) -> Release:
    """A notebook as the gradebook knows it."""
    known = gradebook.find_notebook(notebook, assignment)
    source = Path(coursedir.format_path(coursedir.source_directory, ".", assignment)) / f"{notebook}.ipynb"
    beside = frozenset(files_beside(source))
    return Release(_released(known), json.loads(known.kernelspec or "{}"), beside)


def _released(notebook: Any) -> dict[str, Released]:
    points = {cell.name: float(cell.max_score) for cell in (*notebook.grade_cells, *notebook.task_cells)}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name for cell in notebook.task_cells}
    cells = {
        cell.name: Released(
            cell.name,
            cell.cell_type,
            cell.source or "",
            cell.locked,
            cell.checksum,
            points.get(cell.name),
            cell.name in solutions,
            cell.name in tasks,
        )
        for cell in notebook.source_cells
    }
    order = {name: number for number, name in enumerate(_order(notebook.name))}
    return dict(sorted(cells.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))


def _order(unit: str) -> list[str]:
    """The order of the cells of a unit, which the gradebook does not keep."""
    first = ["about", "setup", "given-text", "given-code", "carried-over-text", "carried-over"]
    names = [exercise.name for exercise in load_course().exercises if exercise.unit == unit]
    inner = [f"{name}{end}" for name in names for end in ("-text", "", "-visible", "-hidden")]
    return [*first, *inner, "explain-text", "explain", "end"]
