"""Compare an answer with the expected one: type, then shape, then dtype, then finiteness, then values.

The first difference is described in words, and nothing after it is looked at. What follows from it, a verdict, points
or a diagnosis, is decided elsewhere.
"""

from __future__ import annotations

import math
import re
from typing import Any, Literal, NamedTuple

import numpy as np

from grader.protocol.answer import EARLIER, Answer, Opaque
from grader.protocol.check import Call, Check, Tolerance
from grader.protocol.raised import Raised

Kind = Literal["timeout", "raised", "returned", "message", "type", "shape", "dtype", "finite", "values", "modified"]
ARGUMENT_CHANGED = "the numbers are right, but the argument was modified: work on a copy"
EARLIER_CHANGED = (
    "the numbers are right, but this call changed what an earlier call had returned: each call has to return something "
    "of its own"
)


class Difference(NamedTuple):
    """How an answer differs from the expected one.

    Attributes:
        kind: the first thing that differs.
        text: that, in words for the student.
        part: which part of a tuple or dictionary differs, in words, "" for the whole.
        path: the keys that lead to that part.
        mask: entries of an array that differ.
        distance: the largest |yours − expected| over what is allowed; infinite where there are no such numbers.
    """

    kind: Kind
    text: str
    part: str = ""
    path: tuple[Any, ...] = ()
    mask: np.ndarray | None = None
    distance: float = np.inf


def compare(answer: Answer, expected: Answer, check: Check, call: Call) -> Difference | None:
    """The first difference between an answer and the expected one, or None where the answer is right."""
    if answer.timed_out or expected.timed_out:
        return None if answer.timed_out and expected.timed_out else Difference("timeout", "it did not end in time")
    if expected.raised is not None:
        return _compare_raised(answer, expected.raised, call)
    if answer.raised is not None:
        if "is read-only" in answer.raised.message and answer.raised.type_name == "ValueError":
            return Difference("modified", "the argument cannot be written to: work on a copy")
        return Difference("raised", f"it raised {answer.raised.type_name}")
    found = compare_values(answer.value, expected.value, call.within or check.tolerance, strict=check.strict_kind)
    changed = set(answer.modified) - set(expected.modified)
    if found is None and changed:
        return Difference("modified", EARLIER_CHANGED if changed == {EARLIER} else ARGUMENT_CHANGED)
    return found


def distance(answer: Answer, expected: Answer, tolerance: Tolerance) -> float:
    """The largest |yours − expected| in units of what is allowed: at most 1 for a right answer."""
    if answer.raised or expected.raised or answer.timed_out:
        return 0.0
    return _distance(answer.value, expected.value, tolerance)


def _distance(yours: Any, expected: Any, tolerance: Tolerance) -> float:
    if isinstance(expected, tuple | list):
        pairs = zip(yours, expected, strict=True)
        return max((_distance(one, two, tolerance) for one, two in pairs), default=0.0)
    if isinstance(expected, dict):
        return max((_distance(yours[key], value, tolerance) for key, value in expected.items()), default=0.0)
    if expected is None or isinstance(expected, str | bool | Opaque):
        return 0.0
    one, two = np.asarray(yours), np.asarray(expected)
    if one.size == 0 or one.dtype.kind == "b" or two.dtype.kind == "b":
        return 0.0
    finite = np.isfinite(two)
    allowed = tolerance.atol + tolerance.rtol * np.abs(two[finite])
    off = np.subtract(one[finite], two[finite], dtype=np.result_type(one, two, np.float64))
    return float(np.max(np.abs(off) / allowed, initial=0.0))


def _compare_raised(answer: Answer, expected: Raised, call: Call) -> Difference | None:
    name = expected.type_name
    if answer.raised is None:
        given = "returned None" if answer.value is None else _returned(answer.value).removeprefix("it ")
        return Difference("returned", f"{_an(name)} was to be raised, but it {given}")
    if name not in answer.raised.bases:
        return Difference("raised", f"{_an(name)} was to be raised, but it raised {answer.raised.type_name}")
    missing = [word for word in call.saying if not mentions(answer.raised, word)]
    if missing:
        return Difference("message", f"{name} is right; its message does not say {' and '.join(missing)}")
    return None


def mentions(raised: Raised, word: str) -> bool:
    """Whether an error's message mentions a word; a number counts also within `2x3`, but not within `23`."""
    part = r"\d" if word.isdigit() else r"\w"
    return re.search(rf"(?<!{part}){re.escape(word)}(?!{part})", raised.message) is not None


def compare_values(yours: Any, expected: Any, tolerance: Tolerance, *, strict: bool = False) -> Difference | None:
    """The first difference between two plain values."""
    if isinstance(expected, tuple | list):
        return _compare_sequences(yours, expected, tolerance, strict=strict)
    if isinstance(expected, dict):
        return _compare_dicts(yours, expected, tolerance, strict=strict)
    if expected is None or isinstance(expected, str | Opaque):
        if type(yours) is type(expected) and yours == expected:
            return None
        kind: Kind = "values" if type(yours) is type(expected) else "type"
        return Difference(kind, f"{_phrase(expected)} was expected, yours is {_phrase(yours)}")
    return _compare_numbers(yours, expected, tolerance, strict=strict)


def same_values(yours: Any, expected: Any, tolerance: Tolerance, *, strict: bool = False) -> bool:
    """Whether two plain values are the same; this is quicker than to describe how they differ."""
    if type(yours) is type(expected) is np.ndarray and yours.dtype == expected.dtype == float:
        if yours.shape != expected.shape:
            return False
        beyond, _, _ = _apart(yours, expected, tolerance)
        if not math.isnan(beyond):
            return beyond <= 0.0
    return compare_values(yours, expected, tolerance, strict=strict) is None


def _apart(one: np.ndarray, two: np.ndarray, tolerance: Tolerance) -> tuple[float, np.ndarray, np.ndarray]:
    """How far floats of one shape are apart relative to what is allowed; how far each is, and how far it may be.

    The first is nan if either holds nan, or both hold inf.
    """
    with np.errstate(all="ignore"):
        apart, allowed = np.abs(one - two), tolerance.atol + tolerance.rtol * np.abs(two)
        return float((apart - allowed).max(initial=-1.0)), apart, allowed


def _compare_sequences(yours: Any, expected: Any, tolerance: Tolerance, *, strict: bool) -> Difference | None:
    if type(yours) is not type(expected):
        return Difference("type", f"{_phrase(expected)} was expected, but {_returned(yours)}")
    if len(yours) != len(expected):
        return Difference("shape", f"{_phrase(expected)} was expected, yours has {len(yours)}")
    for i, (one, two) in enumerate(zip(yours, expected, strict=True)):
        found = compare_values(one, two, tolerance, strict=strict)
        if found is not None:
            return _inside(found, i, f"item {i + 1} of {len(expected)}")
    return None


def _compare_dicts(yours: Any, expected: dict[str, Any], tolerance: Tolerance, *, strict: bool) -> Difference | None:
    if not isinstance(yours, dict):
        return Difference("type", f"a description of the axes was expected, but {_returned(yours)}")
    for key, value in expected.items():
        if key not in yours:
            return Difference("type", f"{key} is missing", key, (key,))
        found = compare_values(yours[key], value, tolerance, strict=strict)
        if found is not None:
            return _inside(found, key, key)
    return None


def _inside(found: Difference, key: Any, name: str) -> Difference:
    part = f"{name}, {found.part}" if found.part else name
    return Difference(found.kind, found.text, part, (key, *found.path), found.mask, found.distance)


def _compare_numbers(yours: Any, expected: Any, tolerance: Tolerance, *, strict: bool) -> Difference | None:
    scalar = not isinstance(expected, np.ndarray) or expected.ndim == 0
    two = np.asarray(expected)
    number = isinstance(yours, int | float | complex | np.generic) and not isinstance(yours, np.ndarray)
    if not isinstance(yours, np.ndarray) and not (number and scalar):
        return Difference("type", f"{_phrase(expected)} was expected, but {_returned(yours)}")
    one = np.asarray(yours)
    if one.dtype == two.dtype and one.shape == two.shape and one.tobytes() == two.tobytes():
        return None  # most answers are right to the last bit, and what follows takes a while
    if one.dtype == two.dtype == float and one.shape == two.shape:
        beyond, apart, allowed = _apart(one, two, tolerance)
        if beyond <= 0.0:
            return None
        if math.isfinite(beyond):  # and so are all
            with np.errstate(all="ignore"):
                return _too_far(apart / allowed)
    if one.shape != two.shape:
        return Difference("shape", f"{_phrase(expected)} was expected, yours has shape {one.shape}")
    if (wrong := _kind_differs(one, two, strict=strict)) is not None:
        return Difference("dtype", wrong)
    if two.dtype.kind == "b":
        mask = one != two
        return Difference("values", _counted(mask), mask=mask) if mask.any() else None
    finite = np.isfinite(two)
    bad = (np.isfinite(one) != finite) | (~finite & (one != two) & ~(np.isnan(one) & np.isnan(two)))
    if bad.any():
        found = sorted({str(v) for v in one[bad & ~np.isfinite(one)].ravel()})
        return Difference("finite", f"{' and '.join(found) or 'a finite number'} in {_count(bad)}", mask=bad)
    with np.errstate(all="ignore"):
        wide = np.result_type(one, two, np.float64)  # ints would wrap around, and half floats lose the tolerance
        allowed = tolerance.atol + tolerance.rtol * np.abs(two.astype(wide))
        excess = np.where(finite, np.abs(np.subtract(one, two, dtype=wide)) / allowed, 0.0)
    return _too_far(excess)


def _too_far(excess: np.ndarray) -> Difference | None:
    """The difference to report for numbers, given how far apart they are relative to what is allowed."""
    mask = ~(excess <= 1.0)
    if mask.any():
        return Difference("values", _counted(mask), mask=mask, distance=float(np.max(excess)))
    return None


def _kind_differs(one: np.ndarray, two: np.ndarray, *, strict: bool) -> str | None:
    """How the dtype is of the wrong kind, in words, or None; int for float passes unless the check is strict."""
    real = "iuf"
    mine, theirs = one.dtype.kind, two.dtype.kind
    same = mine == theirs or (mine in "iu" and theirs in "iu")
    if same or (not strict and mine in real and theirs in real):
        return None
    width = "" if mine in "iu" else f" (dtype {one.dtype.name})"  # how wide ints are depends on the machine
    if not two.ndim:
        return f"{_ONE[theirs]} was expected, yours is {_ONE[mine]}{width}"
    return f"{_KINDS[theirs]} were expected, yours are {_KINDS[mine]}{width}"


_ONE = {"b": "True or False", "i": "a whole number", "u": "a whole number", "f": "a float", "c": "a complex number"}
_KINDS = {"b": "True and False", "i": "whole numbers", "u": "whole numbers", "f": "floats", "c": "complex numbers"}


def _count(mask: np.ndarray) -> str:
    wrong = int(np.count_nonzero(mask))
    return "it" if mask.ndim == 0 else f"{wrong} of {mask.size} entries"


def _counted(mask: np.ndarray) -> str:
    return "it differs" if mask.ndim == 0 else f"{int(np.count_nonzero(mask))} of {mask.size} differ"


def _phrase(value: Any) -> str:
    """A description of a value in words."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    if isinstance(value, tuple | list):
        name = "a tuple" if isinstance(value, tuple) else "a list"
        return f"{name} of {len(value)}"
    if isinstance(value, dict):
        return "a dictionary"
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, Opaque):
        return f"of type {value.type_name}"
    if isinstance(value, bool | np.bool_):
        return "True or False"
    return "a single number"


_FUNCTIONS = ("function", "builtin_function_or_method", "method", "ufunc", "_ArrayFunctionDispatcher")


def _returned(value: Any) -> str:
    if value is None:
        return "it returned None: is there a `return`, and what does it return?"
    if isinstance(value, Opaque) and value.type_name == "matrix":
        return "it returned an np.matrix, which is no plain array: np.asarray turns it into one"
    if isinstance(value, Opaque) and value.type_name in _FUNCTIONS:
        return "it returned a function: is a call of it missing?"
    if isinstance(value, Opaque):
        return f"it returned {_an(value.type_name)}"
    if isinstance(value, tuple) and len(value) == 1:
        return "it returned a tuple of 1: does a comma stand behind it?"
    return f"it returned {_phrase(value)}"


def _an(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
