"""Parts of a class, for several machines: who is in which, and what each part keeps of the whole class.

Who is in a part depends on nothing but the student's name. Each part lists the whole class, so that names are the same
everywhere, and so that the parts can be held against each other when they are merged.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from grader.files import write_json
from grader.graded_class.records import Student, absent_student
from grader.submission.hand_in.students import Class as HandedIn

CLASS = "class.json"  # in the folder of a part: what its batch saw of the whole class
MOST_PARTS = 100_000


class Part(NamedTuple):
    """One of several parts of a class.

    Attributes:
        number: which one, from 1 on.
        of: how many there are.
    """

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def has(self, student: str) -> bool:
        """Whether a student is in this part: the same answer on every machine and day.

        Args:
            student: the name, which nobody else of the class has.
        """
        digest = hashlib.sha256(student.encode("utf-8", "replace")).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1


def part(text: str) -> Part:
    """A part, as the command line has it: `2/3`.

    Raises:
        argparse.ArgumentTypeError: if it is none.
    """
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text, re.ASCII)
    if match is None or not 1 <= int(match[1]) <= int(match[2]) <= MOST_PARTS:
        raise argparse.ArgumentTypeError(f"K/N, with K from 1 to N and N up to {MOST_PARTS:,}: 2/3")
    return Part(int(match[1]), int(match[2]))


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
