"""What is asked of a reading process, and its answers as JSON, which is all that comes back from there.

Answers are looked at as something that a stranger may have written: whatever is not as it should be is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.reading.archives import unpacked_data
from grader.reading.plain import (
    MalformedError,
    cleaned,
    exactly,
    items_in,
    natural,
    python_name,
    table,
    texts_in,
)
from grader.submission.cell_places import Line
from grader.submission.cells import Cell
from grader.submission.claims import Claimed
from grader.submission.edits.edit import KINDS, Edit, Editable, Helper, Span
from grader.submission.functions import Function, Links
from grader.submission.notebook import NotebookFiles
from grader.submission.reader import LocalReader
from grader.submission.scopes import Inner, Place
from grader.submission.source import File, Problem, UnreadableError

MAX_ERROR = 300  # characters of what is told of an error of our own


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a question, as data for JSON.

    Args:
        question: the name of a method of `Reader`, as "ask", and its arguments.
    """
    reader, arguments = LocalReader(), question["arguments"]
    try:
        match question["ask"]:
            case "files":
                return {name: _file_data(file) for name, file in reader.files(*arguments).items()}
            case "notebook":
                return _notebook_data(reader.notebook(*arguments))
            case "cells":
                cells, *rest = arguments
                return _notebook_data(reader.cells([Cell(*cell) for cell in cells], *rest))
            case "unpack":
                return unpacked_data(reader.unpack(*arguments))
            case "holding":
                claimed, sources = arguments
                return {"holding": reader.holding([Claimed(*one) for one in claimed], sources)}
            case "editable":
                return {"editable": reader.editable(*arguments)}
            case _:
                place = reader.place(*arguments)
                return {"place": None if place is None else _place_data(place)}
    except UnreadableError as error:
        return {"unreadable": str(error)}
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001  our own failure, and not to be taken for the text's
        return {"broken": repr(error)[:MAX_ERROR]}


# --- files


def _file_data(file: File) -> dict[str, Any]:
    return {
        "source": file.source,
        "problem": file.problem,
        "functions": {name: (one.line, one.todo, one.imported) for name, one in file.functions.items()},
        "links": _links_data(file.links),
        "size": file.size,
    }


def file_from(data: Any, name: str) -> File:
    """A file.

    Args:
        data: what was answered.
        name: the file's name.

    Raises:
        MalformedError: if that is no file.
    """
    said = table(data)
    source, problem = said.get("source"), said.get("problem")
    return File(
        name,
        None if source is None else exactly(source, str),
        None if problem is None else problem_from(problem),
        {python_name(one): _function_from(what) for one, what in table(said.get("functions")).items()},
        _links_from(said.get("links")),
        natural(said.get("size")),
    )


def problem_from(data: Any) -> Problem:
    """A problem.

    Raises:
        MalformedError: if it is none.
    """
    file, line, message = items_in(data, 3)
    return Problem(cleaned(file), None if line is None else natural(line), cleaned(message))


def _function_from(data: Any) -> Function:
    line, todo, imported = items_in(data, 3)
    return Function(natural(line), exactly(todo, bool), exactly(imported, bool))


def _links_data(links: Links) -> dict[str, Any]:
    """Links: names that share a set of references go on sharing it."""
    numbers: dict[int, int] = {}
    sets: list[list[str]] = []
    for groups in links.values():
        for group in groups:
            if id(group) not in numbers:
                numbers[id(group)] = len(sets)
                sets.append([*group])
    return {"sets": sets, "names": {name: [numbers[id(one)] for one in groups] for name, groups in links.items()}}


def _links_from(data: Any) -> Links:
    said = table(data)
    sets = [texts_in(one) for one in items_in(said.get("sets"))]
    try:
        return {
            name: [sets[natural(number)] for number in items_in(numbers)]
            for name, numbers in table(said.get("names")).items()
        }
    except IndexError as error:
        raise MalformedError from error


# --- notebooks


def _notebook_data(found: NotebookFiles) -> dict[str, Any]:
    return {
        "units": {unit: _file_data(file) for unit, file in found.units.items()},
        "lines": found.lines,
        "problems": found.problems,
        "defined": [*found.defined],
    }


def notebook_from(data: Any, shown: str) -> NotebookFiles:
    """A notebook.

    Args:
        data: what was answered.
        shown: its path, as a person would write it.

    Raises:
        MalformedError: if that is no notebook.
        UnreadableError: if it could not be read.
    """
    said = table(data)
    if "unreadable" in said:
        raise UnreadableError(cleaned(said["unreadable"]))
    return NotebookFiles(
        shown,
        {unit: file_from(one, shown) for unit, one in table(said.get("units")).items()},
        {unit: [_line_from(one) for one in items_in(lines)] for unit, lines in table(said.get("lines")).items()},
        [problem_from(one) for one in items_in(said.get("problems"))],
        {python_name(one) for one in items_in(said.get("defined"))},
    )


def _line_from(data: Any) -> Line:
    cell, number = items_in(data, 2)
    return Line(cleaned(cell), natural(number))


# --- places


def _place_data(place: Place) -> dict[str, Any]:
    scopes = [(one.key, one.around, _links_data(one.links), [*one.free]) for one in place.scopes]
    return {"refs": [*place.refs], "scopes": scopes}


def place_from(data: Any) -> Place | None:
    """A place.

    Raises:
        MalformedError: if it is none.
    """
    place = table(data).get("place")
    if place is None:
        return None
    said = table(place)
    refs = [items_in(one, 2) for one in items_in(said.get("refs"))]
    return Place(
        frozenset((exactly(key, str), exactly(ref, str)) for key, ref in refs),
        [_scope_from(one) for one in items_in(said.get("scopes"))],
    )


def _scope_from(data: Any) -> Inner:
    key, around, links, free = items_in(data, 4)
    outer = None if around is None else exactly(around, str)
    return Inner(exactly(key, str), outer, _links_from(links), texts_in(free))


# --- claims


def claims_from(data: Any, count: int) -> list[list[str]]:
    """The claims that hold, for so many functions.

    Raises:
        MalformedError: if they are none.
    """
    return [sorted(texts_in(one)) for one in items_in(table(data).get("holding"), count)]


# --- edits


def editable_from(data: Any) -> Editable | None:
    """A function with its edits.

    Raises:
        MalformedError: if it is none.
    """
    said = table(data).get("editable")
    if said is None:
        return None
    before, text, after, line, edits, operations, key, helper = items_in(said, 8)
    before, text, after, key = (exactly(one, str) for one in (before, text, after, key))
    found = [_edit_from(one, len(text)) for one in items_in(edits)]
    return Editable(before, text, after, natural(line), found, natural(operations), key, _helper_from(helper))


def _helper_from(data: Any) -> Helper | None:
    if data is None:
        return None
    file, line, lines = items_in(data, 3)
    return Helper(python_name(file), natural(line), natural(lines))


def _edit_from(data: Any, most: int) -> Edit:
    begin, end, text, mark, kind, statement, rank = items_in(data, 7)
    spans = [_span_from(one, most) for one in ([begin, end], mark, statement)]
    if kind not in KINDS:
        raise MalformedError
    return Edit(*spans[0], exactly(text, str), spans[1], kind, spans[2], natural(rank))


def _span_from(data: Any, most: int) -> Span:
    begin, end = (natural(one) for one in items_in(data, 2))
    if not begin <= end <= most:
        raise MalformedError
    return begin, end
