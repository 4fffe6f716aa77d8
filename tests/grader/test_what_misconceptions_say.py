"""What a student reads of a misconception: it speaks to the student, and does not name the formula to be found."""

import re

import pytest
from formulas import HIDDEN, said_in

from grader.course.solutions.library import misconceptions
from grader.course.syllabus import load_course

UNITS = [unit.name for unit in load_course().units]


def said_of(unit):
    """What is said, and of which exercise and mistake."""
    for name, mistakes in misconceptions(unit).items():
        for mistake in mistakes:
            yield name, mistake.slug, f"{mistake.did} {mistake.ask}"


@pytest.mark.parametrize("unit", UNITS)
def test_each_speaks_to_the_student(unit):
    assert [said for said in said_of(unit) if not re.search(r"\byou(r|rs)?\b", said[2], re.IGNORECASE)] == []


CODE = r"\bloops?\b|\beach round\b|\bbrackets?\b|\breshaped?\b|\bnp\.|`return`"


@pytest.mark.parametrize("unit", UNITS)
def test_what_names_a_piece_of_code_claims_it_of_the_code(unit):
    """The same numbers come from other code, too; questions may ask for anything."""
    mistakes = [mistake for several in misconceptions(unit).values() for mistake in several]
    assert [mistake.did for mistake in mistakes if not mistake.code and re.search(CODE, mistake.did)] == []


def said(unit, name, slug):
    (mistake,) = (mistake for mistake in misconceptions(unit)[name] if mistake.slug == slug)
    return f"{mistake.did} {mistake.ask}"


@pytest.mark.parametrize("name", ["partial_derivative", "gradient"])
def test_where_whole_numbers_take_a_step_their_fractions_are_lost_and_not_the_step(name):
    """3.001 becomes 3, and 2.999 becomes 2: one of the two steps is taken, and a whole number long."""
    text = said("multiple_inputs", name, "int-step")
    assert "loses its fraction" in text
    assert "step is lost" not in text


def test_one_slope_along_all_numbers_is_told_also_to_who_did_not_call_deriv():
    assert "deriv" not in said("multiple_inputs", "gradient", "deriv")


@pytest.mark.parametrize("unit", UNITS)
def test_none_names_the_formula_that_the_stub_keeps_back(unit):
    assert [said for said in said_of(unit) if said[0] in HIDDEN and said_in(said[2], said[0])] == []
