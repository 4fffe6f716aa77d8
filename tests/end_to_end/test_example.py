"""The example submission gives exactly what its text says."""

import re

from helpers import ROOT, run_json, verdicts

EXAMPLE = ROOT / "examples" / "first_try"
ROW = re.compile(r"^\| (\w+) \| (pass|wrong|todo|error|timeout) \|", re.MULTILINE)


def test_example_gives_what_its_text_says_and_is_diagnosed():
    told = dict(ROW.findall((EXAMPLE / "README.md").read_text(encoding="utf-8")))
    code, report = run_json("check", "--submission", EXAMPLE)
    assert (code, verdicts(report)) == (1, told)
    named = {e["name"] for e in report["exercises"] if e["diagnosis"] is not None}
    assert {"relu", "tangent_line", "chain_deriv_2", "matrix_function_forward_sum", "grad_quadratic"} <= named
