"""The reference of a student's kit: its answers, frozen when the kit was made. No solution is here, and nothing hidden.

It takes the place of `grader.course.reference` there, with the same names. Each exercise has a file in `answers/`,
read when one of its checks is judged.
"""

from __future__ import annotations

import functools
import json
import lzma
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course.syllabus import Exercise, load_course
from grader.protocol.answer import Answer
from grader.protocol.check import Call, Check
from grader.protocol.wire import U32, decode

ANSWERS = Path(__file__).parent / "answers"
HEAD = struct.Struct(">I")  # the length of the JSON with which a file begins


@dataclass(frozen=True)
class Misconception:
    """A wrong solution of one exercise: its name, what the student did, a question that leads on."""

    exercise: str
    slug: str
    did: str
    ask: str


@dataclass(frozen=True)
class Alternative:
    """A right solution of one exercise that is written in another way, by its number."""

    exercise: str
    number: int


@functools.cache
def misconceptions(unit: str) -> dict[str, list[Misconception]]:
    """The misconceptions of a unit, by exercise."""
    return {name: [Misconception(name, **one) for one in said["misconceptions"]] for name, said in _words(unit).items()}


@functools.cache
def alternatives(unit: str) -> dict[str, list[Alternative]]:
    """The right solutions of a unit that are written in other ways, by exercise."""
    return {
        name: [Alternative(name, number) for number in range(1, said["alternatives"] + 1)]
        for name, said in _words(unit).items()
    }


@functools.cache
def calls_of(check: Check, seed: int) -> list[Call]:
    """A check's calls, to read what was asked."""
    return check.calls(seed)


class Reference:
    """The answers of the solutions as they would be if some functions were other ones."""

    def __init__(self, *swaps: Misconception | Alternative) -> None:
        self._swaps = {one.exercise: one for one in swaps}

    def answers(self, check: Check, _seed: int) -> list[Answer]:
        """What was answered to a check's calls; [], which no one's answers equal, where that was never asked."""
        book = _book(check.exercise)
        own = self._swaps.get(check.exercise)
        name = "" if own is None else own.slug if isinstance(own, Misconception) else f"~{own.number}"
        reached = [self._swaps[other] for other in book.reaches[name] if other in self._swaps]
        beneath = [one for one in reached if isinstance(one, Misconception)]
        return book.answers(check.name, key_of(name, beneath))


@functools.lru_cache(maxsize=1024)
def swapped(*wrong: Misconception | Alternative) -> Reference:
    """The reference with some exercises swapped."""
    return Reference(*wrong)


def alike(exercise: Exercise) -> list[str]:
    """The other exercises of the unit that take as many arguments."""
    return list(_words(exercise.unit)[exercise.name]["alike"])


def answers_of_other(name: str, check: Check) -> list[Answer]:
    """What the solution of another exercise answers to a visible check's calls."""
    book = _book(check.exercise)
    return book.read(book.others[name][check.name])


def without_slopes(check: Check) -> list[Answer]:
    """What comes out of a visible check if every derivative is taken for the function itself; [] if it needs none."""
    book = _book(check.exercise)
    return book.read(book.slopeless[check.name])


def signature(name: str) -> str:
    """The signature that the contract asks for, without types."""
    return str(_words(load_course().exercise(name).unit)[name]["signature"])


def key_of(variant: str, beneath: Iterable[Any]) -> str:
    """The key of answers: a variant of an exercise, above misconceptions of earlier ones."""
    return "+".join([variant, *sorted(f"{one.exercise}:{one.slug}" for one in beneath)])


@functools.cache
def _words(unit: str) -> dict[str, dict[str, Any]]:
    return dict(json.loads((ANSWERS / f"{unit}.json").read_text(encoding="utf-8")))


@functools.cache
def _book(exercise: str) -> _Book:
    return _Book((ANSWERS / f"{exercise}.xz").read_bytes())


class _Book:
    """The frozen answers of one exercise.

    Attributes:
        reaches: for each variant, the earlier exercises that it calls.
        others: for other exercises, and then for each check, where their answers are.
        slopeless: the same of what comes out where a derivative is taken for its function.
    """

    def __init__(self, packed: bytes) -> None:
        data = lzma.decompress(packed)
        (length,) = HEAD.unpack_from(data)
        head = json.loads(data[HEAD.size : HEAD.size + length])
        self.reaches: dict[str, list[str]] = head["reaches"]
        self.others: dict[str, dict[str, int]] = head["others"]
        self.slopeless: dict[str, int] = head["without slopes"]
        self._answers: dict[str, dict[str, int]] = head["answers"]
        self._data, self._starts = data, [HEAD.size + length]
        for size in head["lengths"]:
            self._starts.append(self._starts[-1] + size)
        self._read: dict[int, list[Answer]] = {}

    def answers(self, check: str, key: str) -> list[Answer]:
        """The answers to a check's calls; [] where that was never asked."""
        number = self._answers[check].get(key)
        return [] if number is None else self.read(number)

    def read(self, number: int) -> list[Answer]:
        """The list of answers with a number."""
        if number not in self._read:
            frame = self._data[self._starts[number] + U32.size : self._starts[number + 1]]
            self._read[number] = list(decode(frame)["answers"])
        return self._read[number]
