"""Rulings: kept for whoever gives the same answers, also in the other grading processes."""

import contextlib
import os
import pickle
import struct
import sys

import pytest

from grader.course import reference
from grader.course.syllabus import load_course
from grader.grading.cache import Board, Ruling, Rulings
from grader.grading.report import CheckReport, Diagnosis

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere grading processes are not forked")
MISCONCEPTIONS = [
    one for unit in load_course().units for some in reference.misconceptions(unit.name).values() for one in some
]


def ruling(words="right"):
    report = CheckReport("name", "a sentence", hidden=False, verdict="wrong", points=0.0, max_points=1.0, message=words)
    return Ruling("wrong", [report], [], Diagnosis("slug", None, words), fitting=tuple(MISCONCEPTIONS[:2]))


@pytest.fixture
def board():
    with contextlib.closing(Board()) as made:
        yield made


def test_a_misconception_that_was_told_is_the_same_one():
    assert [pickle.loads(pickle.dumps(one)) is one for one in MISCONCEPTIONS] == [True] * len(MISCONCEPTIONS)


def test_the_oldest_makes_room():
    rulings = Rulings(most=2)
    for key in "abc":
        rulings.keep((key,), ruling(key))
    assert [rulings.find((key,)) for key in "abc"] == [None, ruling("b"), ruling("c")]
    rulings.keep(None, ruling())
    assert rulings.find(None) is None


@linux
def test_processes_tell_each_other(board):
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            mine = Rulings(board)
            for place in range(50):
                mine.keep((number, place, b"\0" * place), ruling(f"{number} {place} " + "x" * 40 * place))
            os._exit(0)
        children.append(child)
    ours = Rulings(board)
    ours.keep(("ours",), ruling("ours"))
    assert all(os.waitpid(child, 0)[1] == 0 for child in children)
    for number in range(4):
        for place in range(50):
            found = ours.find((number, place, b"\0" * place))
            assert found == ruling(f"{number} {place} " + "x" * 40 * place)
            assert found.fitting[0] is MISCONCEPTIONS[0]
    assert ours.find(("ours",)) == ruling("ours")
    assert ours.find(("nobody's",)) is None


@linux
def test_what_is_half_written_is_read_when_it_is_whole(board):
    reader = Rulings(board)
    note = pickle.dumps((("late",), ruling("late")))
    text = struct.pack(">I", len(note)) + note
    for begin, end in ((0, 2), (2, 4), (4, 90)):
        os.write(board._file, text[begin:end])
        assert reader.find(("late",)) is None
    os.write(board._file, text[90:])
    assert reader.find(("late",)) == ruling("late")


@linux
def test_a_full_board_takes_no_more():
    with contextlib.closing(Board(most=2000)) as board:
        writer, reader = Rulings(board), Rulings(board)
        for place in range(20):
            writer.keep((place,), ruling("x" * 500))
        found = [place for place in range(20) if reader.find((place,))]
        assert found == list(range(len(found)))
        assert 0 < len(found) < 20
        assert os.fstat(board._file).st_size < 4000
        assert all(writer.find((place,)) for place in range(20))
