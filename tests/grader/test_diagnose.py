"""Which mistake the numbers show: what matches, what is named, and where silence is better."""

import numpy as np
import pytest
from helpers import WHOLE

from grader.course.checks_of import checks_of, visible_checks
from grader.course.misconceptions import Misconception, wrong
from grader.course.solutions.binding import Binding
from grader.course.solutions.library import files, misconceptions
from grader.course.solutions.reference import Solutions
from grader.course.syllabus import load_course
from grader.grading.diagnose import matches, matching, unambiguous
from grader.grading.rows import Row, agrees, rows
from grader.protocol.answer import Answer, Conditions
from grader.protocol.check import ROUNDING, Check, call
from grader.protocol.raised import Raised

A = np.array
COURSE = load_course()
REFERENCE = Solutions()
CHECK = Check("f", "f_one", "one", lambda: iter(()), ROUNDING, 1.0, hidden=False, strict_kind=False)


def raised(name, message="", function="f", *, deliberate=False):
    return Answer(raised=Raised(name, (name,), message, 3, "chains", function, (0, 0), deliberate))


def agree(one, two, asked=None, expected=None):
    """Whether one answer agrees with another one."""
    return agrees(Row(CHECK, 0, asked or call(1.0), one, expected or Answer("right")), two, COURSE)


# --- two answers


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (Answer(1.0), Answer(1.0 + 1e-12), True),
        (Answer(1.0), Answer(1.1), False),
        (Answer(A([1.0])), Answer(1.0), False),
        (Answer(timed_out=True), Answer(timed_out=True), True),
        (Answer(timed_out=True), Answer(1.0), False),
        (raised("ValueError", "a"), raised("ValueError", "b"), False),
        (raised("ValueError", "a", deliberate=True), raised("ValueError", "b", deliberate=True), True),
        (raised("ValueError", "a of 3"), raised("ValueError", "a of 12"), True),
        (raised("ValueError", "a"), raised("ValueError", "a", "deriv"), False),
        (raised("ValueError", "a", "deriv"), raised("ValueError", "a", "square"), False),
        (raised("ValueError", "a", "helper"), raised("ValueError", "a", "<lambda>"), True),
        (raised("ValueError", "a", ""), raised("ValueError", "a"), False),
        (raised("AssertionError", "a"), raised("AssertionError"), True),
        (raised("ValueError"), raised("TypeError"), False),
        (raised("ValueError"), Answer(1.0), False),
        (Answer(1.0), raised("ValueError"), False),
        (Answer(1.0, modified=(0,)), Answer(1.0), False),
        (Answer(1.0, modified=(0, 1)), Answer(1.0, modified=(1, 0)), True),
        (Answer(1.0, warnings=("x",)), Answer(1.0), True),
    ],
)
def test_answers_are_the_same_right_or_wrong(one, two, same):
    assert agree(one, two) is same
    assert agree(two, one) is same


def test_messages_are_the_same_where_both_say_what_is_asked_for():
    wanted = call(1.0, saying=["3"])
    right = raised("ValueError", "3 of them")
    assert agree(raised("ValueError", "3 rows"), raised("ValueError", "rows: 3", "other"), wanted, right)
    assert not agree(raised("ValueError", "3 rows"), raised("ValueError", "rows"), wanted, right)
    assert not agree(raised("ValueError", "rows"), raised("ValueError", "rows", "other"), wanted, right)


# --- sheets


def the_checks(name):
    unit = COURSE.exercise(name).unit
    return [check for check in visible_checks(unit) if check.exercise == name]


def the_mistake(name, slug):
    unit = COURSE.exercise(name).unit
    return next(one for one in misconceptions(unit)[name] if one.slug == slug)


def answers_of(mistake, name):
    """The answers to the visible checks of a function with a mistake, or of the right one."""
    return {check.name: REFERENCE.answers(check, mistake) for check in the_checks(name)}


def answers_with(binding, name):
    """The same of a function as it is bound to others."""
    function = binding.function(name)
    with Conditions() as made:
        return {
            check.name: [made.answer(function, one, files(), name) for one in check.calls(0)]
            for check in the_checks(name)
        }


def match(mistake, answers, name, **options):
    return matches(mistake, answers, the_checks(name), REFERENCE, **options)


def matching_slugs(answers, name):
    return [one.slug for one in matching(COURSE.exercise(name), answers, the_checks(name), REFERENCE)]


def test_rows_are_the_calls_with_yours_and_the_right_answers_as_far_as_there_are_yours():
    check = the_checks("deriv")[0]
    answers = {check.name: [Answer(0.0)]}
    (row,) = rows(check, answers, REFERENCE)
    assert (row.check, row.at, row.call, row.yours) == (check, 0, REFERENCE.calls(check)[0], Answer(0.0))
    assert row.expected is REFERENCE.answers(check)[0]
    assert list(rows(check, {}, REFERENCE)) == []


def test_the_right_answers_match_the_solution_and_no_mistake():
    right = answers_of(None, "deriv")
    assert match(None, right, "deriv")
    assert matching_slugs(right, "deriv") == []


def test_a_mistake_matches_its_own_answers():
    forward = the_mistake("deriv", "forward")
    answers = answers_of(forward, "deriv")
    assert not match(None, answers, "deriv")
    assert match(forward, answers, "deriv")
    assert "forward" in matching_slugs(answers, "deriv")


def test_a_mistake_matches_what_its_function_answers_and_not_what_it_answers_above_another_one():
    outer, forward = the_mistake("chain_deriv_2", "outer-at-x"), the_mistake("deriv", "forward")
    alone = answers_with(Binding({"chain_deriv_2": outer.function}), "chain_deriv_2")
    assert matching_slugs(alone, "chain_deriv_2") == ["outer-at-x"]
    both = answers_with(Binding({"deriv": forward.function, "chain_deriv_2": outer.function}), "chain_deriv_2")
    assert matching_slugs(both, "chain_deriv_2") == []


def test_every_mistake_matches_its_own_answers():
    """Of every fifth exercise, of all with GRADER_WHOLE=1 (see docs/contributing.md)."""
    for exercise in COURSE.exercises if WHOLE else COURSE.exercises[2::5]:
        checks = checks_of(exercise, hidden=False)
        for one in REFERENCE.mistakes(exercise):
            answers = {check.name: REFERENCE.answers(check, one) for check in checks}
            assert matches(one, answers, checks, REFERENCE), one.slug
            assert one in matching(exercise, answers, checks, REFERENCE), one.slug


def test_a_sheet_that_is_cut_off_matches_nothing():
    answers = answers_of(None, "deriv")
    del answers["deriv_matrix"]
    assert not match(None, answers, "deriv")
    assert not match(None, answers, "deriv", values_only=True)
    forward = the_mistake("deriv", "forward")
    answers = answers_of(forward, "deriv")
    answers["deriv_matrix"] = answers["deriv_matrix"][:-1]
    assert matching_slugs(answers, "deriv") == []


def test_a_mistake_in_the_numbers_is_named_also_where_an_assertion_is_missing_besides():
    wrong = the_mistake("chain_deriv_2", "outer-at-x")
    answers = answers_of(wrong, "chain_deriv_2")
    for name in ("chain_deriv_2_wrong_length", "chain_deriv_2_wrong_shape"):
        answers[name] = [Answer(1.0) for _ in answers[name]]
    assert not match(wrong, answers, "chain_deriv_2")
    assert match(wrong, answers, "chain_deriv_2", values_only=True)
    assert "outer-at-x" in matching_slugs(answers, "chain_deriv_2")


# --- names


def a_misconception(slug, did="You did.", ask="Why?"):
    def f_slug(x):
        return x

    f_slug.__name__ = f"f_{slug}"
    return wrong("f", f"{did}\n{ask}")(f_slug)


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
        wrong("f", "You did.\nWhy?")(lambda x: x)
