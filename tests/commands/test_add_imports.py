"""Imports are added where ruff would have put them, and only where they are missing."""

import subprocess
import sys

import pytest

from grader.authoring.add_imports import add_imports

FILE = '''"""A file."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from grader.protocol.check import Call, visible
from solutions.derivatives import deriv

print(math, Any, np, Call, visible, deriv)
'''
USES = {
    "from collections.abc import Iterator": "Iterator",
    "import sys": "sys",
    "from numpy import ndarray": "ndarray",
    "from grader.protocol.check import call": "call",
    "from grader.protocol.check import ROUNDING": "ROUNDING",
    "from grader.course.alternatives import alternative": "alternative",
    "from solutions.functions import square": "square",
}


def ruff(text):
    """What ruff has to say of a text's imports and format."""
    words = (
        ["check", "--isolated", "--select", "I,F", "-"],
        ["format", "--isolated", "--check", "--line-length", "120", "-"],
    )
    config = ["--config", 'lint.isort.known-first-party=["grader", "solutions"]', "--line-length", "120"]
    said = ""
    for one in words:
        more = config if one[0] == "check" else []
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *one, *more], input=text, capture_output=True, text=True, check=False
        )
        said += done.stdout + done.stderr if done.returncode else ""
    return said


@pytest.mark.parametrize("statement", USES)
def test_one_import(statement):
    text = add_imports(FILE, [statement]) + f"print({USES[statement]})\n"
    assert USES[statement] in text.partition("print(")[0]
    assert not ruff(text)


def test_all_of_them_in_any_order():
    for statements in (list(USES), list(USES)[::-1]):
        text = add_imports(FILE, statements)
        assert not ruff(text + "".join(f"print({name})\n" for name in USES.values()))
        assert add_imports(text, statements) == text


@pytest.mark.parametrize("before", ['"""A file."""\n\nprint()\n', "print()\n", "import sys\n\nprint(sys)\n"])
def test_into_files_without_any(before):
    text = add_imports(before, ["import numpy as np", "from grader.protocol.check import call"])
    assert not ruff(text + "print(np, call)\n")


def test_a_long_line_is_broken():
    names = [f"a_rather_long_name_{number}" for number in range(7)]
    text = add_imports("", [f"from grader.protocol.check import {name}" for name in names])
    assert "(\n    a_rather_long_name_0,\n" in text
    assert not ruff(text + "\n" + "".join(f"print({name})\n" for name in names))
