"""What was seen of a class beside the submissions.

The batch of each part lists the whole class, so that names are the same everywhere, and so that the parts can be held
against each other when they are merged.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from grader.files import write_json
from grader.graded_class.records import Student, absent_student
from grader.submission.hand_in.students import Class as HandedIn

CLASS = "class.json"  # in the folder of a part: what its batch saw of the whole class


class Listing(NamedTuple):
    """What was seen of a whole class beside the submissions.

    Attributes:
        left: a note on each entry that was left out.
        look: whether some of these may be somebody's work.
        absent: those of the roster who handed nothing in, each with name, id, login and mail.
    """

    left: list[str]
    look: bool
    absent: list[dict[str, str]]

    def absent_students(self) -> list[Student]:
        """Those who handed nothing in."""
        return [absent_student(one["name"], one) for one in self.absent]


def listing_of(found: HandedIn) -> Listing:
    """What there is of a class beside the submissions."""
    return Listing(found.left, found.look, [one.who._asdict() | {"name": one.student} for one in found.absent])


def write_listing(out: Path, listing: Listing) -> None:
    """Keep it in the folder of a part."""
    write_json(out / CLASS, listing._asdict())


def read_listing(data: Any) -> Listing:
    """A listing from what stands in `class.json`.

    Raises:
        ValueError: if it is none.
    """
    match data:
        case {"left": list(left), "look": bool(look), "absent": list(absent)} if (
            len(data) == len(Listing._fields) and _are_texts(left) and all(map(_is_person, absent))
        ):
            return Listing(left, look, absent)
    raise ValueError("it is no listing of a class")


def _is_person(one: Any) -> bool:
    return isinstance(one, dict) and one.keys() == {"name", "id", "login", "mail"} and _are_texts([*one.values()])


def _are_texts(some: Sequence[Any]) -> bool:
    return all(isinstance(one, str) for one in some)


def names_from(data: Any) -> dict[str, str]:
    """The entry of each student, by name, from what stands in `students.json`.

    Raises:
        ValueError: if it is none of these.
    """
    if not isinstance(data, dict) or not _are_texts([*data.values()]) or len({*data.values()}) != len(data):
        raise ValueError("it does not say which entry each student stands for")
    return data


def read_bounded(path: Path, most: int) -> Any:
    """What stands in a file of JSON.

    Args:
        path: the file.
        most: how many bytes it may have.

    Raises:
        OSError: if it cannot be read.
        ValueError: if it is too large, or no JSON.
    """
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(f"it is larger than {most >> 20} MB")
    try:
        return json.loads(data)
    except RecursionError as error:
        raise ValueError("it nests too deep") from error
