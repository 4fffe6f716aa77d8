"""The page "Contributing" quotes the course: what it shows stands there, word for word, and is in use."""

import ast
import re
import textwrap

import pytest
from helpers import ROOT

from grader.course.checks_of import visible_checks
from grader.course.solutions.library import alternatives, misconceptions

PAGE = (ROOT / "docs" / "contributing.md").read_text("utf-8")
FENCE = re.compile(r"^( *)```\w+ title=\"(.+?)\"\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
QUOTES = [(path, textwrap.dedent(text)) for _, path, text in FENCE.findall(PAGE)]


@pytest.mark.parametrize(("path", "text"), QUOTES, ids=[path for path, _ in QUOTES])
def test_what_is_quoted_stands_in_the_file(path, text):
    assert text in (ROOT / path).read_text("utf-8")


def test_a_check_a_misconception_and_an_alternative_that_are_in_use_are_quoted():
    names = {
        node.name
        for path, text in QUOTES
        if path.endswith(".py")
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }
    checks = {check.name for check in visible_checks("derivatives")}
    wrong = {one.function.__name__ for one in misconceptions("derivatives")["deriv"]}
    right = {one.function.__name__ for one in alternatives("derivatives")["deriv"]}
    assert all(names & some for some in (checks, wrong, right))
