"""JudgementCache: kept for whoever gives the same answers."""

import pytest

from grader.grading.cache import JudgementCache
from grader.grading.report import CheckReport, Diagnosis, ExerciseReport


def a_report(words="right"):
    check = CheckReport(
        name="name", sentence="a sentence", hidden=False, verdict="wrong", points=0.0, max_points=1.0, message=words
    )
    return ExerciseReport(
        unit="functions", name="square", file="functions.py", line=1, verdict="wrong", points=0.0, max_points=1.0,
        diagnosis=Diagnosis(misconception="slug", pattern=None, message=words), given=["deriv"], checks=[check],
    )  # fmt: skip


def not_now():
    raise AssertionError("it is known")


def find(judgements, key):
    """A judgement that is known, else None, which is not kept."""

    class UnknownError(Exception):
        pass

    def make():
        raise UnknownError

    try:
        return judgements.recall(key, make)
    except UnknownError:
        return None


def keep(judgements, key, judgement):
    assert judgements.recall(key, lambda: judgement) is judgement


def test_a_judgement_is_made_once_for_a_key():
    judgements, made = JudgementCache(), []

    def make():
        made.append(a_report(str(len(made))))
        return made[-1]

    one = judgements.recall(("square", b"1"), make)
    assert judgements.recall(("square", b"1"), not_now) is one is made[0]
    assert judgements.recall(("square", b"2"), make) is made[1]
    assert judgements.recall(("report", "square", b"1"), make) is made[2]
    assert len(made) == 3


def test_without_a_key_nothing_is_kept():
    judgements = JudgementCache()
    assert [judgements.recall(None, lambda n=n: n) for n in range(3)] == [0, 1, 2]
    assert find(judgements, None) is None


def test_a_judgement_that_could_not_be_made_is_not_kept():
    judgements = JudgementCache()
    with pytest.raises(ZeroDivisionError):
        judgements.recall(("square",), lambda: 1 / 0)
    assert judgements.recall(("square",), lambda: "made") == "made"


def test_the_oldest_makes_room():
    judgements = JudgementCache(most=2)
    for key in "abc":
        keep(judgements, (key,), a_report(key))
    assert [find(judgements, (key,)) for key in "abc"] == [None, a_report("b"), a_report("c")]
