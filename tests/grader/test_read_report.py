"""A report from elsewhere is read if it is what the schema says, and refused in words whatever else it is."""

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.read_report import MOST_BYTES, SCHEMA, WORDS, NoReportError, compiled, read_report

SAID = json.loads(SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SAID)
OURS = compiled(SAID, SAID["$defs"])
PLACE = {"line": 3, "columns": [4, 9], "text": "return x", "kind": "name", "file": None}
REPORT = {
    "version": 1, "kit": "0.1.0", "course": "c", "release": None, "student": "ada", "submission": "class/ada",
    "seed": 7, "graded": True, "reason": None, "flags": ["look"],
    "problems": [{"file": "f.py", "line": None, "message": "m"}],
    "totals": {
        "points": 2.5, "max_points": 3, "pass": 1, "wrong": 0, "todo": 0, "error": 0, "timeout": 0, "broken": 0,
    },
    "handed_in": {
        "id": "", "login": "", "mail": "", "late": False, "time": "", "notes": [], "files": {"chains": "c.py"},
        "entries": ["ada"],
    },
    "sources": {"square": "def square(x):\n    return x"},
    "exercises": [{
        "unit": "functions", "name": "square", "file": "f.py", "line": 1, "verdict": "wrong", "points": 0.0,
        "max_points": 3, "seconds": 0.1, "remarks": [], "follow_through": None, "blocked_by": None, "given": [],
        "diagnosis": {"misconception": None, "pattern": None, "message": "m", "place": PLACE}, "output": "",
        "answer": "k", "checks": [{
            "name": "one", "sentence": "s", "hidden": False, "verdict": "wrong", "points": 0, "max_points": 1,
            "message": "é",
        }],
    }],
}  # fmt: skip
LARGE = (1e400, 10**400)
ODD = [None, True, False, 0, 1, -1, 0.5, *LARGE, "", "x", "pass", [], [1], ["x"], {}, {"x": "y"}, {"x": 1}]


def words_of(schema, *, names=False):
    """The words of a schema, and not the names of what it describes."""
    found = set()
    for word, inner in schema.items():
        if not names:
            found.add(word)
        if isinstance(inner, dict):
            found |= words_of(inner, names=not names and word in ("properties", "$defs"))
        for one in inner if isinstance(inner, list) else []:
            if isinstance(one, dict):
                found |= words_of(one)
    return found


def test_every_word_of_the_schema_is_known():
    assert words_of(SAID) <= WORDS


def places(data, path=()):
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


def put(data, path, value):
    """The same with another value in a place; with none there, where it is `put` itself."""
    if not path:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    if len(path) == 1 and value is put:
        del copy[path[0]]
    else:
        copy[path[0]] = put(copy[path[0]], path[1:], value)
    return copy


def test_it_is_as_strict_as_the_schema_is():
    """In each place of a report each odd value stands once, and once nothing."""
    assert OURS(REPORT)
    VALIDATOR.validate(REPORT)
    differ, refused = [], 0
    for path in places(REPORT):
        for value in [*ODD, *([put] if path else [])]:
            changed = put(REPORT, path, value)
            fits = VALIDATOR.is_valid(changed)
            refused += not fits
            if OURS(changed) != (fits and value not in LARGE):  # the one is no JSON, with the other nobody can count
                differ.append((path, value))
    assert not differ
    assert refused > 500


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner)
    | st.dictionaries(st.sampled_from(sorted(REPORT)) | st.text(), inner)))  # fmt: skip
def test_nothing_else_is_a_report(data):
    assert OURS(data) == VALIDATOR.is_valid(data)


def test_it_is_read_as_it_was_written():
    assert read_report(json.dumps(REPORT).encode()) == REPORT


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"\xff", b"[" * 200_000, b'{"a":' * 200_000, b"NaN", b"1" * 10_000, b" " * (MOST_BYTES + 1),
        json.dumps(REPORT | {"reason": "\ud800"}).encode(), json.dumps(REPORT | {"\udfff": 1}).encode(),
        json.dumps(REPORT | {"sources": {"\udfff": "x"}}).encode(),
        json.dumps(REPORT | {"seed": float("nan")}).encode(),
        json.dumps(REPORT).replace("2.5", "1e999").encode(), json.dumps(REPORT).replace("2.5", "9" * 400).encode(),
        json.dumps(put(REPORT, ("totals", "pass"), 10**400)).encode(),
        json.dumps(REPORT | {"seed": -(10**400)}).encode(), b"null", b"[]", b"{}", b'"x"',
    ],
)  # fmt: skip
def test_what_is_none_is_refused(data):
    with pytest.raises(NoReportError):
        read_report(data)
