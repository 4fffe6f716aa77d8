"""When are two errors the same mistake? By their type, by what they say in substance, and by who raised them.

What an error says differs from version to version of Python and NumPy, and between two ways to write the same. What it
is about does not: sizes that do not fit, a truth value of an array, an argument too many.
"""

from __future__ import annotations

import re

from grader.course.syllabus import Course
from grader.protocol.raised import Raised

NUMBER = r"(?:float|int|complex|bool|numpy\.\w+)"
CLASSES = {
    "sizes that do not fit": r"not aligned|mismatch in its core dimension|could not (?:be )?broadcast|shape.mismatch"
    r"|inconsistent shapes|array dimensions .*must match|cannot reshape|does not have enough dimensions"
    r"|same number of dimensions|incompatible dimensions|inhomogeneous shape",
    "a truth value of an array": r"truth value of an? (?:empty )?array",
    "an array where a number belongs": r"(?:length-1|0-dimensional|size-1) arrays can be converted|array of size 1",
    "an index out of bounds": r"out of bounds|index out of range|too many indices",
    "values to unpack": r"values to unpack|cannot unpack",
    "an argument that is missing": r"missing \d+ required (?:positional|keyword-only) argument",
    "an argument too many": r"takes (?:from )?\d+ .*positional arguments? but \d+ (?:was|were) given"
    r"|takes no arguments|unexpected keyword argument|expected at most \d+ argument",
    "a result that does not fit the array": r"Cannot cast ufunc|Cannot cast array",
    "an axis that is no number": r"only integer scalar arrays can be converted|cannot be interpreted as an integer",
    "a number that is called": rf"'{NUMBER}' object is not callable",
    "a number that is indexed": rf"'{NUMBER}' object is not subscriptable|invalid index to scalar variable",
    "a matrix that cannot be inverted": r"Singular matrix|must be square",
}
_CLASSES = {name: re.compile(pattern) for name, pattern in CLASSES.items()}
_FUNCTION = re.compile(r"[A-Za-z_][\w.<>]*\(\)")
_COUNTED = re.compile(r"takes (?:from (\d+) to )?(\d+) (?=.*positional arguments? but (\d+) (?:was|were) given)")


def with_arguments_counted(message: str) -> str:
    """What an error says; of arguments that are too few in the words that Python has for them elsewhere.

    `f() takes from 2 to 3 positional arguments but 1 was given` is said of one that is missing, too.
    """
    counted = _COUNTED.search(message)
    if counted is None or int(counted[3]) >= int(counted[1] or counted[2]):
        return message
    return "missing 1 required positional argument"


def error_class(raised: Raised) -> str:
    """What an error says, in substance: the name of a class, or its text without numbers and names of functions."""
    if raised.deliberate or raised.type_name == "AssertionError":
        return ""  # whatever its author wrote
    message = with_arguments_counted(raised.message)
    for name, pattern in _CLASSES.items():
        if pattern.search(message):
            return name
    return re.sub(r"\d+", "#", _FUNCTION.sub("f()", message))


def same_error(one: Raised, two: Raised, exercise: str, course: Course) -> bool:
    """Whether two errors, each raised by a way to solve an exercise, are the same mistake."""
    return (
        one.type_name == two.type_name
        and _raiser(one, exercise, course) == _raiser(two, exercise, course)
        and error_class(one) == error_class(two)
    )


def _raiser(raised: Raised, exercise: str, course: Course) -> str:
    """Who raised an error: the function itself, another exercise, something inside, or "" where the caller did."""
    if raised.function in ("", exercise) or raised.function in course.by_name:
        return raised.function
    return "something inside"
