"""The solutions with some functions swapped: all later functions use the swapped ones, and nothing else changes."""

import numpy as np
import pytest

import solutions.chains
import solutions.derivatives
from grader.course import checks_of, reference
from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.reference import Reference, calls_of, swapped
from grader.course.syllabus import load_course

X = np.array([-2.0, 0.5, 1.5])


def test_without_swaps_the_functions_are_the_solutions():
    for exercise in load_course().exercises:
        function = Reference().function(exercise.name)
        assert function.__name__ == exercise.name
        assert function.__doc__
    assert np.array_equal(Reference().function("deriv")(np.sin, X), solutions.derivatives.deriv(np.sin, X))


def test_later_functions_use_the_swapped_one():
    one = Reference({"deriv": lambda func, x, _delta=0.001: np.full(x.shape, 3.0)})
    assert one.function("chain_deriv_2")([np.sin, np.tanh], X).tolist() == [9.0, 9.0, 9.0]
    assert one.function("tangent_line")(np.sin, 0.0)(1.0) == 3.0
    assert one.function("approximate_derivative")(np.sin, X)[0] == pytest.approx(np.cos(-2.0), abs=1e-3)


def test_the_solutions_themselves_stay_as_they_are():
    Reference({"deriv": lambda func, x, _delta=0.001: 0}).function("chain_deriv_2")
    right = solutions.chains.chain_deriv_2([np.sin, np.tanh], X)
    assert right == pytest.approx((1 - np.tanh(np.sin(X)) ** 2) * np.cos(X), abs=1e-6)


def test_a_misconception_uses_the_swapped_one_too():
    outer = next(m for m in reference.misconceptions("chains")["chain_deriv_2"] if m.slug == "outer-at-x")
    one = Reference({"chain_deriv_2": outer.function, "deriv": lambda func, x, _delta=0.001: np.full(x.shape, 2.0)})
    assert one.function("chain_deriv_2")([np.sin, np.tanh], X).tolist() == [4.0, 4.0, 4.0]


def test_what_is_no_function_of_python_is_taken_as_it_is():
    assert Reference({"square": np.square}).function("square") is np.square


def test_answers_are_worked_out_once(monkeypatch):
    one = Reference()
    check = hidden_checks("functions")[0]
    assert one.answers(check, 1) is one.answers(check, 1)
    assert one.answers(check, 1) is not one.answers(check, 2)
    visible = visible_checks("functions")[0]
    assert one.answers(visible, 1) is one.answers(visible, 2)


def test_what_a_misconception_prints_is_not_seen(capsys):
    def square(x):
        print("seen")
        return x

    Reference({"square": square}).answers(visible_checks("functions")[0], 0)
    assert capsys.readouterr().out == ""


def test_references_are_kept():
    assert swapped() is swapped()
    one = reference.misconceptions("functions")["square"][0]
    assert swapped(one) is swapped(one)
    assert swapped(one) is not swapped()


def test_calls_are_those_of_the_check():
    check = visible_checks("functions")[0]
    assert repr(calls_of(check, 0)) == repr(check.calls(0))


def test_checks_and_misconceptions_come_by_unit_and_exercise():
    for unit in load_course().units:
        names = {exercise.name for exercise in unit.exercises}
        assert {check.exercise for check in visible_checks(unit.name)} == names
        assert {check.exercise for check in hidden_checks(unit.name)} == names
        assert reference.misconceptions(unit.name).keys() == names
        assert reference.alternatives(unit.name).keys() <= names


def test_signatures_have_no_types():
    assert reference.signature("deriv") == "deriv(func, input_, delta=0.001)"


def test_exercises_are_alike_that_take_as_many_arguments():
    course = load_course()
    assert reference.alike(course.exercise("relu")) == ["square", "leaky_relu", "sigmoid"]
    assert reference.alike(course.exercise("step_errors")) == []


def test_answers_of_another_exercise_and_without_slopes():
    relu = next(check for check in visible_checks("functions") if check.exercise == "relu")
    one = relu.calls(0)[0].args[0]
    assert np.array_equal(reference.answers_of_other("square", relu)[0].value, np.square(one))
    assert reference.without_slopes(relu) == []
    slope = next(check for check in visible_checks("chains") if check.exercise == "chain_deriv_2")
    first = slope.calls(0)[0]
    (one, two), x = first.args
    assert np.allclose(reference.without_slopes(slope)[0].value, two(one(x)) * one(x))


def test_a_kit_has_no_hidden_checks(monkeypatch):
    monkeypatch.setattr(checks_of, "IN_A_KIT", True)
    assert checks_of.hidden_checks.__wrapped__("functions") == []
