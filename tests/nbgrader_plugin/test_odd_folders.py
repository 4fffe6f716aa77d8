"""What stands beside a notebook, and who holds the gradebook: nothing of it ends the grading of a class."""

import gc
import json
import re
import shutil
import warnings
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from grader.errors import BrokenError

NOTEBOOK = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]})


@pytest.mark.parametrize(
    "text",
    [b"yesterday", b"", b"\xff\xfe\x00", b"2024-13-45 10:00:00 UTC", b"99999999999999999999",
     b"0001-01-01 00:00:00 UTC",
     b"2024-02-01 10:00:00 99999999999999999", b"9999-12-31 23:59:59 -12", b"x" * 10_000_000, b"a b c", b"[]", b"\x00"],
)  # fmt: skip
def test_a_time_that_is_none_is_said_and_ends_nothing(door, tmp_path, text):
    (tmp_path / "timestamp.txt").write_bytes(text)
    (tmp_path / "n.ipynb").write_text(NOTEBOOK)
    time, problem = door.timestamps.read_time(tmp_path)
    assert time is None
    assert problem.startswith("timestamp.txt holds no time (")
    assert len(problem) < 200
    nb = door.reading.read_notebook(tmp_path / "n.ipynb")
    assert nb.metadata["calculus_kit_read"]["problems"] == [problem]
    logged = []
    course = SimpleNamespace(log=SimpleNamespace(warning=lambda *words: logged.append(words)))
    assert door.timestamps.CourseDirectory.get_existing_timestamp(course, str(tmp_path)) is None
    assert logged[0][-1] == problem


def test_a_folder_that_is_called_like_the_time(door, tmp_path):
    (tmp_path / "timestamp.txt").mkdir()
    assert "holds no time" in door.timestamps.read_time(tmp_path)[1]


@pytest.mark.parametrize(
    "text",
    ["2024-02-01 10:00:00 UTC", "2024-02-01 11:00:00 +0100\n", "2024-02-01 11:00:00 CET", "2024-02-01 06:30:00 -03:30",
     "2024-02-01T11:00:00+01:00", "\ufeff2024-02-01T10:00:00"],
)  # fmt: skip
def test_a_time_is_read_and_none_is_no_matter(door, tmp_path, text):
    assert door.timestamps.read_time(tmp_path) == (None, None)
    (tmp_path / "timestamp.txt").write_text(text, encoding="utf-8")
    time, problem = door.timestamps.read_time(tmp_path)
    assert (time.isoformat(), problem) == ("2024-02-01T10:00:00", None)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ([], "n.ipynb is missing; there is nothing else"),
        (["a.py", "timestamp.txt"], "n.ipynb is missing; there is only a.py"),
        (["a.ipynb", "b.ipynb"], "n.ipynb is missing; there is only a.ipynb, b.ipynb"),
        (["._n.ipynb"], "n.ipynb is missing; there is only ._n.ipynb"),
        ([f"{i}.txt" for i in range(9)], "there is only 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 4 more"),
    ],
)
def test_where_the_notebook_is_missing_it_is_said_what_is_there(door, tmp_path, names, says):
    for name in names:
        (tmp_path / name).write_text("2024-02-01 10:00:00 UTC")
    nb = door.reading.read_notebook(tmp_path / "n.ipynb")
    assert nb.metadata["calculus_kit_read"]["unreadable"].endswith(says)


@pytest.mark.parametrize("beside", [["._mine.ipynb"], [".mine.ipynb", "__MACOSX"], ["notes.txt"]])
@pytest.mark.parametrize("name", ["mine.ipynb", "MINE.IPYNB"])
def test_what_macos_leaves_is_no_second_notebook(door, tmp_path, beside, name):
    for other in beside:
        (tmp_path / other).write_bytes(b"\x00\x05\x16\x07")
    (tmp_path / name).write_text(NOTEBOOK)
    nb = door.reading.read_notebook(tmp_path / "n.ipynb")
    assert nb.cells[0].source == "x = 1"
    assert nb.metadata["calculus_kit_read"]["problems"] == [f"n.ipynb is missing; {name} was read in its place"]


def held(times, why="database is locked"):
    """Something that fails a few times because another program holds the gradebook."""
    left = iter(range(times))

    def act():
        if next(left, None) is not None:
            raise OperationalError("UPDATE grade", {}, Exception(why))
        return "saved"

    return act


@pytest.mark.parametrize("times", [0, 1, 3])
def test_a_gradebook_that_is_held_is_waited_for(door, monkeypatch, capsys, times):
    monkeypatch.setattr(door.patience, "PAUSE", 0.0)
    undone = []
    assert door.patience.patiently(held(times), lambda: undone.append(1)) == "saved"
    assert len(undone) == times
    assert capsys.readouterr().err.count("held by another program. Waiting for it…") == min(times, 1)


@pytest.mark.parametrize("why", ["database is locked", "no such table: grade"])
def test_where_it_stays_held_it_is_said_without_sql_how_to_go_on(door, monkeypatch, why):
    monkeypatch.setattr(door.patience, "PAUSE", 0.0)
    monkeypatch.setattr(door.patience, "PATIENCE", 0.0)
    with pytest.raises(BrokenError, match=re.escape(why)) as stop:
        door.patience.patiently(held(10**6, why))
    assert "UPDATE" not in str(stop.value)
    assert "it goes on where it stopped" in str(stop.value)


def test_what_is_read_of_a_gradebook_is_read_again_where_it_was_held_meanwhile(door, gradebook, monkeypatch, tmp_path):
    monkeypatch.setattr(door.patience, "PAUSE", 0.0)
    monkeypatch.setattr(door.patience, "PATIENCE", 3600.0)  # a busy machine takes its time to open a database
    course = SimpleNamespace(db_url=f"sqlite:///{shutil.copy(gradebook, tmp_path)}", course_id="c")
    fails = held(2)
    assert door.patience.with_gradebook(course, lambda gradebook: (fails(), len(gradebook.students))) == ("saved", 0)


@pytest.mark.parametrize("damage", [b"no database at all" * 1000, b"SQLite format 3\0" + b"x" * 5000])
def test_of_a_damaged_gradebook_is_said_what_it_is_without_sql(door, tmp_path, damage):
    path = tmp_path / "gradebook.db"
    path.write_bytes(damage)
    course = SimpleNamespace(db_url=f"sqlite:///{path}", course_id="c")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # nbgrader leaves the file open, as Python 3.13 notices
        with pytest.raises(BrokenError, match="The gradebook cannot be used") as stop:
            door.patience.with_gradebook(course, lambda gradebook: gradebook.students)
        said = str(stop.value)
        del stop
        gc.collect()
    assert "SELECT" not in said
    assert "\n" not in said


def test_a_value_that_the_gradebook_does_not_take_is_no_reason_to_wait(door):
    def act():
        raise IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed"))

    with pytest.raises(IntegrityError):
        door.patience.patiently(act)
