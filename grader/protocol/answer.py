"""An answer: what one call gave, as plain data.

`Conditions` make a call and keep all that is graded: the value with its dtype and shape or the error that was
raised, the warnings, which arguments were modified, and whether what an earlier call gave is still the same. They do
so in the worker on a student's function and in the grader on the reference, so that both sides of a comparison are
made by the same code.
"""

from __future__ import annotations

import contextvars
import time
import types
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np

from grader.protocol import figure
from grader.protocol.check import Call
from grader.protocol.layouts import copy_as_it_lies
from grader.protocol.raised import Raised, describe_error
from grader.protocol.silence import silence
from grader.protocol.text import clean

MAX_BYTES = 1 << 20  # of one array: far above what a check asks for
MAX_DEPTH = 8
MAX_ITEMS = 10_000
SHORT = 0.005  # seconds that are told as 0
EARLIER = -1  # stands among the places of what was modified for what an earlier call gave
KEPT = 3  # results that are looked at again after each call
DTYPES = {
    name: np.dtype(name)
    for name in ("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16")
}
SIMPLE = frozenset({bool, int, float, complex, str})
SCALARS = frozenset(np.dtype(name).type for name in DTYPES) | {np.longlong, np.ulonglong}


@dataclass(frozen=True, slots=True)
class Opaque:
    """Stands for a value that is not plain data; only the name of its type is kept."""

    type_name: str


class Answer(NamedTuple):
    """What one call gave. One is made for every call, and a tuple is made more quickly than a dataclass.

    Attributes:
        value: what it returned, as plain data.
        raised: the error that it raised instead.
        warnings: what Python or numpy warned of.
        modified: the places of arguments that were changed; `EARLIER` if what an earlier call gave was.
        output: what was printed, where it may be shown.
        seconds: how long it took, to the hundredth, so that quick calls that give the same are the same bytes.
        timed_out: whether it did not end in time.
        not_run: why it was not even made, "" where it was.
    """

    value: Any = None
    raised: Raised | None = None
    warnings: tuple[str, ...] = ()
    modified: tuple[int, ...] = ()
    output: str = ""
    seconds: float = 0.0
    timed_out: bool = False
    not_run: str = ""


def plain(value: Any, depth: int = 0) -> Any:  # noqa: C901  a ladder of types
    """A copy of a value made of plain data; whatever else it holds becomes `Opaque`.

    The exact type decides: an instance of a subclass may claim to be anything.
    """
    kind = type(value)
    if value is None or kind in (bool, float, complex):
        return value
    if kind is str:
        return clean(value)
    if kind is int:
        return value if -(2**63) <= value < 2**63 else Opaque("int of more than 64 bits")
    if kind is np.ndarray or kind in SCALARS:
        name = value.dtype.str
        if name not in DTYPES and (name := value.dtype.newbyteorder("<").str) not in DTYPES:
            return Opaque(f"array of dtype {value.dtype.name}" if kind is np.ndarray else kind.__name__)
        if value.nbytes > MAX_BYTES:
            return Opaque(f"array of shape {value.shape}, too large to look at")
        copy = np.array(value, dtype=DTYPES[name], order="C")
        return copy if kind is np.ndarray else copy[()]
    if depth < MAX_DEPTH:
        if issubclass(kind, tuple) and tuple.__len__(value) <= MAX_ITEMS:
            return tuple(plain(item, depth + 1) for item in tuple.__iter__(value))
        if kind is list and len(value) <= MAX_ITEMS:
            return [plain(item, depth + 1) for item in value]
        if kind is dict and len(value) <= MAX_ITEMS:
            return {clean(key): plain(item, depth + 1) for key, item in value.items()}
    return Opaque(clean(kind.__name__, 80))


def copy_arguments(value: Any) -> Any:
    """A copy of arguments, with arrays of its own, so that no call sees what an earlier one did to them."""
    kind = type(value)
    if kind is np.ndarray:
        return copy_as_it_lies(value)
    if kind is tuple or kind is list:
        return kind([copy_arguments(item) for item in value])
    if kind is dict:
        return {key: copy_arguments(item) for key, item in value.items()}
    return value


def copied_whole(value: Any) -> bool:
    """Whether `copy_arguments` copies all of a value that a call could change; functions that keep no state count."""
    kind = type(value)
    if kind is tuple or kind is list:
        return all(map(copied_whole, value))
    if kind is dict:
        return all(map(copied_whole, value.values()))
    if kind is types.FunctionType:
        return value.__closure__ is None
    return value is None or kind in SCALARS or kind in (bool, int, float, complex, str, np.ndarray, np.ufunc)


def _same(used: Any, given: Any) -> bool:
    """Whether an argument or a result is the same after a call as before."""
    kind = type(given)
    if kind is np.ndarray or kind in SCALARS:
        return bool(used.dtype == given.dtype and used.shape == given.shape and used.tobytes() == given.tobytes())
    if kind is tuple or kind is list:
        return len(used) == len(given) and all(map(_same, used, given))
    if kind is dict:
        return used.keys() == given.keys() and all(_same(used[key], given[key]) for key in given)
    if kind is float and given != given:  # noqa: PLR0124  it is nan
        return type(used) is float and used != used  # noqa: PLR0124
    return used is given or (kind in (*SIMPLE, Opaque) and type(used) is kind and used == given)


class _Earlier:
    """What earlier calls gave, to be looked at again: what a function has given away it may not change any more."""

    def __init__(self) -> None:
        self._results: list[tuple[Any, Callable[[Any], Any] | None, Any]] = []

    def clear(self) -> None:
        """Forget all of it."""
        self._results.clear()

    def changed(self, *, ours: bool) -> bool:
        """Whether any of it has changed; of functions of ours, Ctrl-C is no change."""
        return not all(_stays(*kept, ours=ours) for kept in self._results)

    def keep(self, result: Any, look: Callable[[Any], Any] | None, value: Any) -> None:
        """Keep what a call gave, if it can change: an array, some in a tuple, a function that is looked at.

        Args:
            result: what it returned.
            look: finds the value in a function that was returned; None for data.
            value: what was found.
        """
        if type(result) in (np.ndarray, tuple, list, dict) if look is None else callable(result):
            self._results = [*self._results, (result, look, value)][-KEPT:]


def _stays(result: Any, look: Callable[[Any], Any] | None, value: Any, *, ours: bool) -> bool:
    """Whether the same is found in a result as before."""
    if look is None:
        as_it_is = type(result) is type(value) is np.ndarray and result.dtype == value.dtype
        return _same(result if as_it_is else plain(result), value)
    with silence():  # it was printed before
        try:
            return _same(look(result), value)
        except BaseException as error:
            if ours and isinstance(error, KeyboardInterrupt):
                raise
            return False  # whatever it is, it was not there before


class Conditions:
    """The conditions under which calls are made: all warnings are recorded, and numpy warns of all but underflow.

    Use it as a `with` block; what one call changes about the conditions is undone before the next.
    """

    def __enter__(self) -> Self:
        self._earlier = _Earlier()
        self._drawing = figure.settings()
        self.begin_check()
        self._set()
        return self

    def __exit__(self, *_error: object) -> None:
        self._catching.__exit__(None, None, None)
        figure.restore(self._drawing)

    def _set(self) -> None:
        self._catching = warnings.catch_warnings(record=True)
        self._caught = self._catching.__enter__()
        warnings.simplefilter("always")
        self._filters, self._first, self._show = warnings.filters, warnings.filters[0], warnings.showwarning
        with np.errstate(all="warn", under="ignore"):
            self._context = contextvars.copy_context()  # numpy keeps its state there

    def _reset(self) -> None:
        """Put the conditions back to what they were for the first call."""
        filters = warnings.filters
        same = filters is self._filters and filters and filters[0] is self._first
        if not same or warnings.showwarning is not self._show:
            self._catching.__exit__(None, None, None)
            self._set()
        self._caught.clear()

    def begin_check(self) -> None:
        """Forget what earlier calls gave, and what they drew."""
        self._earlier.clear()
        figure.begin_drawing()

    def answer(
        self,
        function: Callable[..., Any],
        call: Call,
        units: Mapping[str, str] | None = None,
        name: str = "",
        *,
        ours: bool = False,
    ) -> Answer:
        """Make a call and record what it gave.

        Args:
            function: the function.
            call: the call.
            units: names of the files that it may stand in, and their units.
            name: what the function is called, whatever its own name is.
            ours: whether it is one of ours, and Ctrl-C no answer.
        """
        self._reset()
        args, kwargs = copy_arguments(call.args), copy_arguments(call.kwargs) if call.kwargs else {}
        value, raised, result = None, None, None
        run = self._context.copy().run

        look_at = call.then
        look = None if look_at is None else (lambda result: plain(run(look_at, result)))
        start = time.perf_counter()
        try:
            result = run(function, *args, **kwargs)
            value = look(result) if look else plain(result)
        except BaseException as error:  # SystemExit too: a student's exit is only an error
            if ours and isinstance(error, KeyboardInterrupt):
                raise  # pressed while the reference answered
            raised = describe_error(error, units, function, name)
        seconds = time.perf_counter() - start
        if kwargs:
            args, given = (*args, *kwargs.values()), (*call.args, *call.kwargs.values())
        else:
            given = call.args
        modified = () if _same(args, given) else tuple([i for i, one in enumerate(given) if not _same(args[i], one)])
        said = self._texts_of_warnings() if self._caught else ()
        if self._earlier.changed(ours=ours):
            modified += (EARLIER,)
        if raised is None:
            self._earlier.keep(result, look, value)
        return Answer(value, raised, said, modified, "", round(seconds, 2) if seconds >= SHORT else 0.0)

    def _texts_of_warnings(self) -> tuple[str, ...]:
        texts = [clean(f"{one.category.__name__}: {one.message}", 200) for one in self._caught]
        return tuple(dict.fromkeys(texts))[:8]
