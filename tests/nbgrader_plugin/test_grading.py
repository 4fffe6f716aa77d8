"""The step that grades, in this process: every unit's notebook, and what happens where grading cannot be done."""

import json
import subprocess
import sys

import nbformat
import pytest
from classroom import ROOT, solved, source_of

from grader.course.open_reference import open_reference
from grader.course.syllabus import load_course
from grader.errors import BrokenError
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.submission.cells import Cell
from grader.submission.folder import submission_of
from grader.submission.notebook import read_cells
from grader.submission.reader import LocalReader

COURSE = load_course()


@pytest.mark.parametrize("unit", [unit.name for unit in COURSE.units])
def test_the_solved_notebook_of_a_unit_gets_every_point(made, unit, forking):
    """Also those whose carried-over functions go to modules of their own."""
    data = json.loads(made[f"{unit}/{unit}.ipynb"])
    code = [c for c in solved(data, data).cells if c["cell_type"] == "code" and not c["metadata"]["nbgrader"]["grade"]]
    found = read_cells([Cell(c["id"], source_of(c)) for c in code], f"{unit}.ipynb", COURSE.contract)
    assert found.problems == []
    submission = submission_of(found, LocalReader())
    report = grade(submission, COURSE.unit(unit).exercises, forking, Options(), open_reference(3))
    assert {exercise.name: exercise.verdict for exercise in report.exercises} == {
        exercise.name: "pass" for exercise in COURSE.unit(unit).exercises
    }
    assert report.totals["points"] == report.totals["max_points"]


def test_a_stub_that_was_carried_over_is_told_to_be_written_first(made, forking):
    data = json.loads(made["chains/chains.ipynb"])
    notebook = solved(data, data).write(
        "carried-over", "def deriv(func, input_, delta=0.001):\n    raise NotImplementedError()"
    )
    code = [c for c in notebook.cells if c["cell_type"] == "code" and not c["metadata"]["nbgrader"]["grade"]]
    found = read_cells([Cell(c["id"], source_of(c)) for c in code], "chains.ipynb", COURSE.contract)
    submission = submission_of(found, LocalReader())

    def chains(**options):
        report = grade(submission, COURSE.unit("chains").exercises, forking, Options(**options), open_reference())
        by_name = {exercise.name: exercise for exercise in report.exercises}
        assert by_name["chain_length_2"].verdict == "pass"
        return by_name["chain_deriv_2"]

    assert chains(visible_only=True).blocked_by == "deriv"
    with_right_one = chains()
    assert (with_right_one.verdict, with_right_one.follow_through) == ("pass", "deriv")


def graded(door, notebook, **given):
    nb = nbformat.v4.new_notebook()
    marks = {"grade": True, "solution": False, "locked": True, "grade_id": "deriv-visible", "points": 7.0}
    nb.cells = [
        nbformat.v4.new_code_cell("def deriv(:"),
        nbformat.v4.new_code_cell("", metadata={"nbgrader": marks}),
        nbformat.v4.new_code_cell("", metadata={"nbgrader": marks | {"grade_id": "nothing-visible"}}),
    ]
    nb.metadata = nbformat.from_dict({"calculus_kit_read": {"unreadable": None, "problems": []}} | given)
    resources = {"nbgrader": {"student": "ada", "notebook": notebook}}
    nb, resources = door.grading.Grade(seed=1, jail=False).preprocess(nb, resources)
    nbformat.validate(nb)
    return nb, resources["calculus_kit_scores"]


def test_where_the_worker_fails_nobody_loses_a_point(door, monkeypatch):
    def fail(**_):
        raise BrokenError("no worker")

    monkeypatch.setattr(door.grading, "warm_workers", fail)
    nb, scores = graded(door, "derivatives")
    assert scores["deriv-visible"] == door.grading.Score(None, review=True)
    assert nb.cells[0].source.startswith("**About this notebook**")
    assert "our failure, not yours" in nb.cells[2].outputs[0].evalue


def test_a_notebook_of_another_making_is_left_to_a_person(door):
    nb, scores = graded(door, "homework")
    assert set(scores.values()) == {door.grading.Score(None, review=True)}
    assert nb.cells[1].outputs[0].evalue == "A person will grade this."


def test_a_test_cell_of_another_making_is_left_to_a_person(door, monkeypatch, forking):
    monkeypatch.setattr(door.grading, "warm_workers", lambda **_: forking)
    _, scores = graded(door, "derivatives", calculus_kit={"unreadable": None, "problems": [], "absent": ["explain"]})
    assert scores["deriv-visible"] == door.grading.Score(0.0, review=False)
    assert scores["nothing-visible"] == scores["explain"] == door.grading.Score(None, review=True)


def test_the_course_folder_does_not_stand_in_for_nbgrader():
    """Run where a folder named nbgrader lies beside it, Python still finds the package."""
    program = "import importlib.util; print(importlib.util.find_spec('nbgrader').origin)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "site-packages" in done.stdout
    assert not (ROOT / "nbgrader" / "__init__.py").exists()
