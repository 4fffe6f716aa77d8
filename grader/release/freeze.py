"""Freeze the answers of the reference that a student's kit may ask for: those to the visible checks.

For each exercise there are variants: the solution, each of its misconceptions, each other right way. Each is asked
alone, and above each misconception of an earlier exercise that it reaches. Above two of them the solution is asked, and
of the others what decides whether a right function is told as one there: a misconception that gives the same numbers,
another right way that does not. That is what follow-through and diagnosis compare with. Equal answers are kept once.
"""

from __future__ import annotations

import contextlib
import dis
import functools
import itertools
import json
import lzma
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType, FrameType, FunctionType
from typing import Any

from grader.course import reference
from grader.course.checks_of import checks_of
from grader.course.reference import Misconception, Reference
from grader.course.syllabus import Course, Exercise
from grader.grading.diagnose import same_numbers
from grader.protocol.answer import Answer
from grader.protocol.check import Check
from grader.protocol.wire import encode
from grader.release.kit.reference import HEAD, key_of

Beneath = tuple[Misconception, ...]


@dataclass(frozen=True)
class Variant:
    """One way to write an exercise's function.

    Attributes:
        name: "" for the solution, the slug of a misconception, `~1` for the first other right way.
        function: the function, None for the solution.
        reaches: the earlier exercises that it calls, directly or not.
        wrong: whether it is a misconception.
    """

    name: str
    function: FunctionType | None
    reaches: frozenset[str]
    wrong: bool


def variants(exercise: Exercise, course: Course) -> list[Variant]:
    """All variants of an exercise."""
    names = {other.name for other in course.exercises}
    wrong = reference.misconceptions(exercise.unit).get(exercise.name, [])
    other = reference.alternatives(exercise.unit).get(exercise.name, [])
    found: list[tuple[str, FunctionType | None, bool]] = [("", None, False)]
    found += [(one.slug, one.function, True) for one in wrong]
    found += [(f"~{number}", one.function, False) for number, one in enumerate(other, 1)]
    solution = reference.swapped().function(exercise.name)
    return [
        Variant(name, one, _reach(one or solution, names) - {exercise.name}, is_wrong) for name, one, is_wrong in found
    ]


def _reach(function: Callable[..., Any], exercises: Collection[str]) -> frozenset[str]:
    """The exercises that a function calls, directly, through helpers of its file or through solutions."""
    found: set[str] = set()
    waiting, seen = [function], set[int]()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, FunctionType) or id(one.__code__) in seen:
            continue
        seen.add(id(one.__code__))
        for name in _names(one.__code__):
            if name in exercises:
                found.add(name)
                waiting.append(reference.swapped().function(name))
            elif name in one.__globals__:
                waiting.append(one.__globals__[name])
    return frozenset(found)


def _names(code: CodeType) -> Iterator[str]:
    """The global names that some code uses, also in functions inside it."""
    yield from (str(step.argval) for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL")
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _beneath(reached: Iterable[Exercise], size: int) -> Iterator[Beneath]:
    """Misconceptions of so many of the reached exercises, one of each."""
    libraries = [reference.misconceptions(other.unit).get(other.name, []) for other in reached]
    for chosen in itertools.combinations(libraries, size):
        yield from itertools.product(*chosen)


class _Store:
    """Answers, each list of them once."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self._numbers: dict[bytes, int] = {}

    def keep(self, answers: Sequence[Answer]) -> int:
        """Keep a list of answers; gives its number."""
        lasting = [answer._replace(seconds=0.0, output="") for answer in answers]
        frame = encode({"answers": lasting})
        if frame not in self._numbers:
            self._numbers[frame] = len(self.frames)
            self.frames.append(frame)
        return self._numbers[frame]


class _Freezer:
    """Asks all variants of an exercise, and keeps their answers by check and key."""

    def __init__(self, exercise: Exercise, course: Course) -> None:
        self.exercise = exercise
        self.checks = checks_of(exercise, hidden=False)
        self.variants = variants(exercise, course)
        self.store = _Store()
        self.answers: dict[str, dict[str, int]] = {check.name: {} for check in self.checks}
        self._earlier = course.exercises
        self._above_two = len(self._reached(self.variants[0])) > 1
        solutions = {one.name: reference.swapped().function(one.name) for one in self._reached(self.variants[0])}
        self._codes = {name: one.__code__ for name, one in solutions.items() if isinstance(one, FunctionType)}
        self._called: dict[tuple[str, str], set[str]] = {}
        self._kept: dict[tuple[str, str], list[Answer]] = {}

    def freeze(self) -> None:
        """Ask for everything."""
        for variant in self.variants:
            for beneath in itertools.chain([()], _beneath(self._reached(variant), 1)):
                self._keep(variant, beneath)
        for beneath in _beneath(self._reached(self.variants[0]), 2):
            self._keep_above_two(beneath)

    def _keep_above_two(self, beneath: Beneath) -> None:
        """The solution above two mistakes; and what cannot be told apart from it there, or is right in another way."""
        solution = self.variants[0]
        self._keep(solution, beneath)
        sheet = {check.name: self.ask(solution, beneath, check) for check in self.checks}
        for variant in self.variants[1:]:
            if all(one.exercise in variant.reaches for one in beneath):
                same = same_numbers(sheet, self.checks, _Asked(self, variant, beneath), 0)
                if same == variant.wrong:
                    self._keep(variant, beneath)

    def _reached(self, variant: Variant) -> list[Exercise]:
        return [other for other in self._earlier if other.name in variant.reaches]

    def _keep(self, variant: Variant, beneath: Beneath) -> None:
        for check in self.checks:
            number = self.store.keep(self.ask(variant, beneath, check))
            self.answers[check.name][key_of(variant.name, beneath)] = number

    def ask(self, variant: Variant, beneath: Beneath, check: Check) -> list[Answer]:
        """What a variant answers to a check above some misconceptions, worked out once."""
        key = (key_of(variant.name, beneath), check.name)
        if key not in self._kept:
            if len(beneath) == 2 and (single := self._enough(variant, beneath, check)) is not None:
                return single
            own = {} if variant.function is None else {self.exercise.name: variant.function}
            one = Reference(own | {wrong.exercise: wrong.function for wrong in beneath})
            one.function(self.exercise.name)
            if len(beneath) == 1 and self._above_two:
                with _calls() as called:
                    self._kept[key] = one.answers(check, 0)
                self._called[key] = {name for name, code in self._codes.items() if code in called}
            else:
                self._kept[key] = one.answers(check, 0)
        return self._kept[key]

    def _enough(self, variant: Variant, beneath: Beneath, check: Check) -> list[Answer] | None:
        """The answers above one of two misconceptions, if the other's exercise was not even called there."""
        for one, other in (beneath, beneath[::-1]):
            key = (key_of(variant.name, (one,)), check.name)
            if key in self._called and other.exercise not in self._called[key]:
                return self._kept[key]
        return None


class _Asked(Reference):
    """A variant above misconceptions, asked only as far as someone wants to know."""

    def __init__(self, freezer: _Freezer, variant: Variant, beneath: Beneath) -> None:
        super().__init__()
        self._ask = functools.partial(freezer.ask, variant, beneath)

    def answers(self, check: Check, _seed: int) -> list[Answer]:
        """What it answers to a check's calls."""
        return self._ask(check)


@contextlib.contextmanager
def _calls() -> Iterator[set[CodeType]]:
    """Record the code of all functions that are called in a `with` block."""
    called: set[CodeType] = set()

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        called.add(frame.f_code)

    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(None)


def freeze(exercise: Exercise, course: Course) -> bytes:
    """The frozen answers of an exercise, as a file of a kit."""
    freezer = _Freezer(exercise, course)
    freezer.freeze()
    store, checks = freezer.store, freezer.checks
    others = {
        name: {check.name: store.keep(reference.answers_of_other(name, check)) for check in checks}
        for name in reference.alike(exercise)
    }
    slopeless = {check.name: store.keep(reference.without_slopes(check)) for check in checks}
    head = {
        "reaches": {variant.name: sorted(variant.reaches) for variant in freezer.variants},
        "answers": freezer.answers,
        "others": others,
        "without slopes": slopeless,
        "lengths": [len(frame) for frame in store.frames],
    }
    text = json.dumps(head, separators=(",", ":")).encode()
    return lzma.compress(HEAD.pack(len(text)) + text + b"".join(store.frames), preset=9)


def words(exercise: Exercise) -> dict[str, Any]:
    """What a kit says of an exercise's variants, without the functions."""
    wrong = reference.misconceptions(exercise.unit).get(exercise.name, [])
    other = reference.alternatives(exercise.unit).get(exercise.name, [])
    return {
        "signature": reference.signature(exercise.name),
        "alike": reference.alike(exercise),
        "misconceptions": [{"slug": one.slug, "did": one.did, "ask": one.ask} for one in wrong],
        "alternatives": len(other),
    }
