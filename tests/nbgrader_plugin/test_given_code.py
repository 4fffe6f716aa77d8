"""Units that were closed in `course.toml`, through nbgrader's own commands: their functions come as given code."""

import ast
import html
import json
import shutil

import pytest
from classroom import OwnKit, source_of

from grader.course.syllabus import load_course

UNIT, GIVEN = "chains", ("functions", "derivatives")
OUTER_AT_X = ("deriv(f2, f1(input_range))", "deriv(f2, input_range)")
POINTS = """
SELECT base_cell.name, grade.auto_score FROM grade JOIN base_cell ON base_cell.id = grade.cell_id
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = ?
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory, gradebook):
    room = OwnKit(tmp_path_factory.mktemp("given"), *GIVEN, UNIT, "plots")
    shutil.copy(gradebook, room.folder)
    room.open_exchange()
    room.edit("course.toml", "given = []", f"given = {json.dumps(GIVEN)}")
    room.build()
    room.units = sorted(path.name for path in (room.folder / "source").iterdir() if path.is_dir())
    room.run("generate_assignment", UNIT)
    room.run("release_assignment", UNIT)
    room.run("fetch_assignment", UNIT, folder=room.student)
    mine = room.student / UNIT / f"{UNIT}.ipynb"
    assert "input_ - delta" in mine.read_text(encoding="utf-8")
    mine.write_text(room.right(UNIT).text(), encoding="utf-8")
    room.run("submit", UNIT, folder=room.student)
    room.run("collect", UNIT)
    (room.fetched,) = (path.name for path in (room.folder / "submitted").iterdir())
    for student, notebook in others(room).items():
        room.hand_in(student, notebook, UNIT)
    room.said = room.run("autograde", UNIT)
    room.run("generate_feedback", UNIT)
    return room


def others(room):
    """Submissions in which something happened to what was given."""
    right = lambda: room.right(UNIT)  # noqa: E731
    mine = "def deriv(func, input_, delta=0.001):\n    return 0 * input_\n"
    return {
        "stub": room.stub(UNIT),
        "deleted": right().drop("given-code", "setup"),
        "changed": right().write("given-code", mine),
        "own": right().add(mine, at=len(right().cells)),
        "wrong": right().replace("chain_deriv_2", *OUTER_AT_X),
    }


def points(room, student):
    with room.gradebook() as database:
        return dict(database.execute(POINTS, (student,)))


def full(room):
    marks = [cell["metadata"]["nbgrader"] for cell in room.stub(UNIT).cells]
    return {mark["grade_id"]: mark["points"] for mark in marks if mark["grade"] and mark["grade_id"] != "explain"}


def test_no_notebook_gives_what_it_or_another_still_asks_for(room):
    asked = {e.name for unit in load_course().units if unit.name in room.units for e in unit.exercises}
    given = set()
    for unit in room.units:
        for cell in room.read("source", unit)["cells"]:
            if cell["metadata"]["nbgrader"]["grade_id"] == "given-code":
                given |= {node.name for node in ast.parse(source_of(cell)).body if isinstance(node, ast.FunctionDef)}
                assert "SOLUTION" not in source_of(cell)
    assert "deriv" in given
    assert not given & asked
    assert not set(GIVEN) & set(room.units)
    assert "input_ - delta" in source_of(room.stub(UNIT).cell("given-code"))
    assert "SOLUTION" not in room.stub(UNIT).text()


def test_a_closed_unit_cannot_be_generated(room):
    room.run("generate_assignment", "derivatives", code=1)
    assert not (room.folder / "release" / "derivatives").exists()


@pytest.mark.parametrize("student", ["fetched", "deleted", "changed"])
def test_right_work_gets_its_points_whatever_became_of_the_given_code(room, student):
    earned = points(room, room.fetched if student == "fetched" else student)
    assert {name: earned[name] for name in full(room)} == full(room)


def test_what_is_given_earns_nothing_by_itself(room):
    assert sum(filter(None, points(room, "stub").values())) == 0.0


def test_a_wrong_function_is_diagnosed_as_in_every_other_notebook(room):
    earned, most = points(room, "wrong"), full(room)
    assert earned["chain_deriv_2-hidden"] < most["chain_deriv_2-hidden"]
    assert earned["chain_length_2-hidden"] == most["chain_length_2-hidden"]
    assert "you took the outer slope at x" in html.unescape(room.feedback("wrong", UNIT))


def test_an_own_function_in_the_place_of_the_given_one_is_told(room):
    assert "Right by itself; mend deriv first" in html.unescape(room.feedback("own", UNIT))


def test_a_release_can_be_taken_back(room):
    """As the docs page says of a unit that was released before it was closed."""
    released = room.exchange / "calculus" / "outbound" / UNIT
    assert released.exists()
    room.run("list", UNIT, "--remove")
    assert not released.exists()
