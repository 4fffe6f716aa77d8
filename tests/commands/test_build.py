"""`grader build`: what is generated, and what was edited and stays."""

import codecs
import json
import shutil

import pytest
from helpers import ROOT

from grader.authoring.notebooks import source
from grader.cli.commands.author import build
from grader.course.stubs import stub_file
from grader.course.syllabus import load_course

COURSE = load_course()
FUNCTIONS = COURSE.unit("functions")


@pytest.fixture
def built(tmp_path, monkeypatch, run):
    """A folder of stubs, built; notebooks are made by tests of their own."""
    folder = tmp_path / "exercises"
    monkeypatch.setattr(build, "EXERCISES", folder)
    monkeypatch.setattr(build.importlib.util, "find_spec", lambda _name: None)
    code, out, _ = run("build")
    assert code == 0
    assert f"{len(COURSE.units) + 1} files of {folder}/ are as they are built from the solutions.\n" in out
    return folder


def test_what_the_repository_has_is_what_the_solutions_give(run):
    code, out, _ = run("build", "--check")
    assert (code, [line for line in out.splitlines() if "is not what" in line]) == (0, [])


def test_building_again_changes_nothing(run, built):
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in built.glob("*.py")}
    assert run("build")[0] == 0
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in built.glob("*.py")} == before
    assert run("build", "--check")[0] == 0


def test_a_byte_order_mark_in_a_solution_is_read_over_as_python_does(tmp_path, monkeypatch):
    for path in (ROOT / "solutions").glob("*.py"):
        (tmp_path / path.name).write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    assert stub_file(FUNCTIONS, solutions=tmp_path) == stub_file(FUNCTIONS)
    usual = source.Source.read("functions")
    monkeypatch.setattr(source, "SOLUTIONS", tmp_path)
    assert source.Source.read("functions").text == usual.text


def test_a_stub_that_was_edited_is_left_and_told(run, built):
    (built / "functions.py").write_text("def square(x):\n    return x * x\n", encoding="utf-8")
    code, out, _ = run("build")
    assert code == 2
    assert (
        f"{built}/functions.py was edited and is left as it is. To have it made anew: grader reset functions\n" in out
    )
    assert (built / "functions.py").read_text(encoding="utf-8") == "def square(x):\n    return x * x\n"
    assert run("build")[0] == 2, "also the second time"
    code, out, _ = run("build", "--check")
    assert code == 1
    assert f"{built}/functions.py is not what the solutions give. Build it again: grader build\n" in out


def test_a_stub_that_is_old_but_not_edited_is_made_anew(run, built, monkeypatch):
    old = stub_file(FUNCTIONS).replace("Square every element", "Square all")
    (built / "functions.py").write_text(old, encoding="utf-8")
    stamps = json.loads((built / "stubs.json").read_text(encoding="utf-8"))
    stamps["functions.py"] = build._stamp(old)
    (built / "stubs.json").write_text(json.dumps(stamps), encoding="utf-8")
    assert run("build", "--check")[0] == 1
    assert run("build")[0] == 0
    assert (built / "functions.py").read_text(encoding="utf-8") == stub_file(FUNCTIONS)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "functions.py").unlink(),
        lambda folder: (folder / "stubs.json").write_text("{"),
        lambda folder: (folder / "stubs.json").unlink(),
        lambda folder: (folder / "stray.py").write_text("x = 1\n"),
        lambda folder: (folder / "__init__.py").write_text("x = 1\n"),
        shutil.rmtree,
    ],
    ids=["missing", "stamps broken", "stamps missing", "stray", "edited", "all gone"],
)
def test_build_check_sees_what_is_stale(run, built, spoil):
    spoil(built)
    assert run("build", "--check")[0] == 1


def test_build_says_which_file_it_cannot_read(run, built):
    (built / "functions.py").write_bytes(b"\xff")
    code, _, err = run("build")
    assert code == 2
    assert err.endswith("Bring it back: grader reset functions\n")
