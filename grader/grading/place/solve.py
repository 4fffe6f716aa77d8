"""Numbers in a function that can be solved for: what would have to stand there, so that its checks are right?

A number that was mistyped stands nowhere in the function. Each number is taken for an unknown: from what a call answers
with it, and with one a little larger, follows the next guess, exactly where the answer depends on it along a line, and
else in a few rounds. Only a short number is taken, as a person would write it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.protocol.answer import Answer
from grader.submission.edits.edit import Edit

MOST_NUMBERS, ROUNDS, DIGITS = 24, 6, 3
SCALE = 0.01  # of a first step, relative to the number
Ask = Callable[[Sequence[tuple[Edit, ...]]], list[Answer]]


def solved(text: str, edits: Sequence[Edit], expected: Answer, before: Answer, ask: Ask) -> list[Edit]:
    """Edits of numbers that make the answer to a call right, or nearly so.

    Args:
        text: the function.
        edits: its edits, which tell where numbers stand.
        expected: what is right for the call.
        before: what the function answers.
        ask: what candidates answer.
    """
    right, now = _flat(expected), _flat(before)
    if right is None or now is None or now.shape != right.shape:
        return []
    unknowns = [_Unknown(edit, value, now - right) for edit, value in _numbers(text, edits)][:MOST_NUMBERS]
    for _ in range(ROUNDS):
        if not unknowns:
            break
        said = ask([(one.edit(one.next),) for one in unknowns])
        left = []
        for one, answer in zip(unknowns, said, strict=True):
            got = _flat(answer)
            if got is not None and got.shape == right.shape and one.learn(got - right):
                left.append(one)
        unknowns = left
    return [one.edit(value) for one in unknowns for value in _short(one.next)]


class _Unknown:
    """A number as an unknown.

    Args:
        edit: an edit of it.
        value: the number.
        off: how far the answer is from the right one, with that number.
    """

    def __init__(self, edit: Edit, value: float, off: np.ndarray) -> None:
        self._edit, self._at, self._off = edit, value, off
        self.next = value + SCALE * max(abs(value), 1.0)

    def edit(self, value: float) -> Edit:
        """The edit that puts a value there."""
        whole = value.is_integer() and abs(value) < 1e9
        written = repr(int(value)) if whole else repr(value)
        return self._edit._replace(text=f"({written})" if value < 0 else written)

    def learn(self, off: np.ndarray) -> bool:
        """Take what came of the guess, and make the next; whether there is one."""
        if self.next == self._at:
            return True
        with np.errstate(all="ignore"):  # a guess may lead to numbers that are too large
            slope = (off - self._off) / (self.next - self._at)
            steep = float(slope @ slope)
            guess = self.next - float(slope @ off) / steep if steep > 0 else math.nan
        if not math.isfinite(guess) or abs(guess) > 1e9:
            return False
        self._at, self._off, self.next = self.next, off, guess
        return True


def _numbers(text: str, edits: Sequence[Edit]) -> Iterator[tuple[Edit, float]]:
    """One edit of each number, and the number."""
    met = set()
    for edit in edits:
        if edit.kind == "number" and (edit.begin, edit.end) not in met:
            met.add((edit.begin, edit.end))
            try:
                yield edit, float(text[edit.begin : edit.end])
            except ValueError:  # True, or a number in another way of writing
                continue


def _short(value: float) -> list[float]:
    """The short numbers that a value is close to."""
    found = (float(f"{value:.{digits}g}") for digits in range(1, DIGITS + 1))
    return list(dict.fromkeys(one for one in found if abs(one - value) <= 1e-4 * abs(value)))


def _flat(answer: Answer) -> np.ndarray | None:
    """All numbers of an answer in a row; None if it is an error, or something else, or not finite."""
    if answer.raised is not None or answer.timed_out:
        return None
    parts = list(_parts(answer.value))
    if not parts or any(part is None for part in parts):
        return None
    flat = np.concatenate([part for part in parts if part is not None])
    return flat if flat.size and np.isfinite(flat).all() else None


def _parts(value: Any) -> Iterator[np.ndarray | None]:
    if isinstance(value, tuple | list):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, np.ndarray | np.generic | float | int) and np.asarray(value).dtype.kind in "iuf":
        yield np.asarray(value, dtype=float).ravel()
    else:
        yield None
