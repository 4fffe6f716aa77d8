"""A key for what an exercise answers: the same for answers that are the same to six digits, whoever gave them.

With it a class's wrong answers are counted, and commented on, once. Only visible calls count, so a key tells nothing of
the hidden inputs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.protocol.answer import Answer, Opaque
from grader.protocol.raised import CRASH, Raised

DIGITS = 6
NOTHING = 1e-12  # of the largest number of an array: what is smaller is what rounding leaves of a 0
LENGTH = 12
_CHANGING = re.compile(r"0x[0-9a-fA-F]+|\d+")  # addresses in memory, and numbers of lines


def key_of_answers(answers: Sequence[Answer]) -> str:
    """The key of the answers to an exercise's visible calls, in their order."""
    return _hash([_plain_answer(answer) for answer in answers])


def key_of_message(verdict: str, message: str) -> str:
    """The key of an exercise that has no answers, by what a student reads instead."""
    return _hash([verdict, _CHANGING.sub("0", message)])


def _hash(told: Any) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:LENGTH]


def _plain_answer(answer: Answer) -> Any:
    if answer.timed_out:
        return "no end"
    if answer.not_run:
        return "not run"
    if answer.raised is not None:
        return _plain_error(answer.raised)
    return _rounded(answer.value), answer.modified


def _plain_error(raised: Raised) -> Any:
    """An error; of a process that ended, how it was seen to end is chance."""
    return raised.type_name, "" if raised.type_name == CRASH else _CHANGING.sub("0", raised.message)


def _rounded(value: Any) -> Any:
    """A value as text tells it, numbers to six digits; the kind of number counts, its width does not."""
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        if array.dtype.kind not in "fc":
            return array.dtype.kind, array.shape, array.tolist()
        if array.dtype.kind == "c":
            return "c", array.shape, _digits(array.real), _digits(array.imag)
        return "f", array.shape, _digits(array)
    if isinstance(value, float):
        return "f", (), _digits(np.asarray(value))
    if isinstance(value, complex):
        return "c", (), _digits(np.asarray(value.real)), _digits(np.asarray(value.imag))
    if isinstance(value, list | tuple):
        return type(value).__name__, [_rounded(item) for item in value]
    if isinstance(value, dict):
        return "dict", [(key, _rounded(item)) for key, item in value.items()]
    return value.type_name if isinstance(value, Opaque) else value


def _digits(array: Any) -> list[str]:
    """Numbers to six digits; what is nothing beside the largest of them is 0, without a sign."""
    wide = array.astype(np.float64).ravel()
    finite = np.abs(wide[np.isfinite(wide)])
    least = NOTHING * float(finite.max(initial=0.0))
    return ["0" if abs(one) <= least else f"{one:.{DIGITS - 1}e}" for one in wide.tolist()]
