"""Pairs of edits: which are worth a try, and in which order; numbers that are solved for; far-fetched edits."""

import ast

import numpy as np

from grader.grading.place.pairs import Half, pairs
from grader.grading.place.solve import solved
from grader.protocol.answer import Answer
from grader.submission.edits.edit import Edit, Text
from grader.submission.edits.far import FAR_FETCHED, HARMLESS, Far


def edit(begin, end, text="z", *, rank=0, kind="name"):
    return Edit(begin, end, text, (begin, end), kind, (0, 99), rank)


def a_half(begin, *, tells=True, lives=True, better=False, rank=0):
    return Half(edit(begin, begin + 2, rank=rank), tells, lives, better)


def begins(halves, most=99):
    return [(one.begin, two.begin) for one, two in pairs(halves, most)]


def test_pairs_do_not_overlap_and_stand_in_the_order_of_the_text():
    assert begins([a_half(4), a_half(0), a_half(1)]) == [(0, 4), (1, 4)]


def test_one_of_a_pair_changes_the_telling_answer():
    dead, other = a_half(4, tells=False, lives=False), a_half(8, tells=False)
    assert begins([a_half(0), dead, other]) == [(0, 8)]
    assert begins([dead, other]) == []
    assert begins([a_half(0, tells=False, lives=False, better=True), dead]) == [(0, 4)]


def test_half_a_repair_comes_first_and_then_what_is_likely():
    halves = [a_half(0, rank=1), a_half(4), a_half(8), a_half(12, better=True)]
    assert begins(halves, most=2) == [(4, 12), (8, 12)]
    assert begins(halves)[2:4] == [(4, 8), (0, 12)]


def solve(text, number, answer, right):
    begin = text.index(number)
    found = edit(begin, begin + len(number), "0", kind="number")

    def ask(some):
        return [Answer(answer(float(one.text.strip("()")))) for (one,) in some]

    expected, before = Answer(right), Answer(answer(float(number)))
    return [one.text for one in solved(text, [found, found], expected, before, ask)]


def test_a_number_is_solved_for():
    x = np.array([1.0, -2.0, 3.0])
    assert "0.2" in solve("0.3 * x", "0.3", lambda c: c * x, 0.2 * x)
    assert "(-5)" in solve("x + 4", "4", lambda c: x + c, x - 5)
    assert "4" in solve("x / 5", "5", lambda c: (x / c, 1 / c), (x / 4, 0.25))
    assert "2" in solve("x ** 3", "3", lambda c: np.abs(x) ** c, x**2)


def test_what_is_no_short_number_is_left_alone():
    x = np.array([1.0, -2.0])
    assert solve("0.3 * x", "0.3", lambda c: c * x, np.pi * x) == []
    assert solve("0.3 * x", "0.3", lambda c: 1.0 * x, 2 * x) == []  # it makes no difference
    assert solve("0.3 * x", "0.3", lambda c: c * x, x[:1]) == []
    assert solve("0.3 * x", "0.3", lambda c: c * x, "a word") == []


def test_far_fetched_is_what_leaves_something_unused_or_a_condition_that_always_holds():
    text = "def f(x, y):\n    a = x + 1\n    if a > y:\n        return a\n    b = y\n    return b * x"
    far = Far(ast.parse(text).body[0], Text(text), asked_for=True)

    def rank(old, new, rank=0, after=""):
        begin = text.index(old, text.index(after))
        return far.rank(edit(begin, begin + len(old), new, rank=rank))

    assert rank("b", "x", after="return b") == FAR_FETCHED  # the only use of b
    assert rank("b", "(b + 1)", after="return b") == 0
    assert rank("a", "x", after="return a") == 0  # used above, too
    assert rank("x", "y", after="x + 1") == 0
    assert rank("y", "a", after="> y") == HARMLESS
    assert rank("y", "x", after="> y") == 0
    assert rank("y", "(y + x)", rank=1, after="> y") == HARMLESS
    assert rank("a > y", "(a < y)") == 0
