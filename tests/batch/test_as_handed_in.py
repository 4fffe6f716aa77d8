"""Reports on notebooks and on files of other names tell of cells and lines that the student knows."""

import json

import pytest

from grader.course.syllabus import load_course
from grader.gradescope.run import to_results
from grader.grading.as_handed_in import as_handed_in
from grader.grading.report import CheckReport, Diagnosis, ExerciseReport, Place, Report
from grader.submission.hand_in.class_folder import HandIn, read_hand_in
from grader.submission.reader import LocalReader
from grader.submission.source import Problem

COURSE = load_course()
SQUARE = "import numpy as np\n\n\ndef square(x):\n    return x * y\n"
DERIV = "def deriv(f, x, d=0.001):\n    return f(x)\n"


def notebook(*sources):
    cells = [{"cell_type": "code", "metadata": {}, "source": source, "outputs": []} for source in sources]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def exercise(unit, name, message, line, place=None):
    check = CheckReport(name="one", sentence="", hidden=False, verdict="error", points=0, max_points=1, message=message)
    found = Diagnosis(misconception=None, pattern=None, message=f"Look there ({unit}.py, line {line}).", place=place)
    return ExerciseReport(
        unit=unit, name=name, file="", line=line, verdict="error", points=0, max_points=1, checks=[check],
        diagnosis=found,
    )  # fmt: skip


def told(folder, files, unit, name):
    """What is said of an error in the body of a function, of a stub that is not there, and of a statement on top."""
    folder.mkdir()
    for path, text in files.items():
        (folder / path).write_text(text)
    found = read_hand_in(HandIn("ada", folder), COURSE, LocalReader())
    line = found.submission.units[unit].functions[name].line
    place = Place(line=line + 1, columns=(0, 1), text="    return", kind="name")
    report = Report(
        kit="", course="", submission="",
        exercises=[
            exercise(unit, name, f"{name}(1) raised NameError ({unit}.py, line {line + 1}).", line + 1, place),
            exercise(unit, "other", f"{unit}.py does not define other. grader reset other brings its stub.", None),
        ],
        problems=[Problem(f"{unit}.py", line + 1, "a statement fails"), Problem("plots.py", None, "it is odd")],
    )  # fmt: skip
    after = as_handed_in(report, found.origins)
    first, second = after.exercises
    return (
        first.checks[0].message, first.diagnosis.message, first.line, first.diagnosis.place.line,
        second.checks[0].message, *after.problems,
    )  # fmt: skip


def test_one_notebook_is_told_by_its_cells(tmp_path):
    files = {"my work.ipynb": notebook("print(1)", SQUARE)}
    assert told(tmp_path / "ada", files, "functions", "square") == (
        "square(1) raised NameError (code cell 2, line 5).", "Look there (code cell 2, line 5).", None, 5,
        "The notebook does not define other.",
        Problem("my work.ipynb", None, "code cell 2, line 5: a statement fails"),
        Problem("my work.ipynb", None, "it is odd"),
    )  # fmt: skip


def test_of_several_notebooks_each_is_named(tmp_path):
    files = {"functions.ipynb": notebook(SQUARE), "week 2.ipynb": notebook("x = 1", "", DERIV)}
    assert told(tmp_path / "ada", files, "derivatives", "deriv") == (
        "deriv(1) raised NameError (week 2.ipynb, code cell 3, line 2).",
        "Look there (week 2.ipynb, code cell 3, line 2).", None, 2, "week 2.ipynb does not define other.",
        Problem("week 2.ipynb", None, "code cell 3, line 2: a statement fails"),
        Problem("plots.py", None, "it is odd"),
    )  # fmt: skip


def test_a_file_of_another_name_has_its_own_lines(tmp_path):
    files = {"hw1.py": f"print('begin')\n\n{DERIV}\n\n{SQUARE}"}
    assert told(tmp_path / "ada", files, "functions", "square") == (
        "square(1) raised NameError (hw1.py, line 11).", "Look there (hw1.py, line 11).", 11, 11,
        "hw1.py does not define other.", Problem("hw1.py", 11, "a statement fails"),
        Problem("hw1.py", None, "it is odd"),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["functions.py", "functions (1).py"])
def test_files_with_a_units_name_keep_their_words(tmp_path, name):
    said = told(tmp_path / "ada", {name: SQUARE}, "functions", "square")
    assert said[0] == "square(1) raised NameError (functions.py, line 5)."
    assert said[4] == "functions.py does not define other. grader reset other brings its stub."


def test_who_reads_on_gradescope_is_sent_to_no_command():
    missing = "the file is missing; grader reset functions brings its stubs"
    messages = ["functions.py does not define relu. grader reset relu brings its stub.", f"functions.py: {missing}."]
    report = Report(
        kit="", course="", submission="",
        exercises=[exercise("functions", "relu", message, None) for message in messages],
        problems=[Problem("functions.py", None, missing)],
    )  # fmt: skip
    results = to_results(report, COURSE, "hidden", 0.0)
    said = [test["output"].splitlines()[1] for test in results["tests"]]
    assert said == ["functions.py does not define relu.", "functions.py: the file is missing."]
    assert results["output"] == "functions.py: the file is missing"
