"""A check that was wrong and has been mended: grading again gives the points, and keeps what a person said."""

import re
import shutil
import warnings

import pytest
from classroom import OwnKit

UNIT = "derivatives"
HIDDEN = f"grader/course/hidden/{UNIT}.py"
RIGHT, TOO_TIGHT = "FORMULA = Tolerance(1e-9, 1e-10,", "FORMULA = Tolerance(0.0, 0.0,"
ANOTHER_WAY = (
    "(func(input_ + delta) - func(input_ - delta)) / (2 * delta)",
    "func(input_ + delta) / (2 * delta) - func(input_ - delta) / (2 * delta)",
)


class MendedKit(OwnKit):
    """A class whose scores are read and given through nbgrader's own interface."""

    def gradebook(self, door):
        return door.saving.Gradebook(self.database)

    def scores(self, door, student):
        """Automatic score, score by hand, mark for a person and largest score of each cell."""
        with self.gradebook(door) as gradebook, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            grades = gradebook.find_submission_notebook(UNIT, UNIT, student).grades
            return {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade, g.max_score) for g in grades}


def by_a_person(room, door, student):
    """What an instructor does in formgrader."""
    with room.gradebook(door) as gradebook, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cell, points, extra in (("explain", 1.5, 0.5), ("step_errors-hidden", 2.0, None)):
            grade = gradebook.find_grade(cell, UNIT, UNIT, student)
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = points, extra, False
        gradebook.find_comment("explain", UNIT, UNIT, student).manual_comment = "Nicely put."
        gradebook.find_comment("deriv", UNIT, UNIT, student).manual_comment = "Right, I think?"
        gradebook.db.commit()


@pytest.fixture(scope="module")
def room(tmp_path_factory, door, gradebook):
    """Scores before and after: first with a tolerance that only the reference meets, then with the right one."""
    room = MendedKit(tmp_path_factory.mktemp("mended"), "functions", UNIT)
    shutil.copy(gradebook, room.folder)
    room.edit(HIDDEN, RIGHT, TOO_TIGHT)
    room.build()
    room.run("generate_assignment", UNIT)
    room.hand_in("ada", room.right().replace("deriv", *ANOTHER_WAY).write("explain", "They cancel."))
    room.run("autograde", UNIT)
    room.wrong = room.scores(door, "ada")
    by_a_person(room, door, "ada")
    room.edit(HIDDEN, TOO_TIGHT, RIGHT)
    room.run("autograde", UNIT, "--force")
    room.mended = room.scores(door, "ada")
    return room


def test_the_wrong_check_cost_points_and_the_mended_one_gives_them(room):
    assert room.wrong["deriv-hidden"][0] < 7.0
    assert room.mended["deriv-hidden"] == (7.0, None, False, 7.0)
    assert room.mended["deriv-visible"] == (7.0, None, False, 7.0)


def test_scores_given_by_hand_stay_and_are_marked_to_be_looked_at(room):
    assert room.wrong["explain"] == (None, None, True, 2.0)
    assert room.mended["explain"] == (None, 1.5, True, 2.0)
    assert room.mended["step_errors-hidden"][1:3] == (2.0, True)


def test_comments_and_extra_credit_stay_and_reach_the_student(room, door):
    with room.gradebook(door) as gradebook, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert gradebook.find_grade("explain", UNIT, UNIT, "ada").extra_credit == 0.5
        score = gradebook.find_submission(UNIT, "ada").score
    others = sum(auto for name, (auto, *_) in room.mended.items() if name not in ("explain", "step_errors-hidden"))
    assert score == others + 1.5 + 0.5 + 2.0
    room.run("generate_feedback", UNIT)
    page = room.feedback("ada")
    assert "Nicely put." in page
    assert "Right, I think?" in page
    assert "deriv: 7 of 7 hidden checks pass" in page


def test_points_that_were_changed_reach_the_gradebook_with_the_next_release(room, door):
    """Where a check's own points were wrong, the assignment is generated anew, although it was handed in already."""
    step = '@hidden("deriv", FORMULA)\ndef deriv_any_step('
    room.edit(HIDDEN, step, step.replace("FORMULA", "FORMULA, points=3"))
    room.build()
    room.run("generate_assignment", UNIT, "--force")
    room.run("autograde", UNIT, "--force")
    after = room.scores(door, "ada")
    assert after["deriv-hidden"] == (9.0, None, False, 9.0)
    assert after["explain"][:2] == (None, 1.5)
    assert re.search(r"9 for hidden ones", room.stub().text())
