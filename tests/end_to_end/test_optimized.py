"""Under `python -O` asserts are dropped, and verdicts would be wrong: every door refuses, in one sentence."""

import os
import subprocess
import sys

import pytest
from helpers import ROOT, SOLUTIONS

SENTENCE = "Under python -O or PYTHONOPTIMIZE verdicts would be wrong. Unset it, and run this again."
DOORS = {
    "check": ["-m", "grader", "check", "square", "--submission", str(SOLUTIONS)],
    "check, portable": ["-m", "grader", "check", "--spawn", "square", "--submission", str(SOLUTIONS)],
    "board": ["-m", "grader"],
    "batch": ["-m", "grader", "batch", "CLASS", "--out", "OUT"],
    "audit": ["-m", "grader", "audit", "functions"],
    "pytest": ["-m", "pytest", "grader", f"--submission={SOLUTIONS}"],
    "gradescope": ["-m", "grader.gradescope.run", "AUTOGRADER"],
    "nbgrader": ["-c", "from grader.nbgrader_plugin.grading import warm_workers; warm_workers(jail=True)"],
    "notebook": ["-c", "from grader.notebook import _workers; _workers(())"],
}


# What makes Python optimise, the first at every door. The others, which Python tells in the same way, at one that asks
# early: under -OO, one that asks late would compile all that it loads anew.
WAYS = {"-O": (["-O"], {}), "-OO": (["-OO"], {}), "PYTHONOPTIMIZE": ([], {"PYTHONOPTIMIZE": "1"})}
TRIED = [*((door, "-O") for door in DOORS), ("check", "-OO"), ("check", "PYTHONOPTIMIZE")]


@pytest.mark.parametrize(("door", "way"), TRIED)
def test_every_door_refuses(door, way, tmp_path):
    options, environment = WAYS[way]
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "functions.py").write_bytes((SOLUTIONS / "functions.py").read_bytes())
    (tmp_path / "results").mkdir()
    places = {"CLASS": str(tmp_path), "OUT": str(tmp_path / "out"), "AUTOGRADER": str(tmp_path)}
    words = [places.get(word, word) for word in DOORS[door]]
    done = subprocess.run(
        [sys.executable, *options, *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert SENTENCE in done.stdout + done.stderr
    if door not in ("nbgrader", "notebook"):  # what calls these turns the error into words of its own
        assert done.returncode == 3
        assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / "out").exists()


def test_students_code_keeps_its_asserts(tmp_path):
    """A worker is never told to optimise, so an assert that is asked for is there."""
    source = (
        "import sys\n\n\ndef square(x):\n    assert sys.flags.optimize == 0\n    assert __debug__\n    return x * x\n"
    )
    (tmp_path / "functions.py").write_text(source)
    words = ["check", "square", "--submission", str(tmp_path), "--quiet"]
    program = (
        "import sys; from grader.cli import main; from grader.sandbox import start;"
        "main.refuse_optimized = start.refuse_optimized = lambda: None;"
        f"sys.exit(main.main({words!r}))"
    )
    done = subprocess.run([sys.executable, "-O", "-c", program], cwd=ROOT, check=False)
    assert done.returncode == 0
