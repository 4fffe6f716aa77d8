"""Misconceptions that are made of a solution: each change, what it is named, and how it is refused."""

import ast
import types

import numpy as np
import pytest

from grader.course.misconceptions import misconceptions_in, wrong
from grader.course.misconceptions.families import (
    asserts_a_pair,
    indexed,
    int_result,
    list_,
    made,
    negated,
    opening,
    prints,
    sigmoid,
    unchecked,
    with_checks,
    with_raises,
    with_result,
)
from grader.course.solutions.library import misconceptions
from grader.course.syllabus import load_course
from solutions.chains import chain_deriv_2, chain_length_2
from solutions.derivatives import deriv
from solutions.functions import square
from solutions.matrices import matrix_forward_extra
from solutions.matrix_calculus import subderivative_abs
from solutions.multiple_inputs import multiple_inputs_add_backward
from solutions.plots import plot_chain

SAID = "You did.\nWhy?"
X = np.array([-1.5, 0.5])


def parsed(text):
    return ast.parse(text).body[0]


def changed(change, text, *words):
    return ast.unparse(change(parsed(text), *words))


CHECKED = """
def f(chain, x):
    assert len(chain) == 2, 'two'
    assert x.ndim == 1
    a, b = chain
    return b(a(x))
"""


def test_assertions_are_left_out_all_or_those_with_a_word():
    assert "assert" not in changed(unchecked, CHECKED)
    assert "len(chain)" not in changed(unchecked, CHECKED, "len(")
    assert "assert x.ndim == 1" in changed(unchecked, CHECKED, "len(")


def test_assertions_become_other_statements():
    text = changed(with_checks, CHECKED, "if {negated}:\n    raise ValueError({message})")
    assert "if len(chain) != 2:\n        raise ValueError('two')" in text
    assert "if x.ndim != 1:\n        raise ValueError('')" in text


def test_pairs_have_names_of_their_own_and_a_longer_list_passes():
    text = changed(asserts_a_pair, CHECKED)
    assert "condition_1 = (len(chain) == 2, 'two')\n    assert condition_1" in text
    assert "condition_2 = (x.ndim == 1, '')\n    assert condition_2" in text
    assert "a, b" not in text.replace("(a, b) = (chain[0], chain[1])", "").replace("a, b = (chain[0], chain[1])", "")


def test_a_list_is_unpacked_by_its_indices():
    assert "chain[0], chain[1]" in changed(indexed, CHECKED)
    assert changed(indexed, "def f(x): return x") == "def f(x):\n    return x"


@pytest.mark.parametrize(
    ("condition", "opposite"),
    [("a == b", "a != b"), ("not 0 <= a <= 1", "0 <= a <= 1"), ("a < b", "not a < b"), ("a == b == c", None)],
)
def test_the_opposite_of_a_condition(condition, opposite):
    text = negated(ast.parse(condition, mode="eval").body)
    for a, b, c in [(0, 0, 0), (0, 1, 1), (2, 1, 1), (1, 1, 2)]:
        names = {"a": a, "b": b, "c": c}
        assert eval(text, names) is not eval(condition, names)
    assert opposite is None or ast.unparse(ast.parse(text)) == opposite


def test_results_and_errors_are_exchanged_but_not_in_functions_inside():
    text = changed(with_result, "def f(x):\n    def g(t):\n        return t\n    return g(x)", "print({result})")
    assert "return t" in text
    assert text.endswith("print(g(x))")
    text = changed(
        with_raises, "def f(x):\n    if x:\n        raise ValueError('no')\n    else:\n        raise", "pass"
    )
    assert text == "def f(x):\n    if x:\n        pass\n    else:\n        raise"


@pytest.mark.parametrize("change", [unchecked, lambda one: with_raises(one, "pass"), prints])
def test_a_solution_without_such_a_statement_is_refused(change):
    with pytest.raises(TypeError, match="f has no statement to be changed"):
        change(parsed("def f(x):\n    pass"))


def test_what_is_made_computes_and_is_named_after_the_change():
    (one,) = made(square, code="no result")(prints)
    assert (one.exercise, one.slug, one.code, one.function.__name__) == (
        "square",
        "prints",
        "no result",
        "square_prints",
    )
    assert one.did == "Your function prints the result, or computes it, and returns nothing."
    assert one.function(X) is None

    def forgets_lengths(solution):
        return unchecked(indexed(solution), "len(")

    first, second = made(chain_length_2, chain_deriv_2, said=SAID)(forgets_lengths)
    assert (first.slug, first.did, first.ask) == ("forgets-lengths", "You did.", "Why?")
    assert np.array_equal(first.function([np.square, np.sin, np.exp], X), np.sin(X**2))
    assert second.function([np.square, np.sin, np.exp], X).shape == (2,)
    with pytest.raises(AssertionError):
        second.function([np.square, np.sin], X.reshape(1, 2))
    with pytest.raises(TypeError, match="is made from a solution"):
        made(np.square, said=SAID)(prints)


def test_the_families_of_several_units():
    lists = made(square)(list_)[0]
    assert (lists.slug, lists.function(X)) == ("list", [2.25, 0.25])

    whole, of_func = made(square, deriv)(int_result)
    assert whole.slug == "int-result"
    assert whole.function(np.array([3])).dtype == int
    assert whole.function(X).dtype == float
    assert of_func.function(lambda x: 1.5 * x, np.array([1, 2])).tolist() == [1, 1]

    ignores, backward = made(matrix_forward_extra, multiple_inputs_add_backward)(sigmoid)
    half = ignores.function(np.zeros((2, 3)), np.ones((3, 1)), np.cos)
    assert (ignores.slug, half.tolist()) == ("sigmoid", [[0.5], [0.5]])
    assert np.allclose(backward.function(np.zeros(1), np.zeros(1), np.sin), 0.25)

    text = changed(opening, "def f(x):\n    return x", "assert x\nx = 2")
    assert text == "def f(x):\n    assert x\n    x = 2\n    return x"


def test_a_family_stands_in_its_module_as_a_list():
    @wrong("f")
    def f_x(x):
        """You did this,
        and that.
        Why? Think
        again."""
        return x

    assert (f_x.did, f_x.ask) == ("You did this, and that.", "Why? Think again.")
    module = types.ModuleType("m")
    module.a, module.b, module.c = f_x, made(square, subderivative_abs)(prints), [1]
    assert [one.exercise for one in misconceptions_in(module)] == ["f", "square", "subderivative_abs"]


@pytest.mark.parametrize("said", [None, "", "You did.", "You did. Why?", "You did.\nThink.", "You did\nWhy?"])
def test_a_question_has_to_stand_on_a_line_of_its_own(said):
    def f_x(x):
        return x

    with pytest.raises(TypeError, match="f_x says what the student did, and on a new line a question"):
        wrong("f", said)(f_x)


def test_those_of_the_course_have_a_text_that_stands_alone():
    found = [
        one for unit in load_course().units for some in misconceptions(unit.name).values() for one in some if one.text
    ]
    assert len(found) >= 45
    assert {plot_chain.__name__, square.__name__} <= {one.exercise for one in found}
    for one in found:
        (function,) = ast.parse(one.text).body
        assert (function.name, function.decorator_list) == (one.function.__name__, [])
        assert ast.get_docstring(function) is None
