"""What a number can be changed into."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.submission.edits.edit import Span
from grader.submission.edits.pool import Change

MOST = 1e9  # larger numbers are left alone
ROUNDED = 0.03  # how far a number of the calculus may be from what was written for it
POWERS = range(1, 11)  # of ten, below 1, that another one may be meant for


def number(value: float, written: str, names: list[str], span: Span) -> Iterator[Change]:
    """What a number can be changed into: its neighbours, others of its kind, names, and numbers with a name to them.

    Args:
        value: the number.
        written: how it is written.
        names: the names of values.
        span: where it stands.
    """
    if abs(value) >= MOST:
        return
    for other in dict.fromkeys(_near(value, written)):
        if other != value:
            yield Change(0, f"({other!r})" if other < 0 else repr(other), span, "number")
    if isinstance(value, int):
        yield Change(1, repr(float(value)), span, "number")
    yield from (Change(1, name, span, "number") for name in names)
    signs = "-" if value == 0 else "+-/" if value == 1 else "*+-/"  # 0 + x and 1 * x are x
    for name in names:
        yield from (Change(1, f"({value!r} {sign} {name})", span, "number") for sign in signs)


def _near(value: float, written: str) -> Iterator[float]:
    whole = isinstance(value, int)
    half = value // 2 if whole and value % 2 == 0 else value / 2
    yield from (value + 1, value - 1, value * 2, half, -value, 0, 1, 2, 3, 0.5, value * 10, value / 10, value**2)
    if whole:
        yield from (value + 2, value - 2)
    if not whole or value == 1:
        yield from (float(f"{value * scale:.12g}") for scale in (100, 0.01, 1000, 0.001))
    if "e" in written.lower():
        yield from (float(f"1e-{power}") for power in POWERS)
    yield from (known for known in (math.e, math.pi) if abs(value - known) < ROUNDED)
