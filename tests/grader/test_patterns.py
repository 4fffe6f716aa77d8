"""Patterns that no one wrote down: facts about all visible answers, and silence where there is none."""

import numpy as np
import pytest

from grader.course.checks_of import visible_checks
from grader.course.solutions.reference import Solutions
from grader.course.syllabus import load_course
from grader.grading.patterns import find_pattern
from grader.grading.rows import Row
from grader.protocol.answer import Answer
from grader.protocol.check import ROUNDING, Check, Tolerance, call, inputs_of
from grader.protocol.raised import Raised

A = np.array
COURSE = load_course()
REFERENCE = Solutions()
CHECK = Check("square", "square_one", "one", lambda: iter(()), ROUNDING, 1.0, hidden=False, strict_kind=False)
MATRIX = A([[1.0, 2.0, -3.0], [4.0, 0.5, 6.0]])
VECTOR = A([-2.0, 0.5, 3.0, -0.1])


def rows(*values, inputs=None):
    """Rows of yours and expected, for calls that have no arguments, or the inputs."""
    made = call() if inputs is None else call(inputs)
    return [Row(CHECK, 0, made, Answer(yours), Answer(expected)) for yours, expected in values]


def pattern(given, name="square", *, numbers=True):
    found = find_pattern(COURSE.exercise(name), given, REFERENCE, numbers=numbers)
    return None if found is None else found.pattern


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda e: -e, "negated"),
        (lambda e: e.T, "transposed"),
        (lambda e: e[::-1], "reversed"),
        (lambda e: e[::-1, ::-1], "reversed"),
        (lambda e: 2 * e, "factor 2"),
        (lambda e: e / 3, "factor 1/3"),
        (lambda e: np.pi * e, "factor 3.14159"),
        (lambda e: e + 1, "offset 1"),
        (lambda e: e - 0.25, "offset -0.25"),
    ],
)
def test_what_all_numbers_have_in_common(change, name):
    assert pattern(rows((change(MATRIX), MATRIX), (change(MATRIX * 7 + 1), MATRIX * 7 + 1))) == name


def test_numbers_that_are_all_rounded_alike():
    exact = A([1.2345, -0.6789, 2.5178])
    assert pattern(rows((np.round(exact, 2), exact))) == "rounded 2"
    assert pattern(rows((np.round(exact), exact))) == "rounded 0"
    assert pattern(rows((A([1.23, -0.6789, 2.52]), exact))) is None, "one is not"
    assert pattern(rows((A([1.0, 0.0, 1.0]), A([1.0, 0.3, 1.0])))) is None, "a single number may be 0 for a reason"


def test_numbers_within_the_tolerance_of_nothing_are_no_multiple():
    made = call(within=Tolerance(1e-9, 1e-10, "a slope"))
    noise = A([[9.0, -3.0, 1.0], [5.0, 8.0, 7.0]]) * 1e-11
    for yours, name in ((noise, None), (MATRIX * 1e-11, "factor 1e-11")):
        assert pattern([Row(CHECK, 0, made, Answer(yours), Answer(MATRIX))]) == name


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e,
        lambda e: e**2,
        lambda e: 0 * e,
        lambda e: np.where(e > 0, -e, e),
        lambda e: e[:, :2],
        lambda e: e * np.nan,
        lambda e: e + 0j,
        lambda e: [e],
        lambda e: [[1.0], [2.0, 3.0]],
        lambda e: "text",
        lambda e: None,
    ],
)
def test_what_has_no_pattern_is_not_named(change):
    assert pattern(rows((change(MATRIX), MATRIX), (change(MATRIX * 7 + 1), MATRIX * 7 + 1))) is None


@pytest.mark.parametrize("change", [lambda e: 2 * e, lambda e: np.pi * e, lambda e: e + 1])
def test_what_would_be_said_with_a_number_is_not_said_where_none_may_be(change):
    given = rows((change(MATRIX), MATRIX), (change(MATRIX * 7 + 1), MATRIX * 7 + 1))
    assert pattern(given) is not None
    assert pattern(given, numbers=False) is None


@pytest.mark.parametrize(
    ("change", "name"), [(lambda e: -e, "negated"), (lambda e: e.T, "transposed"), (lambda e: e[::-1], "reversed")]
)
def test_what_is_said_without_a_number_is_said_all_the_same(change, name):
    assert pattern(rows((change(MATRIX), MATRIX)), numbers=False) == name
    x, right = A([-1.0, 0.0, 2.0]), A([0.0, 0.3, 1.0])
    assert pattern(rows((right + (x == 0), right), inputs=x), numbers=False) == "kink"


def test_one_answer_that_does_not_follow_is_enough_for_silence():
    assert pattern(rows((-MATRIX, MATRIX), (MATRIX, MATRIX))) is None
    assert pattern(rows((2 * MATRIX, MATRIX), (3 * MATRIX, MATRIX))) is None


@pytest.mark.parametrize(("offset", "words"), [(0.25, "0.25 above"), (-0.25, "0.25 below"), (3, "3 above")])
def test_an_offset_says_on_which_side(offset, words):
    found = find_pattern(COURSE.exercise("square"), rows((MATRIX + offset, MATRIX)), REFERENCE)
    assert found.message == f"Each of your numbers lies {words} the expected one. Which term is constant?"


def test_a_factor_near_a_fraction_is_none():
    assert pattern(rows((MATRIX / 81, MATRIX))) == "factor 1/81"
    assert pattern(rows((MATRIX * (1 / 81 + 5e-9), MATRIX))) == "factor 0.0123457"


def test_three_numbers_are_enough():
    assert pattern(rows((A([4.0, 2.0, 6.0]), A([2.0, 1.0, 3.0])))) == "factor 2"
    assert pattern(rows((A([4.0, 0.0, 2.0, 6.0]), A([2.0, 0.0, 1.0, 3.0])))) == "factor 2"


def test_too_few_numbers_say_nothing():
    assert pattern(rows((A([4.0, 2.0]), A([2.0, 1.0])))) is None
    assert pattern(rows((A([4.0, 0.0, 0.0]), A([2.0, 0.0, 0.0])))) is None


def test_tuples_swapped():
    assert pattern(rows(((VECTOR, MATRIX), (MATRIX, VECTOR)))) == "swapped"
    assert pattern(rows(((2 * MATRIX, 2 * VECTOR), (MATRIX, VECTOR)))) == "factor 2"
    assert pattern(rows(((-MATRIX, VECTOR), (MATRIX, VECTOR)))) is None


def test_a_word_beside_the_numbers_has_to_be_right():
    assert pattern(rows(((-MATRIX, "axis"), (MATRIX, "axis")))) is None
    assert pattern(rows(((-MATRIX, None), (MATRIX, "axis")))) is None


def test_answers_that_are_errors_are_left_to_others():
    raised = Raised("ValueError", ("ValueError",), "")
    given = rows((-MATRIX, MATRIX))
    assert pattern([*given, Row(CHECK, 0, call(), Answer(raised=raised), Answer(MATRIX))]) is None
    assert pattern([*given, Row(CHECK, 0, call(), Answer(timed_out=True), Answer(MATRIX))]) is None
    assert pattern([*given, Row(CHECK, 0, call(), Answer(1.0), Answer(raised=raised))]) == "negated"
    assert pattern([Row(CHECK, 0, call(), Answer(1.0), Answer(raised=raised))]) is None


def test_wrong_at_a_kink_only():
    x = A([-1.0, 0.0, 2.0, 0.0])
    right = A([0.0, 0.3, 1.0, 0.3])
    wrong = A([0.0, 0.5, 1.0, 0.5])
    assert pattern(rows((wrong, right), inputs=x)) == "kink"
    assert pattern(rows((right, right), (wrong, right), inputs=x)) == "kink"
    assert pattern(rows((right, right), inputs=x)) is None
    assert pattern(rows((wrong + (x > 0), right), inputs=x)) is None
    assert pattern(rows((wrong, right))) is None, "nobody knows which inputs belong to the entries"


def test_nothing_but_kinks_says_nothing():
    assert pattern(rows((A([0.4, 0.4, 0.4]), A([0.1, 0.2, 0.3])), inputs=np.zeros(3))) is None


def test_the_inputs_that_belong_to_an_answer():
    assert inputs_of(call(VECTOR), VECTOR) is VECTOR
    assert inputs_of(call(VECTOR, 3.0), VECTOR) is VECTOR
    assert inputs_of(call(VECTOR, VECTOR), VECTOR) is None
    assert inputs_of(call(VECTOR), MATRIX) is None
    assert inputs_of(call(VECTOR), 3.0) is None
    assert inputs_of(call(A(1.0)), A(1.0)) is None
    assert inputs_of(call(MATRIX, over=VECTOR), MATRIX) is VECTOR


def given_by(name, function):
    """The visible calls of an exercise, answered by another function."""
    found = []
    for unit in COURSE.units:
        for check in visible_checks(unit.name):
            if check.exercise == name:
                right = REFERENCE.answers(check)
                calls = check.calls(0)
                found += [
                    Row(check, index, one, Answer(function(*one.args)), expected)
                    for index, (one, expected) in enumerate(zip(calls, right, strict=True))
                    if expected.raised is None
                ]
    return found


def test_values_in_place_of_slopes():
    def chain_deriv_2(chain, x):
        return chain[1](chain[0](x)) * chain[0](x)

    assert pattern(given_by("chain_deriv_2", chain_deriv_2), "chain_deriv_2") == "value for slope"


def test_the_answer_to_another_exercise():
    found = find_pattern(COURSE.exercise("relu"), given_by("relu", lambda x: x**2), REFERENCE)
    assert found.pattern == "answer of square"
    assert found.misconception is None
    assert found.message == "This is what square asks for. What is asked for here?"


def test_the_right_numbers_in_another_shape():
    for change in (np.ravel, lambda e: e[None], lambda e: e.reshape(-1, 1)):
        assert pattern(rows((change(MATRIX), MATRIX), (VECTOR, VECTOR)), numbers=False) == "shape"
    assert pattern(rows((A([2.0]), 2.0), (A([3.0]), np.float64(3.0)))) == "shape"
    assert pattern(rows((MATRIX.T.ravel(), MATRIX))) is None
    assert pattern(rows((MATRIX.ravel()[:-1], MATRIX))) is None


def test_numbers_that_are_rounded_or_cut_off():
    exact = A([[0.12345, -1.98765, 3.4567891], [12.718, 0.5772, 2.1]])
    for digits in (0, 1, 2, 4):
        assert pattern(rows((np.round(exact, digits), exact))) == f"rounded {digits}"
    assert pattern(rows((exact.astype(int), exact))) == "cut off"
    for way, name in ((np.floor, "rounded down"), (np.ceil, "rounded up")):
        assert pattern(rows((way(exact), exact))) == name
    low = A([[0.25, 1.3], [2.2, 6.4]])
    assert pattern(rows((low // 1, low))) == "whole"  # cut off, rounded or rounded down: that is not to be seen
    assert pattern(rows((np.round(exact, 2), exact)), numbers=False) is None
    assert pattern(rows((exact + 1e-4 * exact**2, exact))) is None
    whole = A([1.0, 2.0, 4.0])
    hardly = whole + 1e-9 * A([1.0, 0.5, -0.3])
    assert pattern(rows((whole, hardly))) is None  # hardly off: nothing was rounded on purpose


def test_an_argument_that_comes_back_as_it_was():
    assert pattern(rows((MATRIX, MATRIX**2), inputs=MATRIX), numbers=False) == "as given"
    assert pattern(rows((MATRIX.copy(), MATRIX), inputs=MATRIX)) is None
    assert pattern(rows((MATRIX, MATRIX**2), inputs=VECTOR)) is None
