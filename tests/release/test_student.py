"""A student's start as the README tells it, offline: unpack, set up, one wrong, two right; then the instructor."""

import json
import os
import re
import shutil
import subprocess
import zipfile

import pytest
from helpers import SOLUTIONS, UNITS, run_grader, valid
from kits import in_kit

from grader.course.stubs import solution_of, stub_of

WRONG = "return x + x"


def uv(kit, *words):
    """A command of the README in a kit, offline, in an environment of its own."""
    clean = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    return subprocess.run(
        ["uv", "run", "--offline", *map(str, words)],
        cwd=kit, env=clean, capture_output=True, check=False, timeout=600, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture(scope="module")
def unpacked(made, tmp_path_factory):
    """The zip as a student unpacks it, set up."""
    folder = tmp_path_factory.mktemp("a student") / "my courses"
    with zipfile.ZipFile(made.archive) as archive:
        archive.extractall(folder)
    return folder / made.folder.name


def fill(kit, unit, name, body):
    """Write a function in the place of its stub."""
    path = kit / "exercises" / f"{unit}.py"
    stub = stub_of(unit, name)
    lines = [line for line in stub.splitlines() if "Stuck?" not in line]
    text = "\n".join(lines).replace("raise NotImplementedError", body) + "\n"
    source = path.read_text(encoding="utf-8")
    assert source.count(stub) == 1
    path.write_text(source.replace(stub, text), encoding="utf-8")


def test_the_readme_tells_two_commands_for_each_system(unpacked):
    text = (unpacked / "README.md").read_text(encoding="utf-8")
    begin = text[text.index("## Begin") : text.index("## Work")]
    assert re.findall(r"^```\w+\n(.*?)\n```", begin, re.DOTALL | re.MULTILINE) == [
        "python3 -m pip install --upgrade --target .uv uv && .uv/bin/uv run grader",
        r"py -m pip install --upgrade --target .uv uv; .uv\bin\uv run grader",
        "uv run grader watch",
    ]
    assert all(system in begin for system in ("Linux", "macOS", "Windows"))
    assert "{" not in text


def test_a_student_begins_gets_one_wrong_and_two_right(unpacked):
    board = uv(unpacked, "grader")
    assert board.returncode == 0, board.stderr
    assert "functions" in board.stdout
    assert "45 todo" in board.stdout

    fill(unpacked, "functions", "square", WRONG)
    wrong = uv(unpacked, "grader", "watch")
    assert wrong.returncode == 1
    assert "WRONG    square" in wrong.stdout
    assert "Your numbers are 2x" in wrong.stdout or "2" in wrong.stdout
    assert "Next: uv run grader hint square" in wrong.stdout
    assert "the idea" in in_kit(unpacked, "hint", "square").stdout

    path = unpacked / "exercises" / "functions.py"
    path.write_text(path.read_text(encoding="utf-8").replace(WRONG, "return x * x"), encoding="utf-8")
    fill(unpacked, "functions", "relu", "return np.maximum(x, 0)")
    right = uv(unpacked, "grader", "check", "square", "relu")
    assert right.returncode == 0, right.stdout
    assert "2 pass" in right.stdout

    spawned = uv(unpacked, "grader", "check", "square", "relu", "--spawn")
    assert spawned.stdout == right.stdout

    shown = uv(unpacked, "grader", "show", "relu", "--out", "relu.png")
    assert shown.returncode == 0, shown.stderr
    assert (unpacked / "relu.png").read_bytes().startswith(b"\x89PNG")
    doctor = uv(unpacked, "grader", "doctor")
    assert doctor.returncode == 0
    assert "note    release" not in doctor.stdout
    solution = in_kit(unpacked, "solution", "square")
    assert solution.returncode == 2
    assert "holds no solution" in solution.stderr
    assert f"{(unpacked / 'site' / 'functions.html').as_uri()}#relu" in in_kit(unpacked, "docs", "relu").stdout

    reset = in_kit(unpacked, "reset", "relu")
    assert reset.returncode == 0
    assert stub_of("functions", "relu") in path.read_text(encoding="utf-8")


def test_pytest_runs_the_same_checks(unpacked):
    done = uv(unpacked, "pytest", "grader", "--submission=exercises", "--no-jail", "-q")
    assert done.returncode == 1, done.stderr
    assert "error" not in done.stdout.splitlines()[-1]
    assert "functions::hidden" not in done.stdout


def test_an_instructor_grades_what_students_hand_in_as_their_kits_do(made, ran, tmp_path):
    """Three kits, half done in different ways: the visible checks of some units have the same verdicts in a batch."""
    told, units = {}, UNITS[:5]
    handed = tmp_path / "class"
    for number, student in enumerate(("ada", "ben", "cleo")):
        kit = shutil.copytree(ran, tmp_path / "kits" / student)
        for unit in units[number::2]:
            source = (SOLUTIONS / f"{unit}.py").read_text(encoding="utf-8")
            (kit / "exercises" / f"{unit}.py").write_text(source, encoding="utf-8")
        if number:
            fill(kit, "functions", "square", WRONG) if number == 1 else None
        env = {"PYTHONPATH": str(kit)}
        told[student] = valid(json.loads(run_grader("check", *units, "--json", "-", cwd=kit, env=env).stdout))
        shutil.copytree(kit / "exercises", handed / student / "exercises")
    done = run_grader("batch", handed, *units, "--out", tmp_path / "graded", "--no-jail", "--seed", 7)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "graded" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    graded = {report["student"]: valid(report) for report in map(json.loads, lines) if "student" in report}
    assert graded.keys() == told.keys()
    seen = set()
    for student, report in graded.items():
        mine, theirs = visible(report), visible(told[student])
        leaning = {e["name"] for e in told[student]["exercises"] if e["blocked_by"]}
        assert [one for one in mine if one[0] not in leaning] == [one for one in theirs if one[0] not in leaning]
        assert {e["name"] for e in report["exercises"] if e["follow_through"]} == leaning  # in a kit nothing is given
        seen |= leaning
        assert report["release"] == told[student]["release"] == made.stamp.release
        assert not any("release" in flag for flag in report["flags"])
    assert len(seen) > 3
    kinds = {verdict for report in told.values() for *_, verdict in visible(report)}
    assert kinds >= {"pass", "todo", "wrong"}


def visible(report):
    return [
        (exercise["name"], check["name"], check["verdict"])
        for exercise in report["exercises"]
        for check in exercise["checks"]
        if not check["hidden"]
    ]


def test_a_stale_kit_is_told_in_a_batch(made, tmp_path):
    folder = tmp_path / "class" / "ada"
    shutil.copytree(made.folder / "exercises", folder)
    stamped = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    (folder / "release.json").write_text(json.dumps(stamped | {"release": "0000"}), encoding="utf-8")
    run_grader("batch", tmp_path / "class", "--out", tmp_path / "graded", "functions", "--no-jail")
    (line,) = [
        json.loads(line)
        for line in (tmp_path / "graded" / "results.jsonl").read_text(encoding="utf-8").splitlines()
        if '"student"' in line
    ]
    assert any("made with a release of an older course (0000;" in flag for flag in line["flags"])
    assert "made with a release of an older course" in (tmp_path / "graded" / "report.html").read_text(encoding="utf-8")


def test_a_students_notebook_checks_itself(unpacked):
    """The cells of a notebook of the kit, one of them filled in, run as IPython runs them."""
    notebook = json.loads((unpacked / "notebooks" / "functions.ipynb").read_text(encoding="utf-8"))
    cells = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"}
    cells["relu"] = solution_of("functions", "relu")
    cells |= {"own": 'hint("relu")\nshow("relu")'}
    code = "\n".join(
        ["from IPython.core.interactiveshell import InteractiveShell", "shell = InteractiveShell.instance()"]
        + [f"shell.run_cell({text!r}, store_history=True)" for text in cells.values()]
    )
    done = uv(unpacked, "--group", "notebook", "python", "-c", code)
    assert "relu: 4 of 4 checks pass" in done.stdout, done.stderr
    assert "sigmoid: 0 of 5 checks pass" in done.stdout
    assert "relu, hint 1 of 3, the idea:" in done.stdout
    assert "all of it is right." in done.stdout
    assert "](../site/functions.html)" in "".join(notebook["cells"][0]["source"])
    assert (unpacked / "site" / "functions.html").exists()
    assert "It is not written yet." in done.stdout
