"""The tasks for VS Code that `docs/students.md` gives are in its format, and find mistakes in what is printed."""

import json
import re

import pytest
from helpers import ROOT, write_submission


@pytest.fixture(scope="module")
def tasks():
    page = (ROOT / "docs" / "students.md").read_text(encoding="utf-8")
    found = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    assert found["version"] == "2.0.0"
    return {task["label"]: task for task in found["tasks"]}


def test_the_matchers_find_file_line_and_message(run, tasks, tmp_path):
    work = write_submission(
        tmp_path / "work",
        base="stubs",
        functions="def square(x):\n    return x + x\n\n\ndef relu(x):\n    y = 1\n    return z\n",
    )
    _, out, _ = run("check", "functions", "--plain", "--submission", work)
    assert set(tasks) == {"watch", "check"}
    for task in tasks.values():
        assert task["type"] == "shell"
        pattern = task["problemMatcher"]["pattern"]
        matches = [match for line in out.splitlines() if (match := re.match(pattern["regexp"], line))]
        found = {(m[pattern["file"]], int(m[pattern["line"]]), m[pattern["message"]].split()[0]) for m in matches}
        assert {(f"{work}/functions.py", 1, "square"), (f"{work}/functions.py", 7, "relu")} <= found


def test_the_watching_task_knows_when_a_check_begins_and_ends(tasks):
    background = tasks["watch"]["problemMatcher"]["background"]
    for line in ("Watching exercises: square. Save a file, and it is checked.", "12:34:56  saved: functions.py"):
        assert re.match(background["beginsPattern"], line)
    for line in ("Keys: h hint, n next, ? all keys, q quit", "Ctrl-C ends it."):
        assert re.match(background["endsPattern"], line)
