"""The failing exercise that an error is laid to: one that was used, or the function's own."""

from types import SimpleNamespace

import pytest
from uses import COURSE, read

from grader.grading.leaning import leans_on
from grader.protocol.raised import Raised

CHAINS = """
from .derivatives import deriv
from .functions import relu

def helper(chain):
    return chain[2]

def chain_deriv_2(chain, x):
    third = chain[2]
    return deriv(relu, third)
"""
OWN, LEANING = (
    CHAINS.splitlines().index(line) + 1 for line in ("    third = chain[2]", "    return deriv(relu, third)")
)
USED = ["relu", "deriv"]


def case(*raised, hidden=False):
    """A case whose checks passed but for one each of these errors, the first of them hidden or not."""
    checks = [SimpleNamespace(name=f"check {number}", hidden=hidden and not number) for number in range(len(raised))]
    verdicts = [SimpleNamespace(verdict="error" if one else "wrong", at=0) for one in raised]
    answers = {check.name: [SimpleNamespace(raised=one)] for check, one in zip(checks, raised, strict=True)}
    exercise = COURSE.exercise("chain_deriv_2")
    return SimpleNamespace(exercise=exercise, checks=checks, answers=answers, verdict=SimpleNamespace(checks=verdicts))


def error(line=OWN, function="chain_deriv_2", unit="chains", kind="IndexError", message="list index out of range"):
    return Raised(kind, (kind, "Exception"), message, line=line, unit=unit, function=function)


@pytest.mark.parametrize(
    ("raised", "other"),
    [
        ([error()], None),
        ([error(LEANING)], "deriv"),
        ([error(function="helper")], "deriv"),  # what a helper is given may be wrong
        ([error(unit="helpers")], "deriv"),  # of the same name, in another file: its lines are others
        ([error(function="relu", unit="functions")], "relu"),
        ([error(function="square", unit="functions")], "deriv"),
        ([error(kind="MissingFunctionError", message="relu is missing")], "relu"),
        ([error(kind="MissingFunctionError", message="mine is missing")], None),
        ([None], "deriv"),  # wrong numbers
        ([None, error()], None),  # the first that raised
        ([error(LEANING), error()], "deriv"),
    ],
)
def test_what_an_error_is_laid_to(tmp_path, raised, other):
    found = read(tmp_path, CHAINS)
    assert leans_on(case(*raised), found, COURSE, USED) == other
    assert leans_on(case(*raised), found, COURSE, []) is None


def test_hidden_checks_are_not_looked_at(tmp_path):
    assert leans_on(case(error(), hidden=True), read(tmp_path, CHAINS), COURSE, USED) == "deriv"
    assert leans_on(case(error(), error(LEANING), hidden=True), read(tmp_path, CHAINS), COURSE, USED) == "deriv"
