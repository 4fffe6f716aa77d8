"""The workflow of a student's repository: its own lines, run in the order that GitHub runs them."""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import yaml
from helpers import SOLUTIONS, run_grader, valid, write_submission

from grader.release.classroom import WORKFLOW

HOSTILE = """import numpy as np

TEXT = "::error file=x::owned\\n::stop-commands::off\\n##[add-path]/tmp/evil\\n%0A::error::owned"
print(TEXT)


def square(x):
    print(TEXT)
    raise ValueError(TEXT)


def relu(x):
    return np.maximum(x, 0)
"""


class Repository:
    """A folder in which the steps of its workflow can be run."""

    def __init__(self, folder):
        self.folder, self.archive = folder, folder.with_name(f"{folder.name}.zip")
        self.workflow = yaml.load((folder / WORKFLOW).read_text(encoding="utf-8"), yaml.BaseLoader)
        self.steps = self.workflow["jobs"]["check"]["steps"]

    def push(self, functions):
        """Hand in this file of a unit, and run the steps."""
        write_submission(self.folder / "exercises", functions=functions)
        return self.run()

    def run(self):
        """Run the steps after setting up: their exit codes and what they print, and the summary."""
        note = self.folder / "summary.md"
        for made in (note, self.folder / "report.json"):
            made.unlink(missing_ok=True)
        lines = [step["run"] for step in self.steps if "run" in step]
        assert lines[0] == "python3 -m pip install --upgrade --target .uv uv"
        (self.folder / ".uv" / "bin").mkdir(parents=True, exist_ok=True)
        shutil.copy(shutil.which("uv"), self.folder / ".uv" / "bin" / "uv")
        environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
        environment |= {"GITHUB_STEP_SUMMARY": str(note), "GITHUB_ACTIONS": "true", "CI": "true"}
        done = [self._step(line, environment) for line in lines[1:]]
        return done, note.read_text(encoding="utf-8") if note.exists() else ""

    def _step(self, line, environment):
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
        return subprocess.run(
            [*shell, line], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    def report(self):
        return valid(json.loads((self.folder / "report.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def repository(functions, tmp_path_factory):
    out = tmp_path_factory.mktemp("repository")
    done = run_grader("release", out, "functions", "--classroom")
    assert done.returncode == 0, done.stderr
    assert b"a template on GitHub" in done.stdout
    repository = Repository(out / functions.folder.name)
    subprocess.run(
        ["uv", "sync", "--quiet"], cwd=repository.folder, check=True
    )  # else the first step says what it does
    return repository


def test_the_rest_is_the_kit_that_students_get(repository, functions):
    """Made by another run of the command, byte for byte."""
    with zipfile.ZipFile(functions.archive) as kit, zipfile.ZipFile(repository.archive) as archive:
        files = {name: kit.read(name) for name in kit.namelist()}
        assert {name for name in files if archive.read(name) != files[name]} == set()
        more = {Path(name).relative_to(functions.folder.name).as_posix() for name in {*archive.namelist()} - {*files}}
    assert WORKFLOW in more
    assert all(name.startswith(".git") for name in more)


def test_the_workflow_may_read_and_nothing_else(repository):
    assert repository.workflow["permissions"] == {"contents": "read"}
    job = repository.workflow["jobs"]["check"]
    assert "permissions" not in job
    assert int(job["timeout-minutes"]) <= 30
    used = [step["uses"] for step in repository.steps if "uses" in step]
    assert {name.partition("@")[0].partition("/")[0] for name in used} == {"actions"}
    checkout = next(step for step in repository.steps if "checkout" in step.get("uses", ""))
    assert checkout["with"]["persist-credentials"] == "false"
    assert "secrets" not in json.dumps(repository.workflow)


def test_marks_and_report_come_after_a_failure_too(repository):
    after = repository.steps[[step.get("name") for step in repository.steps].index("Check") + 1 :]
    assert len(after) == 2
    assert {step["if"] for step in after} == {"${{ !cancelled() }}"}


def test_right_answers_are_green(repository):
    done, summary = repository.push((SOLUTIONS / "functions.py").read_text(encoding="utf-8"))
    assert [step.returncode for step in done] == [0, 0], done
    assert done[1].stdout == ""
    assert summary.startswith("### ")
    assert "pass" in summary


def test_wrong_answers_are_red_and_marked(repository):
    done, summary = repository.push("\n\ndef square(x):\n    return x * 2\n")
    assert [step.returncode for step in done] == [1, 0], done
    report = repository.report()
    square = next(exercise for exercise in report["exercises"] if exercise["name"] == "square")
    marks = done[1].stdout.splitlines()
    mark = next(line for line in marks if "title=square%2C wrong" in line)
    assert mark.startswith("::error file=exercises/functions.py,line=3,title=")
    assert square["diagnosis"]["message"].split(":")[0] in mark
    assert "grader hint square" in mark
    assert "square" in summary


def test_what_students_print_is_no_command(repository):
    done, summary = repository.push(HOSTILE)
    assert [step.returncode for step in done] == [1, 0], done
    assert done[0].stdout == done[0].stderr == "", "the grader itself says nothing that a runner could read"
    assert "owned" in json.dumps(repository.report())
    lines = done[1].stdout.splitlines()
    assert all(line.startswith("::error file=exercises/functions.py,") for line in lines)
    assert any("owned" in line for line in lines)
    assert "::error" not in summary
    assert "##[" not in summary


def test_a_file_that_cannot_be_read_is_marked(repository):
    done, _ = repository.push("def square(x:\n")
    assert [step.returncode for step in done] == [1, 0], done
    assert done[1].stdout.startswith("::error file=exercises/functions.py,line=1,title=functions.py::syntax error")


def test_without_a_report_the_log_says_so(repository):
    shutil.rmtree(repository.folder / "exercises")
    done, summary = repository.run()
    assert [step.returncode for step in done] == [2, 2]
    assert "There is no folder exercises" in done[0].stderr
    assert done[1].stdout.startswith("::error title=grader::There is no report")
    assert summary == ""
