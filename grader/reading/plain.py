"""Plain data that a stranger may have written, looked at piece by piece: what is not as it should be is an error.

Every function here raises `MalformedError` where it is not.
"""

from __future__ import annotations

from typing import Any, TypeVar

from grader.protocol.text import clean

MAX_NUMBER = 1 << 31

Kind = TypeVar("Kind")


class MalformedError(Exception):
    """An answer is not what it should be."""


def table(data: Any) -> dict[str, Any]:
    """A table.

    Raises:
        MalformedError: if it is none.
    """
    return exactly(data, dict)


def exactly(data: Any, kind: type[Kind]) -> Kind:
    """Something of this type, and of none that is made from it."""
    if type(data) is not kind:
        raise MalformedError
    return data


def items_in(data: Any, count: int | None = None) -> list[Any]:
    """A list, of so many if that is said."""
    items: list[Any] = exactly(data, list)
    if count is not None and len(items) != count:
        raise MalformedError
    return items


def texts_in(data: Any) -> frozenset[str]:
    """Some texts."""
    return frozenset(exactly(one, str) for one in items_in(data))


def cleaned(data: Any) -> str:
    """A text that people will read."""
    return clean(exactly(data, str))


def natural(data: Any) -> int:
    """A line, a size or an index."""
    number = exactly(data, int)
    if not 0 <= number < MAX_NUMBER:
        raise MalformedError
    return number


def python_name(data: Any) -> str:
    """The name of something in Python, or a star."""
    name = exactly(data, str)
    if not name.isidentifier() and name != "*":
        raise MalformedError
    return name
