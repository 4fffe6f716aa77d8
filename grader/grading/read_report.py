"""Read a report that was written elsewhere: within bounds, and only if it is what the schema says.

A batch in parts and a batch on a cluster read what other machines wrote. It is plain data, whatever it says, and what
is no report is refused here, before anything is made of it.
"""

from __future__ import annotations

import functools
import json
import math
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

MOST_BYTES = 16 << 20  # of a report; one of the whole course has some hundred kB
SCHEMA = Path(__file__).parent / "report.schema.json"

Test = Callable[[Any], bool]


class NoReportError(Exception):
    """What was read is no report; the text says why."""


def read_report(data: bytes) -> dict[str, Any]:
    """A report from its text.

    Raises:
        NoReportError: if it is too large, no JSON, or not what the schema says.
    """
    if len(data) > MOST_BYTES:
        raise NoReportError(f"it is larger than {MOST_BYTES >> 20} MB")
    try:
        report: dict[str, Any] = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NoReportError("it is no JSON") from error
    if not _report_test()(report):
        raise NoReportError("it is not what the schema of reports says")
    return report


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


@functools.cache
def _report_test() -> Test:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return compiled(schema, schema["$defs"])


def _is_number(data: Any) -> bool:
    """Whether it is a number that can be counted with: JSON may spell one that is larger than any float."""
    return isinstance(data, int | float) and not isinstance(data, bool) and abs(data) <= sys.float_info.max


def _is_text(data: Any) -> bool:
    """Whether it is a text that can be written: JSON may spell half a character."""
    if type(data) is not str or data.isascii():
        return type(data) is str
    try:
        data.encode()
    except UnicodeEncodeError:
        return False
    return True


KINDS: Mapping[str, Test] = {
    "object": lambda data: isinstance(data, dict),
    "array": lambda data: isinstance(data, list),
    "string": _is_text,
    "boolean": lambda data: isinstance(data, bool),
    "null": lambda data: data is None,
    "integer": lambda data: isinstance(data, int) and _is_number(data),
    "number": _is_number,
}
WORDS = frozenset({
    "$ref", "type", "const", "enum", "oneOf", "minimum", "minLength", "minItems", "maxItems", "items", "properties",
    "required", "additionalProperties", "$schema", "$defs", "title", "description",
})  # fmt: skip


def compiled(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> Test:
    """A JSON schema as a function, as far as it is made of `WORDS`.

    Args:
        schema: the schema.
        parts: what its references name.
    """
    if "$ref" in schema:
        return compiled(parts[schema["$ref"].rpartition("/")[2]], parts)
    tests: list[Test] = []
    if "type" in schema:
        kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        tests.append(functools.reduce(_either, [KINDS[kind] for kind in kinds]))
    if "const" in schema or "enum" in schema:
        values = {(type(value), value) for value in schema.get("enum", [schema.get("const")])}
        tests.append(lambda data: isinstance(data, str | int) and (type(data), data) in values)
    if "oneOf" in schema:
        ways = [compiled(way, parts) for way in schema["oneOf"]]
        tests.append(lambda data: sum(way(data) for way in ways) == 1)
    if "minimum" in schema:
        tests.append(lambda data: data is None or data >= schema["minimum"])
    if {"minLength", "minItems", "maxItems"} & schema.keys():
        least, most = schema.get("minLength", schema.get("minItems", 0)), schema.get("maxItems", math.inf)
        tests.append(lambda data: least <= len(data) <= most)
    if "items" in schema:
        item = compiled(schema["items"], parts)
        tests.append(lambda data: all(map(item, data)))
    if "properties" in schema or "additionalProperties" in schema:
        tests.append(_object(schema, parts))
    return functools.reduce(_both, tests) if tests else lambda _: True


def _both(one: Test, other: Test) -> Test:
    return lambda data: one(data) and other(data)


def _either(one: Test, other: Test) -> Test:
    return lambda data: one(data) or other(data)


def _object(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> Test:
    known = {name: compiled(inner, parts) for name, inner in schema.get("properties", {}).items()}
    required, other = set(schema.get("required", ())), schema.get("additionalProperties", True)
    rest = compiled(other, parts) if isinstance(other, dict) else lambda _: bool(other)

    def test(data: Any) -> bool:
        for name, value in data.items():
            inner = known.get(name)
            if not (inner(value) if inner else _is_text(name) and rest(value)):
                return False
        return bool(required <= data.keys())

    return test
