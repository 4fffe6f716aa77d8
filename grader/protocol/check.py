"""What a check is made of: calls, tolerances, and the sentence that a student reads.

A check is a probe: a function that yields calls, each the arguments for one call of the exercise's function.
The same calls are made on the student's function, in a worker, and on the reference, in the grader. This module
is all that a file of checks needs; it knows nothing of processes, solutions or verdicts.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

EPS = float(np.finfo(float).eps)


class Tolerance(NamedTuple):
    """How far a right answer may lie from the reference: |yours − expected| ≤ atol + rtol·|expected|.

    Attributes:
        rtol: the part of the expected number.
        atol: what is allowed whatever that is.
        why: why it is as large as it is.
    """

    rtol: float
    atol: float
    why: str


ROUNDING = Tolerance(1e-10, 1e-12, "the same arithmetic in another order: a few units of rounding")
FLOAT32 = Tolerance(1e-5, 1e-5, "float32 arithmetic: about seven digits")
FLOAT32_SLOPE = Tolerance(0.1, 0.1, "float32 arithmetic, divided by a small step: hardly more than a digit")
LARGE_SLOPE = Tolerance(1e-3, 1e-3, "slopes of squares of numbers above a thousand, by any sound step")


def slope_tolerance(third: float, size: float = 1.0, step: float = 1e-3) -> Tolerance:
    """Room for every sound way to the same slope: by central differences or in closed form.

    A central difference errs by step²/6·max|f‴| (truncation) and by eps·max|f|/step (rounding). Two right
    answers may err to opposite sides, hence twice the sum.

    Args:
        third: the largest |f‴| near the inputs, f being all that is differentiated (for a composed function, its own).
        size: the largest |f| there.
        step: the step of the central difference.
    """
    atol = 2 * (step**2 / 6 * third + EPS * size / step)
    return Tolerance(1e-9, atol, f"central difference, step {step:g}, |f‴| ≤ {third:g}, |f| ≤ {size:g}")


class Call(NamedTuple):
    """One call of the exercise's function, and what to look at afterwards.

    Attributes:
        args: positional arguments, in the order of the contract.
        kwargs: keyword arguments, only where the contract makes the keywords part of the interface.
        then: applied to what the function returned, still in the worker; its result is the answer.
        shown: how the call is written for a student; None writes it from the arguments.
        over: the inputs that belong to the answer's entries, for the table of rows; None finds them in args.
        saying: words or sizes that the message of the expected error must contain.
        within: how far a right answer to this call may be away, where that differs from the check's tolerance.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    then: Callable[[Any], Any] | None = None
    shown: str | None = None
    over: Any = None
    saying: tuple[str, ...] = ()
    within: Tolerance | None = None


def call(
    *args: Any,
    then: Callable[[Any], Any] | None = None,
    shown: str | None = None,
    over: Any = None,
    saying: Iterable[str] = (),
    within: Tolerance | None = None,
    **kwargs: Any,
) -> Call:
    """Write a `Call` the way the call itself is written."""
    return Call(args, kwargs, then, shown, over, tuple(saying), within)


OFTEN = 10  # calls of one function, above what any way needs that computes nothing again for each of the others


def counting(functions: Sequence[Callable[[Any], Any]]) -> tuple[list[Callable[[Any], Any]], Callable[[Any], bool]]:
    """Functions that count their calls, and a test of whether none was called more often than `OFTEN`."""
    calls = [0] * len(functions)

    def counted(i: int) -> Callable[[Any], Any]:
        def function(x: Any) -> Any:
            calls[i] += 1
            return functions[i](x)

        return function

    return [counted(i) for i in range(len(functions))], lambda _: max(calls) <= OFTEN


def inputs_of(call: Call, expected: Any) -> np.ndarray | None:
    """The inputs from which the entries of an expected array are computed, one for each; None if there are none."""
    if call.over is not None:
        return np.asarray(call.over)
    if not isinstance(expected, np.ndarray) or not expected.ndim:
        return None
    arrays = [arg for arg in call.args if isinstance(arg, np.ndarray)]
    return arrays[0] if len(arrays) == 1 and arrays[0].shape == expected.shape else None


Probe = Callable[..., Iterator[Call]]


class Check(NamedTuple):
    """A probe with its points and tolerance, for one exercise.

    Attributes:
        exercise: name of the function that is called.
        name: stable name of the check, unique in the unit.
        sentence: what a student reads: the property that is checked.
        probe: yields the calls; a hidden check's from a random generator that depends on the seed and the check only.
        tolerance: how far a right answer may be away.
        points: what the check is worth.
        hidden: whether a student may see inputs and expected values.
        strict_kind: whether ints for floats (or floats for ints) are wrong.
    """

    exercise: str
    name: str
    sentence: str
    probe: Probe
    tolerance: Tolerance
    points: float
    hidden: bool
    strict_kind: bool

    def calls(self, seed: int) -> list[Call]:
        """The check's calls, the same for the same seed; those of visible checks do not depend on the seed."""
        if not self.hidden:
            return list(self.probe())
        return list(self.probe(np.random.default_rng([0, seed, zlib.crc32(self.name.encode())])))


def _decorator(
    exercise: str, tolerance: Tolerance, points: float, *, hidden: bool, strict: bool
) -> Callable[[Probe], Check]:
    if not isinstance(exercise, str):
        raise TypeError(f'a check names its exercise: @{"hidden" if hidden else "visible"}("square")')

    def make(probe: Probe) -> Check:
        sentence = " ".join((probe.__doc__ or "").split())
        return Check(exercise, probe.__name__, sentence, probe, tolerance, points, hidden, strict)

    return make


def visible(
    exercise: str, tolerance: Tolerance = ROUNDING, *, points: float = 1, strict_kind: bool = False
) -> Callable[[Callable[[], Iterator[Call]]], Check]:
    """Make a probe a check whose inputs and expected values the student sees. Its docstring is the sentence."""
    return _decorator(exercise, tolerance, points, hidden=False, strict=strict_kind)


def hidden(
    exercise: str, tolerance: Tolerance = ROUNDING, *, points: float = 1, strict_kind: bool = False
) -> Callable[[Callable[[np.random.Generator], Iterator[Call]]], Check]:
    """Make a probe a check of which a student sees the sentence only: it names the property, no input."""
    return _decorator(exercise, tolerance, points, hidden=True, strict=strict_kind)


def checks_in(module: ModuleType) -> list[Check]:
    """The checks that a module defines, in the order of the file."""
    return [value for value in vars(module).values() if isinstance(value, Check)]
