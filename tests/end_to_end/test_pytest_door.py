"""`pytest grader --submission=DIR`: an item for each check, pytest's own exit codes, and nothing of DIR is read here.

The commands are real; the jail has tests of its own.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import warm_start
from helpers import ROOT, WHOLE, write_submission

from grader.course.checks_of import checks_of
from grader.course.syllabus import load_course

SQUARE = "def square(x):\n    return x * x\n"
TRAP = "import os\nopen(os.environ['MARK'], 'a').write(__file__)\n"
TRAPS = ("conftest", "test_functions", "functions_test", "setup", "evil", "sitecustomize", "usercustomize")


PYTEST = Path(sys.executable).with_name("pytest")
START = [str(PYTEST)] if PYTEST.exists() else [sys.executable, "-P", "-m", "pytest"]
LOADED = (*warm_start.SCIENCE, "pytest")


def run_pytest(*words, cwd=ROOT, start=None, env=None):
    """Run the real pytest; its exit code and all that it prints. With `start`, a new Python begins with that."""
    words = [*map(str, words), "-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
    environment = {**os.environ, "PYTEST_ADDOPTS": "", **(env or {})}
    if start is None and PYTEST.exists():
        done = warm_start.run([PYTEST, *words], packages=LOADED, cwd=cwd, env=environment)
    else:
        command = [*(start or START), *words]
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False, timeout=600)
    text = (done.stdout + done.stderr).decode()
    assert "Traceback" not in text
    assert "INTERNALERROR" not in text
    return done.returncode, text


@pytest.fixture
def trapped(tmp_path, monkeypatch):
    """A submission with files that pytest or Python would run if they looked at it; where they would leave a mark."""
    mark = tmp_path / "mark"
    monkeypatch.setenv("MARK", str(mark))
    folder = write_submission(tmp_path / "work", functions=SQUARE, **dict.fromkeys(TRAPS, TRAP))
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --strict-config\nno_such_setting = 1\n")
    (folder / "inner").mkdir()
    (folder / "inner" / "conftest.py").write_text(TRAP)
    return folder, mark


# --- what it prints, and how it ends


def test_the_solutions_pass_with_an_item_for_each_check(tmp_path):
    code, text = run_pytest(
        "grader", f"--submission={ROOT / 'solutions'}", "--no-jail", "-q", f"--junitxml={tmp_path / 'junit.xml'}",
        start=START, env={"MPLBACKEND": "module://nowhere.backend"},
    )  # fmt: skip
    checks = [check for exercise in load_course().exercises for check in checks_of(exercise)]
    assert code == 0
    assert f"{len(checks)} passed" in text
    cases = ET.parse(tmp_path / "junit.xml").getroot().findall(".//testcase")
    assert not [case for case in cases if len(case)]
    names = [f"{'hidden-' if check.hidden else ''}{check.name}" for check in checks]
    assert [case.get("name").rpartition("::")[2] for case in cases] == names


def test_what_fails_is_said_in_the_words_of_the_report(tmp_path):
    source = (
        "def square(x):\n    return x * 2\n\n\ndef relu(x):\n    raise NotImplementedError\n\n\n"
        "def leaky_relu(x):\n    raise ValueError('\\x1b[31mred\\x00')\n"
    )
    folder = write_submission(tmp_path / "work", functions=source)
    junit = tmp_path / "junit.xml"
    code, text = run_pytest(
        "grader", f"--submission={folder}", "--no-jail", "-q", "-k", "functions", f"--junitxml={junit}",
        "--grader-seed=987654321",
    )  # fmt: skip
    assert code == 1
    assert "987654321" not in text
    assert "�[31mred�" in text
    assert "\x1b" not in text + junit.read_text(encoding="utf-8")
    assert "wrong: square: negative numbers and fractions\n" in text
    assert re.search(r"square\(\[-2, 0\.5, 3, -0\.1\]\)\n +x   yours   expected\n", text)
    assert "It is not written yet." in text
    assert "functions.py does not define sigmoid." in text
    assert "numbers of both signs, small and large: it does not hold. (The inputs of this check stay hidden.)" in text
    for word in ("repr_failure", "pytest_plugin.py", "judge.py", ".venv", "CheckFailedError"):
        assert word not in text.split("short test summary info")[0]
    failures = ET.parse(junit).getroot().findall(".//failure")
    words = [failure.text for failure in failures]
    assert any("yours   expected" in one for one in words)
    assert not any("Traceback" in one for one in words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--submission="], "say which folder to grade: pytest grader --submission=DIR"),
        (["--submission=nowhere"], "There is no folder nowhere. Name the one with your unit files: --submission=DIR"),
        (["--submission=README.md"], "README.md is a file. Name the folder that it lies in: --submission=."),
        (["--submission=docs"], "docs holds no unit of the course, such as functions.py."),
        (["--submission=solutions", "--grader-seed=x"], "invalid int value: 'x'"),
        (["--submission=solutions", "--grader-seed=-5"], "A seed is 0 or more, not -5."),
    ],
)
def test_what_cannot_be_graded_is_exit_code_4(words, said):
    code, text = run_pytest("grader", *words)
    assert code == 4
    assert said in text


def test_alone_it_grades_the_exercises_as_check_does():
    code, text = run_pytest("grader", "-q", "-k", "functions")
    assert code == 1
    assert "todo: square: " in text
    assert "exercises/functions.py" in text or "It is not written yet." in text


def test_other_tests_are_not_touched_by_the_plug_in(tmp_path):
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n")
    code, text = run_pytest("test_one.py", "-q", cwd=tmp_path)
    assert code == 0
    assert "1 passed" in text


# --- every spelling of the option


def spellings(folder):
    """Ways to say the folder, each with what pytest is called with, where, and whether it grades."""
    grader = ROOT / "grader"
    one_word, two_words = f"--submission={folder}", ["--submission", folder]
    return {
        "one word": (["grader", one_word], ROOT, {}, True),
        "one word, first": ([one_word, "grader"], ROOT, {}, True),
        "one word, in the environment": (["grader"], ROOT, {"PYTEST_ADDOPTS": one_word}, True),
        "one word, in a setting": (["grader", "-o", f"addopts={one_word}"], ROOT, {}, True),
        "from within": ([grader, "--submission=."], folder, {}, True),
        "from within, first": (["--submission=.", grader], folder, {}, True),
        "from within, absolute": ([grader, one_word], folder, {}, True),
        "two words": (["grader", *two_words], ROOT, {}, False),
        "two words, in the environment": (["grader"], ROOT, {"PYTEST_ADDOPTS": f"--submission '{folder}'"}, False),
        "two words, in a setting": (["grader", "-o", f"addopts=--submission '{folder}'"], ROOT, {}, False),
        "two words, from within": ([grader, "--submission", "."], folder, {}, False),
        "two words, first": ([*two_words, "grader"], ROOT, {}, False),
        "shortened": (["grader", "--subm", folder], ROOT, {}, False),
        "shortened, one word": (["grader", f"--subm={folder}"], ROOT, {}, False),
        "shortened, first": (["--sub", folder, "grader"], ROOT, {}, False),
    }


# in another order, or from another place: all with GRADER_WHOLE=1 (see `docs/contributing.md`)
LIKE_OTHERS = ("one word", "one word, first", "from within", "from within, absolute", "two words, first")


@pytest.mark.parametrize("way", [way for way in spellings(ROOT) if WHOLE or way not in LIKE_OTHERS])
def test_nothing_of_the_folder_is_imported(trapped, way):
    folder, mark = trapped
    words, cwd, env, grades = spellings(folder)[way]
    start = START if way.startswith("from within") else None  # what Python itself would take from there
    options = ["--no-jail", "-q", "-k", "functions and square"]
    code, text = run_pytest(*words, *options, cwd=cwd, env=env, start=start)
    assert not mark.exists(), mark.read_text()
    if grades:
        assert code == 0, text
        assert "8 passed" in text
    else:
        assert code == 4, text
        assert "passed" not in text


def test_python_s_own_import_path_may_not_hold_the_folder(tmp_path):
    """`python -m pytest` puts the current folder first: there a student's numpy.py would be taken for numpy."""
    folder = write_submission(tmp_path, functions=SQUARE)
    start = [sys.executable, "-m", "pytest"]
    code, text = run_pytest(ROOT / "grader", "--submission=.", "--no-jail", cwd=folder, start=start)
    assert code == 4
    assert "passed" not in text


def test_settings_of_the_folder_are_not_those_of_the_grading(tmp_path):
    folder = write_submission(tmp_path, functions=SQUARE)
    (folder / "pytest.ini").write_text("[pytest]\n")
    code, text = run_pytest("-c", folder / "pytest.ini", ROOT / "grader", f"--submission={folder}", "--no-jail")
    assert code == 4
    assert f"pytest took its settings from {folder}" in text
