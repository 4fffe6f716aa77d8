"""What `grader show` draws: the visible call whose answer differs, or else the first one with numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from grader.course.reference import Reference
from grader.course.syllabus import Exercise
from grader.grading.compare import Difference, compare, compare_values
from grader.grading.messages import show_call, visible_message
from grader.grading.rows import Row, rows
from grader.protocol.check import inputs_of
from grader.render.axes import draw_plots
from grader.render.picture import Part, draw_numbers
from grader.sandbox.collect import Collected

MOST_BARS = 8


@dataclass(frozen=True)
class ComparedCall:
    """A visible call with the student's answer and the expected one.

    Attributes:
        row: the call with both answers.
        place: which check it belongs to, in words.
        difference: how the answer differs; None where all of it is right.
    """

    row: Row
    place: str
    difference: Difference | None

    @property
    def caption(self) -> str:
        """The call, and how its answer differs."""
        shown = show_call(self.row.check.exercise, self.row.call)
        if self.difference is None:
            return f"{shown}: all of it is right."
        part = f" ({self.difference.part})" if self.difference.part else ""
        return f"{shown}{part}: {self.difference.text}."


@dataclass(frozen=True)
class Picture:
    """A picture and its caption.

    Attributes:
        title: the title.
        caption: what is seen, or why there is no figure.
        right: whether the answer is right.
        figure: the picture; None where there is nothing to draw.
    """

    title: str
    caption: str
    right: bool
    figure: Figure | None


def show(exercise: Exercise, collected: Collected, reference: Reference) -> Picture:
    """Draw one of the visible checks of an exercise."""
    seen = _compared_calls(exercise, collected, reference)
    drawable = [one for one in seen if _is_plot(one) or any(parts_of(one))]
    failed = next((one for one in seen if one.difference), None)
    chosen = next((one for one in drawable if one.difference), drawable[0] if drawable and not failed else None)
    if chosen is None:
        why = _message(failed, reference) if failed else f"{exercise.name} gives no numbers."
        return Picture(f"{exercise.name}: there is nothing to draw", why, right=failed is None, figure=None)
    title = f"{exercise.name}, {chosen.place}: {chosen.row.check.sentence}"
    return Picture(
        title, chosen.caption, chosen.difference is None, _draw(f"{title}\n{chosen.caption}", chosen, drawable)
    )


def _compared_calls(exercise: Exercise, collected: Collected, reference: Reference) -> list[ComparedCall]:
    checks = [check for check in reference.checks(exercise) if not check.hidden]
    return [
        ComparedCall(row, f"check {number} of {len(checks)}", compare(row.yours, row.expected, check, row.call))
        for number, check in enumerate(checks, 1)
        for row in rows(check, collected.answers, reference)
    ]


def _message(failed: ComparedCall, reference: Reference) -> str:
    if failed.difference is None:
        return failed.caption
    return visible_message(failed.row, failed.difference, reference.signature(failed.row.check.exercise))


def _is_plot(one: ComparedCall) -> bool:
    """Whether the answer is what a check read from axes."""
    return isinstance(one.row.yours.value, dict) and isinstance(one.row.expected.value, dict)


def _draw(title: str, chosen: ComparedCall, drawable: Sequence[ComparedCall]) -> Figure:
    if _is_plot(chosen):
        return draw_plots(title, chosen.row.yours.value, chosen.row.expected.value)
    parts = list(parts_of(chosen))
    if all(not part.expected.ndim for part in parts):  # single numbers: those of the whole check, side by side
        parts = [part for one in drawable if one.row.check is chosen.row.check for part in parts_of(one)]
        return draw_numbers(title, [part for part in parts if not part.expected.ndim][:MOST_BARS])
    return draw_numbers(title, sorted(parts, key=lambda part: part.right)[:1])


def parts_of(one: ComparedCall) -> Iterator[Part]:
    """The numbers in an answer that can be drawn beside the expected ones."""
    shown = show_call(one.row.check.exercise, one.row.call)
    for name, yours, expected in _leaves(one.row.yours.value, one.row.expected.value):
        if _are_numbers(yours) and _are_numbers(expected):
            difference = compare_values(yours, expected, one.row.tolerance, strict=one.row.check.strict_kind)
            yield Part(
                shown,
                name,
                np.asarray(yours),
                np.asarray(expected),
                inputs_of(one.row.call, expected),
                one.row.tolerance,
                right=difference is None,
                wrong=None if difference is None else difference.mask,
            )


def _leaves(yours: Any, expected: Any, name: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The parts of both answers side by side, with names; none if the answers have different structures."""
    if not isinstance(expected, tuple | list):
        yield name, yours, expected
    elif type(yours) is type(expected) and len(yours) == len(expected):
        for number, pair in enumerate(zip(yours, expected, strict=True), 1):
            item = f"item {number} of {len(expected)}"
            yield from _leaves(*pair, f"{name}, {item}" if name else item)


def _are_numbers(value: Any) -> bool:
    """Whether there are real numbers to draw."""
    if not isinstance(value, int | float | np.ndarray | np.generic):
        return False
    array = np.asarray(value)
    return array.dtype.kind in "biuf" and array.size > 0
