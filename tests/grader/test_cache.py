"""JudgementCache: kept for whoever gives the same answers, also in the other grading processes."""

import contextlib
import copy
import os
import pickle
import struct
import sys

import numpy as np
import pytest

from grader.course.solutions.library import misconceptions
from grader.course.syllabus import load_course
from grader.grading.cache import JudgementCache, SharedCache
from grader.grading.compare import Difference
from grader.grading.report import CheckReport, Diagnosis, ExerciseReport
from grader.grading.verdict import CheckVerdict, ExerciseVerdict

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere grading processes are not forked")


def a_report(words="right"):
    check = CheckReport(
        name="name", sentence="a sentence", hidden=False, verdict="wrong", points=0.0, max_points=1.0, message=words
    )
    return ExerciseReport(
        unit="functions", name="square", file="functions.py", line=1, verdict="wrong", points=0.0, max_points=1.0,
        diagnosis=Diagnosis(misconception="slug", pattern=None, message=words), given=["deriv"], checks=[check],
    )  # fmt: skip


def in_another_process(shared):
    """The same file as a process has it that was forked from this one: it reads on by itself."""
    return JudgementCache(copy.copy(shared))


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


@pytest.fixture
def shared():
    with contextlib.closing(SharedCache()) as made:
        yield made


def test_a_misconception_that_was_told_is_the_same_one():
    known = [one for unit in load_course().units for some in misconceptions(unit.name).values() for one in some]
    assert [pickle.loads(pickle.dumps(one)) is one for one in known] == [True] * len(known)


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


@linux
def test_processes_tell_each_other(shared):
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            mine = JudgementCache(shared)
            for place in range(50):
                keep(mine, (number, place, b"\0" * place), a_report(f"{number} {place} " + "x" * 40 * place))
            os._exit(0)
        children.append(child)
    ours = JudgementCache(shared)
    keep(ours, ("ours",), a_report("ours"))
    assert all(os.waitpid(child, 0)[1] == 0 for child in children)
    for number in range(4):
        for place in range(50):
            found = ours.recall((number, place, b"\0" * place), not_now)
            assert found == a_report(f"{number} {place} " + "x" * 40 * place)
    assert ours.recall(("ours",), not_now) == a_report("ours")
    assert find(ours, ("nobody's",)) is None


@linux
def test_what_is_told_is_what_was_made_also_where_a_difference_is_in_it(shared):
    difference = Difference("values", "1 of 2 differ", mask=np.array([True, False]), distance=3.0)
    one = CheckVerdict(verdict="wrong", at=1, difference=difference, earned=0.5)
    verdict = ExerciseVerdict(checks=[one], verdict="wrong", visible_earn=False)
    keep(JudgementCache(shared), ("square", b"1"), verdict)
    told = in_another_process(shared).recall(("square", b"1"), not_now)
    assert told is not verdict
    assert (told.verdict, told.visible_earn, told.points, told.passes) == ("wrong", False, 0.5, False)
    assert repr(told) == repr(verdict)


@linux
def test_what_another_process_told_is_not_made_again(shared):
    one, two = JudgementCache(shared), in_another_process(shared)
    keep(one, ("square",), a_report())
    assert two.recall(("square",), not_now) == a_report()
    assert two.recall(("square",), not_now) == a_report(), "also the second time, when nothing new is told"
    size = os.fstat(shared._file).st_size
    assert JudgementCache().recall(("square",), lambda: "own") == "own"
    assert os.fstat(shared._file).st_size == size


@linux
def test_what_is_half_written_is_read_when_it_is_whole(shared):
    reader = JudgementCache(shared)
    note = pickle.dumps((("late",), a_report("late")))
    text = struct.pack(">I", len(note)) + note
    for begin, end in ((0, 2), (2, 4), (4, 90)):
        os.write(shared._file, text[begin:end])
        assert find(reader, ("late",)) is None
    os.write(shared._file, text[90:])
    assert reader.recall(("late",), not_now) == a_report("late")


@linux
def test_a_full_board_takes_no_more():
    with contextlib.closing(SharedCache(most=2000)) as shared:
        writer, reader = JudgementCache(shared), in_another_process(shared)
        for place in range(20):
            keep(writer, (place,), a_report("x" * 500))
        found = [place for place in range(20) if find(reader, (place,))]
        assert found == list(range(len(found)))
        assert 0 < len(found) < 20
        assert os.fstat(shared._file).st_size < 4000
        assert all(find(writer, (place,)) for place in range(20))
