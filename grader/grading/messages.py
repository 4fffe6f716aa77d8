"""The messages of failed checks: what a student reads, made from differences, never from a traceback.

For a visible check: the three rows that are farthest off, then what differs and what is already right. For a hidden
one: the property, and nothing that the student's code could have written or that would reveal an input.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.grading.compare import Difference
from grader.grading.python_errors import in_their_terms, said_by
from grader.grading.rows import Row
from grader.protocol.answer import EARLIER, Answer
from grader.protocol.check import Call, Check, inputs_of
from grader.protocol.raised import CRASH, MISSING, TIMEOUT, Raised
from grader.submission.folder import Submission

WORST_ROWS = 3
MOST_SHOWN = 6  # entries of an array that is written out
ALSO_CHANGED = "And the argument was modified: is a name in your code a second name for it?"
_OF_ANOTHER = re.compile(r"<locals>|__call__")


def hidden_message(check: Check, verdict: str, difference: Difference | None) -> str:
    """What a student reads of a hidden check that failed. Whether an argument was written to tells nothing of it."""
    ends = {"timeout": "it did not end in time", "error": "it raised an error", "wrong": "it does not hold"}
    is_changed = difference is not None and difference.kind == "modified"
    end = difference.text if difference is not None and is_changed else ends.get(verdict, verdict)
    return f"{check.sentence}: {end}. (The inputs of this check stay hidden.)"


def import_message(raised: Raised, submission: Submission, *, at_line: bool) -> str:
    """Why a file does not import, with the line if that is not shown beside it, and how to go on."""
    if raised.type_name in (CRASH, TIMEOUT, MISSING, ""):
        return raised.message
    at = f" in line {raised.line}" if at_line and raised.line else ""
    said = f": {said_by(raised)}" if raised.message else ""
    return f"{raised.type_name}{at}{said}{_way_to_import(raised, submission)}"


def _way_to_import(raised: Raised, submission: Submission) -> str:
    """How to import a file of one's own that was not found."""
    missing = re.match(r"No module named '(\.*)([\w.]+)'|cannot import name '()(\w+)' from 'exercises'", raised.message)
    if missing is None:
        return ""
    first, _, rest = (missing[2] or missing[4]).removeprefix("exercises.").partition(".")
    if first in submission.modules and not rest:
        return f". Files of your own are imported with a dot: from .{first} import …"
    if first in submission.folders:
        file = f"{rest.rpartition('.')[2] or first}.py"
        beside = f"put what you need of it into {file} beside your units"
        return f". Folders, such as {first}, are not read: {beside}, and write from .{file[:-3]} import …"
    return ""


def visible_message(row: Row, difference: Difference, signature: str, *, explain: bool = True) -> str:
    """What a student reads of a visible check that failed.

    Args:
        row: the first call that differs.
        difference: how its answer differs.
        signature: the function's, in the contract.
        explain: whether to say what Python means by an error.
    """
    check, call, yours, expected = row.check, row.call, row.yours, row.expected
    shown = show_call(check.exercise, call)
    if yours.not_run:
        return f"{shown} was not run: {yours.not_run}."
    if difference.kind == "timeout":
        return f"{shown} did not end in time. Is there a loop that never stops?"
    if yours.raised is not None and difference.kind == "raised":
        if call.then is not None and _OF_ANOTHER.search(yours.raised.message):
            signature = ""  # of what was returned, as it is looked at
        return _raised_message(shown, yours.raised, expected, signature, explain=explain)
    where = f" ({difference.part})" if difference.part else ""
    if difference.kind not in ("values", "finite") or difference.mask is None:
        return f"{shown}{where}: {difference.text}{'' if difference.text.endswith('?') else '.'}"
    one, two = _part(yours.value, difference.path), _part(expected.value, difference.path)
    changed = f" {ALSO_CHANGED}" if {*yours.modified} - {*expected.modified, EARLIER} else ""
    return _numbers_message(shown + where, call, difference, np.asarray(one), np.asarray(two)) + changed


def _raised_message(shown: str, raised: Raised, expected: Answer, signature: str, *, explain: bool) -> str:
    at = f" ({raised.unit}.py, line {raised.line})" if raised.line else ""
    if raised.type_name in (CRASH, MISSING):
        return f"{shown}: {raised.message.rstrip('.')}{at}."
    said = f": {said_by(raised)}" if raised.message else ""
    text = f"{shown} raised {raised.type_name}{said}{at}."
    if expected.raised is not None:
        text += f" The error that is asked for is {expected.raised.type_name}."
    elif signature and raised.type_name == "TypeError" and "argument" in raised.message and not raised.line:
        text += f" The signature that is asked for is {signature}."
    elif explain and (meant := in_their_terms(raised)):
        text += f" {meant}"
    return text


def _numbers_message(shown: str, call: Call, difference: Difference, one: np.ndarray, two: np.ndarray) -> str:
    mask = np.asarray(difference.mask)
    if not two.ndim:
        yours, expected = _columns([one[()]], [two[()]])
        kept = f" Yours is {narrow}." if (narrow := _narrow(one, two)) else ""
        return f"{shown}: yours {yours[0]}, expected {expected[0]}.{kept}"
    rows = _worst_rows(one, two, mask)
    labels = _labels(call, two, rows)
    table = _table(labels, *_columns([one[row] for row in rows], [two[row] for row in rows]))
    alike = difference.kind != "finite" and one.dtype.kind == two.dtype.kind
    right = f"Shape {two.shape} and dtype are right" if alike else f"Shape {two.shape} is right"
    if alike and (narrow := _narrow(one, two)):
        right = f"Shape {two.shape} is right; the numbers are {narrow}"
    lead = difference.text if difference.kind == "values" else f"there is {difference.text}"
    return f"{shown}\n{table}\n{_capital(lead)}. {right}{_agreeing(call, two, mask)}."


def _narrow(one: np.ndarray, two: np.ndarray) -> str:
    """What keeps fewer digits than are expected, and how many; "" where nothing does."""
    if one.dtype.kind != "f" or two.dtype.kind != "f" or one.dtype.itemsize >= two.dtype.itemsize:
        return ""
    return f"{one.dtype}, which keeps about {np.finfo(one.dtype).precision + 1} digits"


def _worst_rows(one: np.ndarray, two: np.ndarray, mask: np.ndarray) -> list[tuple[int, ...]]:
    """The entries that are farthest off, to six digits, in their own order where that is alike.

    Those that are not finite come first. Differences in the last bits, as between machines, change nothing.
    """
    with np.errstate(all="ignore"):
        off = np.abs(one.astype(float) - two.astype(float)) if one.dtype.kind != "c" else np.abs(one - two)
    off = np.where(np.isfinite(off), off, np.inf)
    places = [tuple(int(i) for i in place) for place in np.argwhere(mask)]
    return sorted(places, key=lambda place: -float(f"{off[place]:.5e}"))[:WORST_ROWS]


def _labels(call: Call, expected: np.ndarray, rows: Sequence[tuple[int, ...]]) -> tuple[str, list[str]]:
    inputs = inputs_of(call, expected)
    if inputs is not None and inputs.shape == expected.shape:
        return "x", [f"{inputs[row]:.6g}" for row in rows]
    if expected.ndim == 1:
        return "entry", [str(row[0]) for row in rows]
    return "row, column", [", ".join(str(i) for i in row) for row in rows]


def _columns(yours: Sequence[Any], expected: Sequence[Any]) -> tuple[list[str], list[str]]:
    """Both columns, with as many digits as it takes to tell the entries apart."""
    for digits in (6, 9, 12, 17):
        texts = [[_number(v, digits) for v in column] for column in (yours, expected)]
        if all(one != two for one, two in zip(*texts, strict=True)):
            break
    return texts[0], texts[1]


def _number(value: Any, digits: int) -> str:
    return str(value) if isinstance(value, bool | np.bool_) else f"{value + 0:.{digits}g}"  # 0 for -0


def _table(labels: tuple[str, list[str]], yours: list[str], expected: list[str]) -> str:
    columns = [[labels[0], *labels[1]], ["yours", *yours], ["expected", *expected]]
    widths = [max(len(cell) for cell in column) for column in columns]
    rows = zip(*columns, strict=True)
    return "\n".join("   ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)


def _agreeing(call: Call, expected: np.ndarray, mask: np.ndarray) -> str:
    """Which entries are already right."""
    right = np.argwhere(~mask)
    if not len(right):
        return ""
    inputs = inputs_of(call, expected)
    if inputs is not None and inputs.shape == expected.shape and len(right) <= 6:
        values = ", ".join(f"{inputs[tuple(place)]:.4g}" for place in right)
        return f"; x = {values} {'agrees' if len(right) == 1 else 'agree'}"
    return f"; {len(right)} of {mask.size} entries agree"


def _part(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def show_call(name: str, call: Call) -> str:
    """A call as a person would write it; large arrays are described."""
    if call.shown is not None:
        return call.shown
    words = [_show(arg) for arg in call.args] + [f"{key}={_show(arg)}" for key, arg in call.kwargs.items()]
    return f"{name}({', '.join(words)})"


def _show(value: Any) -> str:
    if isinstance(value, np.ndarray):
        if value.size <= MOST_SHOWN and value.ndim <= 2:
            return _nested(value.tolist())
        return f"<array of shape {value.shape}>"
    if isinstance(value, list | tuple):
        inner = ", ".join(_show(item) for item in value[:MOST_SHOWN]) + (", …" if len(value) > MOST_SHOWN else "")
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if callable(value):
        return str(getattr(value, "__name__", "func"))
    if isinstance(value, np.generic):
        return f"{value:.6g}" if isinstance(value, np.floating) else str(value)
    if isinstance(value, str | bool | int | float | None):
        return repr(value)
    return f"<{type(value).__name__}>"


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_nested(item) for item in value)}]"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
