"""The reference: the solutions, also with a function swapped for another one, and the answers that they give."""

import itertools
import marshal
import types

import numpy as np
import pytest

import solutions.chains
import solutions.derivatives
from grader.course import checks_of, open_reference
from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.frozen_answers import FrozenAnswers
from grader.course.reference import Mistake
from grader.course.solutions.binding import Binding
from grader.course.solutions.library import alternatives, misconceptions
from grader.course.solutions.reference import Solutions
from grader.course.syllabus import load_course
from grader.protocol.check import ROUNDING, Check, call

COURSE = load_course()
X = np.array([-2.0, 0.5, 1.5])


@pytest.fixture(scope="module")
def reference():
    return Solutions()


def the_check(unit, name):
    return next(check for check in visible_checks(unit) if check.exercise == name)


def the_mistake(unit, name, slug):
    return next(one for one in misconceptions(unit)[name] if one.slug == slug)


# --- functions bound to each other


def test_without_swaps_the_functions_are_the_solutions():
    for exercise in COURSE.exercises:
        function = Binding().function(exercise.name)
        assert function.__name__ == exercise.name
        assert function.__doc__
    assert np.array_equal(Binding().function("deriv")(np.sin, X), solutions.derivatives.deriv(np.sin, X))


def test_later_functions_use_the_swapped_one():
    one = Binding({"deriv": lambda func, x, _delta=0.001: np.full(x.shape, 3.0)})
    assert one.function("chain_deriv_2")([np.sin, np.tanh], X).tolist() == [9.0, 9.0, 9.0]
    assert one.function("tangent_line")(np.sin, 0.0)(1.0) == 3.0
    assert one.function("approximate_derivative")(np.sin, X)[0] == pytest.approx(np.cos(-2.0), abs=1e-3)


def test_the_solutions_themselves_stay_as_they_are(reference):
    swapped = Binding({"deriv": lambda func, x, _delta=0.001: 0})
    assert not np.any(swapped.function("chain_deriv_2")([np.sin, np.tanh], X))
    slope = pytest.approx((1 - np.tanh(np.sin(X)) ** 2) * np.cos(X), abs=1e-6)
    assert solutions.chains.chain_deriv_2([np.sin, np.tanh], X) == slope
    assert reference.right.function("chain_deriv_2")([np.sin, np.tanh], X) == slope


def test_what_comes_before_a_swapped_function_is_shared_and_what_comes_after_is_not(reference):
    one = Binding({"chain_deriv_2": lambda _chain, x: x})
    assert one.function("deriv") is reference.right.function("deriv")
    assert one.function("plot_chain_deriv") is not reference.right.function("plot_chain_deriv")


def test_a_misconception_uses_the_swapped_one_too():
    outer = the_mistake("chains", "chain_deriv_2", "outer-at-x")
    one = Binding({"chain_deriv_2": outer.function, "deriv": lambda func, x, _delta=0.001: np.full(x.shape, 2.0)})
    assert one.function("chain_deriv_2")([np.sin, np.tanh], X).tolist() == [4.0, 4.0, 4.0]


def test_what_is_no_function_of_python_is_taken_as_it_is():
    assert Binding({"square": np.square}).function("square") is np.square


# --- answers


def test_answers_are_worked_out_once():
    one, two = Solutions(1), Solutions(2)
    hidden, visible = hidden_checks("functions")[0], visible_checks("functions")[0]
    wrong = misconceptions("functions")["square"][0]
    assert one.answers(hidden) is one.answers(hidden)
    assert one.answers(visible, wrong) is one.answers(visible, wrong)
    assert one.answers(visible, wrong) is not one.answers(visible)
    values = [[answer.value for answer in each.answers(hidden)] for each in (one, two)]
    assert not any(np.array_equal(mine, other) for mine, other in zip(*values, strict=True))
    values = [[answer.value for answer in each.answers(visible)] for each in (one, two)]
    assert all(np.array_equal(mine, other) for mine, other in zip(*values, strict=True))


def test_a_mistake_is_made_in_its_own_function_and_in_no_other(reference):
    forward = the_mistake("derivatives", "deriv", "forward")
    bound = reference.with_mistake(forward)
    assert bound is reference.with_mistake(forward)
    assert bound is not reference.right
    check = the_check("derivatives", "deriv")
    (first, *_), (asked, *_) = reference.answers(check, forward), reference.calls(check)
    assert np.array_equal(first.value, bound.function("deriv")(*asked.args, **asked.kwargs))
    assert not np.array_equal(first.value, reference.answers(check)[0].value)


def test_what_has_no_function_has_no_answers(reference):
    with pytest.raises(TypeError, match="unwritten has no function"):
        reference.answers(the_check("functions", "square"), Mistake("square", "unwritten", "You did.", "Why?"))


def test_what_a_misconception_prints_is_not_seen(capsys, reference):
    printing = [
        (unit.name, one)
        for unit in COURSE.units
        for some in misconceptions(unit.name).values()
        for one in some
        if "print" in one.function.__code__.co_names
    ]
    assert printing
    for unit, one in printing:
        reference.answers(the_check(unit, one.exercise), one)
    assert capsys.readouterr().out == ""


def test_calls_are_those_of_the_check_and_are_made_once(reference):
    check = visible_checks("functions")[0]
    assert repr(reference.calls(check)) == repr(check.calls(0))
    assert reference.calls(check) is reference.calls(check)
    hidden = hidden_checks("functions")[0]
    assert repr(Solutions(3).calls(hidden)) == repr(hidden.calls(3)) != repr(reference.calls(hidden))


def test_each_function_gets_calls_that_no_other_one_has_answered(reference):
    """Answering some calls leaves a trace in them: a function among the arguments counts, `then` looks at a figure."""

    def calls():
        counter = itertools.count()
        yield call(lambda _x: 2.0 ** next(counter), 0.0)
        yield call(lambda _x: 2.0 ** next(counter), 0.0)

    check = Check("deriv", "deriv_counts", "one", calls, ROUNDING, 1.0, hidden=False, strict_kind=False)
    fresh = Solutions()
    wrong = the_mistake("derivatives", "deriv", "forward")
    mine = [answer.value for answer in fresh.answers(check, wrong)]
    fresh.answers(check)
    assert mine == [answer.value for answer in Solutions().answers(check, wrong)]
    fresh = Solutions()
    fresh.answers(check)
    assert mine == [answer.value for answer in fresh.answers(check, wrong)]


# --- what there is


def test_checks_and_misconceptions_come_by_unit_and_exercise(reference):
    for unit in COURSE.units:
        names = {exercise.name for exercise in unit.exercises}
        assert {check.exercise for check in visible_checks(unit.name)} == names
        assert {check.exercise for check in hidden_checks(unit.name)} == names
        assert misconceptions(unit.name).keys() == names
        assert alternatives(unit.name).keys() <= names
        for exercise in unit.exercises:
            known = [*visible_checks(unit.name), *hidden_checks(unit.name)]
            assert reference.checks(exercise) == [check for check in known if check.exercise == exercise.name]
            assert list(reference.mistakes(exercise)) == misconceptions(unit.name)[exercise.name]


def test_signatures_have_no_types(reference):
    assert reference.signature("deriv") == "deriv(func, input_, delta=0.001)"


def test_other_exercises_are_those_that_take_as_many_arguments(reference):
    assert reference.others(COURSE.exercise("relu")) == ["square", "leaky_relu", "sigmoid"]
    assert reference.others(COURSE.exercise("step_errors")) == []
    ordered = ["subderivative_abs", "subderivative_relu", "grad_quadratic"]
    assert reference.others(COURSE.exercise("grad_matrix_vector")) == ordered, "not grad_vector_matrix(x, A)"


def test_answers_of_another_exercise_and_without_slopes(reference):
    relu = the_check("functions", "relu")
    one = relu.calls(0)[0].args[0]
    assert np.array_equal(reference.answers_of_other("square", relu)[0].value, np.square(one))
    assert reference.without_slopes(relu) == []
    slope = the_check("chains", "chain_deriv_2")
    first = slope.calls(0)[0]
    (one, two), x = first.args
    assert np.allclose(reference.without_slopes(slope)[0].value, two(one(x)) * one(x))


# --- functions to be given


def test_given_code_is_that_of_the_functions_with_what_they_need_and_says_no_more(reference):
    pieces = [marshal.loads(one) for one in reference.given(frozenset({"chain_deriv_2"}))]
    scope = {}
    for piece in pieces:
        exec(piece, scope)
    known = {exercise.name for exercise in COURSE.exercises}
    assert known & scope.keys() == {"chain_deriv_2", "deriv"}
    assert np.array_equal(
        scope["chain_deriv_2"]([np.sin, np.tanh], X), solutions.chains.chain_deriv_2([np.sin, np.tanh], X)
    )
    for name in ("chain_deriv_2", "deriv"):
        assert (scope[name].__doc__, scope[name].__annotations__) == (None, {})
    assert reference.given(frozenset()) == []


def test_every_function_can_be_given(reference):
    for exercise in COURSE.exercises:
        scope = {}
        for piece in reference.given(frozenset({exercise.name})):
            exec(marshal.loads(piece), scope)
        assert isinstance(scope[exercise.name], types.FunctionType)


# --- which reference


def test_one_reference_is_opened_for_a_seed():
    one = open_reference.open_reference(5)
    assert one is open_reference.open_reference(5)
    assert isinstance(one, Solutions)
    assert (one.seed, open_reference.open_reference().seed) == (5, 0)


def test_a_kit_opens_its_frozen_answers(monkeypatch):
    monkeypatch.setattr(open_reference, "IN_A_KIT", True)
    one = open_reference.open_reference.__wrapped__(3)
    assert isinstance(one, FrozenAnswers)
    assert one.seed == 0
    assert one.given(frozenset({"deriv"})) == []


def test_a_kit_has_no_hidden_checks(monkeypatch):
    monkeypatch.setattr(checks_of, "IN_A_KIT", True)
    assert checks_of.hidden_checks.__wrapped__("functions") == []


def test_a_figure_that_a_mistake_left_open_is_not_found_by_the_next_answers(reference):
    """Some mistakes with a figure of their own end in an error before anybody could close it."""
    exercise = COURSE.exercise("plot")
    checks = {check.name: check for check in reference.checks(exercise)}
    again = Solutions()
    for mistake in again.mistakes(exercise):
        again.answers(checks["plot_unequal"], mistake)
    expected, found = (each.answers(checks["plot_any_current"]) for each in (reference, again))
    key = "size of the figure"
    assert [one.value[key].tolist() for one in found] == [one.value[key].tolist() for one in expected]
