"""Patterns: what wrong numbers have in common, if no misconception matches.

A pattern is a fact about all of an exercise's visible answers, and so cannot be a wrong diagnosis: minus the expected
ones, k times them, rounded, transposed, reversed, in another shape, right everywhere but at a kink, an argument as it
was given, the answers of another exercise.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from grader.course.reference import Reference
from grader.course.syllabus import Course, Exercise
from grader.grading.compare import compare_values
from grader.grading.report import Diagnosis
from grader.grading.rows import Row, agrees
from grader.protocol.answer import Answer
from grader.protocol.check import Check, inputs_of

MOST_DIGITS = 7  # behind the point, to which a student may round
LEAST_LOST = 3  # numbers that have to have lost some: a single one may be 0 for a reason

Leaf = tuple[np.ndarray, np.ndarray]


def find_pattern(
    exercise: Exercise, rows: Sequence[Row], reference: Reference, *, numbers: bool = True
) -> Diagnosis | None:
    """The first pattern that all visible answers show, if there is one.

    Args:
        exercise: the exercise.
        rows: the calls of its visible checks.
        reference: the reference.
        numbers: whether a sentence may say a number.
    """
    asked = [row for row in rows if row.expected.raised is None]
    if not asked or any(row.yours.raised or row.yours.timed_out for row in asked):
        return None
    found = _in_order(asked) or _in_shape(asked) or (_in_numbers(asked) if numbers else None) or _at_kink(asked)
    found = found or _as_given(exercise, asked, reference)
    return found or _slope_forgotten(asked, reference) or _other_exercise(exercise, asked, reference)


def _pattern(name: str, message: str) -> Diagnosis:
    return Diagnosis(misconception=None, pattern=name, message=message)


def _in_order(rows: Sequence[Row]) -> Diagnosis | None:
    """The right arrays in another order, or with other signs."""
    if _all(rows, lambda e: e[::-1] if isinstance(e, tuple) else None):
        return _pattern("swapped", "The right arrays, in the other order. Which one is asked for first?")
    if _all(rows, _each(np.transpose)):
        return _pattern("transposed", "Your arrays are the transposes of the expected ones. Which shape is asked for?")
    if _all(rows, _each(np.negative)):
        return _pattern("negated", "Each of your numbers has the opposite sign. What is subtracted from what?")
    flipped = (lambda e: e[::-1] if e.ndim else None), (lambda e: np.flip(e) if e.ndim else None)
    if any(_all(rows, _each(change)) for change in flipped):
        return _pattern("reversed", "Your entries come in reverse order. Which input belongs to the first one?")
    return None


def _in_shape(rows: Sequence[Row]) -> Diagnosis | None:
    """The right numbers, one after the other, but not in the shape that is asked for."""
    seen = False
    for row in rows:
        yours, expected = row.yours.value, row.expected.value
        if not all(isinstance(one, int | float | np.ndarray | np.generic) for one in (yours, expected)):
            return None
        one, two = np.asarray(yours), np.asarray(expected)
        if one.size != two.size or compare_values(one.reshape(two.shape), two, row.tolerance) is not None:
            return None
        seen = seen or one.shape != two.shape
    if not seen:
        return None
    text = "Your numbers are right, and so is their order; their shape is not. Which step gives the result its shape?"
    return _pattern("shape", text)


def _as_given(exercise: Exercise, rows: Sequence[Row], reference: Reference) -> Diagnosis | None:
    """An argument as it was given, whatever was computed from it."""
    if all(compare_values(row.yours.value, row.expected.value, row.tolerance) is None for row in rows):
        return None
    names = reference.signature(exercise.name).partition("(")[2].rstrip(")").split(", ")
    for at, name in enumerate(names):
        if all(at < len(row.call.args) and _is_the_same(row.yours.value, row.call.args[at]) for row in rows):
            text = (
                f"Your result is {name} as it was given. Where is a new one computed, and does `return` give it back?"
            )
            return _pattern("as given", text)
    return None


def _is_the_same(yours: Any, given: Any) -> bool:
    arrays = isinstance(given, np.ndarray) and isinstance(yours, np.ndarray | np.generic | float | int)
    return arrays and np.shape(yours) == given.shape and np.array_equal(yours, given)


def _in_numbers(rows: Sequence[Row]) -> Diagnosis | None:
    """Patterns that relate each number to the expected one."""
    leaves = _leaves(rows)
    if leaves is None:
        return None
    yours, expected = (np.concatenate([leaf[i].ravel().astype(float) for leaf in leaves]) for i in (0, 1))
    if len(yours) < 3 or not (np.isfinite(yours).all() and np.isfinite(expected).all()):
        return None
    return _factor(rows, yours, expected) or _offset(rows, yours, expected) or _rounded(yours, expected)


def _factor(rows: Sequence[Row], yours: np.ndarray, expected: np.ndarray) -> Diagnosis | None:
    square = float(expected @ expected)
    factor = float(yours @ expected) / square if square else 0.0
    if np.count_nonzero(expected) < 3 or abs(factor) < 1e-12 or abs(factor - 1) < 1e-9:
        return None
    if not _all(rows, _each(lambda e: factor * e)):
        return None
    if not np.allclose(yours / factor, expected, rtol=1e-3, atol=1e-3 * float(np.max(np.abs(expected)))):
        return None  # so small that whatever they are is within the tolerance
    from fractions import Fraction  # noqa: PLC0415  few answers are off by a factor

    tidy = Fraction(factor).limit_denominator(100)
    name = str(tidy) if abs(float(tidy) - factor) < 1e-9 * abs(factor) else f"{factor:.6g}"
    text = f"Each of your numbers is {name} times the expected one. Where could that factor come from?"
    return _pattern(f"factor {name}", text)


def _offset(rows: Sequence[Row], yours: np.ndarray, expected: np.ndarray) -> Diagnosis | None:
    offset = float(np.mean(yours - expected))
    if not _all(rows, _each(lambda e: e + offset)):
        return None
    side = "above" if offset > 0 else "below"
    text = f"Each of your numbers lies {abs(offset):.6g} {side} the expected one. Which term is constant?"
    return _pattern(f"offset {offset:.6g}", text)


def _rounded(yours: np.ndarray, expected: np.ndarray) -> Diagnosis | None:
    """The right numbers, all rounded or cut off alike, where three or more lost some digits by that."""
    ways = [way for way in _WAYS if np.array_equal(yours, way.to_whole(expected))]
    if ways and np.any(yours):
        lost = np.count_nonzero(np.abs(yours - expected) > 0.01)
        way = (
            ways[0] if len(ways) == 1 else _Way("whole", np.trunc, "without fractions. Where does your code lose them")
        )
        text = f"Your numbers are the expected ones, {way.words}?"
        return _pattern(way.name, text) if lost >= LEAST_LOST else None
    for digits in range(1, MOST_DIGITS + 1):
        near = np.round(expected, digits)
        if np.allclose(yours, near, rtol=1e-12, atol=1e-12):
            lost = np.count_nonzero(np.abs(near - expected) > 0.01 * 10.0**-digits)
            decimals = f"{digits} decimal{'' if digits == 1 else 's'}"
            text = f"Your numbers are the expected ones, rounded to {decimals}. Where does your code round them?"
            return _pattern(f"rounded {digits}", text) if lost >= LEAST_LOST else None
    return None


class _Way(NamedTuple):
    """A way to make whole numbers of others, and what is said of numbers that were made so and in no other way."""

    name: str
    to_whole: Callable[[np.ndarray], np.ndarray]
    words: str


_WAYS = (
    _Way("cut off", np.trunc, "without their fractions. Where are these cut off"),
    _Way("rounded 0", np.round, "rounded to whole numbers. Where does your code round them"),
    _Way("rounded down", np.floor, "rounded down to whole numbers. Where does your code round them"),
    _Way("rounded up", np.ceil, "rounded up to whole numbers. Where does your code round them"),
)


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


def _all(rows: Sequence[Row], change: Callable[[Any], Any]) -> bool:
    """Whether all answers are the expected ones after a change, and the change makes a difference."""
    seen = False
    for row in rows:
        changed = change(row.expected.value)
        tolerance = row.tolerance
        if changed is None or compare_values(row.yours.value, changed, tolerance) is not None:
            return False
        seen = seen or compare_values(changed, row.expected.value, tolerance) is not None
    return seen


def _leaves(rows: Sequence[Row]) -> list[Leaf] | None:
    """The numbers of all answers beside the expected ones; None where their structure differs."""
    leaves: list[Leaf] = []

    def walk(yours: Any, expected: Any) -> bool:
        if isinstance(expected, tuple | list):
            same = type(yours) is type(expected) and len(yours) == len(expected)
            return same and all(walk(*both) for both in zip(yours, expected, strict=True))
        if not isinstance(yours, int | float | np.ndarray | np.generic):
            return False
        one, two = np.asarray(yours), np.asarray(expected)
        leaves.append((one, two))
        return one.shape == two.shape and one.dtype.kind in "iuf" and two.dtype.kind in "iuf"

    return leaves if all(walk(row.yours.value, row.expected.value) for row in rows) else None


def _at_kink(rows: Sequence[Row]) -> Diagnosis | None:
    """Right everywhere but where the input is 0."""
    wrong = 0
    for row in rows:
        found = compare_values(row.yours.value, row.expected.value, row.tolerance)
        if found is None:
            continue
        inputs = inputs_of(row.call, row.expected.value)
        if found.mask is None or inputs is None or found.path or np.any(inputs[found.mask] != 0):
            return None
        if found.mask.all():
            return None
        wrong += int(np.count_nonzero(found.mask))
    if not wrong:
        return None
    return _pattern("kink", "Right everywhere but at x = 0. What is asked for just there?")


def _slope_forgotten(rows: Sequence[Row], reference: Reference) -> Diagnosis | None:
    """The value instead of the slope: the answers if every derivative were the function itself."""
    if not _answers_as(reference.without_slopes, rows, reference.course):
        return None
    return _pattern("value for slope", "These are values of the functions, not their slopes. What does deriv give?")


def _answers_as(answers: Callable[[Check], Sequence[Answer]], rows: Sequence[Row], course: Course) -> bool:
    """Whether the student's answers are the given ones, and these are not the expected ones."""
    wrong = False
    for row in rows:
        theirs = answers(row.check)
        if not theirs or theirs[row.at].raised or not agrees(row, theirs[row.at], course):
            return False
        wrong = wrong or not agrees(row._replace(yours=row.expected), theirs[row.at], course)
    return wrong


def _other_exercise(exercise: Exercise, rows: Sequence[Row], reference: Reference) -> Diagnosis | None:
    """The right answer to another exercise of the unit, on the same arguments."""
    for name in reference.others(exercise):
        if _answers_as(functools.partial(reference.answers_of_other, name), rows, reference.course):
            return _pattern(f"answer of {name}", f"This is what {name} asks for. What is asked for here?")
    return None
