"""Comparing: type, then shape, then dtype, then finiteness, then values; the first that differs is said."""

import numpy as np
import pytest
from helpers import WHOLE
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.grading.compare import EARLIER_CHANGED, compare, compare_values, distance, mentions, same_values
from grader.protocol.answer import EARLIER, Answer, Opaque
from grader.protocol.check import ROUNDING, Check, Tolerance, call
from grader.protocol.raised import Raised

A = np.array
TOLERANCE = Tolerance(1e-9, 1e-9, "for the test")
AGREE = [
    (A([1.0, 2.0]), A([1.0, 2.0])),
    (A([1.0, 2.0 + 1e-10]), A([1.0, 2.0])),
    (A([1.0], dtype=np.float32), A([1.0])),
    (A([1, 2]), A([1.0, 2.0])),
    (A([1.0, 2.0]), A([1, 2])),
    (A([1], dtype=np.uint8), A([1])),
    (2.0, A(2.0)),
    (2, np.float64(2.0)),
    (A(2.0), 2.0),
    (np.float32(2), 2.0),
    (A([np.nan, np.inf, -np.inf]), A([np.nan, np.inf, -np.inf])),
    (A([True, False]), A([True, False])),
    (np.bool_(True), True),
    (A([1j]), A([1j])),
    (np.empty((0, 5)), np.empty((0, 5))),
    ((1.0, A([2.0])), (1.0, A([2.0]))),
    ([1.0], [1.0]),
    ({"label": "x", "data": A([1.0]), "more": 3}, {"label": "x", "data": A([1.0])}),
    (None, None),
    ("text", "text"),
    (Opaque("function"), Opaque("function")),
]
DIFFER = [
    # type
    (
        None,
        A([1.0]),
        "type",
        "an array of shape (1,) was expected, but it returned None: is there a `return`, and what does it return?",
    ),
    ([1.0], A([1.0]), "type", "an array of shape (1,) was expected, but it returned a list of 1"),
    (1.0, A([1.0]), "type", "an array of shape (1,) was expected, but it returned a single number"),
    (True, A([1.0]), "type", "an array of shape (1,) was expected, but it returned True or False"),
    ("1", A([1.0]), "type", "an array of shape (1,) was expected, but it returned '1'"),
    ({}, A([1.0]), "type", "an array of shape (1,) was expected, but it returned a dictionary"),
    (
        Opaque("method"),
        A([1.0]),
        "type",
        "an array of shape (1,) was expected, but it returned a function: is a call of it missing?",
    ),
    ((1.0,), 1.0, "type", "a single number was expected, but it returned a tuple of 1: does a comma stand behind it?"),
    (Opaque("generator"), 1.0, "type", "a single number was expected, but it returned a generator"),
    (Opaque("int of more than 64 bits"), 1.0, "type", "a single number was expected, but it returned an int"),
    (A([1.0]), (A([1.0]),), "type", "a tuple of 1 was expected, but it returned an array of shape (1,)"),
    ([1.0], (1.0,), "type", "a tuple of 1 was expected, but it returned a list of 1"),
    (1.0, None, "type", "None was expected, yours is a single number"),
    (None, "x", "type", "'x' was expected, yours is None"),
    (Opaque("a"), Opaque("b"), "values", "of type b was expected, yours is of type a"),
    ("y", "x", "values", "'x' was expected, yours is 'y'"),
    (3.0, {"x": 1.0}, "type", "a description of the axes was expected, but it returned a single number"),
    ({"y": 1.0}, {"x": 1.0}, "type", "x is missing"),
    # shape
    (A([1.0, 2.0]), A([1.0]), "shape", "an array of shape (1,) was expected, yours has shape (2,)"),
    (A(1.0), A([1.0]), "shape", "an array of shape (1,) was expected, yours has shape ()"),
    (A([1.0]), 1.0, "shape", "a single number was expected, yours has shape (1,)"),
    (np.empty((0, 5)), np.zeros((3, 5)), "shape", "an array of shape (3, 5) was expected, yours has shape (0, 5)"),
    (np.empty((0, 5)), np.empty((5, 0)), "shape", "an array of shape (5, 0) was expected, yours has shape (0, 5)"),
    ((1.0, 2.0), (1.0,), "shape", "a tuple of 1 was expected, yours has 2"),
    # dtype
    (A([1j]), A([1.0]), "dtype", "floats were expected, yours are complex numbers (dtype complex128)"),
    (A([True]), A([1.0]), "dtype", "floats were expected, yours are True and False (dtype bool)"),
    (A([1.0]), A([True]), "dtype", "True and False were expected, yours are floats (dtype float64)"),
    (1, True, "dtype", "True or False was expected, yours is a whole number"),
    (np.bool_(True), 1.0, "dtype", "a float was expected, yours is True or False (dtype bool)"),
    # finiteness
    (A([np.nan, 2.0]), A([1.0, 2.0]), "finite", "nan in 1 of 2 entries"),
    (A([np.nan, np.inf]), A([1.0, 2.0]), "finite", "inf and nan in 2 of 2 entries"),
    (A([1.0]), A([np.nan]), "finite", "a finite number in 1 of 1 entries"),
    (A([np.inf]), A([-np.inf]), "finite", "inf in 1 of 1 entries"),
    (np.nan, 1.0, "finite", "nan in it"),
    # values
    (A([1.0, 2.1]), A([1.0, 2.0]), "values", "1 of 2 differ"),
    (2.1, 2.0, "values", "it differs"),
    (A([True]), A([False]), "values", "1 of 1 differ"),
    (A([-(2**63) + 9]), A([9]), "values", "1 of 1 differ"),
    (A([2**63], dtype=np.uint64), A([0]), "values", "1 of 1 differ"),
    (A([255], dtype=np.uint8), A([-1]), "values", "1 of 1 differ"),
    (A([0.0]), A([1e-8]), "values", "1 of 1 differ"),
]


@pytest.mark.parametrize(("yours", "expected"), AGREE)
def test_right_answers(yours, expected):
    assert compare_values(yours, expected, TOLERANCE) is None


@pytest.mark.parametrize(("yours", "expected", "kind", "text"), DIFFER)
def test_the_first_difference_is_said(yours, expected, kind, text):
    found = compare_values(yours, expected, TOLERANCE)
    assert found.kind == kind
    assert found.text.startswith(text)


def test_strict_kind_tells_ints_from_floats():
    found = compare_values(A([1.0]), A([1]), TOLERANCE, strict=True)
    assert (found.kind, found.text) == ("dtype", "whole numbers were expected, yours are floats (dtype float64)")
    assert compare_values(A([1]), A([1.0]), TOLERANCE, strict=True).kind == "dtype"
    assert compare_values(A([1], dtype=np.int8), A([1]), TOLERANCE, strict=True) is None


def test_the_part_that_differs_is_named():
    found = compare_values((1.0, [A([1.0]), A([3.0])]), (1.0, [A([1.0]), A([2.0])]), TOLERANCE)
    assert (found.part, found.path) == ("item 2 of 2, item 2 of 2", (1, 1))
    found = compare_values({"x": {"data": 1.0}}, {"x": {"data": 2.0}}, TOLERANCE)
    assert (found.part, found.path) == ("x, data", ("x", "data"))


def test_the_mask_and_the_distance():
    found = compare_values(A([1.0, 2.0, 9.0]), A([1.0, 2.5, 3.0]), Tolerance(0.0, 0.1, ""))
    assert found.mask.tolist() == [False, True, True]
    assert found.distance == pytest.approx(60.0)


def test_true_and_false_differ_whatever_the_tolerance():
    found = compare_values(A([True, False]), A([True, True]), Tolerance(0.0, 2.0, ""))
    assert (found.kind, found.mask.tolist()) == ("values", [False, True])


def test_large_expected_values_take_the_relative_tolerance():
    assert compare_values(A([1e12 + 1]), A([1e12]), TOLERANCE) is None
    assert compare_values(A([1e12 + 1e4]), A([1e12]), TOLERANCE).kind == "values"


# --- answers


def a_check(**changes):
    options = {"tolerance": ROUNDING, "points": 1, "hidden": False, "strict_kind": False, **changes}
    return Check("f", "f_one", "one", lambda: iter([call(A([1.0]))]), **options)


ONE = call(A([1.0]))
ERROR = Raised("ShapeError", ("ShapeError", "ValueError", "Exception"), "shapes (2, 3) and 3x4")


@pytest.mark.parametrize(
    ("yours", "expected", "kind", "text"),
    [
        (Answer(timed_out=True), Answer(1.0), "timeout", "it did not end in time"),
        (Answer(1.0), Answer(timed_out=True), "timeout", "it did not end in time"),
        (Answer(raised=ERROR), Answer(1.0), "raised", "it raised ShapeError"),
        (
            Answer(None),
            Answer(raised=ERROR),
            "returned",
            "a ShapeError was to be raised, but it returned None",
        ),
        (
            Answer(A([1.0])),
            Answer(raised=Raised("AssertionError", ("AssertionError",), "")),
            "returned",
            "an AssertionError was to be raised, but it returned an array of shape (1,)",
        ),
        (
            Answer(raised=ERROR),
            Answer(raised=Raised("TypeError", ("TypeError",), "")),
            "raised",
            "a TypeError was to be raised, but it raised ShapeError",
        ),
        (
            Answer(A([1.0]), modified=(0,)),
            Answer(A([1.0])),
            "modified",
            "the numbers are right, but the argument was modified: work on a copy",
        ),
        (
            Answer(A([1.0]), modified=(EARLIER,)),
            Answer(A([1.0])),
            "modified",
            EARLIER_CHANGED,
        ),
        (
            Answer(raised=Raised("ValueError", ("ValueError",), "assignment destination is read-only")),
            Answer(A([1.0])),
            "modified",
            "the argument cannot be written to: work on a copy",
        ),
        (Answer(A([2.0]), modified=(0,)), Answer(A([1.0])), "values", "1 of 1 differ"),
    ],
)
def test_answers_that_differ(yours, expected, kind, text):
    found = compare(yours, expected, a_check(), ONE)
    assert (found.kind, found.text) == (kind, text)


@pytest.mark.parametrize(
    ("yours", "expected"),
    [
        (Answer(timed_out=True), Answer(timed_out=True)),
        (Answer(raised=ERROR), Answer(raised=Raised("ValueError", ("ValueError",), "else"))),
        (Answer(1.0, warnings=("RuntimeWarning: x",)), Answer(1.0)),
        (Answer(1.0, modified=(0,)), Answer(1.0, modified=(0,))),
        (Answer(1.0), Answer(1.0, modified=(0,))),
    ],
)
def test_answers_that_agree(yours, expected):
    assert compare(yours, expected, a_check(), ONE) is None


def test_what_a_message_has_to_say():
    expected = Answer(raised=Raised("ValueError", ("ValueError",), "3 and 4"))
    wanted = call(A([1.0]), saying=["3", "4"])
    assert compare(Answer(raised=ERROR), expected, a_check(), wanted) is None
    silent = Answer(raised=Raised("ValueError", ("ValueError",), "13 of 40 and 3"))
    found = compare(silent, expected, a_check(), wanted)
    assert (found.kind, found.text) == ("message", "ValueError is right; its message does not say 4")


@pytest.mark.parametrize(
    ("message", "word", "answer"),
    [("2x3", "3", True), ("23", "3", False), ("a 3.", "3", True), ("length", "len", False), ("", "3", False)],
)
def test_a_number_is_found_beside_letters_but_not_within_another(message, word, answer):
    assert mentions(Raised("E", (), message), word) is answer


# --- distance


@pytest.mark.parametrize(
    ("yours", "expected", "far"),
    [
        (A([1.0, 3.0]), A([1.0, 2.0]), 10.0),
        ((1.0, 2.2), (1.0, 2.0), 2.0),
        ({"x": 1.1}, {"x": 1.0}, 1.0),
        ("a", "b", 0.0),
        (None, None, 0.0),
        (True, False, 0.0),
        (A([]), A([]), 0.0),
        (A([np.inf, 1.5]), A([np.inf, 1.0]), 5.0),
        (A([-(2**63) + 9]), A([9]), 2**63 * 10.0),
    ],
)
def test_distance_is_in_units_of_what_is_allowed(yours, expected, far):
    found = distance(Answer(yours), Answer(expected), Tolerance(0.0, 0.1, ""))
    assert found == pytest.approx(far)


def test_distance_is_relative_where_the_tolerance_is():
    assert distance(Answer(4.0), Answer(2.0), Tolerance(0.5, 0.1, "")) == pytest.approx(2 / 1.1)


def test_errors_have_no_distance():
    assert distance(Answer(raised=ERROR), Answer(1.0), ROUNDING) == 0.0
    assert distance(Answer(timed_out=True), Answer(1.0), ROUNDING) == 0.0


SMALLEST = 1e-280  # two floats that are not smaller, or 0, differ by more than 1e-300


def without_the_smallest(array):
    """The array with 0 in the place of what a tolerance of 1e-300 cannot tell from it."""
    return np.where(np.abs(array) < SMALLEST, array.dtype.type(0), array) if array.dtype == float else array


numbers = hnp.arrays(
    st.sampled_from([np.dtype(name) for name in ("f8", "f4", "i8", "u1", "i4")]),
    hnp.array_shapes(max_dims=2, max_side=3),
).map(without_the_smallest)


@settings(deadline=None)
@given(numbers)
def test_everything_agrees_with_itself(array):
    assert compare_values(array, array.copy(), Tolerance(0.0, 1e-300, "")) is None
    assert compare_values(array, array.copy(), ROUNDING, strict=True) is None


@settings(deadline=None)
@given(numbers, numbers)
def test_two_arrays_agree_only_where_their_numbers_do(one, two):
    found = compare_values(one, two, Tolerance(0.0, 1e-300, ""))
    agrees = one.shape == two.shape and np.array_equal(one.astype(np.float64), two.astype(np.float64), equal_nan=True)
    assert (found is None) == agrees


@settings(max_examples=300 if WHOLE else 100, deadline=None)
@given(
    hnp.arrays(float, st.sampled_from([(), (0,), (3,), (2, 2)]), elements=st.floats()),
    hnp.arrays(st.sampled_from([float, int]), st.sampled_from([(), (0,), (3,), (2, 2)]), elements=st.integers(-3, 3)),
    st.sampled_from([0.0, 1e-13, 1e-3, np.nan, np.inf]),
    st.booleans(),
)
def test_sameness_is_that_nothing_differs(one, two, off, strict):
    with np.errstate(all="ignore"):
        moved, shifted = one + off, two + off
    for yours, expected in ((one, two), (two, one), (one, one.copy()), (one, moved), (shifted, two), (0.5, one)):
        same = same_values(yours, expected, ROUNDING, strict=strict)
        assert same == (compare_values(yours, expected, ROUNDING, strict=strict) is None)
