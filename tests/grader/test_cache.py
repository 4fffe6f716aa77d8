"""JudgementCache: kept for whoever gives the same answers, also in the other grading processes."""

import contextlib
import os
import pickle
import struct
import sys

import pytest

from grader.course import reference
from grader.course.syllabus import load_course
from grader.grading.cache import Judgement, JudgementCache, SharedCache
from grader.grading.report import CheckReport, Diagnosis

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere grading processes are not forked")
MISCONCEPTIONS = [
    one for unit in load_course().units for some in reference.misconceptions(unit.name).values() for one in some
]


def judgement(words="right"):
    report = CheckReport("name", "a sentence", hidden=False, verdict="wrong", points=0.0, max_points=1.0, message=words)
    return Judgement("wrong", [report], [], Diagnosis("slug", None, words), matching=tuple(MISCONCEPTIONS[:2]))


@pytest.fixture
def shared():
    with contextlib.closing(SharedCache()) as made:
        yield made


def test_a_misconception_that_was_told_is_the_same_one():
    assert [pickle.loads(pickle.dumps(one)) is one for one in MISCONCEPTIONS] == [True] * len(MISCONCEPTIONS)


def test_the_oldest_makes_room():
    judgements = JudgementCache(most=2)
    for key in "abc":
        judgements.keep((key,), judgement(key))
    assert [judgements.find((key,)) for key in "abc"] == [None, judgement("b"), judgement("c")]
    judgements.keep(None, judgement())
    assert judgements.find(None) is None


@linux
def test_processes_tell_each_other(shared):
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            mine = JudgementCache(shared)
            for place in range(50):
                mine.keep((number, place, b"\0" * place), judgement(f"{number} {place} " + "x" * 40 * place))
            os._exit(0)
        children.append(child)
    ours = JudgementCache(shared)
    ours.keep(("ours",), judgement("ours"))
    assert all(os.waitpid(child, 0)[1] == 0 for child in children)
    for number in range(4):
        for place in range(50):
            found = ours.find((number, place, b"\0" * place))
            assert found == judgement(f"{number} {place} " + "x" * 40 * place)
            assert found.matching[0] is MISCONCEPTIONS[0]
    assert ours.find(("ours",)) == judgement("ours")
    assert ours.find(("nobody's",)) is None


@linux
def test_what_is_half_written_is_read_when_it_is_whole(shared):
    reader = JudgementCache(shared)
    note = pickle.dumps((("late",), judgement("late")))
    text = struct.pack(">I", len(note)) + note
    for begin, end in ((0, 2), (2, 4), (4, 90)):
        os.write(shared._file, text[begin:end])
        assert reader.find(("late",)) is None
    os.write(shared._file, text[90:])
    assert reader.find(("late",)) == judgement("late")


@linux
def test_a_full_board_takes_no_more():
    with contextlib.closing(SharedCache(most=2000)) as shared:
        writer, reader = JudgementCache(shared), JudgementCache(shared)
        for place in range(20):
            writer.keep((place,), judgement("x" * 500))
        found = [place for place in range(20) if reader.find((place,))]
        assert found == list(range(len(found)))
        assert 0 < len(found) < 20
        assert os.fstat(shared._file).st_size < 4000
        assert all(writer.find((place,)) for place in range(20))
