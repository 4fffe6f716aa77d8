"""Fill the table that a platform exported: the points of one assignment, in its own column, and no other field.

A field for which there are no points stays as it is. Moodle's grading worksheet passes over an empty one; Canvas, and
Moodle's import into the gradebook, take away a grade that is there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.errors import UsageError
from grader.submission.lms.entry import Who
from grader.submission.lms.roster import COLUMNS, Roster, folded_head, rows_of
from grader.submission.lms.sheet import Sheet

CANVAS, MOODLE = "canvas", "moodle"
POINTS_POSSIBLE = "points possible"  # a line of Canvas's
EXCUSED = "EX"
GRADE = frozenset(  # what a worksheet calls its column in Moodle's languages
    {
        "grade", "bewertung", "note", "nota", "calificación", "qualificació", "valutazione", "cijfer", "karakter",
        "betyg", "vitsord", "arvosana", "arviointi", "ocena", "hodnocení", "známka", "not", "оценка",
    }
)  # fmt: skip
MOST_GRADE = frozenset({"maximum grade", "bestwertung", "höchste bewertung", "note maximale", "calificación máxima"})
_NUMBERED = re.compile(r"(\D+)(\d+)")
_TITLE = re.compile(r"(?P<title>.*?)(?:\s*\((?P<id>\d+)\))?", re.DOTALL)


class Graded(NamedTuple):
    """The points of a student.

    Attributes:
        who: the student, as the platform or the gradebook knows them.
        platform: which platform `who.id` is a number of; "" where it is none's.
        points: the points; None where they are not complete.
    """

    who: Who
    platform: str
    points: float | None


@dataclass
class Filled:
    """A table that was filled.

    Attributes:
        platform: whose it is.
        sheet: the table, as it is now.
        column: the heading of the column.
        count: how many fields have points now.
        changed: how many of them had others before.
        notes: what a person should know.
    """

    platform: str
    sheet: Sheet
    column: str
    count: int = 0
    changed: int = 0
    notes: list[str] = field(default_factory=list)


def fill(
    sheet: Sheet, grades: Iterable[Graded], names: Sequence[str], most: float, wanted: str | None = None
) -> Filled:
    """Fill in points.

    Args:
        sheet: the table, as the platform exported it.
        grades: the points of each student.
        names: what the assignment may be called in Canvas.
        most: how many points can be had.
        wanted: the column, or a part of its heading; None to find out.

    Raises:
        UsageError: if it is no table of theirs, or has no such column.
    """
    heads = sheet.rows[0] if sheet.rows else []
    canvas = {"student", "section"} <= {folded_head(one) for one in heads}
    people = rows_of(sheet.rows if canvas else _in_english(sheet.rows), "The table")
    at = _canvas_column(sheet.rows, names, wanted) if canvas else _moodle_column(heads, wanted)
    rows = [[*row, *[""] * (len(heads) - len(row))] for row in sheet.rows]
    filled = Filled(CANVAS if canvas else MOODLE, sheet._replace(rows=rows), heads[at])
    numbers = list(people)
    roster = Roster(people.values())
    found = [(one, _places(one, roster, filled.platform)) for one in grades]
    claims = Counter(place for _, places in found for place in places)
    for one, places in found:
        if not places and one.points is not None:
            filled.notes.append(f"{one.who.name} is not in the table, or not for certain")
        for place in places:
            if claims[place] > 1:
                filled.notes.append(f"{one.who.name} and somebody else are one line of the table; it is left as it is")
            elif one.points is not None:
                _write(filled, rows[numbers[place]], at, one)
    _compare_most(filled, rows, at, most)
    return filled


def _in_english(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows of a worksheet of Moodle's with the identifiers as they are in English: `Participant 12`."""
    found = [_NUMBERED.fullmatch(row[0].strip()) for row in rows[1:] if row]
    if not found or not all(found) or len({match[1] for match in found if match}) > 1:
        return [[*row] for row in rows]
    numbers = [f"Participant {match[2]}" for match in found if match]
    return [["Identifier", *rows[0][1:]], *([number, *row[1:]] for number, row in zip(numbers, rows[1:], strict=True))]


def _places(one: Graded, roster: Roster, platform: str) -> list[int]:
    """The rows of a student, or of a group: by the platform's own number, else by all that is known."""
    if one.platform == platform and one.who.id:
        own = [number for number, row in enumerate(roster.rows) if row.who.id == one.who.id]
        if len(own) == 1:
            return own
    return roster.find(one.who if one.platform == platform else one.who._replace(id=""))


def _write(filled: Filled, row: list[str], at: int, one: Graded) -> None:
    text, before = f"{one.points:.10g}", row[at].strip()
    if before.upper() == EXCUSED:
        filled.notes.append(f"{one.who.name} is excused there; the field is left as it is")
        return
    filled.count += 1
    filled.changed += before not in ("", "-") and not _same(before, text)
    row[at] = text


def _same(one: str, other: str) -> bool:
    try:
        return abs(float(one.replace(",", ".")) - float(other)) < 0.005  # platforms show two digits
    except ValueError:
        return False


def _canvas_column(rows: Sequence[Sequence[str]], names: Sequence[str], wanted: str | None) -> int:
    heads = rows[0]
    possible = next((row for row in rows[1:] if row and folded_head(row[0]) == POINTS_POSSIBLE), [])
    students = frozenset().union(*COLUMNS.values()) | {"section", "root account", "integration id"}
    some = {
        at: head
        for at, head in enumerate(heads)
        if folded_head(head) not in students and "read only" not in (possible[at] if at < len(possible) else "")
    }
    if wanted is not None:
        found = [at for at, head in some.items() if wanted in (head, *_parts(head))]
        found = found or [at for at, head in some.items() if wanted.casefold() in head.casefold()]
    else:
        folded = {_folded(name) for name in names}
        found = [at for at, head in some.items() if _folded(_parts(head)[0]) in folded]
        holds = [head for head in some.values() if any(name in _folded(head) for name in folded)]
        if not found and holds:
            told = f"no column is called {names[0]!r}, but some have it in their names: {', '.join(holds)}"
            raise UsageError(f"The table cannot be filled: {told}. Name the one that is meant: --column NAME")
    return _one(found, some.values(), wanted)


def _moodle_column(heads: Sequence[str], wanted: str | None) -> int:
    if wanted is not None:
        found = [at for at, head in enumerate(heads) if folded_head(head) == wanted.casefold()]
    else:
        found = [at for at, head in enumerate(heads) if folded_head(head) in GRADE]
    return _one(found, heads, wanted)


def _one(found: Sequence[int], heads: Iterable[str], wanted: str | None) -> int:
    if len(found) == 1:
        return found[0]
    what = f"the column {wanted!r}" if wanted is not None else "the column of the assignment"
    why = f"{what} is not in it" if not found else f"{what} may be any of several"
    there = [*heads]
    advice = f"It has: {', '.join(there)}. Name one: --column NAME" if there else "Get the platform's table of grades."
    raise UsageError(f"The table cannot be filled: {why}. {advice}")


def _parts(head: str) -> tuple[str, str]:
    """The title and the number of an assignment, from Canvas's heading."""
    match = _TITLE.fullmatch(head.strip())
    return (match["title"], match["id"] or "") if match else (head, "")


def _folded(text: str) -> str:
    """A title as titles are compared: without capitals, spaces, underscores and hyphens."""
    return re.sub(r"[\s_-]+", "", text.casefold())


def _compare_most(filled: Filled, rows: Sequence[Sequence[str]], at: int, most: float) -> None:
    """Say where the platform counts other points: Moodle takes none above its own, and Canvas shows more than all."""
    if filled.platform == CANVAS:
        there = {row[at].strip() for row in rows[1:] if folded_head(row[0]) == POINTS_POSSIBLE}
    else:
        columns = [i for i, head in enumerate(rows[0]) if folded_head(head) in MOST_GRADE]
        there = {row[i].strip() for row in rows[1:] for i in columns}
    other = sorted(one for one in there if one and not _same(one, str(most)))
    if other:
        filled.notes.append(
            f"{filled.platform.capitalize()} has {other[0]} points for it, the notebook has {most:.10g}"
        )
