"""Frames: how answers cross from a worker to the grader.

A frame is a u32 length of the body, a u32 length of the header, the header as JSON, and the raw bytes of the arrays
that the header describes. Nothing in a frame names a type to build or code to run. `decode` is all that the grader runs
on bytes that a student's process wrote, and it checks everything before it allocates: sizes, dtypes (a list of
allowed ones), shapes, depth and the number of values.
"""

from __future__ import annotations

import json
import math
import struct
from typing import Any

import numpy as np

from grader.protocol.answer import DTYPES, MAX_BYTES, MAX_DEPTH, MAX_ITEMS, SCALARS, Answer, Opaque
from grader.protocol.frames import MAX_FRAME
from grader.protocol.raised import Raised
from grader.protocol.text import clean

MAX_HEADER = 1 << 18
MAX_VALUES = 4 * MAX_ITEMS
MAX_SECONDS = 1e6
U32 = struct.Struct(">I")
_ATOMS = frozenset((bool, int, float, str))
_JSON = json.JSONEncoder(separators=(",", ":"), check_circular=False)


class WireError(ValueError):
    """The bytes do not follow the format."""


def encode(message: dict[str, Any]) -> bytes:
    """The frame of a message: a dictionary of plain data, in which an `Answer` may stand.

    Raises:
        WireError: if it is larger than `decode` allows.
    """
    buffers: list[bytes] = []
    header = _JSON.encode({key: _pack(value, buffers) for key, value in message.items()}).encode()
    body = b"".join([U32.pack(len(header)), header, *buffers])
    many = len(header) > 2 * MAX_VALUES  # a value and its comma take two bytes at least
    if len(header) > MAX_HEADER or len(body) > MAX_FRAME or (many and _count(message) > MAX_VALUES):
        raise WireError("it is too large")
    return U32.pack(len(body)) + body


def _count(value: Any) -> int:
    """How many values `decode` would find."""
    if isinstance(value, Answer):
        return 5 + _count(value.value) + _count(value.warnings) + _count(value.modified)
    if isinstance(value, dict):
        return 1 + sum(map(_count, value.values()))
    return 1 + sum(map(_count, value)) if isinstance(value, list | tuple) else 1


def _pack(value: Any, buffers: list[bytes]) -> Any:
    """A value as it stands in the JSON, by its exact type: a submission may have changed what `isinstance` says."""
    kind = type(value)
    if value is None or kind in _ATOMS:
        return value
    if kind is np.ndarray or kind in SCALARS:
        buffers.append(value.tobytes())
        return {"a" if kind is np.ndarray else "g": [value.dtype.str, list(value.shape)]}
    if kind is complex:
        return {"c": [value.real, value.imag]}
    if kind is list:
        return {"l": [_pack(item, buffers) for item in value]}
    if kind is tuple:
        return {"t": [_pack(item, buffers) for item in value]}
    if kind is dict:
        return {"d": [[key, _pack(item, buffers)] for key, item in value.items()]}
    if kind is Opaque:
        return {"x": value.type_name}
    if kind is Raised:
        return {
            "r": [
                value.type_name,
                list(value.bases),
                value.message,
                value.line,
                value.unit,
                value.function,
                *value.columns,
                value.deliberate,
            ]
        }
    if kind is Answer:
        parts = (value.value, value.raised, value.warnings, value.modified, value.seconds)
        return {"w": [_pack(part, buffers) for part in parts]}
    raise TypeError(f"{kind.__name__} does not cross")


def decode(body: bytes) -> dict[str, Any]:
    """The message in a frame's body.

    Raises:
        WireError: for any bytes that `encode` would not have written.
    """
    try:
        return _Reader(body).message()
    except WireError:
        raise
    except Exception as error:  # noqa: BLE001  whatever forged bytes bring about
        raise WireError(f"{type(error).__name__}: {clean(error, 120)}") from None


class _Reader:
    def __init__(self, body: bytes) -> None:
        (length,) = U32.unpack_from(body)
        if length > MAX_HEADER or length + 4 > len(body):
            raise WireError("the header is longer than allowed")
        self._body = body
        self._tree = json.loads(body[4 : 4 + length].decode("utf-8"))
        self._position = 4 + length
        self._items = 0

    def message(self) -> dict[str, Any]:
        if type(self._tree) is not dict:
            raise WireError("not a message")
        found = {clean(key): self._value(value, 0) for key, value in self._tree.items()}
        if self._position != len(self._body):
            raise WireError("bytes are left over")
        return found

    def _value(self, value: Any, depth: int) -> Any:
        self._items += 1
        if self._items > MAX_VALUES or depth > MAX_DEPTH + 4:
            raise WireError("too many values")
        if type(value) is not dict:
            return self._atom(value)
        if len(value) != 1:
            raise WireError("unknown value")
        ((tag, content),) = value.items()
        reader = self._READERS.get(tag)
        if reader is None:
            raise WireError("unknown tag")
        return reader(self, content, depth + 1)

    def _atom(self, value: Any) -> Any:
        if type(value) is str:
            return clean(value)
        if type(value) is list or (type(value) is int and not -(2**63) <= value < 2**63):
            raise WireError("unknown value")
        return value

    def _array(self, content: Any, _depth: int) -> np.ndarray:
        name, shape = content
        dtype = DTYPES[name]
        if type(shape) is not list or len(shape) > 32 or any(type(n) is not int or n < 0 for n in shape):
            raise WireError("not a shape")
        count = math.prod(shape)
        if count * dtype.itemsize > len(self._body) - self._position or (count == 0 and max(shape) > MAX_BYTES):
            raise WireError("an array is longer than its frame")
        array = np.frombuffer(self._body, dtype, count, self._position).reshape(shape).copy()
        self._position += count * dtype.itemsize
        return np.asarray(array.view(np.uint8) != 0) if dtype.kind == "b" else array

    def _scalar(self, content: Any, depth: int) -> Any:
        array = self._array(content, depth)
        if array.ndim:
            raise WireError("not a scalar")
        return array[()]

    def _list(self, content: Any, depth: int) -> list[Any]:
        if type(content) is not list:
            raise WireError("not a list")
        return [self._value(item, depth) for item in content]

    def _tuple(self, content: Any, depth: int) -> tuple[Any, ...]:
        return tuple(self._list(content, depth))

    def _dict(self, content: Any, depth: int) -> dict[str, Any]:
        return {clean(self._text(key)): self._value(item, depth) for key, item in content}

    def _complex(self, content: Any, _depth: int) -> complex:
        real, imaginary = content
        return complex(self._float(real), self._float(imaginary))

    def _opaque(self, content: Any, _depth: int) -> Opaque:
        return Opaque(clean(self._text(content), 80))

    def _raised(self, content: Any, _depth: int) -> Raised:
        name, bases, message, line, unit, function, begin, end, deliberate = content
        names = tuple(clean(self._text(base), 80) for base in bases[:12])
        if any(type(number) is not int or not 0 <= number < 10**7 for number in (line, begin, end)):
            raise WireError("not a line")
        if type(deliberate) is not bool:
            raise WireError("not a truth value")
        texts = (clean(self._text(text), 500) for text in (message, unit, function))
        message, unit, function = texts
        return Raised(clean(self._text(name), 80), names, message, line, unit, function, (begin, end), deliberate)

    def _answer(self, content: Any, depth: int) -> Answer:
        value, raised, said, modified, seconds = (self._value(part, depth) for part in content)
        fits = (
            (raised is None or isinstance(raised, Raised))
            and all(isinstance(text, str) for text in said)
            and all(type(index) is int for index in modified)
            and isinstance(seconds, float)
        )
        if not fits:
            raise WireError("not an answer")
        took = float(seconds) if 0 <= seconds < MAX_SECONDS else 0.0  # a clock that was tampered with says anything
        return Answer(value, raised, tuple(said)[:8], tuple(modified)[:32], seconds=took)

    @staticmethod
    def _text(value: Any) -> str:
        if type(value) is not str:
            raise WireError("not a text")
        return value

    @staticmethod
    def _float(value: Any) -> float:
        if type(value) is not float:
            raise WireError("not a float")
        return value

    _READERS = {  # noqa: RUF012  a table, never changed
        "a": _array,
        "g": _scalar,
        "c": _complex,
        "l": _list,
        "t": _tuple,
        "d": _dict,
        "x": _opaque,
        "r": _raised,
        "w": _answer,
    }
