"""`grader release`: what is in a kit, units one at a time, work that is kept, and the stamp."""

import ast
import io
import json
import shutil
import sys
import tomllib
import zipfile
from dataclasses import replace

import pytest
import warm_start
from helpers import ROOT, UNITS, run_grader, write_submission
from kits import in_kit, report_of

from grader.authoring.notebooks.build import Choices
from grader.cli.commands.instructor import release as command
from grader.cli.main import main
from grader.cli.table import ALL
from grader.course.release_stamp import Stamp, manifest
from grader.course.stubs import stub_file
from grader.course.syllabus import load_course
from grader.errors import USAGE, UsageError
from grader.files import zipped
from grader.release.choice import choose, stubs
from grader.release.make import write_folder

COURSE = load_course()


# --- what is in it


def test_the_zip_holds_what_the_folder_holds(made):
    with zipfile.ZipFile(made.archive) as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name) for name in archive.namelist()}
    files = {f"{made.folder.name}/{p.relative_to(made.folder).as_posix()}": p for p in made.folder.rglob("*")}
    assert held == {name: path.read_bytes() for name, path in files.items() if path.is_file()}
    assert made.archive.stat().st_size < 3_000_000


def test_a_kit_holds_every_unit_and_only_what_a_student_needs(made):
    assert {path.stem for path in (made.folder / "exercises").glob("*.py")} == {"__init__", *UNITS}
    assert {path.stem for path in (made.folder / "notebooks").iterdir()} == set(UNITS)
    for unit in COURSE.units:
        assert (made.folder / "exercises" / f"{unit.name}.py").read_text(encoding="utf-8") == stub_file(unit)
    for name in (
        "course/hidden",
        "course/misconceptions",
        "course/alternatives",
        "authoring",
        "batch",
        "gradescope",
        "nbgrader_plugin",
        "release",
        "cli/commands/author",
        "cli/commands/instructor",
    ):
        assert not (made.folder / "grader" / name).exists()
    commands = {path.stem for path in (made.folder / "grader" / "cli" / "commands" / "student").glob("*.py")} - {
        "__init__"
    }
    assert commands == {name for name, command in ALL.items() if command.who == "student"}


def test_every_module_of_a_kit_finds_what_it_imports(made):
    package = made.folder / "grader"
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "grader":
                home = made.folder.joinpath(*node.module.split("."))
                assert home.with_suffix(".py").exists() or (home / "__init__.py").exists(), (path, node.module)


def test_the_kit_needs_few_packages_and_names_their_versions(made):
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    kit = tomllib.loads((made.folder / "pyproject.toml").read_text(encoding="utf-8"))
    assert kit["project"]["dependencies"] == ours["project"]["dependencies"]
    pins = kit["tool"]["uv"]["constraint-dependencies"]
    assert set(pins) < set(ours["tool"]["uv"]["constraint-dependencies"])
    names = {pin.partition("==")[0] for pin in pins}
    assert {"numpy", "pillow", "colorama", "jupyterlab", "tornado"} <= names
    assert not {"nbgrader", "ruff", "mkdocs", "playwright"} & names


# --- units one at a time


@pytest.fixture(scope="module")
def its_kit(chains, tmp_path_factory):
    """A copy of the kit of one unit, to run it in."""
    return shutil.copytree(chains.folder, tmp_path_factory.mktemp("one") / chains.folder.name)


def test_one_unit_brings_the_stubs_of_what_it_needs(its_kit):
    assert its_kit.name == "calculus-kit-chains"
    assert {path.name for path in (its_kit / "notebooks").iterdir()} == {"chains.ipynb"}
    derivatives = ast.parse((its_kit / "exercises" / "derivatives.py").read_text(encoding="utf-8"))
    assert [node.name for node in derivatives.body if isinstance(node, ast.FunctionDef)] == ["deriv"]
    listed = json.loads(in_kit(its_kit, "list", "--json", "-").stdout)
    assert {unit["name"]: len(unit["exercises"]) for unit in listed["units"]} == {"derivatives": 1, "chains": 6}
    assert "`exercises/derivatives.py`: `deriv`" in (its_kit / "README.md").read_text(encoding="utf-8")


def test_one_unit_grades_by_itself(its_kit, chains, tmp_path):
    mine = write_submission(tmp_path / "mine", base="solutions")
    (mine / "functions.py").write_bytes((its_kit / "exercises" / "functions.py").read_bytes())
    report = report_of(its_kit, "--submission", mine)
    assert {exercise["verdict"] for exercise in report["exercises"]} == {"pass"}
    assert report["release"] == chains.stamp.release
    assert report["flags"] == []


@pytest.mark.parametrize("given", [(), ("functions", "derivatives"), ("matrices",), tuple(UNITS[:-1])])
@pytest.mark.parametrize("unit", UNITS)
def test_the_files_of_each_unit_import_each_other(unit, given, tmp_path):
    if unit in given:
        with pytest.raises(UsageError, match="is given in"):
            choose([unit], COURSE, Choices(given))
        return
    release = choose([unit], COURSE, Choices(given))
    texts = stubs(release)
    write_submission(tmp_path / "exercises", **texts)
    program = tmp_path / "import_all.py"
    program.write_text(f"import {', '.join(f'exercises.{name}' for name in texts)}", encoding="utf-8")
    assert warm_start.run([program]).returncode == 0
    asked = {one.name for one in release.course.units}
    assert unit in asked
    assert not asked & set(given)
    for one in release.course.units:
        needs = {need for exercise in one.exercises for need in exercise.needs}
        assert needs <= {exercise.name for exercise in release.course.exercises}


def test_given_functions_are_code_and_never_asked_for():
    release = choose(["chains"], COURSE, Choices(("derivatives",)))
    assert [unit.name for unit in release.course.units] == ["chains"]
    code = stubs(release)["derivatives"]
    assert "NotImplementedError" not in code
    assert [node.name for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)] == ["deriv"]
    everything = choose([], COURSE, Choices(("derivatives",)))
    assert [unit.name for unit in everything.course.units] == [name for name in UNITS if name != "derivatives"]


@pytest.mark.parametrize("name", ["deriv", "nothing", "chains.py"])
def test_a_release_is_of_units(name, tmp_path):
    done = run_grader("release", tmp_path, name)
    assert done.returncode == 2
    assert f"{name} is no unit" in done.stderr.decode()


# --- a folder that is there already


def test_what_was_edited_is_left_and_all_else_is_made_anew(chains, tmp_path):
    """Made anew by another run of the command: the same course gives the same bytes, see also `test_classroom.py`."""
    folder = shutil.copytree(chains.folder, tmp_path / "out" / chains.folder.name)
    edited = folder / "exercises" / "chains.py"
    edited.write_text("mine = 1\n", encoding="utf-8")
    (folder / "exercises" / "helper.py").write_text("mine = 2\n", encoding="utf-8")
    (folder / "grader" / "grading" / "compare.py").write_text("", encoding="utf-8")
    done = run_grader("release", tmp_path / "out", "chains")
    assert done.returncode == 2
    assert "chains.py was edited and is left as it is" in done.stdout.decode()
    assert edited.read_text(encoding="utf-8") == "mine = 1\n"
    assert (folder / "exercises" / "helper.py").exists()
    assert (folder / "grader" / "grading" / "compare.py").read_bytes() == (
        ROOT / "grader" / "grading" / "compare.py"
    ).read_bytes()
    assert (tmp_path / "out" / "calculus-kit-chains.zip").read_bytes() == chains.archive.read_bytes()


def test_what_a_release_does_not_hold_any_more_goes_unless_it_was_edited(tmp_path):
    one = Stamp("a", "1", "course", ())

    def files(**texts):
        found = {name.replace("__", "/"): text.encode() for name, text in texts.items()}
        return found | {"grader/release.json": manifest(one, found).encode()}

    assert (
        write_folder(tmp_path, files(grader__old="1", exercises__old="2", exercises__kept="3", notebooks__n="4")) == []
    )
    (tmp_path / "exercises" / "kept").write_text("mine", encoding="utf-8")
    (tmp_path / "grader" / "old").write_text("changed", encoding="utf-8")
    assert write_folder(tmp_path, files(grader__new="5", notebooks__n="6")) == ["exercises/kept"]
    held = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert held == {"grader/new", "grader/release.json", "exercises/kept", "notebooks/n"}
    assert (tmp_path / "notebooks" / "n").read_text(encoding="utf-8") == "6"


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds no kit"):
        write_folder(tmp_path, {"a": b""})
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("place", "said"),
    [("taken", "is there and holds no kit"), ("file", "cannot be written to"), (".", "nosuch is no unit")],
)
def test_a_place_that_cannot_be_is_told_before_the_long_work(tmp_path, monkeypatch, capsys, place, said):
    (tmp_path / "taken" / "calculus-kit-functions" / "mine").mkdir(parents=True)
    (tmp_path / "file").touch()
    monkeypatch.setattr(command, "is_stale", lambda: True)
    monkeypatch.setattr(command, "build_if_stale", lambda *_: pytest.fail("it built the lessons"))
    assert main(["release", str(tmp_path / place), "functions" if place != "." else "nosuch"]) == USAGE
    assert said in capsys.readouterr().err


def test_long_work_is_said_before_it_begins_also_to_a_pipe(tmp_path, monkeypatch):
    class Pipe(io.StringIO):
        """It keeps what was written to it until somebody flushes."""

        said = ""

        def flush(self):
            self.said = self.getvalue()

    said = []

    def freeze(*_args, **_more):
        said.append(sys.stdout.said)
        raise UsageError

    monkeypatch.setattr(sys, "stdout", Pipe())
    for name in ("grader.cli.lessons.is_stale", "grader.cli.lessons.can_build"):
        monkeypatch.setattr(name, lambda: True)
    monkeypatch.setattr(command, "is_stale", lambda: False)
    monkeypatch.setattr("grader.cli.lessons.build_lessons", lambda: None)
    monkeypatch.setattr("grader.release.make.make_release", freeze)
    main(["release", str(tmp_path / "out"), "functions", "--classroom"])
    lessons = "The lessons are built here, once. That takes some seconds.\n"
    assert said == [f"{lessons}The answers of 4 exercises are frozen. That takes some seconds.\n"]


def test_a_zip_of_the_same_files_is_the_same():
    assert zipped({"b": b"2", "a": b"1"}) == zipped({"a": b"1", "b": b"2"})


# --- the stamp


def test_a_kit_says_when_its_files_are_not_those_of_its_stamp(kit, made):
    assert report_of(kit, "square")["flags"] == []
    (kit / "exercises" / "functions.py").write_text("def square(x):\n    return x * x\n", encoding="utf-8")
    (kit / "grader" / "grading" / "compare.py").write_text(
        "# mine\n" + (kit / "grader" / "grading" / "compare.py").read_text(encoding="utf-8")
    )
    (kit / "grader" / "course" / "hints" / "plots.toml").write_text("", encoding="utf-8")
    report = report_of(kit, "square")
    assert report["release"] == made.stamp.release
    assert report["flags"] == [
        "this kit is not as it was handed out: grader/course/hints/plots.toml, grader/grading/compare.py"
    ]
    assert "not as it was handed out: grader/course/hints/plots.toml" in in_kit(kit, "doctor").stdout


def test_an_instructor_sees_which_release_a_submission_comes_from(made, grading, tmp_path):
    mine = write_submission(tmp_path / "mine", base="stubs")
    assert grading(mine, "square").json["release"] is None
    (mine / "release.json").write_bytes((made.folder / "exercises" / "release.json").read_bytes())
    fresh = grading(mine, "square")
    assert fresh.json["release"] == made.stamp.release
    assert fresh.json["flags"] == []
    (mine / "release.json").write_text(replace(made.stamp, release="0123").to_json(), encoding="utf-8")
    (flag,) = grading(mine, "square").json["flags"]
    assert flag == f"made with a release of an older course (0123; the course is {made.stamp.release} now)"
    (mine / "release.json").write_text(replace(made.stamp, course="Knitting").to_json(), encoding="utf-8")
    assert grading(mine, "square").json["flags"] == ["made with a release of another course, Knitting"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "null", '{"release": "a"}', '{"release": 1, "kit": "", "course": "", "units": []}', "[" * 10_000,
     '{"release": "", "kit": "", "course": "", "units": [1]}', json.dumps({"units": ["a"] * 10_000}), "\udcff"],
)  # fmt: skip
def test_a_forged_stamp_is_a_flag_and_no_more(text, grading, tmp_path):
    mine = write_submission(tmp_path / "mine", base="stubs")
    (mine / "release.json").write_text(text, encoding="utf-8", errors="surrogateescape")
    (flag,) = grading(mine, "square").json["flags"]
    assert flag.startswith("which release it was made with is not known: release.json")


def test_a_stamp_that_is_no_file_is_not_read(grading, tmp_path):
    mine = write_submission(tmp_path / "mine", base="stubs")
    (mine / "release.json").symlink_to("/dev/zero")
    assert grading(mine, "square").json["flags"] == [
        "which release it was made with is not known: release.json cannot be read"
    ]


def test_what_a_forged_stamp_says_is_made_safe(grading, tmp_path):
    mine = write_submission(tmp_path / "mine", base="stubs")
    forged = Stamp("\x1b[31m" + "a" * 500, "1", "\x1b]0;owned\x07", ("functions",))
    (mine / "release.json").write_text(forged.to_json(), encoding="utf-8")
    report = grading(mine, "square").json
    assert "\x1b" not in report["release"] + report["flags"][0]
    assert len(report["release"]) < 80
