"""What a check is made of: calls that depend on seed and name only, tolerances from the method's errors."""

import types
from collections import Counter

import numpy as np
import pytest

from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.syllabus import load_course
from grader.protocol.check import (
    EPS,
    OFTEN,
    ROUNDING,
    call,
    checks_in,
    counting,
    hidden,
    slope_tolerance,
    visible,
)

COURSE = load_course()


@visible("f", points=2)
def f_visible():
    """a certain
    number
    """
    yield call(0.5)


@hidden("f", slope_tolerance(6.0), strict_kind=True)
def f_hidden(rng):
    """another one"""
    yield call(rng.uniform(), key=1, saying=["a"], shown="f(…)", over=[1], then=len)


@hidden("f")
def f_third(rng):
    """a third"""
    yield call(rng.uniform())


def numbers(check, seed):
    return [one.args[0] for one in check.calls(seed)]


def test_the_decorators_keep_what_they_are_told():
    assert (f_visible.exercise, f_visible.name, f_visible.sentence) == ("f", "f_visible", "a certain number")
    assert (f_visible.points, f_visible.hidden, f_visible.strict_kind, f_visible.tolerance) == (
        2,
        False,
        False,
        ROUNDING,
    )
    assert (f_hidden.points, f_hidden.hidden, f_hidden.strict_kind) == (1, True, True)


def test_the_calls_of_a_visible_check_are_made_without_a_generator():
    assert numbers(f_visible, 0) == numbers(f_visible, 1) == [0.5]


def test_the_calls_of_a_hidden_check_depend_on_the_seed_and_on_the_check():
    assert numbers(f_hidden, 0) == numbers(f_hidden, 0)
    assert numbers(f_hidden, 0) != numbers(f_hidden, 1)
    assert numbers(f_hidden, 0) != numbers(f_third, 0)


def test_a_call_keeps_what_it_is_told():
    (one,) = f_hidden.calls(0)
    assert one.kwargs == {"key": 1}
    assert (one.saying, one.shown, one.over, one.then) == (("a",), "f(…)", [1], len)


def test_functions_that_count_do_what_they_did_and_tell_who_is_called_too_often():
    chain, seldom = counting([np.sin, np.square])
    assert [func(3.0) for func in chain] == [np.sin(3.0), 9.0]
    for _ in range(OFTEN - 1):
        chain[1](1.0)
    assert seldom(None)
    chain[1](1.0)
    assert not seldom(None)


def test_the_checks_of_a_module_come_in_the_order_of_the_file():
    module = types.ModuleType("m")
    module.b, module.other, module.a = f_hidden, 3, f_visible
    assert checks_in(module) == [f_hidden, f_visible]


def test_the_tolerance_of_slopes_is_twice_the_error_of_the_method():
    tolerance = slope_tolerance(third=6.0, size=2.0, step=1e-3)
    assert tolerance.atol == pytest.approx(2 * (1e-6 + EPS * 2.0 / 1e-3))
    assert tolerance.why == "central difference, step 0.001, |f‴| ≤ 6, |f| ≤ 2"


# --- all checks of the course


UNITS = [pytest.param(unit, id=unit.name) for unit in COURSE.units]


def checks_of(unit):
    return [*visible_checks(unit), *hidden_checks(unit)]


def faults(check, unit):
    """What a check lacks."""
    rules = {
        "belongs to an exercise of its unit": check.exercise in {exercise.name for exercise in unit.exercises},
        "has a name that begins with the exercise": check.name.startswith(check.exercise),
        "has a sentence without a full stop": check.sentence and not check.sentence.endswith("."),
        "gives points": check.points > 0,
        "has an absolute tolerance": 0 < check.tolerance.atol < 1e-2,
        "has a relative tolerance": 0 <= check.tolerance.rtol <= 1e-2,
        "says why its tolerance is what it is": check.tolerance.why,
        "makes calls": check.calls(0),
    }
    return [rule for rule, holds in rules.items() if not holds]


@pytest.mark.parametrize("unit", UNITS)
def test_every_check_is_whole(unit):
    checks = checks_of(unit.name)
    assert {check.name: missing for check in checks if (missing := faults(check, unit))} == {}
    assert checks


@pytest.mark.parametrize("unit", UNITS)
def test_every_exercise_has_three_visible_and_three_hidden_checks(unit):
    for known in (visible_checks(unit.name), hidden_checks(unit.name)):
        counted = Counter(check.exercise for check in known)
        assert [exercise.name for exercise in unit.exercises if counted[exercise.name] < 3] == []


def test_names_of_checks_are_unique():
    counted = Counter(check.name for unit in COURSE.units for check in checks_of(unit.name))
    assert [name for name, times in counted.items() if times > 1] == []


def flat(value):
    """A value so that it can be compared, to the last bit."""
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, value.tobytes())
    if isinstance(value, list | tuple):
        return [flat(item) for item in value]
    return getattr(value, "__name__", None) or repr(value).split(" at 0x")[0]


def made(check):
    return [(flat(list(c.args)), sorted((k, flat(v)) for k, v in c.kwargs.items())) for c in check.calls(3)]


@pytest.mark.parametrize("unit", UNITS)
def test_making_the_calls_again_gives_the_same(unit):
    assert [check.name for check in checks_of(unit.name) if made(check) != made(check)] == []
