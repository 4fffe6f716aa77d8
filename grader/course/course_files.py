"""`course.toml` and the files of hints, read as tables that say what they have to; what they lack is told in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.errors import BrokenError

OF_A_UNIT = ("name", "title", "after", "given", "preload")
OF_AN_EXERCISE = ("title", "needs", "idea", "place", "formula")


def read_units(path: Path) -> dict[str, Any]:
    """The table of `course.toml`.

    Raises:
        BrokenError: if it cannot be read, or says something else than it has to.
    """
    course = _read(path, "course.toml")
    _ask_for_text(course, ("title",), "course.toml")
    if not isinstance(course.get("unit"), list):
        raise BrokenError("course.toml names no unit. Each begins with a line [[unit]].")
    earlier: list[str] = []
    for number, unit in enumerate(course["unit"], 1):
        _ask_for_text(unit, ("name", "title"), f"course.toml: unit {unit.get('name', number)}")
        place = f"course.toml: unit {unit['name']}"
        _refuse_others(unit, OF_A_UNIT, place)
        _ask_for_names(unit, ("after", "given"), place)
        if unit["name"] in earlier:
            raise BrokenError(f"{place} is there twice.")
        later = [name for name in unit.get("after", ()) if name not in earlier]
        if later:
            raise BrokenError(f'{place} is "after" {later[0]}, which is no unit above it.')
        earlier.append(unit["name"])
    return course


def read_hints(path: Path, unit: str) -> dict[str, dict[str, Any]]:
    """The tables of a unit's exercises.

    Raises:
        BrokenError: if they cannot be read, or one says something else than it has to.
    """
    file = f"grader/course/hints/{unit}.toml"
    tables = _read(path, file)
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise BrokenError(f"{file}: {name} is no table. Each exercise begins with its name, as in [{name}].")
        place = f"{file}: {name}"
        _ask_for_text(table, ("title", "idea", "place"), place)
        if "needs" not in table:
            raise BrokenError(f"{place} has no needs. An exercise that calls no other has needs = [].")
        _ask_for_names(table, ("needs",), place)
        _refuse_others(table, OF_AN_EXERCISE, place)
    return tables


def _read(path: Path, file: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  workers start before the course is read

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        way = "Is the name of the unit spelt so in course.toml, and the folder whole? grader doctor"
        raise BrokenError(f"{file} is missing. {way}") from error
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BrokenError(f"{file} cannot be read: {error}. Is the folder whole? grader doctor") from error


def _ask_for_text(table: dict[str, Any], keys: tuple[str, ...], place: str) -> None:
    for key in keys:
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise BrokenError(f'{place} has no {key}, which is a text: {key} = "…".')


def _ask_for_names(table: dict[str, Any], keys: tuple[str, ...], place: str) -> None:
    for key in keys:
        names = table.get(key, [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise BrokenError(f'{place}: {key} has to be a list of names: {key} = ["…"].')


def _refuse_others(table: dict[str, Any], known: tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in known:
            raise BrokenError(f"{place} has {key}, which means nothing there. It may have {', '.join(known)}.")
