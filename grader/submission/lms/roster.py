"""The roster: who is in the class, from a CSV as platforms export it, and who of them handed in what."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.errors import UsageError
from grader.submission.lms.entry import Who
from grader.submission.lms.sheet import read_sheet

COLUMNS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"student", "name", "full name", "fullname", "student name", "display name", "nombre completo"}),
    "first": frozenset({"first name", "firstname", "given name", "vorname", "prénom", "nombre", "nom"}),
    "last": frozenset({"last name", "lastname", "surname", "family name", "nachname", "apellido(s)", "cognoms"}),
    "id": frozenset({"id", "identifier", "canvas user id", "canvas_user_id", "user id", "user_id"}),
    "login": frozenset(
        {"sis login id", "login", "login id", "login_id", "username", "user name", "netid", "github_username"}
    ),
    "number": frozenset({"sis user id", "student id", "student_id", "sid", "id number", "orgdefinedid"}),
    "mail": frozenset({"email", "e-mail", "mail", "email address", "e-mail address", "e-mail-adresse", "correo"}),
}  # fmt: skip


class Row(NamedTuple):
    """Somebody in the class.

    Attributes:
        who: this person.
        ids: all that identifies this person, folded.
    """

    who: Who
    ids: frozenset[str]


def read_roster(path: Path) -> list[Row]:
    """Who is in the class.

    Args:
        path: a CSV file with a line of headings, as Canvas, Moodle or Gradescope export it.

    Raises:
        UsageError: if it cannot be read, or no column is one of names, ids or addresses.
    """
    lines = read_sheet(path, "The roster", "--roster FILE").rows
    rows: dict[tuple[str, ...], Row] = {}
    for row in rows_of(lines, f"The roster {path}").values():
        rows.setdefault(tuple(row.who), row)
    return list(rows.values())


def rows_of(lines: Sequence[Sequence[str]], what: str) -> dict[int, Row]:
    """Who is in a table, by the number of the line.

    Args:
        lines: its lines, the headings first.
        what: what it is, for a message.

    Raises:
        UsageError: if no column is one of names, ids or addresses.
    """
    heads = [folded_head(cell) for cell in lines[0]] if lines else []
    places = {what: [i for i, one in enumerate(heads) if one in names] for what, names in COLUMNS.items()}
    if not any(places[what] for what in ("name", "last", "id", "login", "number", "mail")):
        raise UsageError(
            f"{what} has no column that tells who is who. Its first line needs one of: Student, Name, ID, "
            "Username, Email."
        )
    found = {}
    for number, line in enumerate(lines[1:], 1):
        row = _row({what: [line[i].strip() for i in some if i < len(line)] for what, some in places.items()})
        if row is not None:
            found[number] = row
    return found


def folded_head(cell: str) -> str:
    """A heading as headings are compared."""
    return cell.strip().lstrip("\ufeff").casefold()


def _row(cells: Mapping[str, Sequence[str]]) -> Row | None:
    first = {what: next((cell for cell in some if cell), "") for what, some in cells.items()}
    name = first["name"] or " ".join(filter(None, (first["first"], first["last"])))
    if name.casefold() == "points possible":  # a line of Canvas's that is nobody
        return None
    number = (
        re.sub(r"^\D*?(?=\d+$)", "", first["id"]) if first["id"].casefold().startswith("participant") else first["id"]
    )
    login = first["login"] or first["number"]
    who = Who(name or first["mail"] or login or number, number, login, first["mail"])
    ids = {cell for what in ("id", "login", "number", "mail") for cell in cells[what]} | {number}
    ids |= {one.partition("@")[0] for one in ids if "@" in one}
    return Row(who, frozenset(filter(None, map(_plain, ids)))) if who.name else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def spellings(name: str) -> set[str]:
    """A name as platforms fold it: letters and digits alone, with the family name first or last."""
    words = [word for word in re.split(r"[\s,]+", name) if word]
    turns = [words[i:] + words[:i] for i in range(len(words))] or [[]]
    return {_folded("".join(turn)) for turn in turns} - {""}


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in bare if sign.isalnum())


class Roster:
    """Finds people in a roster.

    Args:
        rows: who is in the class.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        self._by_id: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            for one in row.ids:
                self._by_id.setdefault(one, []).append(number)
            for one in spellings(row.who.name):
                self._by_name.setdefault(one, []).append(number)

    def fingerprint(self) -> str:
        """What tells this roster from others: who is in it, in which order."""
        rows = repr([(*row.who, sorted(row.ids)) for row in self.rows])
        return hashlib.sha256(rows.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def namesakes(self, name: str) -> int:
        """How many of the roster have this name."""
        return len(self._by_name.get(_folded(name), []))

    def find(self, who: Who) -> list[int]:
        """The numbers of the rows that somebody is, or that a group is; none where that is not certain.

        Args:
            who: as the platform wrote it.
        """
        for told in (who.mail, who.login):
            members = [self._by_id.get(_plain(one), []) for one in told.split(", ") if one]
            if members and all(len(some) == 1 for some in members):
                return [some[0] for some in members]
        named = self._by_name.get(_folded(who.name), [])
        known = [
            number for number, row in enumerate(self.rows) if who.id and row.who.id == who.id
        ]  # of the same platform
        both = [number for number in named if number in known]
        written = self._by_id.get(_plain(who.name), [])  # a folder that is called by a login or an address
        return next((some for some in (both, named, known, written) if len(some) == 1), [])
