"""The reference of a student's kit: answers that were frozen when the kit was made. No solution and no hidden check.

Each unit has a file of words, each exercise one of answers, read when one of its checks is judged: `NAME.xz`, or
`NAME.frozen`, which is not packed, where Python lacks `lzma`, as it does in a page.
"""

from __future__ import annotations

import importlib
import json
import struct
from pathlib import Path
from typing import Any

from grader.course.checks_of import checks_of
from grader.course.reference import Mistake
from grader.course.syllabus import Exercise, load_course
from grader.protocol.answer import Answer
from grader.protocol.check import Call, Check
from grader.protocol.wire import U32, decode

HEAD = struct.Struct(">I")  # the length of the JSON with which a file begins


class FrozenAnswers:
    """Frozen answers as the reference; see `grader.course.reference.Reference`.

    Args:
        folder: where the files are.
    """

    seed = 0

    def __init__(self, folder: Path) -> None:
        self.course = load_course()
        self._folder = folder
        self._words: dict[str, dict[str, Any]] = {}
        self._books: dict[str, Book] = {}
        self._calls: dict[str, list[Call]] = {}

    def checks(self, exercise: Exercise) -> list[Check]:
        """The checks of an exercise; all are visible."""
        return checks_of(exercise, hidden=False)

    def calls(self, check: Check) -> list[Call]:
        """A check's calls, to read what was asked."""
        if check.name not in self._calls:
            self._calls[check.name] = check.calls(0)
        return self._calls[check.name]

    def answers(self, check: Check, mistake: Mistake | None = None) -> list[Answer]:
        """The right answers to a check's calls; with a mistake, those of a function that makes it."""
        return self._book(check.exercise).answers(check.name, mistake.slug if mistake else "")

    def mistakes(self, exercise: Exercise) -> list[Mistake]:
        """The known mistakes of an exercise."""
        return [Mistake(exercise.name, **one) for one in self._said(exercise.name)["mistakes"]]

    def others(self, exercise: Exercise) -> list[str]:
        """The other exercises of the unit that take as many arguments, the same ones in the same order."""
        return list(self._said(exercise.name)["others"])

    def answers_of_other(self, name: str, check: Check) -> list[Answer]:
        """The right answers of another exercise to a visible check's calls."""
        return self._book(check.exercise).answers(check.name, f"={name}")

    def without_slopes(self, check: Check) -> list[Answer]:
        """The answers to a visible check if `deriv` returned the function itself; [] if the exercise needs none."""
        return self._book(check.exercise).answers(check.name, "=")

    def signature(self, name: str) -> str:
        """The signature in the contract, without types."""
        return str(self._said(name)["signature"])

    def given(self, _names: frozenset[str]) -> list[bytes]:
        """Nothing: there is no solution here."""
        return []

    def _said(self, name: str) -> dict[str, Any]:
        unit = self.course.exercise(name).unit
        if unit not in self._words:
            self._words[unit] = json.loads((self._folder / f"{unit}.json").read_text(encoding="utf-8"))
        return dict(self._words[unit][name])

    def _book(self, exercise: str) -> Book:
        if exercise not in self._books:
            plain = self._folder / f"{exercise}.frozen"
            data = plain.read_bytes() if plain.exists() else unpacked(self._folder / f"{exercise}.xz")
            self._books[exercise] = Book(data)
        return self._books[exercise]


def unpacked(path: Path) -> bytes:
    """The contents of a packed file of answers."""
    data: bytes = importlib.import_module("lzma").decompress(path.read_bytes())
    return data


class Book:
    """The frozen answers of one exercise, by check and by who gave them.

    "" is the solution, a slug a mistake, `=name` the solution of another exercise, `=` the solution without slopes.

    Args:
        data: the contents of the file, unpacked.
    """

    def __init__(self, data: bytes) -> None:
        (length,) = HEAD.unpack_from(data)
        head = json.loads(data[HEAD.size : HEAD.size + length])
        self._numbers: dict[str, dict[str, int]] = head["answers"]
        self._data, self._starts = data, [HEAD.size + length]
        for size in head["lengths"]:
            self._starts.append(self._starts[-1] + size)
        self._read: dict[int, list[Answer]] = {}

    def answers(self, check: str, who: str) -> list[Answer]:
        """The answers to a check's calls; [], which no one's answers equal, where they were not frozen."""
        number = self._numbers[check].get(who)
        if number is None:
            return []
        if number not in self._read:
            frame = self._data[self._starts[number] + U32.size : self._starts[number + 1]]
            self._read[number] = list(decode(frame)["answers"])
        return self._read[number]
