"""A hand-in that travelled is graded as the one that stayed: whatever lies in it, each report is the same."""

import contextlib
import errno
import json
import os
import pickle
import shutil
import socket
import tempfile
import time
import zipfile
from pathlib import Path

import pytest

from grader.batch.cluster import node
from grader.batch.cluster.parcel import MOST_PARCEL, TOO_MUCH, lay_out, pack
from grader.batch.pool import Grader
from grader.batch.workers import Settings
from grader.course.fingerprint import run
from grader.submission.hand_in.students import read_class
from grader.submission.lms.roster import Roster, read_roster

RIGHT = "def square(x):\n    return x * x\n"
WRONG = "from .mine import twice\n\n\ndef square(x):\n    return twice(x)\n"
SETTINGS = Settings(("square",), 3, 5.0, jail=False)
NOTEBOOK = json.dumps(
    {"cells": [{"cell_type": "code", "source": RIGHT}], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
)


@pytest.fixture(scope="module")
def grader():
    here = Grader(SETTINGS)
    node._ready.append(node.Ready(tuple(SETTINGS), here))  # as a worker that has proven itself
    yield here
    node.close()


def both(grader, folder, roster=None):
    """The reports of a class, as they are here and as they come from another machine; without the seconds."""
    handed = read_class(folder, ["functions", "derivatives"], None, roster and Roster(read_roster(roster))).handed
    here = [json.loads(json.dumps(grader.grade(one))) for one in handed]
    parcels = [pickle.loads(pickle.dumps([tuple(pack(one)) for one in handed][i])) for i in range(len(handed))]
    there = []
    while len(there) < len(parcels):
        head, *lines = node.grade(tuple(SETTINGS), run()._asdict(), parcels[len(there) :]).splitlines()
        assert json.loads(head)["refused"] is None
        assert lines
        there += map(json.loads, lines)
    for report in [*here, *there]:
        for exercise in report["exercises"]:
            exercise["seconds"] = 0
    return here, there


def folder_of(place, student, **files):
    (place / student).mkdir(parents=True)
    for name, text in files.items():
        (place / student / name.replace("__", "/")).parent.mkdir(parents=True, exist_ok=True)
        (place / student / name.replace("__", "/")).write_bytes(text if isinstance(text, bytes) else text.encode())


def odd_class(place):
    """A class with everything odd in it."""
    folder_of(
        place, "ada", **{"functions.py": RIGHT, "mine.py": "x = 1", "notes.md": "x", "backup__functions.py": WRONG}
    )
    folder_of(
        place, "ben ñ 😀", **{"functions.py": WRONG, "mine.py": "def twice(x):\n    return x * 2\n", "mine2.py": "("}
    )
    folder_of(place, "empty")
    folder_of(place, "broken", **{"functions.py": "def square(x:\n", "numpy.py": "", "data.bin": b"\0" * 9})
    folder_of(place, "large", **{"functions.py": "#" * 300_000, "derivatives.py": "#" * 140_000, "a.ipynb": "["})
    folder_of(place, "deep", **{"/".join("abcdefghijklmnop") + "/functions.py": RIGHT})
    folder_of(place, "nested", **{"week 1__functions.py": RIGHT, "week 2__functions (1).py": WRONG})
    folder_of(
        place,
        "clone",
        **{
            "exercises__functions.py": RIGHT,
            "grader__functions.py": WRONG,
            "tests__x.py": "",
            ".git__functions.py": WRONG,
        },
    )
    folder_of(
        place,
        "with env",
        **{"functions.py": RIGHT, "env__pyvenv.cfg": "", "env__derivatives.py": WRONG, "conda__conda-meta__x": ""},
    )
    folder_of(
        place,
        "stamped",
        **{"functions.py": RIGHT, "release.json": json.dumps({"release": "0", "kit": "0", "course": "c", "units": []})},
    )
    folder_of(place, "bad stamp", **{"functions.py": RIGHT, "release.json": "{" * 300_000})
    folder_of(place, "book", **{"mine.ipynb": NOTEBOOK, "functions.py.txt": WRONG})
    folder_of(place, "links", **{"real.py": RIGHT, "sub__x.py": ""})
    (place / "links" / "functions.py").symlink_to("real.py")
    folder_of(place, "out", **{"x.md": ""})
    folder_of(place.parent, "secret", **{"functions.py": RIGHT})
    (place / "out" / "functions.py").symlink_to(place.parent / "secret" / "functions.py")
    (place / "out" / "derivatives.py").symlink_to("nowhere")
    (place / "out" / "chains.py").symlink_to(place / "links" / "sub")
    folder_of(place, "pipes", **{"derivatives.py": RIGHT})
    os.mkfifo(place / "pipes" / "functions.py")
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(place / "pipes")  # its path may be too long otherwise
        one.bind("chains.py")
        os.chdir(here)
    for name, text in {"eve.py": RIGHT, "fay.ipynb": NOTEBOOK, "hal.ipynb": "{"}.items():
        (place / name).write_text(text)
    with zipfile.ZipFile(place / "gus.zip", "w") as archive:
        archive.writestr("deep/functions.py", RIGHT)
        archive.writestr("../evil.py", WRONG)
    folder_of(place, "zipped")
    shutil.copy(place / "gus.zip", place / "zipped" / "work.zip")
    (place / "zipped" / "bad.zip").write_bytes(b"PK")
    (place / "dan.py").symlink_to(place / "eve.py")
    (place / "::error::x").mkdir()
    (place / "::error::x" / "functions.py").write_text(RIGHT)


def test_each_report_is_the_same(grader, tmp_path):
    odd_class(tmp_path / "class")
    here, there = both(grader, tmp_path / "class")
    assert len(here) == 22
    assert there == here
    assert len({json.dumps(one["flags"]) for one in here}) > 12, "they are odd in many ways"


def test_a_platforms_class_too(grader, tmp_path):
    (tmp_path / "class").mkdir()
    for name in ("doejane_LATE_11_101_functions-1.py", "doejane_LATE_11_102_mine.py", "roeben_12_103_functions.py"):
        (tmp_path / "class" / name).write_text(RIGHT)
    (tmp_path / "roster.csv").write_text("Name,ID,Email\nJane Doe,11,j@x.edu\nBen Roe,12,b@x.edu\n")
    here, there = both(grader, tmp_path / "class", tmp_path / "roster.csv")
    assert there == here
    assert [one["handed_in"]["mail"] for one in here] == ["j@x.edu", "b@x.edu"]
    assert [len(one["handed_in"]["entries"]) for one in here] == [2, 1]


def test_attempts_too(grader, tmp_path):
    (tmp_path / "class").mkdir()
    for day, text in ((1, WRONG), (2, RIGHT)):
        (tmp_path / "class" / f"HW 1_jdoe_attempt_2026-03-0{day}-12-30-45_functions.py").write_text(text)
    here, there = both(grader, tmp_path / "class")
    assert there == here
    assert "of 2026-03-02-12-30-45; left aside: functions.py of 2026-03-01" in here[0]["handed_in"]["notes"][0]


@pytest.mark.parametrize("named", [".", "class", "../here/class", "absolute"])
def test_paths_are_those_of_where_it_was_packed(grader, tmp_path, monkeypatch, named):
    folder_of(tmp_path / "here" / "class", "ada", **{"mine.ipynb": NOTEBOOK, "functions.py": "("})
    folder_of(tmp_path / "here" / "class", "ben", **{"functions.py": RIGHT})
    monkeypatch.chdir(tmp_path / "here" / "class" if named == "." else tmp_path / "here")
    here, there = both(grader, tmp_path / "here" / "class" if named == "absolute" else Path(named))
    assert there == here
    assert not any("grader-" in json.dumps(one) for one in there)


def test_what_travels_is_bounded(tmp_path, monkeypatch):
    folder_of(
        tmp_path / "class",
        "ada",
        **{"functions.py": "#" * 10_000_000, "film.mp4": "x" * 10_000_000, "a.txt": "y" * 900},
    )
    (one,) = read_class(tmp_path / "class").handed
    assert pack(one).size == 900
    monkeypatch.setattr("grader.batch.cluster.parcel.MOST_PARCEL", 100)
    parcel = pack(one)
    assert parcel.size == 0
    assert TOO_MUCH in parcel.told["flags"]
    assert MOST_PARCEL < 1 << 28


def test_what_cannot_be_laid_out_is_our_own_failure(grader, tmp_path, monkeypatch):
    folder_of(tmp_path / "class", "ada", **{"functions.py": RIGHT})
    (one,) = read_class(tmp_path / "class").handed
    monkeypatch.setattr(node, "lay_out", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    _, line = node.grade(tuple(SETTINGS), run()._asdict(), [tuple(pack(one))]).splitlines()
    report = json.loads(line)
    assert "No space left" in report["reason"]
    assert (report["graded"], report["submission"]) == (False, str(tmp_path / "class" / "ada"))
    assert "our own failure" in report["flags"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"course": "0"}, "it has another course"), ({"code": "0"}, "it has another version of the kit"),
        ({"numpy": "1.0"}, "it has numpy "), ({"python": "2.7", "numpy": "1.0"}, "and Python 3."),
        ({"more": "1"}, "more"),
    ],
)  # fmt: skip
def test_a_worker_with_something_else_refuses(grader, changed, words):
    answer = node.grade(tuple(SETTINGS), run()._asdict() | changed, [])
    assert words in json.loads(answer)["refused"]


def test_a_worker_whose_jail_does_not_hold_refuses(monkeypatch):
    from grader.sandbox import jail

    monkeypatch.setattr(jail, "break_out", lambda _workers: ["read a solution"])
    answer = node.grade(tuple(SETTINGS._replace(jail=True, seed=4)), run()._asdict(), [])
    assert "The jail does not hold here: one can read a solution." in json.loads(answer)["refused"]


def test_what_a_killed_worker_left_in_memory_is_removed_a_day_later(tmp_path, monkeypatch):
    monkeypatch.setattr(node, "MEMORY", str(tmp_path))
    for name, days in ((f"{node.PREFIX}old", 2), (f"{node.PREFIX}new", 0), ("another", 2)):
        (tmp_path / name / "class" / "closed").mkdir(parents=True)
        (tmp_path / name / "class").chmod(0)
        os.utime(tmp_path / name, (time.time() - days * 86_400,) * 2)
    node.close()
    try:
        node._grader(tuple(SETTINGS), run()._asdict())
    finally:
        node.close()
    assert {path.name for path in tmp_path.iterdir()} == {f"{node.PREFIX}new", "another"}


@pytest.mark.parametrize("has", ["room", "too little room", "no room left meanwhile", "no memory"])
def test_a_hand_in_is_laid_out_in_memory_and_where_that_has_no_room_on_the_disk(tmp_path, monkeypatch, has):
    """Nothing stays of it, closed folders included, also where grading fails."""
    memory, disk = tmp_path / "memory", tmp_path / "disk"
    for place in (memory, disk):
        place.mkdir()
    monkeypatch.setattr(node, "MEMORY", str(tmp_path / "nowhere" if has == "no memory" else memory))
    monkeypatch.setattr(node, "ROOM", 10**18 if has == "too little room" else 1)
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    if has == "no room left meanwhile":
        monkeypatch.setattr(node, "lay_out", lambda parcel, place: lay_out(parcel, full(place)))

    def full(place):
        if place.parent == memory:
            raise OSError(errno.ENOSPC, "no space left")
        return place

    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "functions.py").write_text(WRONG)
    (hand_in,) = read_class(tmp_path / "class", ["functions"]).handed
    for fails in (False, True):
        with contextlib.suppress(KeyError), contextlib.ExitStack() as stack:
            place = node._laid_out(pack(hand_in), stack)
            assert place.parent == (memory if has == "room" else disk)
            (place / "closed" / "deep").mkdir(parents=True)
            (place / "closed").chmod(0)
            assert [*memory.iterdir(), *disk.iterdir()] == [place]
            if fails:
                raise KeyError
        assert not [*memory.iterdir(), *disk.iterdir()]
