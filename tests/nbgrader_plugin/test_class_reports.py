"""The class from the gradebook, where nothing is known but points: what an older version graded, what a person gave."""

import importlib
import json
import shutil
import warnings

import pytest
from classroom import CONFIG

from grader.cli.main import main
from grader.course.syllabus import load_course
from grader.graded_class.compare import compare
from grader.graded_class.items import items_of

UNIT = "derivatives"
CELLS = {"deriv-visible": 7.0, "deriv-hidden": 7.0, "tangent_line-visible": 4.0, "tangent_line-hidden": 4.0}


def make(gradebook):
    gradebook.add_assignment(UNIT)
    gradebook.add_notebook(UNIT, UNIT)
    for name, most in CELLS.items():
        gradebook.add_grade_cell(name, UNIT, UNIT, max_score=most, cell_type="code")
        gradebook.add_source_cell(name, UNIT, UNIT, cell_type="code")
    gradebook.add_grade_cell("explain", UNIT, UNIT, max_score=2.0, cell_type="markdown")
    gradebook.add_source_cell("explain", UNIT, UNIT, cell_type="markdown")
    for name in ("deriv", "tangent_line"):
        gradebook.add_solution_cell(name, UNIT, UNIT)
    for who, name in (("ada", "Ada"), ("ben", "Ben"), ("ben2", "Ben"), ("cem", "Cem"), ("dan", "Dan"), ("eve", "Eve")):
        gradebook.add_student(who, first_name=name, last_name="Roe", email=f"{who}@x.edu")
    give(gradebook, "ada", 7, 7, 4, 4, 2)
    give(gradebook, "ben", 7, 0, 4, 4, None)
    give(gradebook, "ben2", None, None, None, None, None)
    give(gradebook, "cem", 7, 7, 0, 0, 1)
    for comment in gradebook.find_submission_notebook(UNIT, UNIT, "cem").comments:
        comment.auto_comment = "No response." if comment.name == "tangent_line" else None
    gradebook.find_submission_notebook(UNIT, UNIT, "cem").late_submission_penalty = 1.5
    gradebook.db.commit()


def give(gradebook, student, *points):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gradebook.update_or_create_submission(UNIT, student)
    for name, score in zip((*CELLS, "explain"), points, strict=True):
        grade = gradebook.find_grade(name, UNIT, UNIT, student)
        grade.auto_score, grade.needs_manual_grade = score, score is None
    gradebook.db.commit()


@pytest.fixture(scope="module")
def course(tmp_path_factory, door, gradebook):
    folder = tmp_path_factory.mktemp("gradebook")
    shutil.copy(CONFIG, folder)
    (folder / "submitted" / "dan" / UNIT).mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.chdir(folder)
        patch.setenv("HOME", str(folder))
        module = importlib.import_module("grader.nbgrader_plugin.commands.class_reports")
        app = importlib.import_module("grader.nbgrader_plugin.commands.course_app").open_app(UNIT)
        with door.saving.Gradebook(f"sqlite:///{shutil.copy(gradebook, folder)}") as opened:
            make(opened)
            yield folder, lambda: module.Members(app, load_course(), UNIT), opened


def test_the_class_has_everybody_and_the_gradebooks_points(course):
    members = course[1]()
    group = members.group()
    assert {one.name: (one.points, one.max_points, one.reason) for one in group.students} == {
        "Ada Roe": (24.0, 24.0, None),
        "Ben Roe (ben)": (15.0, 22.0, None),
        "Ben Roe (ben2)": (0.0, 0.0, "it waits for a person"),
        "Cem Roe": (15.0, 24.0, None),
        "Dan Roe": (0.0, 0.0, "it is not graded yet"),
    }
    assert [one.name for one in group.absent] == ["Eve Roe"]
    verdicts = {one.name: [marked.verdict for marked in one.exercises.values()] for one in group.graded}
    assert verdicts == {"Ada Roe": ["pass", "pass"], "Ben Roe (ben)": ["wrong", "pass"], "Cem Roe": ["pass", "todo"]}
    assert {one.exercise: one.passed for one in items_of(group) if one.check is None} == {"deriv": 2, "tangent_line": 2}
    assert members.waiting == {"Ben Roe (ben)"}
    assert {one.name: one.score for one in group.graded}["Cem Roe"] == 13.5, "what lateness costs"


def test_points_that_a_person_gave_count_and_are_a_change(course):
    _, members, gradebook = course
    before = members().group()
    grade = gradebook.find_grade("deriv-hidden", UNIT, UNIT, "ben")
    grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 5.0, 0.5, True  # as grading again leaves it
    gradebook.db.commit()
    try:
        after = members().group()
    finally:
        grade.manual_score = grade.extra_credit = None
        grade.needs_manual_grade = False
        gradebook.db.commit()
    (change,) = compare(before, after)
    assert change[:2] == ("Ben Roe (ben)", "deriv")
    assert change.points == 5.5
    (ben,) = (one for one in after.students if one.name == "Ben Roe (ben)")
    assert "deriv-hidden has a score by hand, of before the last grading" in ben.flags


def test_the_export_of_a_gradebook_alone(course, capsys):
    folder = course[0]
    (folder / "sheet.csv").write_text(
        "Identifier,Full name,Email address,Grade,Last modified (grade)\n"
        + "".join(f"Participant {at},{who} Roe,{who}@x.edu,,-\n" for at, who in enumerate(("ada", "ben", "cem"), 5))
    )
    assert main(["export", UNIT, "--into", "sheet.csv", "--out", "out"]) == 1
    said = capsys.readouterr().out
    assert "2 grades in Grade" in said
    assert "5 have no feedback page" in said
    assert "of 5 who handed in are graded; 1 in the gradebook did not hand in.\n" in said
    rows = (folder / "out" / "moodle.csv").read_text().splitlines()[1:]
    assert [row.split(",")[3] for row in rows] == ["24", "", "13.5"]
    reports = [json.loads(line) for line in (folder / "out" / "results.jsonl").read_text().splitlines()]
    assert len(reports) == 5
    assert main(["export", UNIT, "--out", "out", "--compare", "out"]) == 2
    assert "Name another folder" in capsys.readouterr().err
    assert main(["export", "integrals"]) == 2
    assert "The gradebook has no assignment integrals. Make those of the course: " in capsys.readouterr().err
    for name in ("chains", "integral", "_x", ".hidden"):
        (folder / "source" / name).mkdir(parents=True)
    assert main(["export", "integrals"]) == 2
    assert "Did you mean integral? Those in source/: chains, integral\n" in capsys.readouterr().err
    assert main(["export", "chains"]) == 2
    assert "nbgrader generate_assignment chains\n" in capsys.readouterr().err
    assert main(["export", UNIT, "--into", "none.csv"]) == 2
    assert "none.csv cannot be read" in capsys.readouterr().err


def test_the_export_of_what_nobody_handed_in(course, capsys):
    folder, _, gradebook = course
    gradebook.add_assignment("plots")
    assert main(["export", "plots"]) == 0
    assert "Nobody handed in plots yet: 6 in the gradebook did not." in capsys.readouterr().out
    rows = (folder / "exported" / "plots" / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    names = ["Ada Roe", "Ben Roe (ben)", "Ben Roe (ben2)", "Cem Roe", "Dan Roe", "Eve Roe"]
    assert [row.partition(",")[0] for row in rows[1:]] == names


def test_an_export_without_anybody_writes_nothing(door, gradebook, tmp_path, monkeypatch, capsys):
    shutil.copy(CONFIG, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with door.saving.Gradebook(f"sqlite:///{shutil.copy(gradebook, tmp_path)}") as opened:
        opened.add_assignment(UNIT)
    assert main(["export", UNIT]) == 2
    assert f"Nobody handed in {UNIT}. Get what was submitted: " in capsys.readouterr().err
    assert not (tmp_path / "exported").exists()
