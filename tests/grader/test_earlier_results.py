"""What a call gave is looked at again after later ones: it may not change any more."""

import sys

import numpy as np
import pytest

from grader.protocol.answer import EARLIER, Conditions
from grader.protocol.check import call


def _buffer():
    kept = np.empty(2)

    def function(x):
        kept[...] = x * x
        return kept

    return function


def _pair_in_one_list():
    kept = []

    def function(x):
        kept[:] = [x.copy(), 2 * x]
        return kept

    return function


def _line_of_the_last():
    last = []

    def function(x):
        last[:] = [x]
        return lambda t: last[0] * t

    return function


def _memory():
    kept = {}
    return lambda x: kept.setdefault(x.tobytes(), x * x)


def _wrong_twice():
    """What a function gives may fail when it is looked at again."""
    given = []

    def function(x):
        given.append(x)

        def line(t):
            if len(given) > 1:
                raise SystemExit
            return x * t

        return line

    return function


def at_two(line):
    return line(np.array([2.0]))


CHANGES = [(_buffer, None), (_pair_in_one_list, None), (_line_of_the_last, at_two), (_wrong_twice, at_two)]
KEEPS = [
    (_memory, None),
    (lambda: lambda x: x * np.nan, None),
    (lambda: lambda x: (float(x[0]) * np.nan, np.float64(1.5), "text", None), None),
    (lambda: lambda x: {"a": [x, 1]}, None),
    (lambda: iter, None),
    (lambda: lambda x: lambda t: x * t, at_two),
    (lambda: lambda x: x.sum(), lambda result: result),
    (lambda: lambda x: x * 1.0, lambda _result, seen=[]: seen.append(1) or len(seen)),  # what is looked at is elsewhere
    (lambda: lambda x: np.zeros(1 << 18), None),
    (lambda: lambda x: x.astype(">f8"), None),
]


def places(make, then, *numbers):
    """What was modified, call by call."""
    function = make()
    with Conditions() as conditions:
        calls = (call(np.array([n, n + 0.5]), then=then) for n in numbers)
        return [conditions.answer(function, one).modified for one in calls]


@pytest.mark.parametrize(("make", "then"), CHANGES)
def test_what_an_earlier_call_gave_must_stay(make, then):
    assert places(make, then, 1.0, 2.0, 3.0) == [(), (EARLIER,), (EARLIER,)]


@pytest.mark.parametrize(("make", "then"), KEEPS)
def test_what_stays_is_told_as_such(make, then):
    assert places(make, then, 1.0, 2.0, 1.0) == [(), (), ()]


def test_a_check_begins_with_nothing_that_could_have_changed():
    function = _buffer()
    with Conditions() as conditions:
        for number in (1.0, 2.0):
            conditions.begin_check()
            assert conditions.answer(function, call(np.array([number, 0.0]))).modified == ()


PYPLOT = """
def set_axes(axes, xlabel, ylabel, xlim, ylim, xscale, yscale, legend):
    import matplotlib.pyplot as plt

    plt.sca(axes)
    axes.set(xlabel=xlabel or "", ylabel=ylabel or "", xlim=xlim, ylim=ylim, xscale=xscale, yscale=yscale)
    if legend:
        plt.legend(legend)
    plt.grid(True)


plot = plot
"""


@pytest.mark.parametrize("text", [PYPLOT, "plot([0.0, 1.0], [2.0, 5.0])\n"], ids=["by a call", "as the file is loaded"])
def test_figures_that_are_left_open_are_closed_before_the_next_check(above_solutions, text):
    found = above_solutions(text)
    assert (found.verdict, [check.name for check in found.checks if check.verdict != "pass"]) == ("pass", [])


def test_what_stands_where_pyplot_was_does_not_stop_a_check(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", object())
    with Conditions() as conditions:
        conditions.begin_check()
        assert conditions.answer(np.square, call(np.array([3.0]))).value == 9.0


def test_what_is_printed_when_a_line_is_looked_at_again_is_not_told_twice(capsys):
    def function(x):
        def line(t):
            print("on the line")
            return x * t

        return line

    assert places(lambda: function, at_two, 1.0, 2.0) == [(), ()]
    assert capsys.readouterr().out == "on the line\n" * 2


def test_ctrl_c_while_ours_is_looked_at_again_is_no_answer():
    calls = []

    def function(_x):
        def line(_t):
            calls.append(1)
            if len(calls) > 2:
                raise KeyboardInterrupt
            return 1.0

        return line

    with Conditions() as conditions:
        conditions.answer(function, call(1, then=at_two), ours=True)
        with pytest.raises(KeyboardInterrupt):
            conditions.answer(function, call(2, then=at_two), ours=True)
