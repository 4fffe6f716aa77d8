"""Read a notebook that a student handed in, whatever state it is in."""

from __future__ import annotations

import errno
import json
import re
import secrets
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode

from grader.files import IrregularError, OutsideError, read_regular
from grader.nbgrader_plugin.beside import files_beside, is_file
from grader.nbgrader_plugin.pictures import Pictures, take_pictures
from grader.nbgrader_plugin.timestamps import FILE, read_time
from grader.protocol.text import listed, one_line
from grader.render.plain import counted

MAX_NOTEBOOK = 32 << 20  # bytes: pictures in outputs can be large
MAX_CELLS = 20_000
MOST_NAMES = 5  # of files that are named where the notebook is missing
MAX_PROBLEMS = 20  # that are told of one notebook
TEXTS = ("source", "input", "code", "text")  # what formats call the text of a cell, the newest one first
KINDS = {"code": "code", "markdown": "markdown", "heading": "markdown", "html": "markdown"}
# Our own keys in a notebook's metadata, between the steps of one autograding
READ = "calculus_kit_read"
KIT = "calculus_kit"
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"\](?=[(:])(?!\(attachment:[\w.-]+\))")


class TooManyCellsError(Exception):
    """A notebook has more cells than are read."""


class SubmissionExporter(NotebookExporter):
    """nbconvert's notebook exporter, which also takes files that are no notebooks and says what is wrong."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Read a file and convert it."""
        path = Path(filename)
        resources = {} if resources is None else resources
        resources["metadata"] = {"name": path.stem, "path": str(path.parent), "modified_date": ""}
        return self.from_notebook_node(read_notebook(path), resources=resources, **kw)


def read_notebook(path: Path) -> NotebookNode:
    """The notebook in a file. If it cannot be read, a notebook without cells whose metadata says why."""
    used = path
    problems = [problem] if (problem := read_time(path.parent)[1]) else []
    if not path.exists():
        others = [other for other in notebooks_in(path.parent) if other != path]
        if len(others) != 1:
            return _empty(f"{path.name} is missing; {_there(path.parent)}")
        used = others[0]
        problems.append(f"{path.name} is missing; {one_line(used.name, 80)} was read in its place")
    shown = one_line(used.name, 80)
    try:
        data = _bytes_of(used)
        nb = _plain(json.loads(data), problems)
    except OSError as error:
        return _empty(f"{shown} {error.strerror}")
    except (ValueError, RecursionError, MemoryError) as error:
        what = f"not a notebook (not JSON: {one_line(error, 120)})" if data.strip() else "empty"
        return _empty(f"{shown} is {what}")
    except TooManyCellsError:
        return _empty(f"{shown} has more than {MAX_CELLS} cells")
    if nb is None:
        return _empty(f"{shown} is not a notebook")
    if len(problems) > MAX_PROBLEMS:
        more = len(problems) - MAX_PROBLEMS
        problems[MAX_PROBLEMS:] = [f"there {'are' if more > 1 else 'is'} {counted(more, 'more such cell')}"]
    nb.metadata[READ] = {"unreadable": None, "problems": problems, "beside": files_beside(used)}
    return nb


def _bytes_of(file: Path) -> bytes:
    """What is in a student's file.

    Raises:
        OSError: if it is not read; its `strerror` says why.
    """
    try:
        data = read_regular(file, MAX_NOTEBOOK + 1, file.parent)
    except OutsideError as error:
        raise OSError(errno.EXDEV, "is a link that leads out of the folder") from error
    except IrregularError as error:
        raise OSError(errno.EINVAL, "is no file") from error  # but a folder, or a pipe
    except OSError as error:
        raise OSError(error.errno, f"cannot be read: {error.strerror}") from error
    if len(data) > MAX_NOTEBOOK:
        raise OSError(errno.EFBIG, f"is larger than {MAX_NOTEBOOK >> 20} MB")
    return data


def notebooks_in(folder: Path) -> list[Path]:
    """The notebooks of a folder, without what macOS and editors leave beside them, such as `._x.ipynb`."""
    found = folder.glob("*.[iI][pP][yY][nN][bB]")
    return sorted(path for path in found if is_file(path) and not path.name.startswith("."))


def _there(folder: Path) -> str:
    """What is in a folder, for a person."""
    names = sorted(path.name for path in folder.iterdir() if path.name != FILE) if folder.is_dir() else []
    shown = listed([one_line(name, 60) for name in names], MOST_NAMES)
    return f"there is only {shown}" if names else "there is nothing else"


def _empty(problem: str) -> NotebookNode:
    nb = nbformat.v4.new_notebook()
    nb.metadata[READ] = {"unreadable": problem, "problems": []}
    return nb


def _plain(data: Any, problems: list[str]) -> NotebookNode | None:
    """A notebook in the current format, built anew from what is usable in the data."""
    if not isinstance(data, dict):
        return None
    if not isinstance(data.get("cells"), list):
        if _count_cells(data) > MAX_CELLS:
            raise TooManyCellsError
        data = _upgraded(data, problems)
    cells = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(cells, list):
        return None
    if len(cells) > MAX_CELLS:
        raise TooManyCellsError
    nb = nbformat.v4.new_notebook()
    metadata = data.get("metadata")
    for key in (KIT, "kernelspec", "language_info"):  # of the step before; what a student wrote there, `restore` drops
        if isinstance(metadata, dict) and isinstance(metadata.get(key), dict):
            nb.metadata[key] = nbformat.from_dict(metadata[key])
    nb.cells = [made for number, cell in enumerate(cells, 1) if (made := _cell(cell, number, problems))]
    return nb


def _count_cells(data: dict[str, Any]) -> int:
    """How many cells a notebook in an older format has, which keeps them in worksheets."""
    sheets = data.get("worksheets")
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
    return sum(len(cells) for cells in [data.get("cells"), *lists] if isinstance(cells, list))


def _upgraded(data: dict[str, Any], problems: list[str]) -> Any:
    """A notebook of an older format, in one list of cells; None if it is none."""
    sheets = data.get("worksheets")
    if not isinstance(sheets, list):
        return None
    problems.append("it was in an older format and has been converted")
    lists = [sheet["cells"] for sheet in sheets if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)]
    return data | {"cells": [cell for cells in lists for cell in cells]}


def _cell(cell: Any, number: int, problems: list[str]) -> NotebookNode | None:
    if not isinstance(cell, dict):
        problems.append(f"cell {number} is not a cell and was left out")
        return None
    source = next((cell[key] for key in TEXTS if key in cell), "")
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        source = ("" if any("\n" in line for line in lines) else "\n").join(lines)  # some tools leave out the ends
    if not isinstance(source, str):
        problems.append(f"cell {number} has no text and was left out")
        return None
    source = source.encode("utf-8", "replace").decode("utf-8")
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    kept = {"nbgrader": marks} if isinstance(marks, dict) else {}
    kind = KINDS.get(str(cell.get("cell_type")), "raw")
    pictures: Pictures = {}
    if kind == "markdown":
        source, pictures, missing = take_pictures(source, cell.get("attachments"))
        problems += [f"cell {number} shows a picture that is not in the file: {name}" for name in missing]
    made = new_cell(kind, source, kept)
    name = cell.get("id")
    if isinstance(name, str) and re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name):
        made["id"] = name
    if pictures:
        made.attachments = nbformat.from_dict(pictures)
    return made


def new_cell(kind: str, source: str, metadata: dict[str, Any]) -> NotebookNode:
    """A cell. nbformat's own functions validate each one; here that is done once, at the end of a conversion."""
    cell: dict[str, Any] = {"id": secrets.token_hex(4), "cell_type": kind, "source": source, "metadata": metadata}
    if kind == "code":
        cell |= {"outputs": [], "execution_count": None}
    return nbformat.from_dict(cell)


def escape_markup(text: str) -> str:
    """Text in which no HTML tag and no link can start, and which reads as before.

    An invisible space follows each `<` and `]` that could start one, since nbconvert passes `javascript:` links on.
    Pasted pictures stay.
    """
    return _LINK.sub("]\u200b", _TAG.sub("<\u200b", text))
