"""Patterns: what wrong numbers have in common, if no misconception matches.

A pattern is a fact about all of an exercise's visible answers, and so cannot be a wrong diagnosis: minus the expected
ones, k times them, transposed, reversed, right everywhere but at a kink, the answers of another exercise.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from grader.course import reference
from grader.course.syllabus import Exercise
from grader.grading.compare import compare_values
from grader.grading.diagnose import agree
from grader.grading.report import Diagnosis
from grader.protocol.answer import Answer
from grader.protocol.check import Call, Check, inputs_of


class Pair(NamedTuple):
    """A visible call and its place in its check, with the student's answer and the expected one."""

    check: Check
    at: int
    call: Call
    yours: Answer
    expected: Answer


Leaf = tuple[np.ndarray, np.ndarray]


def find_pattern(exercise: Exercise, pairs: Sequence[Pair]) -> Diagnosis | None:
    """The first pattern that all visible answers show, if there is one."""
    asked = [pair for pair in pairs if pair.expected.raised is None]
    if not asked or any(pair.yours.raised or pair.yours.timed_out for pair in asked):
        return None
    found = _in_numbers(asked) or _at_kink(asked) or _slope_forgotten(asked)
    return found or _other_exercise(exercise, asked)


def _pattern(name: str, message: str) -> Diagnosis:
    return Diagnosis(None, name, message)


def _in_numbers(pairs: Sequence[Pair]) -> Diagnosis | None:
    """Patterns that relate each number, or each array, to the expected one."""
    if _all(pairs, lambda e: e[::-1] if isinstance(e, tuple) else None):
        return _pattern("swapped", "The right arrays, in the other order. Which one is asked for first?")
    if _all(pairs, _each(np.transpose)):
        return _pattern("transposed", "Your arrays are the transposes of the expected ones. Which shape is asked for?")
    if _all(pairs, _each(np.negative)):
        return _pattern("negated", "Each of your numbers has the opposite sign. What is subtracted from what?")
    if _all(pairs, _each(lambda e: e[::-1] if e.ndim else None)):
        return _pattern("reversed", "Your entries come in reverse order. Which input belongs to the first one?")
    leaves = _leaves(pairs)
    if leaves is None:
        return None
    yours, expected = (np.concatenate([leaf[i].ravel().astype(float) for leaf in leaves]) for i in (0, 1))
    if len(yours) < 3 or not (np.isfinite(yours).all() and np.isfinite(expected).all()):
        return None
    return _factor(pairs, yours, expected) or _offset(pairs, yours, expected)


def _factor(pairs: Sequence[Pair], yours: np.ndarray, expected: np.ndarray) -> Diagnosis | None:
    square = float(expected @ expected)
    factor = float(yours @ expected) / square if square else 0.0
    if np.count_nonzero(expected) < 3 or abs(factor) < 1e-12 or abs(factor - 1) < 1e-9:
        return None
    if not _all(pairs, _each(lambda e: factor * e)):
        return None
    from fractions import Fraction  # noqa: PLC0415  few answers are off by a factor

    tidy = Fraction(factor).limit_denominator(100)
    name = str(tidy) if abs(float(tidy) - factor) < 1e-9 * abs(factor) else f"{factor:.6g}"
    text = f"Each of your numbers is {name} times the expected one. Where could that factor come from?"
    return _pattern(f"factor {name}", text)


def _offset(pairs: Sequence[Pair], yours: np.ndarray, expected: np.ndarray) -> Diagnosis | None:
    offset = float(np.mean(yours - expected))
    if not _all(pairs, _each(lambda e: e + offset)):
        return None
    side = "above" if offset > 0 else "below"
    text = f"Each of your numbers lies {abs(offset):.6g} {side} the expected one. Which term is constant?"
    return _pattern(f"offset {offset:.6g}", text)


def _each(change: Callable[[np.ndarray], Any]) -> Callable[[Any], Any]:
    """Apply a change to every array of an expected value; None if the change does not apply."""

    def apply(value: Any) -> Any:
        if isinstance(value, tuple | list):
            items = [apply(item) for item in value]
            return None if any(item is None for item in items) else type(value)(items)
        if isinstance(value, float | int | np.ndarray | np.generic) and not isinstance(value, bool | np.bool_):
            return change(np.asarray(value))
        return None

    return apply


def _all(pairs: Sequence[Pair], change: Callable[[Any], Any]) -> bool:
    """Whether all answers are the expected ones after a change, and the change makes a difference."""
    seen = False
    for pair in pairs:
        changed = change(pair.expected.value)
        tolerance = pair.check.tolerance
        if changed is None or compare_values(pair.yours.value, changed, tolerance) is not None:
            return False
        seen = seen or compare_values(changed, pair.expected.value, tolerance) is not None
    return seen


def _leaves(pairs: Sequence[Pair]) -> list[Leaf] | None:
    """The numbers of all answers beside the expected ones; None where their structure differs."""
    leaves: list[Leaf] = []

    def walk(yours: Any, expected: Any) -> bool:
        if isinstance(expected, tuple | list):
            same = type(yours) is type(expected) and len(yours) == len(expected)
            return same and all(walk(*both) for both in zip(yours, expected, strict=True))
        if not isinstance(yours, int | float | np.ndarray | np.generic) or isinstance(expected, str | dict | None):
            return False
        one, two = np.asarray(yours), np.asarray(expected)
        leaves.append((one, two))
        return one.shape == two.shape and one.dtype.kind in "iuf" and two.dtype.kind in "iuf"

    return leaves if all(walk(pair.yours.value, pair.expected.value) for pair in pairs) else None


def _at_kink(pairs: Sequence[Pair]) -> Diagnosis | None:
    """Right everywhere but where the input is 0."""
    wrong = 0
    for pair in pairs:
        found = compare_values(pair.yours.value, pair.expected.value, pair.check.tolerance)
        if found is None:
            continue
        inputs = inputs_of(pair.call, pair.expected.value)
        if found.mask is None or inputs is None or found.path or np.any(inputs[found.mask] != 0):
            return None
        if found.mask.all():
            return None
        wrong += int(np.count_nonzero(found.mask))
    if not wrong:
        return None
    return _pattern("kink", "Right everywhere but at x = 0. What is asked for just there?")


def _slope_forgotten(pairs: Sequence[Pair]) -> Diagnosis | None:
    """The value instead of the slope: the answers if every derivative were the function itself."""
    if not _answers_as(reference.without_slopes, pairs):
        return None
    return _pattern("value for slope", "These are values of the functions, not their slopes. What does deriv give?")


def _answers_as(answers: Callable[[Check], Sequence[Answer]], pairs: Sequence[Pair]) -> bool:
    """Whether the student's answers are the given ones, and these are not the expected ones."""
    wrong = False
    for pair in pairs:
        theirs = answers(pair.check)
        if not theirs or theirs[pair.at].raised or not agree(pair.yours, theirs[pair.at], pair.check, pair.call):
            return False
        wrong = wrong or not agree(pair.expected, theirs[pair.at], pair.check, pair.call)
    return wrong


def _other_exercise(exercise: Exercise, pairs: Sequence[Pair]) -> Diagnosis | None:
    """The right answer to another exercise of the unit, on the same arguments."""
    for name in reference.alike(exercise):
        if _answers_as(functools.partial(reference.answers_of_other, name), pairs):
            return _pattern(f"answer of {name}", f"This is what {name} asks for. What is asked for here?")
    return None
