"""Which unit a file is meant to be, told by its name: `functions (1).py`, `Copy of functions.py`, `my_functions.py`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import NamedTuple

_ENDING = re.compile(r"((?:\.(?:py|pyw|txt))+)(?:[ _]?\(\d+\))?$", re.IGNORECASE)  # also functions.py (1).txt
_VERSION = re.compile(r"(?:^|[\W_])(?:v|ver|version|attempt|try|submission|resubmission|rev)[ ._-]?(\d{1,9})(?![0-9])")
_WEEK = re.compile(r"(?:^|[\W_])(?:week|wk|w|day|lab|hw|homework|part|unit|lesson|assignment)[ ._-]?(\d{1,9})(?![0-9])")
_DATE = re.compile(
    r"(?<!\d)(20\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:[T _-]([01]\d|2[0-3])[-:._]?([0-5]\d))?(?!\d)"
)
NOTEBOOK = ".ipynb"


class Named(NamedTuple):
    """What a name says.

    Attributes:
        unit: the unit.
        plain: whether the name is the one that the unit's file has to have.
    """

    unit: str
    plain: bool


def is_python(name: str) -> bool:
    """Whether a file's name is that of Python code, as browsers and editors may have changed it."""
    ending = _ENDING.search(name)
    return ending is not None and "py" in ending[1].casefold()


def unit_of(name: str, units: Collection[str]) -> Named | None:
    """The unit that a file's name means; None if it means none, or more than one.

    Args:
        name: of a Python file, a text or a notebook.
        units: the units of the course.
    """
    for unit in units:
        if name in (f"{unit}.py", f"{unit}{NOTEBOOK}"):
            return Named(unit, plain=True)
    stem = name[: -len(NOTEBOOK)] if name.casefold().endswith(NOTEBOOK) else _ENDING.sub("", name)
    words = "_" + re.sub(r"[\W_]+", "_", unicodedata.normalize("NFKC", stem).casefold()) + "_"
    meant = {unit for unit in units if re.search(rf"_{re.escape(unit)}(?=[_0-9])", words)}
    return Named(meant.pop(), plain=False) if len(meant) == 1 else None


def version_of(parts: Sequence[str]) -> int:
    """The number of the attempt that a path tells, as `v2/functions.py` does; -1 if it tells none."""
    return _number(_VERSION, parts)


def date_of(parts: Sequence[str]) -> int:
    """The date that a path tells, with the hour and minute where they follow: `2026-03-01`; -1 if it tells none."""
    found = [match for part in parts for match in _DATE.finditer(part)]
    return int("".join(digits or "00" for digits in found[-1].groups())) if found else -1


def week_of(parts: Sequence[str]) -> int:
    """The number of the week or assignment that a path tells; -1 if it tells none."""
    return _number(_WEEK, parts)


def _number(pattern: re.Pattern[str], parts: Sequence[str]) -> int:
    found = [int(match[1]) for part in parts for match in pattern.finditer(part.casefold())]
    return found[-1] if found else -1
