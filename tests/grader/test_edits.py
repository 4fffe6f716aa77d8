"""What a function can be changed into: that the mistake undone is among the edits. Nothing runs here."""

import io
import json
from types import SimpleNamespace

import pytest
from rich.console import Console

from grader.grading.place.agree import Part
from grader.grading.place.words import diagnosis_of, place_of
from grader.reading.questions import editable_from
from grader.render.terminal import print_places
from grader.submission.reader import LocalReader

HEAD = "import numpy as np\n\n\n"


def edited(text):
    """What the edits make of the function `f` of a file, with the lines above and below left out."""
    found = LocalReader().editable({"functions": text}, {"functions": ["f"]}, "functions", "f")
    return {found.text[: one.begin] + one.text + found.text[one.end :] for one in found.edits}


def lines(text):
    """A text in which brackets do not count."""
    return text.replace("(", "").replace(")", "").replace(" ", "")


LINES = [  # what was written in the place of what
    ("x**4", "x**2"),
    ("5.0 * x", "0.05 * x"),
    ("np.maximum(x, 1e-2)", "np.maximum(x, 1e-08)"),
    ("2.7**x", "2.718281828459045**x"),
    ("x is y", "x == y"),
    ("x is not y", "x != y"),
    ("0 < y < 1", "0 <= y < 1"),
    ("0 < y < 1", "0 < y <= 1"),
    ("x and y and y", "x or y or y"),
    ("x and y and sigma", "x and sigma"),
    ("sigma(x, y)", "sigma(x + y)"),
    ("sigma(x, y) + 1", "sigma(x @ y) + 1"),
    ("np.log10(x)", "np.log(x)"),
    ("np.deg2rad(x)", "x"),
    ("(lambda u, v: u * u)(x, y)", "(lambda u, v: u * v)(x, y)"),
]


@pytest.mark.parametrize(("wrong", "right"), LINES)
def test_the_mistake_undone_is_among_the_edits(wrong, right):
    head = f"{HEAD}def f(x, y, sigma):\n    return "
    assert lines(f"def f(x, y, sigma):\n    return {right}") in {*map(lines, edited(f"{head}{wrong}\n"))}


def test_a_sign_is_changed_as_it_would_be_typed():
    for wrong, right in [("x * y * 3", "x + y * 3"), ("x - y * 3", "x - y - 3")]:
        head = "def f(x, y):\n    return "
        assert f"{head}{right}" in edited(f"{HEAD}{head}{wrong}\n"), wrong


IN_STEPS = """def f(x, y):
    a = y
    b = np.sign(x)
    best = 0
    for u in x:
        best = abs(u)
    b[0] = 0.5
    a -= b
    return a, best
"""


def test_the_best_is_kept_and_arrays_get_room_for_fractions_and_copies():
    found = edited(HEAD + IN_STEPS)
    for old, new in [
        ("best = abs(u)", "best = max(best, abs(u))"),
        ("b = np.sign(x)", "b = (np.sign(x) + 0.0)"),
        ("a = y", "a = (y + 0.0)"),
    ]:
        assert IN_STEPS.replace(old, new).rstrip() in found, new


def test_a_name_that_only_a_part_of_a_function_knows_is_put_nowhere_else():
    text = "def f(x):\n    y = [z for z in x]\n    return y, x\n"
    assert not any("z" in one.rpartition("return")[2] for one in edited(HEAD + text))


OWN = """
RATE = 3.0
double = lambda value: value + RATE


class Scale:
    floor = 7

    def __init__(self, by, above):
        self.by, self.above = by, above

    def __call__(self, value):
        return value * self.above

    @staticmethod
    def of(value):
        return -value


def f(x):
    return Scale(2, 5)(double(x))
"""


def test_values_lambdas_and_classes_of_ones_own_are_edited_too():
    found = edited(HEAD + OWN)
    for old, new in [
        ("RATE = 3.0", "RATE = 0.3"),
        ("lambda value: value + RATE", "lambda value: (value * RATE)"),
        ("floor = 7", "floor = 8"),
        ("value * self.above", "value * self.by"),
        ("= by, above", "= above, by"),
        ("return -value", "return value"),
    ]:
        assert OWN.replace(old, new).strip() in found, new


def test_no_list_is_put_into_itself():
    """NumPy would never end to make an array of it, and that would end the search."""
    found = edited(
        f"{HEAD}def f(x):\n    g = []\n    for v in x:\n        s = v\n        g.append(s)\n    return np.array(g)\n"
    )
    assert not any("append(g)" in one or "append((g)" in one for one in found)
    assert any("append(v)" in one for one in found)


def test_an_exercise_may_be_a_lambda():
    assert "f = lambda x: (x - 2)" in edited(HEAD + "f = lambda x: x + 2\n")


TOOLS = """import numpy as np

LIMIT = 3


def unit(n, j):
    e = np.zeros(n)
    e[j] = {}
    return e
"""
USES = """from .tools import unit


def f(x):
    return x @ unit(len(x), 1)
"""


def with_tools(text, tools):
    return LocalReader().editable({"functions": text, "tools": tools}, {"functions": ["f"]}, "functions", "f")


def test_functions_of_another_file_of_the_students_own_are_edited_too():
    text, tools = HEAD + USES, TOOLS.format(2)
    found = with_tools(text, tools)
    assert {"2", "1"} <= {found.text[slice(*one.mark)] for one in found.edits}
    assert "from .tools" not in found.before + found.text
    for one in found.edits:
        file, line = found.place(one.begin)
        written = (tools if file == "tools" else text).split("\n")[line - 1]
        assert found.text[one.begin : one.end].split("\n")[0] in written
    assert editable_from({"editable": json.loads(json.dumps(found))}) == found


def test_a_name_that_means_something_else_there_leaves_the_other_file_as_it_is():
    own = "def unit(n):\n    return n\n\n\n"
    for text in (
        HEAD + USES.replace("import unit", "import unit as e").replace("unit(len", "e(len"),
        f"{HEAD}LIMIT = 5\n{USES.replace('unit(len(x), 1)', 'unit(len(x), LIMIT)')}",
        f"import math as np\n{USES.replace('len(x), 1', 'len(x), np.pi')}",
    ):
        found = with_tools(text, TOOLS.format("LIMIT"))
        assert found.helper is None
        assert "from .tools import unit" in found.before
    assert with_tools(own + USES, TOOLS.format(1)) is None, "it is not clear which `unit` is meant"
    harm = TOOLS.format("__import__('shutil').rmtree('x')")
    assert with_tools(HEAD + USES, harm) is None


def test_a_place_in_another_file_is_told_with_that_file():
    found = with_tools(HEAD + USES, TOOLS.format(2))
    at = found.text.index("2")
    said = diagnosis_of(place_of(found, Part((at, at + 1), "number")), "functions")
    assert (said.place.file, said.place.line, said.place.text) == ("tools", 8, "    e[j] = 2")
    assert "(tools.py, line 8)" in said.message
    printed = io.StringIO()
    one = SimpleNamespace(diagnosis=said, file="work/functions.py", name="f")
    print_places(Console(file=printed, width=100), [one])
    assert "work/tools.py:8" in printed.getvalue().replace("\\", "/")
