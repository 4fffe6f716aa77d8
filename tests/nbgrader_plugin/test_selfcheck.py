"""`check`, `hint` and `show` in a notebook: the cells that were run go to a worker, and its words come back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import warm_start
from classroom import FORWARD

from grader.errors import UsageError

DERIV = "def deriv(func, input_, delta=0.001):\n    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)"
PROGRAM = Path(__file__).with_name("run_cells.py")


def run(*cells, **environment):
    """What a kernel prints for some cells."""
    done = warm_start.run(
        [PROGRAM, "import numpy as np\nfrom grader import check, hint, show", *cells],
        packages=warm_start.TEACH,
        env=os.environ | environment,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_right_and_wrong_functions_and_a_magic_and_one_that_is_missing():
    said = run(
        "%time\n" + DERIV, "check('deriv')", DERIV.replace(*FORWARD), "print('later')", "check('deriv', 'step_errors')"
    )
    assert "deriv: 7 of 7 checks pass\n" in said
    assert "deriv: 1 of 7 checks pass\nYou took the forward difference" in said
    assert "Your notebook does not define step_errors." in said
    assert "checks pass," not in said


def test_nothing_of_the_kernel_is_graded_only_the_source():
    """A function that was swapped behind the cells' back does not help."""
    said = run(DERIV.replace(*FORWARD), "exec('deriv = None')", "check('deriv')")
    assert "deriv: 1 of 7 checks pass" in said


def test_places_are_told_in_the_cells_numbers():
    said = run("\n\ndef deriv(func, input_, delta=0.001):\n    return 1 / 0", "check('deriv')")
    assert "raised ZeroDivisionError: division by zero (In [2], line" in said


def test_while_nbgrader_validates_it_raises_in_its_own_words_only():
    said = run(DERIV.replace(*FORWARD), "check('deriv')", NBGRADER_VALIDATING="1")
    assert "You took the forward difference" in said
    assert "Traceback" not in said
    assert "deriv: 7 of 7" in run(DERIV, "check('deriv')", NBGRADER_VALIDATING="1")


def test_hints_come_one_by_one_and_end_with_a_picture():
    said = run(
        "hint('deriv')", "hint('deriv', 2)", "hint('derivatives.deriv', 3)", "hint('deriv', 4)", "hint('derivatives')"
    )
    for level, what, following in ((1, "idea", 'hint("deriv", 2)'), (2, "place", 'hint("deriv", 3)')):
        assert f"deriv, hint {level} of 3, the {what}:" in said
        assert f"Next: {following}\n" in said
    assert "the formula:" in said
    assert 'Next: show("deriv")' in said
    assert "There are 3 hints: hint('deriv', 2) is the second" in said
    assert "derivatives is a unit. Name one of its functions: deriv," in said
    assert "uv run" not in said
    assert all(len(line) <= 84 for line in said.splitlines() if line.startswith("  "))


PICTURES = """
import IPython.display
def display(picture):
    print(picture.data[:8], len(picture.data) > 9000, picture.alt)
IPython.display.display = display
"""


def test_a_picture_is_of_what_this_notebook_defines():
    said = run(
        PICTURES,
        "show('deriv')",
        "def deriv(func, input_, delta=0.001):\n    raise NotImplementedError",
        "show('deriv')",
        DERIV.replace(*FORWARD),
        "show('deriv')",
        DERIV,
        "show('deriv')",
        "def deriv(func, input_, delta=0.001):\n    return 1 / 0",
        "show('deriv')",
    )
    told = [
        "Your notebook does not define deriv.",
        "It is not written yet.",
        "3 of 3 differ.",
        "all of it is right.",
        "deriv: there is nothing to draw",
    ]
    places = [said.index(text) for text in told]
    assert places == sorted(places)
    assert said.count(f"{bytes.fromhex('89504e470d0a1a0a')} True deriv(") == 2
    assert "(In [10], line 2)" in said[places[-1] :]
    assert "Traceback" not in said


def test_outside_a_notebook_it_says_where_to_go(monkeypatch):
    import grader

    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    with pytest.raises(UsageError, match="grader check NAME"):
        grader.check("deriv")
    with pytest.raises(UsageError, match="grader show NAME"):
        grader.show("deriv")
    with pytest.raises(UsageError, match="Did you mean deriv"):
        grader.check("derivs")


def test_importing_grader_stays_light():
    program = "import sys, grader; print(*sorted(m for m in sys.modules if m.startswith(('grader', 'numpy'))))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["grader"]
    import grader

    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        grader.nothing  # noqa: B018
