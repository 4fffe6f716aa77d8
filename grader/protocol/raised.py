"""An error that a call raised, as plain data: what it says, and where it was raised."""

from __future__ import annotations

import builtins
import itertools
import opcode
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from grader.protocol.text import clean

# What errors are called that no exception of Python's stands for: a process that ended, a file that did not come to its
# end in time, and what `grader.worker.stand_in` raises
CRASH, TIMEOUT, MISSING = "Crash", "Timeout", "MissingFunctionError"
MOST_NAMES = 1_000  # among which one that was probably meant is looked for
RAISE = opcode.opmap["RAISE_VARARGS"]
COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")  # what their frames are called


@dataclass(frozen=True, slots=True)
class Raised:
    """An error that a call raised.

    Attributes:
        type_name: name of its class.
        bases: names of the classes it derives from, itself included.
        message: its text.
        line: line of the student's file that it comes from, 0 if none.
        unit: unit of that file, "" if none.
        function: function in which it was raised, "" if none.
        columns: where in that line the expression begins and ends, in bytes; (0, 0) if that is not known.
        deliberate: whether a `raise` or an `assert` stands there.
    """

    type_name: str
    bases: tuple[str, ...]
    message: str
    line: int = 0
    unit: str = ""
    function: str = ""
    columns: tuple[int, int] = (0, 0)
    deliberate: bool = False


def describe_error(
    error: BaseException,
    units: Mapping[str, str] | None = None,
    called: Callable[..., Any] | None = None,
    name: str = "",
) -> Raised:
    """An error as plain data.

    Args:
        error: the error.
        units: names of files and their units, to tell where it comes from; without them, no name is suggested either.
        called: the function that was called.
        name: what that function is called, whatever its own name is.
    """
    line, unit, function, columns, deliberate = 0, "", "", (0, 0), False
    own = called.__code__ if type(called) is types.FunctionType else None
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if units and code.co_filename in units:
            line, unit = trace.tb_lineno, units[code.co_filename]
            columns = _columns(trace)
            deliberate = trace.tb_next is None and code.co_code[trace.tb_lasti] == RAISE
            if code is own and name:
                function = name
            elif code.co_name not in COMPREHENSIONS or not function:  # newer Pythons have no frame for most of these
                function = code.co_name
        trace = trace.tb_next
    bases = tuple(clean(c.__name__, 80) for c in type(error).__mro__[:12])
    message = clean(error, 500) + (_suggestion(error) if units else "")
    return Raised(bases[0], bases, message, line, unit, function, columns, deliberate)


def _suggestion(error: BaseException) -> str:
    """The name that was probably meant, for one that is not there; newer Pythons print it below a traceback, too."""
    try:
        if type(error) is AttributeError and error.name:
            known = dir(error.obj)
        elif type(error) is NameError and error.name and error.__traceback__ is not None:
            frame = error.__traceback__.tb_frame
            trace: TracebackType | None = error.__traceback__
            while trace is not None:
                frame, trace = trace.tb_frame, trace.tb_next
            known = [*frame.f_locals, *frame.f_globals, *vars(builtins)]
        else:
            return ""
        import difflib  # noqa: PLC0415  few names are misspelt

        names = [one for one in known if one[:1] != "_"][:MOST_NAMES]
        near = [one for one in names if one.lower() in (error.name.lower(), f"set_{error.name.lower()}")]
        near = near or difflib.get_close_matches(error.name, names, 1, 0.7)
        return clean(f"; did you mean {near[0]}?", 100) if near else ""
    except BaseException:  # noqa: BLE001  a student's object may do anything
        return ""


def _columns(trace: TracebackType) -> tuple[int, int]:
    """Where in its line the expression that raised begins and ends."""
    places = trace.tb_frame.f_code.co_positions()
    line, last, begin, end = next(itertools.islice(places, trace.tb_lasti // 2, None), (None, None, None, None))
    return (begin or 0, end or 0) if line == last == trace.tb_lineno else (0, 0)
