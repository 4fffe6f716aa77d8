"""The audit of sentences: functions written otherwise give the same numbers, and a false name is found."""

import ast
import dataclasses

import numpy as np
import pytest

from grader.authoring.audit.other_reasons import REASONS, falsely_named
from grader.authoring.audit.rewritten import WAYS, rewritten
from grader.authoring.audit.sentences import audit_sentences
from grader.course.open_reference import open_reference
from grader.course.solutions.reference import Solutions

TEXT = """
import numpy as np

def other(x):
    return x

def slope(X, W, power=2):
    m, n = X.shape
    assert n == W.shape[0], f"{n} and {W.shape[0]}"
    assert power > 1
    rows = [row ** 2 for row in X]
    total = (lambda m: m @ W)(np.array(rows)).T
    return total.T + (X @ W) ** 2
"""
X, W = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4)


def function(text):
    scope = {}
    exec(text, scope)
    return scope["slope"]


def test_written_otherwise_it_gives_the_same():
    found = dict(rewritten(TEXT, "slope", keep_parameters=False))
    assert found.keys() == WAYS.keys()
    for way, text in found.items():
        np.testing.assert_array_equal(function(text)(X, W), function(TEXT)(X, W), err_msg=way)
        for wrong in ((X, W.T), (X, W, 1)):
            with pytest.raises(AssertionError):
                function(text)(*wrong)
    assert "def other(x):\n    return x" in found["other names"]
    assert "assert" not in found["an error raised for an assertion"]
    assert {"np.matmul", "np.transpose"} <= {ast.unparse(n) for n in ast.walk(ast.parse(found["other operators"]))}


def test_parameters_that_are_called_by_name_keep_theirs():
    (text,) = (text for way, text in rewritten(TEXT, "slope", keep_parameters=True) if way == "other names")
    np.testing.assert_array_equal(function(text)(X=X, W=W), function(TEXT)(X, W))
    assert "rows" not in ast.unparse(ast.parse(text).body[-1]).split()


def test_what_cannot_be_written_otherwise_is_left_out():
    assert [way for way, _ in rewritten("def f():\n    return", "f", keep_parameters=False)] == []


@pytest.mark.parametrize(("name", "statements"), REASONS.items())
def test_each_reason_raises_what_it_stands_for(name, statements):
    for statement in statements:
        with pytest.raises(Exception) as raised:
            exec(statement, {"np": np, "args": ()})
        assert type(raised.value).__name__ == name, statement


class Claiming(Solutions):
    """The reference, with one of its misconceptions claiming more, or less, than it does."""

    def __init__(self, exercise, slug, code):
        super().__init__(0)
        self._one = next(m for m in super().mistakes(self.course.exercise(exercise)) if m.slug == slug)
        self._other = dataclasses.replace(self._one, code=code)

    def mistakes(self, exercise):
        return [self._other if one is self._one else one for one in super().mistakes(exercise)]


def found(exercise, solutions):
    one = solutions.course.exercise(exercise)
    return audit_sentences(one, [check for check in solutions.checks(one) if not check.hidden], solutions)


def test_a_sentence_on_code_that_claims_nothing_is_false_for_other_reasons():
    row = found("chain_length_2", Claiming("chain_length_2", "reversed-assertion", ""))
    assert row.false
    assert all("chain_length_2, reversed-assertion, " in text for text in row.false)
    row = found("chain_length_2", open_reference())
    assert row.false == []
    assert row.reasons > 0


def test_a_claim_that_sees_one_way_of_writing_only_is_told():
    row = found("matmul_forward", Claiming("matmul_forward", "no-assertion", "uses X"))
    assert "matmul_forward, no-assertion, other names" in row.silent
    assert row.named + len(row.silent) + len(row.false) == row.written


def test_what_is_right_and_raises_nothing_has_no_other_reasons():
    solutions = open_reference()
    exercise = solutions.course.exercise("square")
    visible = [check for check in solutions.checks(exercise) if not check.hidden]
    doubles = next(one for one in solutions.mistakes(exercise) if one.slug == "doubles")
    assert list(falsely_named(exercise, doubles, visible, solutions)) == []
