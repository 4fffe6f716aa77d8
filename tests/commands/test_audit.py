"""`grader audit` on solutions that say too little, or what is not so: each is told in a sentence, with its place."""

import ast
import json

import pytest
from helpers import run_grader

from grader.authoring.audit.docstrings import gaps

WHOLE = '''def twice(x: ndarray, count: int = 2) -> ndarray:
    """Numbers, added to themselves.

    twice(x) = 2x

    Args:
        x: Numbers, an array of any shape.
        count (int): How often: a number
            above 0.

    Returns:
        Numbers, of the same shape.

    Raises:
        ValueError: `count` is negative.
        AssertionError: `count` is 0.

    Example:
        >>> twice(np.array([1.0]))
        array([2.])

    Formula:
        the sum of count times x

    Source: a book.
    """
    assert count != 0
    if count < 0:
        raise ValueError("negative")
    try:
        return np.multiply(x, count)
    except ValueError as error:
        raise error
'''


def function(text):
    return ast.parse(text).body[0]


def test_a_whole_docstring_has_no_gaps():
    assert gaps(function(WHOLE)) == []


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        (("x: ndarray,", "x,"), "x has no type in the signature"),
        ((") -> ndarray:", "):"), "the signature does not say the type of the result (-> …)"),
        (("        x: Numbers, an array of any shape.\n", ""), "Args explains count; the parameters are x, count"),
        (("x: Numbers, an", "y: Numbers, an"), "Args explains y, count; the parameters are x, count"),
        (("    Args:\n", "    Arguments:\n"), "Args explains nothing; the parameters are x, count"),
        (("    Returns:\n        Numbers, of the same shape.\n\n", ""), "it has no Returns"),
        (("        ValueError: `count` is", "        `count` is"), 'Raises does not say when there is "ValueError: "'),
        (("AssertionError: ", "An assertion: "), 'Raises does not say when there is "AssertionError: "'),
        (('raise ValueError("negative")', "raise KeyError"), 'Raises does not say when there is "KeyError: "'),
        ((">>> twice(np.array([1.0]))\n        ", ""), 'it has no Example with lines such as ">>> "'),
        ((">>> twice(np", ">>> thrice(np"), "no example calls twice"),
        (("    Source: a book.\n", ""), 'its last line is no "Source: "'),
        (("    Formula:\n        the sum of count times x\n\n", ""), "it has no Formula, which is the third hint"),
        (("twice(x) = 2x", "twice(x) = np.multiply(x,count)"), "it gives code of the body away: np.multiply(x, count)"),
    ],
)
def test_what_a_docstring_lacks_is_told(change, gap):
    assert WHOLE.count(change[0]) == 1
    [found] = gaps(function(WHOLE.replace(*change)))
    assert found.startswith(gap)


def test_no_docstring_at_all():
    assert gaps(function("def f():\n    return 1\n")) == ["it has none"]


def test_what_is_given_needs_no_example_and_may_tell_how():
    text = WHOLE.replace("twice(x) = 2x", "np.multiply(x, count)").replace("    Example:\n", "    Note:\n")
    assert len(gaps(function(text))) == 2
    assert gaps(function(text), given=True) == []


# --- on a course


def change(root, path, old, new):
    text = (root / path).read_text("utf-8")
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def audit(copy):
    """The audit of one exercise of a course, after a change: its exit code, what it prints, what it writes."""

    def run(name, *changes, seeds="1"):
        for path, old, new in changes:
            change(copy, path, old, new)
        words = ["--no-mutants", "--seeds", seeds, "--jobs", "1", "--json", "audit.json"]
        done = run_grader("audit", name, *words, cwd=copy)
        assert done.returncode in (0, 1), done.stderr
        report = json.loads((copy / "audit.json").read_text("utf-8"))
        return done.returncode, done.stdout.decode(), report

    return run


FUNCTIONS, HINTS = "solutions/functions.py", "grader/course/hints/derivatives.toml"
EXAMPLE = "        >>> square(np.array([-2, 3, 5]))\n        array([ 4,  9, 25])\n"


def test_an_exercise_that_holds(audit):
    code, text, report = audit("square")
    assert code == 0
    assert "  docstrings complete 2 of 2, examples true 1 of 1\n" in text
    assert [report["totals"][name] for name in ("docstrings", "complete", "examples", "true")] == [2, 2, 1, 1]
    assert [row["unit"] for row in report["units"]] == ["functions"]
    assert report["units"][0]["short"] == report["exercises"][0]["short"] == []


@pytest.mark.parametrize(
    ("example", "told"),
    [
        (
            ">>> square(np.array([3]))\narray([8])",
            "29: square(np.array([3])) gives array([9]), and the docstring says array([8])",
        ),
        (">>> square(3)\n9\n>>> square(2)", "31: square(2) gives 4, and the docstring says nothing"),
        (
            ">>> square(1 / 0)\n0",
            "29: square(1 / 0) raises ZeroDivisionError: division by zero, and the docstring says 0",
        ),
        (
            ">>> square(np.array([1e200]))\narray([inf])",
            "29: square(np.array([1e200])) raises RuntimeWarning: overflow",
        ),
        (">>> while square(1): pass", "raises TimeoutError: the examples take longer than 3 s"),
    ],
    ids=["false", "unsaid", "raises", "warns", "endless"],
)
def test_an_example_that_is_not_true(audit, example, told):
    lines = "".join(f"        {line}\n" for line in example.splitlines())
    code, text, report = audit("square", (FUNCTIONS, EXAMPLE, lines))
    assert code == 1
    [short] = report["exercises"][0]["short"]
    assert short.startswith("an example is not true: solutions/functions.py:")
    assert told in short
    assert f"square: {short}\n" in text
    totals = report["totals"]
    assert totals["examples"] - totals["true"] == totals["short"] == 1
    assert totals["complete"] == totals["docstrings"]


def test_a_docstring_that_says_too_little(audit):
    code, text, report = audit(
        "square", (FUNCTIONS, '    Source: ME; DL ch. 1.\n    """\n    return x**2', '    """\n    return x**2')
    )
    assert code == 1
    assert 'square: the docstring: its last line is no "Source: "' in text
    assert [report["totals"][name] for name in ("docstrings", "complete", "short")] == [2, 1, 1]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            (FUNCTIONS, "import numpy as np\n", "import mpmath\nimport numpy as np\n"),
            'mpmath is not in this unit\'s "preload" in course.toml',
        ),
        (
            (FUNCTIONS, "def square(", "def _late():\n    from .chains import Chain\n\n\ndef square("),
            ".chains is no earlier unit of course.toml",
        ),
        (
            (
                FUNCTIONS,
                "def square",
                'def _half(x):\n    """>>> _half(2)\n    2.0\n    """\n    return x / 2\n\n\ndef square',
            ),
            "_half(2) gives 1.0",
        ),
        (
            (
                FUNCTIONS,
                "from numpy import ndarray\n",
                "from importlib import import_module as f\nfrom numpy import ndarray\n",
            ),
            None,
        ),
    ],
    ids=["not preloaded", "later unit", "helper", "standard library"],
)
def test_the_file_of_the_unit(audit, change, told):
    code, text, report = audit("square", change)
    [unit] = report["units"]
    assert code == (1 if told else 0)
    assert [told in short for short in unit["short"]] == ([True] if told else [])
    assert all(f"functions: {short}\n" in text for short in unit["short"])


def test_modules_that_the_unit_names_may_be_imported(audit):
    named = ("course.toml", 'name = "functions"\n', 'name = "functions"\npreload = ["mpmath"]\n')
    code, _, _ = audit("square", (FUNCTIONS, "import numpy as np\n", "import mpmath\nimport numpy as np\n"), named)
    assert code == 0


def test_needs_name_what_the_solution_calls(copy, audit):
    before = next(part for part in (copy / HINTS).read_text("utf-8").split("\n\n") if part.startswith("[tangent_line]"))
    after = before.replace('needs = ["deriv"]', "needs = []")
    assert after != before
    code, _, report = audit("tangent_line", (HINTS, before, after))
    assert code == 1
    short = f"needs: tangent_line calls deriv; name it in its needs, in {HINTS}"
    assert report["units"][0]["short"] == [short]


def test_a_given_function_says_what_it_is_too(audit):
    text = '    Source: D2, calculus.\n    """\n    # A notebook'
    _, _, report = audit("set_axes", ("solutions/plots.py", text, '    """\n    # A notebook'))
    [short] = report["units"][0]["short"]
    assert short.startswith("the docstring: use_svg_display: its last line is no")


def test_a_solution_that_is_not_there(copy):
    change(copy, FUNCTIONS, "def square(", "def squared(")
    done = run_grader("audit", "square", cwd=copy)
    assert done.returncode == 3
    assert (
        done.stderr
        == b"grader: solutions/functions.py does not define square, which grader/course/hints/functions.toml names.\n"
    )


def test_a_solution_that_does_not_import(copy):
    change(copy, FUNCTIONS, "import numpy as np\n", "import numpy as np\nimport nowhere\n")
    done = run_grader("audit", "square", cwd=copy)
    assert done.returncode == 3
    assert (
        done.stderr
        == b"grader: solutions/functions.py does not import: ModuleNotFoundError: No module named 'nowhere'\n"
    )


SQUARE_IN_THE_MIDDLE = """slope_tolerance(third=12, size=4))
def chain_deriv_3_any_square("""


def test_a_right_answer_that_only_some_seeds_refuse_is_found(audit):
    """A tolerance that counts the whole function only, and not the part that one way of splitting differentiates."""
    narrow = SQUARE_IN_THE_MIDDLE.replace("12", "3")
    code, text, report = audit(
        "chain_deriv_3", ("grader/course/hidden/chains.py", SQUARE_IN_THE_MIDDLE, narrow), seeds="6"
    )
    assert code == 1
    assert (
        "other seeds: a right answer is refused: chain_deriv_3, as a chain of two, the last two functions in one (s"
        in text
    )
    assert report["seeds"]["seeds"] == 5
    assert report["totals"]["refused_at_seeds"] == len(report["seeds"]["refused"]) > 0
    assert report["totals"]["let_through_at_seeds"] == 0


def test_at_other_seeds_nothing_is_refused_or_let_through(audit):
    code, text, report = audit("leaky_relu", seeds="4")
    assert code == 0
    counts = (report["seeds"]["right"], report["seeds"]["wrong"])
    assert counts == (3 * report["totals"]["alternatives"], 3 * report["totals"]["misconceptions"])
    assert (
        f"at 3 other seeds right answers refused 0 of {counts[0]}, misconceptions let through 0 of {counts[1]}" in text
    )
