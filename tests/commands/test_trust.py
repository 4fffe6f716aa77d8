"""Whose code a command runs: one's own as it is, everybody else's in the jail."""

import argparse

import psutil
import pytest
from helpers import SOLUTIONS, write_submission

from grader.cli import trust
from grader.cli.main import main
from grader.reading.reader import ConfinedReader
from grader.submission.reader import LocalReader

WRITES = "\n\nfrom pathlib import Path\nPath({mark!r}).write_text('I was here')\n"
COMMANDS = {
    "check": ["check", "square"],
    "board": ["board"],
    "show": ["show", "square", "--out", "picture.svg"],
    "solution": ["solution", "square"],
    "watch": ["watch", "square"],
}


@pytest.fixture
def marked(tmp_path, monkeypatch):
    """A folder whose code writes a file, and that file."""
    monkeypatch.chdir(tmp_path)
    mark = tmp_path / "mark"
    text = (SOLUTIONS / "functions.py").read_text(encoding="utf-8") + WRITES.format(mark=str(mark))
    return write_submission(tmp_path / "work", base="stubs", functions=text), mark


@pytest.mark.parametrize("name", COMMANDS)
def test_the_code_of_another_folder_is_confined(marked, name, capsys):
    folder, mark = marked
    main([*COMMANDS[name], "--submission", str(folder), "--plain"])
    capsys.readouterr()
    assert not mark.exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_not_where_one_says_so(marked, name, capsys):
    folder, mark = marked
    main([*COMMANDS[name], "--submission", str(folder), "--plain", "--no-jail"])
    capsys.readouterr()
    assert mark.exists()


def opened(folder, **options):
    args = argparse.Namespace(submission=folder, jail=None, spawn=False)
    vars(args).update(options)
    with trust.open_submission(args) as found:
        return found.jail, type(found.reader)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with exercises and an example."""
    for name in ("exercises/backup", "examples/first", "mywork"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setattr(trust, "EXERCISES", tmp_path / "exercises")
    monkeypatch.setattr(trust, "EXAMPLES", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_which_folders_are_ones_own(course):
    own, other = (False, LocalReader), (True, ConfinedReader)
    (course / "link").symlink_to("exercises")
    (course / "loop").symlink_to("loop")
    (course / "exercises" / "theirs").symlink_to("../mywork")
    names = ("exercises", "./exercises/", "mywork/../exercises", "link", "examples/first")
    assert {name: opened(course / name) for name in names} == dict.fromkeys(names, own)
    names = ("mywork", "exercises/theirs", "exercises/backup", "examples", "loop", "nothing", ".")
    assert {name: opened(course / name) for name in names} == dict.fromkeys(names, other)
    assert opened(None) == own
    assert opened(course / "exercises", jail=True) == (True, LocalReader)
    assert opened(course / "mywork", jail=False) == (False, ConfinedReader)


def test_exercises_that_lie_elsewhere_are_ones_own(course):
    (course / "exercises").rename(course / "cloud")
    (course / "exercises").symlink_to("cloud")
    assert opened(None) == opened(course / "cloud") == (False, LocalReader)


@pytest.mark.parametrize("options", [{"spawn": True}, {"platform": "darwin"}])
def test_where_there_is_no_jail_it_is_said(course, monkeypatch, capsys, options):
    if "platform" in options:
        monkeypatch.setattr(trust.sys, "platform", options["platform"])
    jail, reader = opened(course / "mywork", spawn=True)
    assert (jail, reader) == (False, ConfinedReader)
    said = capsys.readouterr()
    assert said.out == ""
    assert "has no jail; only time limits hold back the code in" in said.err
    opened(course / "exercises", spawn=True)
    assert capsys.readouterr().err == ""


def test_a_report_is_what_the_grader_wrote(tmp_path, capsys):
    """A module that waits for the report, to write another one in its place, does not get that far."""
    text = """
import os, time
if os.fork() == 0:
    for _ in range(4000):
        time.sleep(0.05)
        if os.path.exists({report!r}):
            open({report!r}, "w").write("everything is right")
            break
    os._exit(0)
"""
    report = tmp_path / "report.json"
    text = (SOLUTIONS / "functions.py").read_text(encoding="utf-8") + text.format(report=str(report))
    folder = write_submission(tmp_path / "work", base="stubs", functions=text)
    before = psutil.Process().children()  # theirs are of other tests, too, whose commands are their forks
    main(["check", "square", "--submission", str(folder), "--json", str(report)])
    capsys.readouterr()
    _, alive = psutil.wait_procs({*psutil.Process().children()} - {*before}, timeout=60)
    assert not alive
    assert '"version": 1' in report.read_text(encoding="utf-8")
