"""Restore a handed-in notebook: nbgrader's metadata as it was released, whatever became of the cells.

The metadata comes from the gradebook, never from the file. A cell is known by its grade_id, or by its cell id if that
is missing; locked cells get their text back, missing test cells and given code are put back, and if a cell occurs twice
one of them keeps the metadata. All other text stays, with its markup escaped.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.course.syllabus import load_course
from grader.nbgrader_plugin.reading import KIT, READ, escape_markup, new_cell
from grader.protocol.text import clean

_HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*\n?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Released:
    """A cell as it was released, from the gradebook."""

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
    """A notebook as it was released."""

    cells: dict[str, Released]
    kernelspec: dict[str, Any]


class Restore(NbGraderPreprocessor):
    """The step before grading, instead of all of nbgrader's own `sanitize_preprocessors`."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Restore a notebook."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            release = read_release(gradebook, about["assignment"], about["notebook"])
        made = make_whole(nb, release)
        for text in made.metadata[KIT]["problems"]:
            self.log.warning("%s, %s: %s", about["student"], about["notebook"], text)
        return made, resources


def read_release(gradebook: Gradebook, assignment: str, notebook: str) -> Release:
    """A notebook as the gradebook knows it."""
    known = gradebook.find_notebook(notebook, assignment)
    return Release(_released(known), json.loads(known.kernelspec or "{}"))


def make_whole(nb: NotebookNode, release: Release) -> NotebookNode:
    """The notebook with the metadata of the release; its own metadata says what was wrong."""
    unreadable, problems = nb.metadata[READ]["unreadable"], list(nb.metadata[READ]["problems"])
    made = nbformat.v4.new_notebook()
    made.metadata = nbformat.from_dict({"kernelspec": release.kernelspec, "language_info": {"name": "python"}})
    made.cells = restore(nb.cells, release.cells, problems)
    present = [_mark(cell, release.cells) for cell in nb.cells] + [cell.get("id") for cell in nb.cells]
    absent = [name for name, cell in release.cells.items() if cell.points is not None and name not in present]
    problems = [unreadable] if unreadable else problems
    made.metadata[KIT] = {"unreadable": unreadable, "problems": problems, "absent": absent}
    return made


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


def restore(cells: list[NotebookNode], released: dict[str, Released], problems: list[str]) -> list[NotebookNode]:
    """The cells with the metadata of the release; what was wrong with them is added to `problems`."""
    names = _names(cells, released, problems)
    made = [_cell(cell, released[name] if name else None, problems) for cell, name in zip(cells, names, strict=True)]
    _put_back(made, names, released, problems)
    return made


def _names(cells: list[NotebookNode], released: dict[str, Released], problems: list[str]) -> list[str | None]:
    """Which released cell each cell is, if any."""
    marked = [_mark(cell, released) for cell in cells]
    taken = {name for name in marked if name}
    names: list[str | None] = []
    unmarked: list[str] = []
    for cell, mark in zip(cells, marked, strict=True):
        known = cell.get("id")
        name = mark or (known if known in released and known not in taken else None)
        if name and not mark:
            taken.add(name)
            unmarked.append(name)
        names.append(name)
    if unmarked:
        problems.append(f"{_listed(unmarked)} had lost nbgrader's marks, known by the id")
    for name in sorted(name for name, count in Counter(names).items() if name and count > 1):
        places = [i for i, other in enumerate(names) if other == name]
        written = [i for i in places if cells[i].source.strip() != released[name].source.strip()]
        kept = (written or places)[-1]
        names = [None if other == name and i != kept else other for i, other in enumerate(names)]
        problems.append(f"cell {name} stands there {len(places)} times; cell {kept + 1} of the file was taken")
    return names


def _mark(cell: NotebookNode, released: dict[str, Released]) -> str | None:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return name if isinstance(name, str) and name in released else None


def _cell(cell: NotebookNode, released: Released | None, problems: list[str]) -> NotebookNode:
    kind, source, marks = cell.cell_type, cell.source, {}
    if released is not None:
        marks = {"nbgrader": released.marks}
        if kind != released.kind:
            problems.append(f"cell {released.name} was turned into {clean(kind, 20)} and has been turned back")
            kind = released.kind
        if released.locked:
            source = _HIDDEN.sub("", released.source)
    own = released is not None and released.locked
    made = new_cell(kind, source if own or kind == "code" else escape_markup(source), marks)
    if "attachments" in cell and kind == "markdown":
        made.attachments = cell.attachments
    return made


def _put_back(
    made: list[NotebookNode], names: list[str | None], released: dict[str, Released], problems: list[str]
) -> None:
    """Put missing test cells, answer cells and given code back, each after the nearest earlier cell that is there."""
    places = list(names)
    order = list(released)
    absent: list[str] = []
    for name, cell in released.items():
        if name in places or not (cell.points is not None or cell.given):
            continue
        before = [places.index(other) for other in order[: order.index(name)] if other in places]
        at = max(before) + 1 if before else 0
        made.insert(at, new_cell(cell.kind, _HIDDEN.sub("", cell.source), {"nbgrader": cell.marks}))
        places.insert(at, name)
        absent.append(name)
    if absent:
        problems.append(f"missing and put back: {_listed(absent)}")


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    return f"cell {shown}" if len(names) == 1 else f"cells {shown}"
