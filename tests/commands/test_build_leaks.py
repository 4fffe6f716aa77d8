"""What is private in a solution is in no stub, no notebook of a student and no kit; what is neither is refused."""

import json
import re

import pytest
from course_copies import build, copy_few_units
from helpers import ROOT, run_grader

SECRETS = '''

_HUSHED_VALUE = 0


class _HushedClass:
    """A HUSHED class."""

    value = _HUSHED_VALUE


def _hushed_helper(x: ndarray) -> ndarray:
    """A HUSHED helper."""
    return np.maximum(x, _HushedClass.value)
'''


def add(copy, text):
    path = copy / "solutions" / "functions.py"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return path


@pytest.mark.parametrize("words", [["build"], ["build", "--check"], ["release", "OUT", "functions"]])
def test_a_public_constant_stops_stubs_notebooks_and_kits(copy, words):
    before = (copy / "exercises" / "functions.py").read_bytes()
    add(copy, "\n\nSLOPE_OF_THE_LEAK = 0.2\n")
    done = run_grader(*words, cwd=copy)
    assert done.returncode == 3
    said = done.stderr.decode()
    assert "solutions/functions.py:" in said
    assert "SLOPE_OF_THE_LEAK is no exercise" in said
    assert "Call it _SLOPE_OF_THE_LEAK, or put it into the function that uses it." in said
    assert (copy / "exercises" / "functions.py").read_bytes() == before
    assert not (copy / "OUT").exists()


def test_private_values_classes_and_functions_leak_nowhere(tmp_path):
    copy = copy_few_units(ROOT, tmp_path / "course")
    path = add(copy, SECRETS)
    text = path.read_text(encoding="utf-8")
    assert "    return np.maximum(x, 0)\n" in text
    path.write_text(text.replace("    return np.maximum(x, 0)\n", "    return _hushed_helper(x)\n"), encoding="utf-8")
    assert build(copy).returncode == 0
    assert run_grader("release", "OUT", "functions", cwd=copy).returncode == 0
    files = [*(copy / "exercises").glob("*"), *(copy / "OUT").rglob("*")]
    leaks = [path for path in files if path.is_file() and b"hushed" in path.read_bytes().lower()]
    assert leaks == []
    notebook = json.loads((copy / "nbgrader" / "source" / "functions" / "functions.ipynb").read_text(encoding="utf-8"))
    cells = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}
    assert [name for name, source in cells.items() if "hushed" in source.lower()] == ["relu"]
    assert "hushed" not in cells["relu"].partition("### BEGIN SOLUTION")[0].lower()
    scope = {}
    exec(re.sub("from grader import .*", "", cells["setup"]), scope)
    exec(cells["relu"], scope)
    assert scope["relu"](-3) == 0
