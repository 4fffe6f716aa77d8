"""The kit's frozen answers judge as the whole course does with `--visible-only`: the same reports, word by word.

A thirtieth of the corpus is graded, and a twenty-fourth of the whole folders, always the same; all of it with
GRADER_WHOLE=1 (see `docs/contributing.md`).
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import corpus
import pytest
from helpers import ROOT, WHOLE

HERE = Path(__file__).resolve().parent
EVERY, EVERY_FOLDER = (1, 1) if WHOLE else (30, 24)


@pytest.fixture(scope="module")
def reports(ran, tmp_path_factory):
    """All reports on the corpus, from the course and from the kit, each made in a process of its own."""
    folder = tmp_path_factory.mktemp("reports")
    folders = list(corpus.folders())[::EVERY_FOLDER]
    given = [*[*corpus.singles(), *corpus.pairs()][::EVERY], corpus.endless(), *folders]
    (folder / "corpus.json").write_text(json.dumps(given), encoding="utf-8")
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    running = {
        name: subprocess.Popen(
            [sys.executable, "-P", HERE / "grade_all.py", root, folder / "corpus.json", folder / f"{name}.json"],
            env=environment,
            cwd=folder,
        )
        for name, root in (("course", ROOT), ("kit", shutil.copytree(ran, folder / "kit")))
    }
    try:
        assert [process.wait(timeout=3600) for process in running.values()] == [0, 0]
    finally:
        for process in running.values():
            process.kill()
            process.wait()
    return [json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in running]


def test_every_report_is_the_same(reports):
    course, kit = reports
    assert course.keys() == kit.keys()
    assert {name: kit[name] for name in course if course[name] != kit[name]} == {}


def test_what_is_above_a_mistake_is_said_to_lean_on_it_and_no_more(reports):
    """There is no firm ground where hidden checks are left out, and none in a kit."""
    for report in (one for half in reports for one in half.values()):
        for exercise in report["exercises"]:
            assert exercise["follow_through"] is None
            assert exercise["given"] == []


def test_the_corpus_shows_all_that_a_report_may_say(reports):
    exercises = [exercise for report in reports[0].values() for exercise in report["exercises"]]
    assert len(reports[0]) >= (718 + 191 + 200) // EVERY
    verdicts = Counter(exercise["verdict"] for exercise in exercises)
    assert {"pass", "wrong", "error", "todo", "timeout"} <= verdicts.keys()
    assert "broken" not in verdicts
    assert sum(exercise["blocked_by"] is not None for exercise in exercises) >= 200 // EVERY
    named = {(e["name"], e["diagnosis"]["misconception"]) for e in exercises if e["diagnosis"]}
    assert len(named) >= 500 // EVERY
    passing = {exercise["name"] for exercise in exercises if exercise["verdict"] == "pass"}
    assert len(passing) == len(corpus.COURSE.exercises) or EVERY > 1
