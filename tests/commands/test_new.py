"""`grader new` on copies of the course: what it adds is whole and valid, and it overwrites nothing."""

import shutil
import subprocess
import sys
import tomllib

import pytest
from course_copies import FILES, NEWCOMER, build, copy_course, copy_few_units
from helpers import ROOT, run_grader

from grader.authoring.new_exercise import TEMPLATES
from grader.cli.commands.author import new as command
from grader.cli.commands.author.new import _write_all
from grader.errors import UsageError

CODE = (
    "solutions",
    "grader/course/checks",
    "grader/course/hidden",
    "grader/course/misconceptions",
    "grader/course/alternatives",
)
HINTS, LEAD_INS = "grader/course/hints", "grader/authoring/notebooks/lead_ins"


def tree(root):
    """Every file with its bytes."""
    files = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def new(root, *words):
    return run_grader("new", *words, cwd=root)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A copy of the course that no test changes, and what is in it."""
    root = copy_course(ROOT, tmp_path_factory.mktemp("untouched") / "course")
    return root, tree(root)


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    """A copy of the first units with an exercise more, and with a new unit."""
    root = copy_few_units(ROOT, tmp_path_factory.mktemp("added") / "course")
    for words in (("chains", "chain_twice"), ("surfaces", "area")):
        assert new(root, *words).returncode == 0
    return root


def test_an_exercise_of_a_unit_that_is_there(copy):
    before = tree(copy)
    done = new(copy, "chains", "chain_twice")
    text = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    after = tree(copy)
    assert set(after) == set(before)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {f"{folder}/chains.py" for folder in CODE} | {f"{HINTS}/chains.toml", f"{LEAD_INS}/chains.toml"}
    for name in changed:
        assert after[name].startswith(before[name].rstrip())
        assert b"chain_twice" in after[name][len(before[name].rstrip()) :]
        assert f"  {name} " in text
    opens = tomllib.loads(after[f"{LEAD_INS}/chains.toml"].decode())["chain_twice"]["text"]
    assert opens.endswith("$$\ny_i = 2\\,x_i.\n$$")
    assert "::exercise chain_twice" in text
    assert text.endswith("Next: grader build, then grader audit chain_twice says what is missing\n")


def test_an_exercise_of_a_new_unit(copy):
    before = tree(copy)
    done = new(copy, "integrals", "area")
    assert done.returncode == 0, done.stderr
    after = tree(copy)
    assert {name for name in before if after[name] != before[name]} == {"course.toml", "mkdocs.yml"}
    assert b'      - "8 Training": training.md\n      - "9 Integrals": integrals.md\n' in after["mkdocs.yml"]
    made = {f"{template.folder}/integrals{template.suffix}" for template in TEMPLATES}
    assert set(after) - set(before) == made
    assert after["course.toml"].startswith(before["course.toml"])
    units = tomllib.loads(after["course.toml"].decode())["unit"]
    assert units[-1] == {"name": "integrals", "title": "Integrals", "after": []}
    assert "area" in run_grader("list", cwd=copy).stdout.decode()
    assert b"::exercise area" in after["docs/integrals.md"]
    again = new(copy, "integrals", "volume")
    assert again.returncode == 0, again.stderr
    assert tree(copy)["course.toml"] == after["course.toml"]


def test_what_it_adds_can_be_built_and_audited(added):
    built = build(added)
    assert built.returncode == 0, built.stdout + built.stderr
    assert b"raise NotImplementedError" in (added / "exercises" / "surfaces.py").read_bytes()
    stubs = run_grader("check", "area", "chain_twice", cwd=added)
    assert b"TODO     area" in stubs.stdout
    solved = run_grader("check", "area", "chain_twice", "--submission", "solutions", cwd=added)
    assert solved.returncode == 0, solved.stdout
    audit = run_grader("audit", "area", "chain_twice", "--seeds", "1", cwd=added)
    short = [line for line in audit.stdout.decode().splitlines() if line.startswith(("area:", "chain_twice:"))]
    assert audit.returncode == 1
    missing = ("checks: 1 visible, 1 hidden", "alternatives: 1", "misconceptions: 1")
    assert short == [f"{name}: too few: {what}" for name in ("chain_twice", "area") for what in missing]


def test_what_it_adds_is_valid_for_ruff_and_mypy_and_so_is_what_a_newcomer_wrote(added, tmp_path):
    root = copy_course(added, tmp_path / "course")
    for name, place in NEWCOMER.items():
        shutil.copy(FILES / name, root / place)
    fresh = [f"{folder}/{unit}.py" for folder in CODE for unit in ("surfaces", "integrals")]
    files = [f"{folder}/chains.py" for folder in CODE] + fresh
    cache = ROOT / ".pytest_cache" / "mypy"
    for tool in (
        ("ruff", "check", "--no-cache", *files),
        ("ruff", "format", "--no-cache", "--check", *fresh),
        ("mypy", "--cache-dir", str(cache), "--follow-imports=silent", *files),
    ):
        done = subprocess.run([sys.executable, "-m", *tool], cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("chains", "deriv"), "is there already, in derivatives"),
        (("chains", "chain_length_2"), "is there already"),
        (("chains", "Chain"), "is no name"),
        (("chains", "2chain"), "is no name"),
        (("chains", "a-b"), "is no name"),
        (("chains", "über"), "is no name"),
        (("chains", "lambda"), "lambda is a keyword of Python"),
        (("class", "chain"), "class is a keyword of Python"),
        (("chains", "../evil"), "is no name"),
        (("../evil", "chain"), "is no name"),
        (("", "chain"), "is no name"),
        (("chains", "matrices"), "a unit and a function"),
        (("deriv", "slope"), "a unit and a function"),
        (("slope", "slope"), "a unit and a function"),
        (("chains", "sum"), "a function of Python itself"),
        (("chains", "check"), "Notebooks ask the grader by check"),
        (("random", "walk"), "a module of Python's"),
        (("numpy", "walk"), "a module of Python's"),
        (("chains", "np"), "has the name np already"),
        (("chains", "call"), "has the name call already"),
        (("surfaces", "alternative"), "has the name alternative already"),
        (("plots", "set_figsize"), "has the name set_figsize already"),
        (("index", "first"), "names no such unit"),
    ],
)
def test_names_that_cannot_be(run, monkeypatch, words, why):
    monkeypatch.setattr(command, "_write_all", lambda _texts: pytest.fail("it would have been added"))
    code, out, errors = run("new", *words)
    assert (code, out, errors.count("\n")) == (2, "", 1)
    assert why in errors


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("chains", "deriv"), "is there already, in derivatives"),
        (("surfaces", "alternative"), "has the name alternative already"),
        (("index", "first"), "names no such unit"),
    ],
)
def test_a_name_that_cannot_be_changes_nothing(untouched, words, why):
    """A name of the course, one that a file imports, and one of another file."""
    root, before = untouched
    done = new(root, *words)
    assert done.returncode == 2
    assert why in done.stderr.decode()
    assert not done.stdout
    assert tree(root) == before


@pytest.mark.parametrize(
    ("file", "change", "why"),
    [
        (
            "grader/course/checks/chains.py",
            lambda text: text + "\nnew_one_signs = 1\n",
            "the name new_one_signs already",
        ),
        ("grader/course/hidden/chains.py", lambda text: text + "\nx = (\n", "is no Python"),
    ],
)
def test_files_that_it_does_not_fit_into(copy, file, change, why):
    path = copy / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    before = tree(copy)
    done = new(copy, "chains", "new_one")
    assert done.returncode == 2
    assert why in done.stderr.decode()
    assert tree(copy) == before


def test_imports_that_a_file_lacks_are_added(copy):
    lacking = {
        "solutions/chains.py": ("from numpy import ndarray\n", ""),
        "grader/course/checks/chains.py": (", visible\n", "\n"),
        "grader/course/hidden/chains.py": ("from collections.abc import Iterator\n", ""),
        "grader/course/misconceptions/chains.py": ("from typing import Any\n", ""),
        "grader/course/alternatives/chains.py": ("from grader.course.alternatives import alternative\n", ""),
    }
    whole = {name: (copy / name).read_text(encoding="utf-8") for name in lacking}
    for name, change in lacking.items():
        assert change[0] in whole[name]
        (copy / name).write_text(whole[name].replace(*change, 1), encoding="utf-8")
    assert new(copy, "chains", "new_one").returncode == 0
    for name, text in whole.items():
        after = (copy / name).read_text(encoding="utf-8")
        assert "new_one" in after
        assert after.startswith(text.rstrip()), name


def test_a_file_of_another_is_not_taken_over(copy):
    (copy / "solutions" / "integrals.py").write_text("x = 1\n", encoding="utf-8")
    before = tree(copy)
    done = new(copy, "integrals", "area")
    assert done.returncode == 2
    assert b"solutions/integrals.py is there" in done.stderr
    assert tree(copy) == before


def test_line_ends_and_a_missing_last_one(copy):
    path = copy / "grader" / "course" / "checks" / "chains.py"
    path.write_bytes(path.read_bytes().rstrip().replace(b"\n", b"\r\n"))
    assert new(copy, "chains", "chain_twice").returncode == 0
    data = path.read_bytes()
    assert b"chain_twice" in data
    assert data.count(b"\n") == data.count(b"\r\n")
    assert data.endswith(b"\r\n")


def test_all_files_or_none(tmp_path):
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_text("old\n", encoding="utf-8")
    with pytest.raises(UsageError):
        _write_all({first: "new\n", second: "new\n", tmp_path / "nowhere" / "c.py": "new\n"})
    assert tree(tmp_path) == {"a.py": b"old\n"}
    _write_all({first: "new\n", second: "new\n"})
    assert tree(tmp_path) == {"a.py": b"new\n", "b.py": b"new\n"}


def test_a_students_kit_takes_none(copy):
    shutil.rmtree(copy / "solutions")
    before = tree(copy)
    done = new(copy, "chains", "chain_twice")
    assert done.returncode == 2
    assert b"author's copy" in done.stderr
    assert tree(copy) == before
