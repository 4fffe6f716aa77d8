"""Threads that parse at once do not spoil each other's trees."""

import ast
import gc
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from helpers import SOLUTIONS

from grader.workbook.parsing import parse_one_at_a_time


@pytest.fixture
def switches_often():
    """Threads take turns also while a tree is built: the garbage collector calls Python there."""

    def called(_phase, _info):
        sum(range(50))

    before = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-5)
    gc.set_threshold(200, 2, 2)
    gc.callbacks.append(called)
    yield
    gc.callbacks.remove(called)
    gc.set_threshold(*before[1])
    sys.setswitchinterval(before[0])


def test_all_that_is_right_is_parsed(switches_often):
    parse_one_at_a_time()
    text = (SOLUTIONS / "plots.py").read_text(encoding="utf-8")
    with ThreadPoolExecutor(6) as pool:
        assert len(list(pool.map(ast.parse, [text] * 300))) == 300
