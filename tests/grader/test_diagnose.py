"""Which mistake the numbers show: what fits, what is named, and where silence is better."""

import numpy as np
import pytest

from grader.course import reference
from grader.course.checks_of import visible_checks
from grader.course.misconceptions import Misconception, misconception
from grader.course.reference import swapped
from grader.course.syllabus import load_course
from grader.grading.diagnose import agree, explained_by, fits, matching, same_numbers, unambiguous
from grader.protocol.answer import Answer, Raised
from grader.protocol.check import ROUNDING, Check, Tolerance, call

A = np.array
COURSE = load_course()
CHECK = Check("f", "f_one", "one", lambda _rng: iter(()), ROUNDING, 1.0, hidden=False, strict_kind=False)


def raised(name, message=""):
    return Answer(raised=Raised(name, (name,), message))


# --- two answers


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (Answer(1.0), Answer(1.0 + 1e-12), True),
        (Answer(1.0), Answer(1.1), False),
        (Answer(A([1.0])), Answer(1.0), False),
        (Answer(timed_out=True), Answer(timed_out=True), True),
        (Answer(timed_out=True), Answer(1.0), False),
        (raised("ValueError", "a"), raised("ValueError", "b"), True),
        (raised("ValueError"), raised("TypeError"), False),
        (raised("ValueError"), Answer(1.0), False),
        (Answer(1.0), raised("ValueError"), False),
        (Answer(1.0, modified=(0,)), Answer(1.0), False),
        (Answer(1.0, modified=(0, 1)), Answer(1.0, modified=(1, 0)), True),
        (Answer(1.0, warnings=("x",)), Answer(1.0), True),
    ],
)
def test_answers_are_the_same_right_or_wrong(one, two, same):
    assert agree(one, two, CHECK, call(1.0)) is same
    assert agree(two, one, CHECK, call(1.0)) is same


def test_messages_are_the_same_where_both_say_what_is_asked_for():
    wanted = call(1.0, saying=["3"])
    assert agree(raised("ValueError", "3 rows"), raised("ValueError", "rows: 3"), CHECK, wanted)
    assert not agree(raised("ValueError", "3 rows"), raised("ValueError", "rows"), CHECK, wanted)


def test_a_tolerance_of_ones_own():
    assert agree(Answer(1.0), Answer(1.1), CHECK, call(1.0), Tolerance(0.0, 0.2, ""))


# --- sheets


def the_checks(name):
    unit = COURSE.exercise(name).unit
    return [check for check in visible_checks(unit) if check.exercise == name]


def the_mistake(name, slug):
    unit = COURSE.exercise(name).unit
    return next(one for one in reference.misconceptions(unit)[name] if one.slug == slug)


def answers_of(candidate, name):
    return {check.name: candidate.answers(check, 0) for check in the_checks(name)}


def test_the_right_answers_fit_the_solution_and_no_misconception():
    right = answers_of(swapped(), "deriv")
    assert fits(right, the_checks("deriv"), swapped(), 0)
    assert matching(COURSE.exercise("deriv"), right, the_checks("deriv"), 0) == []


def test_a_misconception_fits_its_own_answers():
    forward = the_mistake("deriv", "forward")
    answers = answers_of(swapped(forward), "deriv")
    assert not fits(answers, the_checks("deriv"), swapped(), 0)
    assert fits(answers, the_checks("deriv"), swapped(forward), 0)
    assert forward in matching(COURSE.exercise("deriv"), answers, the_checks("deriv"), 0)


def test_a_sheet_that_is_cut_off_fits_nothing():
    answers = answers_of(swapped(), "deriv")
    answers.pop("deriv_matrix")
    assert not fits(answers, the_checks("deriv"), swapped(), 0)
    assert not same_numbers(answers, the_checks("deriv"), swapped(), 0)


def test_a_mistake_in_the_numbers_is_named_also_where_an_assertion_is_missing_besides():
    wrong = the_mistake("chain_deriv_2", "outer-at-x")
    answers = answers_of(swapped(wrong), "chain_deriv_2")
    for name in ("chain_deriv_2_wrong_length", "chain_deriv_2_wrong_shape"):
        answers[name] = [Answer(1.0) for _ in answers[name]]
    checks = the_checks("chain_deriv_2")
    assert not fits(answers, checks, swapped(wrong), 0)
    assert fits(answers, checks, swapped(wrong), 0, values_only=True)
    assert wrong in matching(COURSE.exercise("chain_deriv_2"), answers, checks, 0)


def test_beneath_an_earlier_mistake():
    forward, outer = the_mistake("deriv", "forward"), the_mistake("chain_deriv_2", "outer-at-x")
    exercise, checks = COURSE.exercise("chain_deriv_2"), the_checks("chain_deriv_2")
    given = answers_of(swapped(forward), "chain_deriv_2")
    assert explained_by(exercise, given, checks, 0, [forward])
    both = answers_of(swapped(forward, outer), "chain_deriv_2")
    assert not explained_by(exercise, both, checks, 0, [forward])
    assert matching(exercise, both, checks, 0, [forward]) == [outer]


def test_follow_through_needs_the_same_numbers_however_small_they_are():
    check = the_checks("chain_deriv_2")[0]
    forward = the_mistake("deriv", "forward")
    answers = answers_of(swapped(forward), "chain_deriv_2")
    near = {**answers, check.name: [Answer(answers[check.name][0].value * (1 + 1e-4))]}
    assert not same_numbers(near, [check], swapped(forward), 0)
    assert same_numbers(answers, [check], swapped(forward), 0)


# --- names


def a_misconception(slug, did="You did.", ask="Why?"):
    def f_slug(x):
        return x

    f_slug.__name__ = f"f_{slug}"
    return misconception("f", did, ask)(f_slug)


def test_one_is_named_and_two_that_say_the_same():
    one, two = a_misconception("one"), a_misconception("two")
    assert unambiguous([one]).misconception == "one"
    assert unambiguous([one, two]).message == "You did. Why?"
    assert unambiguous([one]).pattern is None


def test_silence_where_two_say_different_things_and_where_none_fits():
    assert unambiguous([a_misconception("one"), a_misconception("two", ask="Which?")]) is None
    assert unambiguous([a_misconception("one"), a_misconception("two", did="You did not.")]) is None
    assert unambiguous([]) is None


def test_a_misconception_is_named_after_its_exercise():
    assert isinstance(a_misconception("a_b"), Misconception)
    assert a_misconception("a_b").slug == "a-b"
    with pytest.raises(TypeError, match="a misconception of f is a function named f_"):
        misconception("f", "d", "a")(lambda x: x)
