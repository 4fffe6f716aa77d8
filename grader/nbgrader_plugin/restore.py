"""Restore a handed-in notebook: nbgrader's metadata as it was released, whatever became of the cells.

The metadata comes from the gradebook, never from the file. Locked cells get their text back, and what a student wrote
into one is kept in a cell of its own beside it; missing test cells and given code are put back, and if a cell occurs
twice one of them keeps the metadata. All other text stays, with its markup escaped.
"""

from __future__ import annotations

import re
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.nbgrader_plugin.beside import CODE
from grader.nbgrader_plugin.naming import Names, cells_listed, lines_of, name_cells
from grader.nbgrader_plugin.reading import KIT, MOST_NAMES, READ, escape_markup, new_cell
from grader.nbgrader_plugin.release import Release, Released, read_release
from grader.protocol.text import clean, listed, one_line

_STRING = re.compile(r"""[ \t]*(?:[rRuUbBfF]{0,2}("|').*\1|%%(?:markdown|html|latex)\b.*)\s*""", re.DOTALL)
UNTOUCHED = "The notebook is as it was handed out, and beside it there is {files}"
NOT_READ = "beside the notebook there is {files}, which was not read"
_CALL = re.compile(r"(?:grader\.)?(?:check|hint|show)\(.*\)")  # as the released cells have them, or with another name


class Restore(NbGraderPreprocessor):
    """The step before grading, instead of all of nbgrader's own `sanitize_preprocessors`."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Restore a notebook."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            course = CourseDirectory(config=self.config)
            release = read_release(gradebook, course, about["assignment"], about["notebook"])
        made = make_whole(nb, release)
        for text in made.metadata[KIT]["problems"]:
            self.log.warning("%s, %s: %s", about["student"], about["notebook"], text)
        return made, resources


def make_whole(nb: NotebookNode, release: Release) -> NotebookNode:
    """The notebook with the metadata of the release; its own metadata says what was wrong."""
    unreadable, problems = nb.metadata[READ]["unreadable"], list(nb.metadata[READ]["problems"])
    beside = [name for name in nb.metadata[READ].get("beside", []) if name not in release.beside]
    made = nbformat.v4.new_notebook()
    made.metadata = nbformat.from_dict({"kernelspec": release.kernelspec, "language_info": {"name": "python"}})
    names = name_cells(nb.cells, release.cells, problems)
    made.cells, places = restore(nb.cells, names, release.cells, problems)
    worth = [name for name, cell in release.cells.items() if cell.points is not None]
    if beside and not unreadable and _is_untouched(made.cells, release.cells):
        unreadable = UNTOUCHED.format(files=_some(beside))
    absent = worth if unreadable else [name for name in worth if name not in names]
    if unreadable is None:
        problems += [NOT_READ.format(files=_some(files))] if (files := [f for f in beside if f.endswith(CODE)]) else []
        absent += _answered_elsewhere(made.cells, release.cells, beside, problems)
    problems = [unreadable] if unreadable else problems
    made.metadata[KIT] = {"unreadable": unreadable, "problems": problems, "absent": absent, "places": places}
    return made


def restore(
    cells: list[NotebookNode], names: Names, released: dict[str, Released], problems: list[str]
) -> tuple[list[NotebookNode], dict[str, str]]:
    """The cells with the metadata of the release.

    Args:
        cells: the cells of the file.
        names: which released cells they are.
        released: the cells of the release.
        problems: what was wrong with the cells is added here.

    Returns:
        The cells, and what a person calls each that has no name in the release, by its cell id.
    """
    made: list[NotebookNode] = []
    called: Names = []
    places: dict[str, str] = {}
    kept: list[str] = []
    for number, (cell, name) in enumerate(zip(cells, names, strict=True), 1):
        restored = _cell(cell, released[name] if name else None, problems)
        own = _written_in(cell, released[name]) if name else None
        if own is not None:
            kept.append(str(name))
            places[own["id"]] = str(name)
        elif not name:
            places[restored["id"]] = str(number)
        pair = [(own, None), (restored, name)]
        for one, what in pair if restored.cell_type == "code" else reversed(pair):
            if one is not None:
                made.append(one)
                called.append(what)
    if kept:
        problems.append(f"what was written into the given {cells_listed(kept)} is kept beside it, and read from there")
    _put_back(made, called, released, problems)
    return made, places


def _cell(cell: NotebookNode, released: Released | None, problems: list[str]) -> NotebookNode:
    kind, source, marks = cell.cell_type, cell.source, {}
    if released is not None:
        marks = {"nbgrader": released.marks}
        if kind != released.kind:
            problems.append(f"cell {released.name} was turned into {clean(kind, 20)} and has been turned back")
            kind = released.kind
        if released.locked:
            source = released.shown
    own = released is not None and released.locked
    made = new_cell(kind, source if own or kind == "code" else escape_markup(source), marks)
    if "attachments" in cell and kind == "markdown":
        made.attachments = cell.attachments
    return made


def _written_in(cell: NotebookNode, released: Released) -> NotebookNode | None:
    """A cell with what a student wrote into a locked one; None if nothing was written there.

    The lines stay in their places, so that a message about one of them names the line that the student sees.
    """
    if not released.locked:
        return None
    given = set(lines_of(released.shown))
    test = released.points is not None and released.kind == "code"

    def is_given(line: str) -> bool:
        return line in given or (test and _CALL.fullmatch(line) is not None)

    if all(map(is_given, lines_of(cell.source))) and not (cell.get("attachments") and released.kind == "markdown"):
        return None
    lines = cell.source.replace("\r\n", "\n").replace("\r", "\n").split("\n")  # as Python counts them, and no others
    while test and lines and all(map(is_given, lines_of(lines[-1]))):
        lines.pop()
    if released.kind == cell.cell_type == "markdown":
        lines = [line for line in lines if not (line.strip() and all(map(is_given, lines_of(line))))]
    source = "\n".join(lines)
    kept = new_cell(cell.cell_type, source if cell.cell_type == "code" else escape_markup(source).strip(), {})
    if "attachments" in cell and cell.cell_type == "markdown":
        kept.attachments = cell.attachments
    return kept


def _put_back(made: list[NotebookNode], names: Names, released: dict[str, Released], problems: list[str]) -> None:
    """Put missing test cells, answer cells and given code back where they stood beside their neighbours."""
    absent: list[str] = []
    for name, cell in released.items():
        if name in names or not (cell.points is not None or cell.given):
            continue
        at = _place(name, made, names, list(released))
        made.insert(at, new_cell(cell.kind, cell.shown, {"nbgrader": cell.marks}))
        names.insert(at, name)
        absent.append(name)
    if absent:
        problems.append(f"missing and put back: {cells_listed(absent)}")


def _place(name: str, made: list[NotebookNode], names: Names, order: list[str]) -> int:
    """After the nearest earlier cell that is there; else before all code, since it may need what is given."""
    at = order.index(name)
    before = [names.index(other) for other in order[:at] if other in names]
    if before:
        return max(before) + 1
    code = (place for place, cell in enumerate(made) if cell.cell_type == "code")
    after = (names.index(other) for other in order[at + 1 :] if other in names)
    return min([*code, *after], default=len(made))


def _is_untouched(cells: list[NotebookNode], released: dict[str, Released]) -> bool:
    """Whether a student wrote nothing at all."""
    for cell in cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        own = cell.source.strip() if name is None else released[name].solution and not _is_empty(cell, released[name])
        if own:
            return False
    return True


def _is_empty(cell: NotebookNode, released: Released) -> bool:
    return lines_of(cell.source) == lines_of(released.shown) and not cell.get("attachments")


def _some(files: list[str]) -> str:
    """Some files, for a person."""
    return listed([one_line(name, 60) for name in files], MOST_NAMES)


def _answered_elsewhere(
    cells: list[NotebookNode], released: dict[str, Released], beside: list[str], problems: list[str]
) -> list[str]:
    """The questions in words whose cell is as it was handed out, while the student wrote something somewhere else."""
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]
    found = []
    for name, cell in released.items():
        if cell.kind != "markdown" or cell.points is None or cell.locked or name not in names:
            continue
        place = names.index(name)
        if lines_of(cells[place].source) != lines_of(cell.shown):
            continue
        asked = names.index(f"{name}-text") if f"{name}-text" in names else place
        own = [at for at, other in enumerate(names) if other is None and cells[at].source.strip()]
        if cells[place].get("attachments"):
            problems.append(f"cell {name} has a picture and no words: a person will look")
        elif any(cells[at].cell_type != "code" or at > asked or _is_prose(cells[at].source) for at in own):
            problems.append(f"cell {name} has no answer, but another cell may: a person will look")
        elif beside:
            problems.append(f"cell {name} has no answer, but {_some(beside)} may: a person will look")
        else:
            continue
        found.append(name)
    return found


def _is_prose(source: str) -> bool:
    """Whether the text of a code cell is words: comments, a string, or a cell of text for IPython."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    lines = [line for line in lines if not _CALL.fullmatch(line)]
    if not lines:
        return False
    return all(line.startswith("#") for line in lines) or _STRING.fullmatch("\n".join(lines)) is not None
