"""The example submission gives exactly what its text says."""

import json
import re
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "first_try"
ROW = re.compile(r"^\| (\w+) \| (pass|wrong|todo|error|timeout) \|", re.MULTILINE)


def test_example_gives_what_its_text_says():
    told = dict(ROW.findall((EXAMPLE / "README.md").read_text(encoding="utf-8")))
    command = [sys.executable, "-m", "grader", "check", "--submission", str(EXAMPLE), "--json", "-"]
    done = subprocess.run(command, capture_output=True, check=False)
    report = json.loads(done.stdout)
    assert {exercise["name"]: exercise["verdict"] for exercise in report["exercises"]} == told
    assert done.returncode == 1


def test_example_is_diagnosed():
    command = [sys.executable, "-m", "grader", "check", "--submission", str(EXAMPLE), "--json", "-"]
    report = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    named = {e["name"] for e in report["exercises"] if e["diagnosis"] is not None}
    assert {"relu", "tangent_line", "chain_deriv_2", "matrix_function_forward_sum", "grad_quadratic"} <= named
