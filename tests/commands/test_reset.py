"""`grader reset`: stubs come back, and what stood there is kept."""

import sys

import pytest
from helpers import write_submission

from grader.cli.commands.student import reset
from grader.course.stubs import stub_file, stub_of
from grader.course.syllabus import load_course
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader

COURSE = load_course()
FUNCTIONS = COURSE.unit("functions")


@pytest.fixture
def work(tmp_path):
    return write_submission(tmp_path / "work", base="solutions")


def backups(folder):
    return sorted((folder / "backup").iterdir()) if (folder / "backup").exists() else []


def test_reset_brings_one_stub_back_and_keeps_the_rest(run, work):
    before = (work / "functions.py").read_text(encoding="utf-8")
    code, out, err = run("reset", "relu", "--submission", work)
    assert (code, err) == (0, "")
    assert out.endswith("functions.py: relu is a stub again.\nNext: grader docs relu\n")
    after = (work / "functions.py").read_text(encoding="utf-8")
    assert stub_of("functions", "relu") in after
    assert stub_of("functions", "square") not in after
    (kept,) = backups(work)
    assert kept.read_text(encoding="utf-8") == before
    assert f"What stood there is kept in {kept}\n" in out
    file = read_submission(work, COURSE, LocalReader()).units["functions"]
    assert {name for name, function in file.functions.items() if function.todo} == {"relu"}


def test_reset_adds_a_stub_that_is_missing(run, work):
    (work / "functions.py").write_text("def square(x):\n    return x * x\n\n\n\n", encoding="utf-8")
    assert run("reset", "functions.relu", "--submission", work)[0] == 0
    text = (work / "functions.py").read_text(encoding="utf-8")
    assert text == "def square(x):\n    return x * x\n\n\n" + stub_of("functions", "relu")


def test_reset_brings_a_file_that_is_missing(run, work):
    (work / "functions.py").unlink()
    code, out, _ = run("reset", "relu", "--submission", work)
    assert code == 0
    assert "kept" not in out
    assert (work / "functions.py").read_text(encoding="utf-8") == stub_file(FUNCTIONS)


@pytest.mark.parametrize("name", ["functions", "functions.py"])
def test_reset_brings_a_whole_unit_back(run, work, name):
    (work / "functions.py").write_text("def broken(\n", encoding="utf-8")
    code, out, _ = run("reset", name, "--submission", work)
    assert code == 0
    assert "functions.py: all of its functions are stubs again.\n" in out
    assert (work / "functions.py").read_text(encoding="utf-8") == stub_file(FUNCTIONS)
    assert len(backups(work)) == 1


def test_reset_of_a_function_that_is_defined_twice_and_decorated(run, work):
    source = "import a\n\n\n@a.b\ndef relu(x):\n    return 1\n\n\ny = 2\n\n\ndef relu(x):\n    return 3\n"
    (work / "functions.py").write_text(source, encoding="utf-8")
    run("reset", "relu", "--submission", work)
    stub = stub_of("functions", "relu")
    assert (work / "functions.py").read_text(encoding="utf-8") == f"import a\n\n\n{stub}\n\ny = 2\n\n\n"


def test_reset_of_a_file_with_a_mark_and_windows_line_ends(run, work):
    data = b"\xef\xbb\xbf" + b"def relu(x):\r\n    return 1\r\n"
    (work / "functions.py").write_bytes(data)
    run("reset", "relu", "--submission", work)
    assert (work / "functions.py").read_bytes() == stub_of("functions", "relu").replace("\n", "\r\n").encode()
    (kept,) = backups(work)
    assert kept.read_bytes() == data


def test_reset_of_a_stub_with_windows_line_ends_changes_nothing(run, work):
    data = stub_file(FUNCTIONS).replace("\n", "\r\n").encode()
    (work / "functions.py").write_bytes(data)
    for name, said in (("relu", "relu is a stub"), ("functions", "all of its functions are stubs")):
        assert f"{said} already, so nothing was changed.\n" in run("reset", name, "--submission", work)[1]
    assert (work / "functions.py").read_bytes() == data
    assert backups(work) == []


def test_every_reset_has_a_backup_of_its_own(run, work):
    for name in ("square", "relu", "leaky_relu"):
        run("reset", name, "--submission", work)
    assert len(backups(work)) == 3


@pytest.mark.parametrize("text", [b"def broken(\n", b"# \xe9\n"], ids=["syntax", "encoding"])
def test_reset_of_one_function_in_a_file_that_cannot_be_read(run, work, text):
    (work / "functions.py").write_bytes(text)
    code, _, err = run("reset", "relu", "--submission", work)
    assert code == 2
    assert err.endswith("so relu is not found in it. All of it: grader reset functions\n")
    assert (work / "functions.py").read_bytes() == text


def test_reset_where_nothing_can_be_written(run, work):
    """A read-only folder: nothing is reset, and the sentence says why. (Root may write anywhere but over a file.)"""
    (work / "backup").write_text("a file where the backups are to be")
    before = (work / "functions.py").read_bytes()
    code, _, err = run("reset", "relu", "--submission", work)
    assert code == 2
    assert err == f"grader: {work / 'backup'} cannot be written, so nothing was reset: File exists\n"
    assert (work / "functions.py").read_bytes() == before


def test_reset_in_a_folder_that_refuses(run, work, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    before = (work / "functions.py").read_bytes()
    code, _, err = run("reset", "relu", "--submission", work)
    assert code == 2
    assert "functions.py cannot be written: Permission denied. Name a place that can be.\n" in err
    assert (work / "functions.py").read_bytes() == before


def test_reset_needs_a_folder(run, tmp_path):
    code, _, err = run("reset", "relu", "--submission", tmp_path / "nowhere")
    assert code == 2
    assert "There is no folder" in err
    (tmp_path / "file").write_text("x")
    assert run("reset", "relu", "--submission", tmp_path / "file")[0] == 2


def test_reset_works_in_the_exercises_where_no_folder_is_named(run, work, monkeypatch):
    monkeypatch.setattr(reset, "EXERCISES", work)
    assert run("reset", "relu")[0] == 0
    assert stub_of("functions", "relu") in (work / "functions.py").read_text(encoding="utf-8")


def test_reset_of_an_untouched_stub_changes_nothing_and_keeps_no_copy(run, tmp_path):
    folder = write_submission(tmp_path / "work", base="stubs")
    for name in ("relu", "functions", "functions.py", "exercises/functions.py"):
        code, out, _ = run("reset", name, "--submission", folder)
        assert code == 0
        said = "relu is a stub" if name == "relu" else "all of its functions are stubs"
        assert f"{said} already, so nothing was changed.\n" in out
    assert run("reset", "--all", "--submission", folder)[1].startswith("Every file in ")
    assert backups(folder) == []


@pytest.mark.parametrize(("answer", "changed"), [("y", 2), ("Yes ", 2), ("", 0), ("n", 0), (EOFError, 0)])
def test_reset_of_all_asks_first(run, tmp_path, monkeypatch, answer, changed):
    folder = write_submission(tmp_path / "work", base="stubs", functions="x = 1\n", chains="y = 2\n")
    asked = []

    def say(question):
        asked.append(question)
        if answer is EOFError:
            raise EOFError
        return answer

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", say)
    code, out, _ = run("reset", "--all", "--submission", folder)
    assert code == 0
    assert asked == [f"Bring back all stubs in {folder}? 2 files differ. [y/N] "]
    assert len(backups(folder)) == changed
    assert ("Nothing was changed." in out) == (not changed)
    assert ((folder / "functions.py").read_text(encoding="utf-8") == stub_file(FUNCTIONS)) == bool(changed)


def test_reset_of_all_where_nobody_can_answer(run, tmp_path):
    folder = write_submission(tmp_path / "work", base="solutions")
    code, _, err = run("reset", "--all", "--submission", folder)
    assert code == 2
    assert "nobody can answer here. To do it all the same: grader reset --all --yes" in err
    assert backups(folder) == []


def test_reset_of_all_without_a_question(run, tmp_path):
    folder = write_submission(tmp_path / "work", base="solutions")
    assert run("reset", "--all", "--yes", "--submission", folder)[0] == 0
    assert all((folder / f"{unit.name}.py").read_text(encoding="utf-8") == stub_file(unit) for unit in COURSE.units)
    assert len(backups(folder)) == len(COURSE.units)
