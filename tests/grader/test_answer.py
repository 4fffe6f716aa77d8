"""What one call gave, as plain data: values, errors, warnings, and which arguments were modified."""

import warnings
from collections import namedtuple

import numpy as np
import pytest
from helpers import answer_call

from grader.protocol.answer import (
    MAX_BYTES,
    MAX_ITEMS,
    Conditions,
    Opaque,
    copied_whole,
    copy_arguments,
    plain,
)
from grader.protocol.check import call
from grader.protocol.raised import describe_error


class Lying(np.ndarray):  # noqa: PLW1641  compares as it likes
    def __array__(self, *_args, **_kwargs):
        return np.zeros(1000)

    def __eq__(self, _other):
        return True

    def __array_function__(self, *_args, **_kwargs):
        return True


class LyingList(list):
    def __len__(self):
        raise RuntimeError

    def __iter__(self):
        raise RuntimeError


Point = namedtuple("Point", "x y")  # noqa: PYI024  a plain one, as students write them


# --- plain


@pytest.mark.parametrize("value", [None, True, 3, -(2**63), 2.5, 1j, "text", [1, (2.0, None)], {"a": [1]}])
def test_plain_data_stays(value):
    assert plain(value) == value
    assert type(plain(value)) is type(value)


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6.0).reshape(2, 3).T,
        np.arange(6)[::2],
        np.array([1.5, 2.5], dtype=">f8"),
        np.array(3.0),
        np.array([True, False]),
        np.array([1 + 2j], dtype=np.complex64),
        np.empty((0, 3)),
    ],
)
def test_arrays_are_copied_as_they_are(value):
    found = plain(value)
    assert type(found) is np.ndarray
    assert found.flags.c_contiguous
    assert found is not value
    assert found.shape == value.shape
    assert np.array_equal(found, value)
    assert found.dtype.kind == value.dtype.kind


@pytest.mark.parametrize("value", [np.float64(2.5), np.int32(2), np.bool_(True), np.complex128(1j), np.longlong(3)])
def test_scalars_stay_scalars(value):
    found = plain(value)
    assert found == value
    assert isinstance(found, np.generic)
    assert found.shape == ()


def test_named_tuples_are_tuples():
    assert plain(Point(1.0, [2.0])) == (1.0, [2.0])
    assert type(plain(Point(1.0, 2.0))) is tuple


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (np.zeros(2).view(Lying), "Lying"),
        (np.ma.array([1.0]), "MaskedArray"),
        (np.zeros(2).view(np.recarray), "recarray"),
        (LyingList([1]), "LyingList"),
        (np.array([1.0, None], dtype=object), "array of dtype object"),
        (np.array(["a"]), "array of dtype str32"),
        (np.array([(1.0,)], dtype=[("x", "f8")]), "array of dtype void64"),
        (np.zeros(2, dtype=np.longdouble), f"array of dtype {np.dtype(np.longdouble).name}"),
        (np.longdouble(1), "longdouble"),
        (np.datetime64("2026-01-01"), "datetime64"),
        (2**63, "int of more than 64 bits"),
        (10**400, "int of more than 64 bits"),
        ({1, 2}, "set"),
        (b"bytes", "bytes"),
        (lambda: 1, "function"),
        ((i for i in range(3)), "generator"),
        (type("\x1b[31mX", (), {})(), "�[31mX"),
        ([1] * (MAX_ITEMS + 1), "list"),
        (dict.fromkeys(range(MAX_ITEMS + 1)), "dict"),
        ((1,) * (MAX_ITEMS + 1), "tuple"),
    ],
)
def test_what_is_not_plain_is_only_named(value, name):
    assert plain(value) == Opaque(name)


def test_arrays_too_large_to_look_at():
    large = np.broadcast_to(np.zeros(1), (MAX_BYTES,))
    assert plain(large) == Opaque(f"array of shape ({MAX_BYTES},), too large to look at")


def test_depth_is_bounded():
    own = []
    own.append(own)
    found, depth = plain(own), 0
    while isinstance(found, list):
        found, depth = found[0], depth + 1
    assert found == Opaque("list")
    assert depth == 8


def test_texts_are_cleaned_and_cut():
    assert plain("\x1b[31m") == "�[31m"
    assert plain({"\x00": "x"}) == {"�": "x"}
    assert len(plain("x" * 10_000)) < 2_100


# --- copy_arguments


def test_fresh_arguments_share_nothing():
    given = ([np.array([1.0]), (np.array([2.0]),)], {"a": np.array([3.0])}, np.tanh, 4)
    copy = copy_arguments(given)
    copy[0][0][0] = copy[0][1][0][0] = copy[1]["a"][0] = 99.0
    assert given[0][0][0] == 1.0
    assert given[0][1][0][0] == 2.0
    assert given[1]["a"][0] == 3.0
    assert copy[2] is np.tanh


def test_fresh_arrays_keep_their_layout():
    assert copy_arguments(np.zeros((3, 2), order="F")).flags.f_contiguous


# --- answer_call


def test_a_value():
    answer = answer_call(lambda x: x + 1, call(np.array([1.0, 2.0])))
    assert answer.value.tolist() == [2.0, 3.0]
    assert (answer.raised, answer.warnings, answer.modified, answer.timed_out) == (None, (), (), False)
    assert 0 <= answer.seconds < 60


def test_then_looks_at_what_was_returned():
    assert answer_call(lambda: lambda t: 2 * t, call(then=lambda line: line(3.0))).value == 6.0


def test_an_error_in_then_is_one_of_the_answer():
    raised = answer_call(lambda: None, call(then=lambda line: line(3.0))).raised
    assert (raised.type_name, raised.message) == ("TypeError", "'NoneType' object is not callable")


def modify_array(x, numbers=None):
    x *= 2
    return x


def modify_list(numbers):
    numbers.append(1)


def modify_inside(pair):
    pair[0][0] = -1.0


def modify_keyword(x, *, y):
    y["k"][0] = 7.0


@pytest.mark.parametrize(
    ("function", "one", "modified"),
    [
        (modify_array, call(np.array([1.0]), 3), (0,)),
        (modify_array, call(np.array([0.0]), 3), ()),
        (modify_list, call([1, 2]), (0,)),
        (lambda fs: fs.reverse(), call([np.sin, np.tanh]), (0,)),
        (lambda fs: fs.pop(), call([np.sin, np.tanh]), (0,)),
        (lambda fs: fs.insert(0, fs.pop(0)), call([np.sin, np.tanh]), ()),
        (lambda fs: fs.sort(key=id) or fs.sort(key=str), call([1.5, "a"]), ()),
        (modify_inside, call((np.array([1.0]), 2)), (0,)),
        (modify_keyword, call(1.0, y={"k": np.array([1.0])}), (1,)),
    ],
)
def test_modified_arguments_are_told(function, one, modified):
    assert answer_call(function, one).modified == modified
    assert answer_call(function, one).modified == modified, "the call itself was modified"


def test_an_argument_turned_to_another_shape_or_dtype_is_modified():
    def reshape(x):
        x.shape = (1, 2)

    assert answer_call(reshape, call(np.array([1.0, 2.0]))).modified == (0,)


def test_warnings_are_kept_once_and_counted_out():
    def warn(x):
        for i in range(20):
            warnings.warn(f"number {i}", stacklevel=1)
        warnings.warn("\x1b[31m", UserWarning, stacklevel=1)
        return np.log(x)

    answer = answer_call(warn, call(np.array([0.0])))
    assert len(answer.warnings) == 8
    assert answer.warnings[0] == "UserWarning: number 0"
    quiet = answer_call(np.log, call(np.array([0.0, 0.0])))
    assert quiet.warnings == ("RuntimeWarning: divide by zero encountered in log",)


def undo(x):
    warnings.resetwarnings()
    warnings.filterwarnings("ignore")
    np.seterr(all="ignore")
    return x


def shadow(x):
    warnings.catch_warnings().__enter__()
    warnings.simplefilter("ignore")
    return x


def take_over(x):
    warnings.showwarning = lambda *_args, **_kwargs: None
    return x


@pytest.mark.parametrize("function", [undo, shadow, take_over])
def test_what_a_call_does_to_the_conditions_is_undone(function):
    before = warnings.filters, list(warnings.filters), warnings.showwarning, np.geterr()
    with Conditions() as conditions:
        conditions.answer(function, call(1.0))
        for _ in range(2):
            answer = conditions.answer(np.log, call(np.array([0.0])))
            assert answer.warnings == ("RuntimeWarning: divide by zero encountered in log",)
    assert warnings.filters is before[0]
    assert (list(warnings.filters), warnings.showwarning, np.geterr()) == before[1:]


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(3), KeyboardInterrupt(), RecursionError("deep")])
def test_errors_of_every_kind_are_answers(error):
    def function():
        raise error

    raised = answer_call(function, call()).raised
    assert raised.type_name == type(error).__name__
    assert raised.bases[-2:] == ("BaseException", "object")


def test_an_interrupt_of_the_grader_itself_is_no_answer():
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        answer_call(interrupted, call(), ours=True)


def test_an_error_whose_text_cannot_be_made():
    class SilentError(Exception):
        def __str__(self):
            raise ValueError

    def function():
        raise SilentError

    assert answer_call(function, call()).raised.message == "(no text)"


def test_an_error_is_placed_in_the_submission_not_elsewhere():
    source = "def outer(f):\n    return f()\n\n\ndef inner():\n    raise ValueError('here')\n"
    scope = {}
    exec(compile(source, "chains.py", "exec"), scope)
    try:
        scope["outer"](scope["inner"])
    except ValueError as error:
        raised = describe_error(error, {"chains.py": "chains"})
        elsewhere = describe_error(error, {"other.py": "other"})
    assert (raised.line, raised.unit, raised.function) == (6, "chains", "inner")
    assert (elsewhere.line, elsewhere.unit, elsewhere.function) == (0, "", "")


def test_long_and_dirty_messages_are_cut_and_cleaned():
    def function():
        raise ValueError("\x1b[31m" + "x" * 10_000)

    message = answer_call(function, call()).raised.message
    assert message.startswith("�[31mxxx")
    assert len(message) < 520


def test_numpy_state_of_the_caller_is_left_as_it_was():
    before = np.geterr()

    def function():
        np.seterr(all="raise")
        warnings.simplefilter("ignore")

    filters = list(warnings.filters)
    answer_call(function, call())
    assert np.geterr() == before
    assert warnings.filters == filters


# --- what a call leaves as it was


NUMBERS = np.arange(3.0)
NESTED = [NUMBERS, (1, {"a": NUMBERS})]


@pytest.mark.parametrize(
    "value", [None, True, 2, 2.0, 1j, "x", NUMBERS, np.float64(2), np.square, NESTED, lambda x: x, ()]
)
def test_what_is_copied_for_each_call(value):
    assert copied_whole(value)


@pytest.mark.parametrize("value", [object(), [1, object()], {"a": {1}}, iter([1]), [].append])
def test_what_a_call_may_change(value):
    assert not copied_whole(value)


def test_a_function_that_remembers_may_change():
    calls = []

    def remembers(x):
        calls.append(x)
        return x

    assert not copied_whole([remembers])
