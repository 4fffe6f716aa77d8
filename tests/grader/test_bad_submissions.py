"""The golden cases of `tests/submissions/bad`: for each the problems, verdicts and words that its folder tells."""

import json
import re
from pathlib import Path

import pytest
from helpers import in_time

CASES = Path(__file__).parents[1] / "submissions" / "bad"
NAMES = sorted(path.name for path in CASES.iterdir())
PORTABLE = [
    "asks_for_input",
    "exits",
    "exits_on_import",
    "hangs",
    "hangs_on_import",
    "import_fails",
    "memory",
    "prints",
    "prints_a_gigabyte",
    "segfault",
    "untouched",
]


def expected(name):
    return json.loads((CASES / name / "expected.json").read_text(encoding="utf-8"))


def says(text, wanted):
    """Whether a text is what is wanted, in which `…` stands for anything."""
    return re.fullmatch(".*".join(re.escape(part) for part in wanted.split("…")), text, re.DOTALL) is not None


def told(exercise):
    """What the golden cases tell of an exercise, as they tell it."""
    messages = [check["message"] for check in exercise["checks"] if check["message"] and not check["hidden"]]
    diagnosis = exercise["diagnosis"] or {}
    row = {
        "verdict": exercise["verdict"],
        "message": messages[0] if messages else None,
        "diagnosis": diagnosis.get("misconception") or diagnosis.get("pattern"),
        "follow_through": exercise["follow_through"],
        "blocked_by": exercise["blocked_by"],
        "given": exercise["given"],
        "remarks": exercise["remarks"],
        "output": exercise["output"],
    }
    return {key: value for key, value in row.items() if value}


def assert_told(found, wanted):
    assert found.keys() == wanted.keys()
    for key, value in wanted.items():
        if isinstance(value, str):
            assert says(found[key], value), f"{key}: {found[key]!r} is not {value!r}"
        else:
            assert found[key] == value


@pytest.fixture(scope="module")
def known():
    return {}


@pytest.fixture
def graded(grading, known):
    """Grade a case, once for all tests that ask."""

    def run(name):
        if name not in known:
            wanted = expected(name)
            known[name] = in_time(
                lambda limit: grading(CASES / name, *wanted["check"], timeout=limit), wanted, wanted.get("timeout", 5.0)
            )
        return known[name]

    return run


@pytest.mark.parametrize("name", NAMES)
def test_bad_submission_gives_the_expected_report(name, graded):
    wanted, done = expected(name), graded(name)
    assert len(done.problems) == len(wanted["problems"])
    for problem, one in zip(done.problems, wanted["problems"], strict=True):
        assert_told(problem, one)
    for exercise in done.json["exercises"]:
        assert_told(told(exercise), wanted["exercises"].get(exercise["name"], {"verdict": "pass"}))
        if exercise["verdict"] == "pass":
            assert exercise["points"] == exercise["max_points"]
    assert wanted["exercises"].keys() <= done.verdicts.keys()


@pytest.mark.parametrize("name", PORTABLE)
def test_portable_worker_gives_the_same_report(name, graded, grading, spawning):
    wanted = expected(name)
    here = in_time(
        lambda limit: grading(CASES / name, *wanted["check"], timeout=limit, workers=spawning),
        wanted, wanted.get("timeout", 5.0),
    )  # fmt: skip
    for report in (here.json, graded(name).json):
        for exercise in report["exercises"]:
            exercise["seconds"] = 0
    assert here.json == graded(name).json


@pytest.mark.parametrize("name", NAMES)
def test_grading_writes_nothing_into_the_folder(name):
    """The tests above grade the folders of the repository: what git tracks is all that lies in them."""
    assert {path.suffix for path in (CASES / name).iterdir()} == {".py", ".json"}
