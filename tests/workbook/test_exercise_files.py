"""Functions loaded and saved one by one: the rest of the file stays, nothing is lost, and what fails is said."""

import errno
import os
import stat
from pathlib import Path

import pytest
from helpers import write_submission

from grader.course.stubs import stub_file, stub_of
from grader.course.syllabus import load_course
from grader.errors import UsageError
from grader.workbook.exercise_files import MOST, ConflictError, ExerciseFiles

COURSE = load_course()
STUB = stub_of("functions", "square").rstrip("\n")
MINE = STUB.replace("raise NotImplementedError", "return x * x")


@pytest.fixture
def files(tmp_path):
    return ExerciseFiles(write_submission(tmp_path / "exercises", "stubs"), COURSE)


@pytest.fixture
def path(files, tmp_path):
    return tmp_path / "exercises" / "functions.py"


def save(files, text=MINE, name="square"):
    return files.save(name, text, files.load(name).version)


def test_every_function_is_loaded_and_saved_as_it_stands(files, tmp_path):
    before = {path.name: path.read_bytes() for path in (tmp_path / "exercises").iterdir()}
    for exercise in COURSE.exercises:
        found = files.load(exercise.name)
        assert found.text == stub_of(exercise.unit, exercise.name).rstrip("\n")
        assert found.file == f"exercises/{exercise.unit}.py"
        assert files.save(exercise.name, found.text + "\n    # mine", found.version).line == found.line
        files.save(exercise.name, found.text, files.load(exercise.name).version)
    assert {path.name: path.read_bytes() for path in (tmp_path / "exercises").iterdir()} == before


def test_only_its_own_lines_change(files, path):
    before = path.read_text(encoding="utf-8")
    saved = save(files)
    assert path.read_text(encoding="utf-8") == before.replace(STUB, MINE)
    assert saved == files.load("square")
    assert saved.text == MINE
    other = files.load("relu")
    save(files, MINE + "\n    # a line more")
    assert files.load("relu").version == other.version, "so that other boxes are not stale"
    assert files.load("relu").line == other.line + 1


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfimport os\ndef square(x):\n    return 1\nafter = 1",
        b"import os\r\ndef square(x):\r\n    return 1\r\nafter = 1\r\n",
        b"# coding: latin-1\nname = '\xe9'\ndef square(x):\n    return 1\n",
        b"\x0cimport os\n\n\n\ndef square(x):\n    return 1\n\t\n\n",
        b"def square(x):\n    return 1",
    ],
)
def test_marks_line_ends_and_encodings_stay(files, path, data):
    path.write_bytes(data)
    save(files, "def square(x):\n    return 2")
    wanted = data.replace(b"return 1", b"return 2")
    assert path.read_bytes() in (wanted, wanted + b"\n")


def test_what_an_encoding_lacks_is_not_written(files, path):
    path.write_bytes(b"# coding: latin-1\ndef square(x):\n    return 1\n")
    with pytest.raises(UsageError, match=r"which has no \\u221e, so nothing was written"):
        save(files, "def square(x):\n    return '\u221e'")
    with pytest.raises(UsageError, match="nothing was written"):
        save(files, "def square(x):\n    return '\ud800'")
    assert b"return 1" in path.read_bytes()


def test_permissions_stay(files, path):
    path.chmod(0o640)
    save(files)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_where_both_changed_nothing_is_written(files, path):
    mine = files.load("square")
    theirs = path.read_text(encoding="utf-8").replace(STUB, MINE)
    path.write_text(theirs, encoding="utf-8")
    with pytest.raises(ConflictError) as conflict:
        files.save("square", STUB + "\n    # mine", mine.version)
    assert conflict.value.found.text == MINE
    assert path.read_text(encoding="utf-8") == theirs
    assert files.save("square", MINE, mine.version).text == MINE, "the same text is no conflict"
    assert files.save("square", STUB, conflict.value.found.version).text == STUB


def test_two_tabs_do_not_overwrite_each_other(files):
    first = second = files.load("square")
    files.save("square", MINE, first.version)
    with pytest.raises(ConflictError):
        files.save("square", STUB + "\n    # second", second.version)
    assert files.load("square").text == MINE


def test_a_change_elsewhere_in_the_file_is_no_conflict(files, path):
    version = files.load("square").version
    path.write_text("# a line more\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    files.save("square", MINE, version)
    assert path.read_text(encoding="utf-8").startswith("# a line more\n")
    assert MINE in path.read_text(encoding="utf-8")


def test_what_is_half_typed_is_saved_and_found_again(files, path):
    before = path.read_text(encoding="utf-8")
    for text in ("def square(x:\n    return", "def square(x):\nreturn x", 'def square(x):\n    """', MINE):
        save(files, text)
        assert path.read_text(encoding="utf-8") == before.replace(STUB, text)
        assert files.load("square").text == text
        assert ExerciseFiles(path.parent, COURSE).load("relu").text == stub_of("functions", "relu").rstrip("\n")
        assert ExerciseFiles(path.parent, COURSE).load("square").text == text, "and after a restart"


def test_helpers_typed_in_a_box_are_saved_once(files, path):
    text = f"import math\n\n\n{MINE}\n\n\ndef helper(x):\n    return x"
    for body in (text, text + " + 1", text + " + 2"):
        save(files, body)
    assert path.read_text(encoding="utf-8").count("import math") == 1
    assert path.read_text(encoding="utf-8").count("def helper") == 1


def test_a_function_that_is_away_is_its_stub_and_comes_at_the_end(files, path):
    path.write_text("import numpy as np\n\n\n\n", encoding="utf-8")
    assert files.load("square").text == STUB
    save(files)
    assert path.read_text(encoding="utf-8") == f"import numpy as np\n\n\n{MINE}\n"
    path.write_text("", encoding="utf-8")
    save(files)
    assert path.read_text(encoding="utf-8") == f"{MINE}\n"


def test_a_file_that_is_away_is_made_of_stubs(files, path):
    whole = stub_file(COURSE.unit("functions"))
    path.unlink()
    assert files.load("square").line > 1
    save(files)
    assert path.read_text(encoding="utf-8") == whole.replace(STUB, MINE)


@pytest.mark.parametrize("text", ["", "x = 1", "# def square(x):", "def squared(x):\n    return x"])
def test_a_text_without_the_function_is_not_saved(files, path, text):
    before = path.read_bytes()
    with pytest.raises(UsageError, match=r"`def square\(` is missing, so this is not saved"):
        save(files, text)
    assert path.read_bytes() == before


def test_sizes_are_bounded(files, path):
    before = path.read_bytes()
    with pytest.raises(UsageError, match="too long for a function"):
        save(files, MINE + "#" * MOST)
    path.write_bytes(before + b"#" * (120 << 10))
    with pytest.raises(UsageError, match="would be larger than 128 kB, so nothing was written"):
        save(files, MINE + "#" * (MOST - 2000))
    path.write_bytes(b"#" * (1 << 18))
    with pytest.raises(UsageError, match="larger than 128 kB"):
        files.load("square")


@pytest.mark.parametrize("name", ["", "nothing", "../functions", "functions", "__class__", "square\0"])
def test_only_exercises_have_a_place(files, name):
    for ask in (files.load, files.reset, lambda one: files.save(one, MINE, "")):
        with pytest.raises(UsageError, match="no exercise of that name"):
            ask(name)


def test_nothing_outside_the_folder_is_read_or_written(files, path, tmp_path):
    outside = tmp_path / "outside.py"
    outside.write_text("def square(x):\n    return 'secret'\n")
    path.unlink()
    path.symlink_to(outside)
    for ask in (lambda: files.load("square"), lambda: files.reset("square"), lambda: files.save("square", MINE, "")):
        with pytest.raises(UsageError, match="leads out of the folder"):
            ask()
    assert "secret" in outside.read_text()


def test_a_link_within_the_folder_stays_one(files, path):
    path.rename(path.parent / "mine.py")
    path.symlink_to("mine.py")
    save(files)
    assert path.is_symlink()
    assert MINE in (path.parent / "mine.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["folder", "pipe", "bytes", "loop"])
def test_what_is_no_text_is_said(files, path, kind):
    path.unlink()
    {
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "bytes": lambda: path.write_bytes(b"\xff\xfe\x00"),
        "loop": lambda: path.symlink_to(path.name),
    }[kind]()
    with pytest.raises(UsageError, match=r"functions\.py (is|cannot)"):
        files.load("square")
    assert "relu" not in files.everywhere()
    assert "deriv" in files.everywhere()


def test_a_file_that_is_read_only_stays_as_it_is(files, path):
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(UsageError, match=r"functions\.py is read-only, so nothing was written"):
        save(files)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir() if "unfinished" in one.name] == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("at", ["fsync", "replace"])
def test_where_the_disk_is_full_the_file_is_as_it_was(files, path, monkeypatch, number, at):
    def fails(*_words):
        raise OSError(number, os.strerror(number))

    before = path.read_bytes()
    monkeypatch.setattr(os if at == "fsync" else Path, at, fails)
    with pytest.raises(UsageError, match=r"cannot be written \(.*\), so it is as it was"):
        save(files)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir() if "unfinished" in one.name] == []
    assert save(files).text == MINE, "and once there is room, it is written"


def test_a_save_in_an_editor_at_the_same_moment_is_not_overwritten(files, path, monkeypatch):
    theirs = path.read_text(encoding="utf-8").replace("NotImplementedError", "NotImplementedError()")
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (real(handle), path.write_text(theirs, encoding="utf-8")))
    with pytest.raises(UsageError, match="was saved elsewhere at this moment"):
        save(files)
    assert path.read_text(encoding="utf-8") == theirs


def test_a_reset_brings_the_stub_and_keeps_the_file(files, path):
    before = path.read_bytes()
    save(files)
    written = path.read_bytes()
    assert files.reset("square").text == STUB
    assert path.read_bytes() == before
    (kept,) = (path.parent / "backup").iterdir()
    assert kept.read_bytes() == written
    assert files.reset("square").text == STUB
    assert len(list((path.parent / "backup").iterdir())) == 1, "there was nothing to keep"


def test_a_reset_keeps_what_could_not_be_saved_too(files, path):
    save(files)
    written = path.read_bytes()
    assert files.reset("square", "no definition, and \ud800").text == STUB
    kept = sorted(one.read_bytes() for one in (path.parent / "backup").iterdir())
    wanted = written.replace(MINE.encode(), b"no definition, and \\ud800")
    assert kept == sorted([written, wanted])
    files.reset("square", STUB)
    assert len(list((path.parent / "backup").iterdir())) == 2, "there was nothing to keep"
    files.reset("square", "once more")
    assert len(list((path.parent / "backup").iterdir())) == 3


def test_a_reset_works_where_the_file_is_no_python(files, path):
    save(files, "def square(x:\n    oh")
    assert files.reset("square").text == STUB
    assert path.read_text(encoding="utf-8") == stub_file(COURSE.unit("functions"))
