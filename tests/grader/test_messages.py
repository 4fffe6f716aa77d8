"""The words of a check that failed: the call, the worst rows, what is right already, and nothing of hidden inputs."""

import functools

import numpy as np
import pytest

from grader.grading.compare import compare
from grader.grading.messages import WORST_ROWS, _worst_rows, hidden_message, show_call, visible_message
from grader.grading.rows import Row
from grader.protocol.answer import Answer
from grader.protocol.check import ROUNDING, Check, Tolerance, call
from grader.protocol.raised import Raised

A = np.array


def a_check(**changes):
    options = {"tolerance": ROUNDING, "points": 1, "hidden": False, "strict_kind": False, **changes}
    return Check("f", "f_one", "whole numbers", lambda: iter(()), **options)


def message(yours, expected, *args, check=None, **kwargs):
    one = call(*args, **kwargs)
    yours, expected = (v if isinstance(v, Answer) else Answer(v) for v in (yours, expected))
    row = Row(check or a_check(), 0, one, yours, expected)
    return visible_message(row, compare(yours, expected, row.check, one), "f(x, y=1)")


# --- numbers


def test_the_three_worst_rows_with_their_inputs():
    x = A([-2.0, 0.5, 3.0, 1.0, -1.0])
    assert message(x * 3, x * x, x) == (
        "f([-2, 0.5, 3, 1, -1])\n"
        " x   yours   expected\n"
        "-2      -6          4\n"
        "-1      -3          1\n"
        " 1       3          1\n"
        "4 of 5 differ. Shape (5,) and dtype are right; x = 3 agrees."
    )


def test_whole_numbers_where_floats_are_expected_have_not_the_right_dtype():
    assert message(A([0, 3]), A([0.25, 3.0]), 0).endswith("1 of 2 differ. Shape (2,) is right; 1 of 2 entries agree.")
    assert "Shape (2,) and dtype are right" in message(A([1.0, 2.0]), A([3.0, 2.0]), 0)


def test_fewer_digits_than_are_expected_are_said():
    said = message(A([1.0, 2.0], dtype="float32"), A([3.0, 2.0]), 0)
    assert "Shape (2,) is right; the numbers are float32, which keeps about 7 digits; 1 of 2 entries agree." in said
    assert message(np.float16(1), np.float64(2), 0).endswith(" Yours is float16, which keeps about 4 digits.")


def test_minus_zero_is_zero():
    assert message(1.5, -0.0, 0) == "f(0): yours 1.5, expected 0."


def worst(yours, expected):
    return _worst_rows(yours, expected, yours != expected)


def test_rows_that_are_as_far_off_come_in_their_own_order():
    expected = A([0.0, 1.0, -2.0, 3.0, 4.0, 5.0])
    assert worst(expected + A([1.0, -3.0, 1.0, 3.0, 1.0, 1.0]), expected) == [(1,), (3,), (0,)]
    assert worst(expected + A([1.0, -1.0, 1.0, 1.0, -1.0, 1.0]), expected) == [(0,), (1,), (2,)]
    alike = A([1.0, 1 + 1e-9, 1 + 2e-7, 1 - 3e-13, 1 + 2e-16, 1 + 1e-15])
    assert worst(expected + alike, expected) == [(0,), (1,), (2,)]
    apart = A([1.0, 1 + 2e-5, 1.0, 1 + 4e-5, 1.0, 1.0])
    assert worst(expected + apart, expected) == [(3,), (1,), (0,)]
    matrix = np.zeros((2, 3))
    assert worst(matrix + A([[1.0, 1 + 1e-12, 0.0], [1 - 1e-12, 1.0, 1 + 1e-11]]), matrix) == [(0, 0), (0, 1), (1, 0)]


def test_rows_that_are_no_numbers_come_first_in_their_own_order():
    yours, expected = A([9.0, np.inf, 2.0, np.nan, -np.inf, 5.0]), A([1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    assert worst(yours, expected) == [(1,), (3,), (4,)]
    assert worst(A([1j, 3j, np.nan]), A([0j, 0j, 0j])) == [(2,), (1,), (0,)]


@pytest.mark.parametrize(
    "wrong", [lambda x: 3 * x, lambda x: 0 * x, lambda x: -(x**2), lambda x: x**2 + 1, lambda x: x**2 + 2 * np.sign(x)]
)
@pytest.mark.parametrize("shape", [(12,), (3, 4), (2, 3, 2)])
def test_last_bits_change_nothing_in_a_message(wrong, shape):
    """Another machine's numbers differ in them: which rows are shown, and in which order, does not hang on that."""
    x = A([-2.0, 2.0, -1.0, 1.0, 0.5, -0.5, 4.0, -4.0, 0.25, 4.0, -0.25, 1.5]).reshape(shape)
    rng = np.random.default_rng(0)
    yours, expected = np.asarray(wrong(x)), x**2

    def shaken(values):
        return values * (1 + 1e-12 * rng.uniform(-1, 1, values.shape))

    rows, said = worst(yours, expected), message(yours, expected, x)
    assert len(rows) == WORST_ROWS
    for _ in range(50):
        one, two = shaken(yours), shaken(expected)
        assert _worst_rows(one, two, yours != expected) == rows
        assert message(one, two, x) == said
        assert message(wrong(shaken(x)), shaken(x) ** 2, shaken(x)) == said


def test_rows_are_named_by_their_place_where_inputs_do_not_belong_to_entries():
    assert message(A([1.0, 2.0]), A([1.0, 3.0]), A([1.0])) == (
        "f([1])\n"
        "entry   yours   expected\n"
        "    1       2          3\n"
        "1 of 2 differ. Shape (2,) and dtype are right; 1 of 2 entries agree."
    )
    assert message(A([[1.0, 2.0]]), A([[5.0, 6.0]]), A([1.0])) == (
        "f([1])\n"
        "row, column   yours   expected\n"
        "       0, 0       1          5\n"
        "       0, 1       2          6\n"
        "2 of 2 differ. Shape (1, 2) and dtype are right."
    )


def test_entries_that_are_no_numbers_come_first():
    text = message(A([9.0, np.nan, 2.0]), A([1.0, 2.0, 2.0]), A([0.0, 1.0, 2.0]))
    assert text == (
        "f([0, 1, 2])\n"
        "x   yours   expected\n"
        "1     nan          2\n"
        "There is nan in 1 of 3 entries. Shape (3,) is right; x = 0, 2 agree."
    )


def test_a_single_number():
    assert message(3.0, 4.0, A(2.0)) == "f(2): yours 3, expected 4."
    assert message(np.nan, 4.0, A(2.0)) == "f(2): yours nan, expected 4."


def test_as_many_digits_as_it_takes_to_tell_them_apart():
    assert message(1.0000001, 1.0, 0) == "f(0): yours 1.0000001, expected 1."
    assert message(1.00000000012, 1.0, 0) == "f(0): yours 1.00000000012, expected 1."
    assert message(1 + 2e-10, 1.0, 0) == "f(0): yours 1.0000000002, expected 1."
    assert message(0.1234567891, 0.1234567, 0) == "f(0): yours 0.123456789, expected 0.1234567."
    assert message(0.12345678912345, 0.123456789, 0) == "f(0): yours 0.123456789123, expected 0.123456789."
    exact = a_check(tolerance=Tolerance(0.0, 0.0, "to the last bit"))
    apart = "f(0): yours 0.30000000000000004, expected 0.29999999999999999."
    assert message(0.1 + 0.2, 0.3, 0, check=exact) == apart


@pytest.mark.parametrize(
    ("yours", "expected", "text"),
    [
        (A([True, False]), A([True, True]), "    1   False       True\n1 of 2 differ."),
        (True, False, "f(): yours True, expected False."),
        (A([1j]), A([2j]), "    0    0+1j       0+2j\n1 of 1 differ."),
        (A([1, 2]), A([1, 3]), "    1       2          3\n1 of 2 differ."),
        (A([1], dtype=np.uint8), A([-1]), "    0       1         -1\n"),
    ],
)
def test_numbers_of_every_kind(yours, expected, text):
    assert text in message(yours, expected)


def test_a_part_is_named():
    assert message((1.0, A([2.0])), (1.0, A([3.0])), 0).startswith("f(0) (item 2 of 2)\nentry   yours   expected\n")
    assert message({"x": 1.0}, {"x": 2.0}, 0) == "f(0) (x): yours 1, expected 2."


# --- everything else


def test_other_differences_are_a_sentence():
    assert message([1.0], A([1.0]), 0) == "f(0): an array of shape (1,) was expected, but it returned a list of 1."
    asked = "is there a `return`, and what does it return?"
    assert message(None, 1.0, 0) == f"f(0): a single number was expected, but it returned None: {asked}"
    modified = Answer(1.0, modified=(0,))
    assert message(modified, 1.0, 0).endswith("the numbers are right, but the argument was modified: work on a copy.")
    assert message(modified, 2.0, 0).startswith("f(0): yours 1, expected 2. And the argument was modified:")
    assert "modified" not in message(Answer(1.0), 2.0, 0)


def test_time_outs():
    assert message(Answer(timed_out=True), 1.0, 0) == "f(0) did not end in time. Is there a loop that never stops?"
    late = Answer(timed_out=True, not_run="the time for the whole submission was used up before it")
    assert message(late, 1.0, 0) == "f(0) was not run: the time for the whole submission was used up before it."


def raised(name="ValueError", text="no", line=0, unit=""):
    return Answer(raised=Raised(name, (name, "Exception"), text, line, unit))


@pytest.mark.parametrize(
    ("yours", "expected", "text"),
    [
        (raised(line=7, unit="chains"), 1.0, "f(0) raised ValueError: no (chains.py, line 7)."),
        (raised(text=""), 1.0, "f(0) raised ValueError."),
        (raised("Crash", "the process was ended"), 1.0, "f(0): the process was ended."),
        (raised(), raised("TypeError"), "f(0) raised ValueError: no. The error that is asked for is TypeError."),
        (
            raised("TypeError", "f() missing 1 required positional argument: 'z'"),
            1.0,
            (
                "f(0) raised TypeError: f() missing 1 required positional argument: 'z'. "
                "The signature that is asked for is f(x, y=1)."
            ),
        ),
        (
            raised("TypeError", "g() missing 1 required positional argument: 'z'", 3, "chains"),
            1.0,
            (
                "f(0) raised TypeError: g() missing 1 required positional argument: 'z' (chains.py, line 3). "
                "The call hands over fewer arguments than the function needs."
            ),
        ),
        (1.0, raised("AssertionError"), "f(0): an AssertionError was to be raised, but it returned a single number."),
    ],
)
def test_errors(yours, expected, text):
    assert message(yours, expected, 0) == text


@pytest.mark.parametrize("width", ["32", "64"])
def test_how_wide_whole_numbers_are_is_not_said(width):
    """It depends on the machine: in a page they have 32 bits. What an author wrote is theirs."""
    cast = f"Cannot cast ufunc 'add' output from dtype('float64') to dtype('int{width}') with casting rule 'same_kind'"
    assert "from dtype('float64') to whole numbers with casting" in message(
        raised("UFuncTypeError", cast, 3, "a"), 1.0, 0
    )
    called = raised("TypeError", f"'numpy.int{width}' object is not callable", 3, "a")
    assert "TypeError: a whole number of numpy's is not callable (a.py" in message(called, 1.0, 0)
    mine = Answer(raised=Raised("TypeError", ("TypeError",), f"dtype('int{width}')", 3, "a", deliberate=True))
    assert f"dtype('int{width}')" in message(mine, 1.0, 0)
    assert "yours are whole numbers." in message(A([1], dtype=f"int{width}"), A([True]), 0)


def test_an_error_with_a_message_that_does_not_say_enough():
    yours, expected = raised("ValueError", "wrong sizes"), raised("ValueError", "3 and 4")
    assert message(yours, expected, 0, saying=["3", "4"]) == (
        "f(0): ValueError is right; its message does not say 3 and 4."
    )


@pytest.mark.parametrize(
    ("verdict", "words"),
    [("wrong", "it does not hold"), ("error", "it raised an error"), ("timeout", "it did not end in time")],
)
def test_a_hidden_check_says_its_property(verdict, words):
    text = hidden_message(a_check(hidden=True), verdict, None)
    assert text == f"whole numbers: {words}. (The inputs of this check stay hidden.)"


# --- calls and signatures


def named(x):
    return x


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (call(A([1.0, -0.5])), "f([1, -0.5])"),
        (call(A([[1, 2], [3, 4]]), 3), "f([[1, 2], [3, 4]], 3)"),
        (call(np.zeros((3, 4))), "f(<array of shape (3, 4)>)"),
        (call(np.zeros((1, 1, 1))), "f(<array of shape (1, 1, 1)>)"),
        (call(A(2.5)), "f(2.5)"),
        (call([np.tanh, named], (1, 2.0)), "f([tanh, named], (1, 2.0))"),
        (call([np.tanh] * 9), "f([tanh, tanh, tanh, tanh, tanh, tanh, …])"),
        (call(lambda x: x), "f(<lambda>)"),
        (call(functools.partial(named)), "f(func)"),
        (call(None, True, "linear", legend=["a"]), "f(None, True, 'linear', legend=['a'])"),
        (call(np.float64(2.5), np.int64(3)), "f(2.5, 3)"),
        (call({1: 2}), "f(<dict>)"),
        (call(1, shown="len(chain) after f(chain)"), "len(chain) after f(chain)"),
    ],
)
def test_calls_are_shown_as_one_would_write_them(one, text):
    assert show_call("f", one) == text


def test_a_hidden_check_says_where_an_argument_is_written_to(above_solutions):
    """As in the loop that moves one entry of the input there and back: what it is given may be read-only."""
    found = above_solutions(
        "def gradient(func, x, delta=1e-3):\n    x = x if x.dtype.kind == 'f' else x.astype(float)\n"
        "    found = np.zeros_like(x)\n    for place in np.ndindex(x.shape):\n        before = x[place]\n"
        "        x[place] = before + delta\n        above = func(x)\n        x[place] = before - delta\n"
        "        found[place] = (above - func(x)) / (2 * delta)\n        x[place] = before\n    return found"
    )
    (failed,) = [check for check in found.checks if check.verdict != "pass"]
    assert failed.hidden
    assert failed.message.endswith(
        ": the argument cannot be written to: work on a copy. (The inputs of this check stay hidden.)"
    )


def test_a_matrix_of_numpys_is_called_so(above_solutions):
    found = above_solutions("def matmul_forward(X, W):\n    return np.asmatrix(X) @ W")
    assert "it returned an np.matrix, which is no plain array: np.asarray turns it into one" in found.checks[0].message
