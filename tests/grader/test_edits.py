"""What a function can be changed into: that the mistake undone is among the edits. Nothing runs here."""

import pytest

from grader.submission.reader import LocalReader

HEAD = "import numpy as np\n\n\n"


def edited(text, *, name="f", others=()):
    """What the edits make of a file of one unit, with the lines above and below left out."""
    found = LocalReader().editable({"functions": text, **dict(others)}, {"functions": [name]}, "functions", name)
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


def test_an_exercise_may_be_a_lambda():
    assert "f = lambda x: (x - 2)" in edited(HEAD + "f = lambda x: x + 2\n")
