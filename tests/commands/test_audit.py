"""`grader audit` on solutions that say too little, or what is not so: each is told in a sentence, with its place."""

import ast
import codecs
import json

import pytest
from helpers import ROOT, run_grader
from rich.console import Console

from grader.authoring.audit.docstrings import gaps
from grader.authoring.audit.pairs import PairsRow
from grader.authoring.audit.run import Row
from grader.authoring.audit.seeds import SeedsRow
from grader.authoring.audit.units import other_needs
from grader.cli.commands.author import audit as command
from grader.course.syllabus import load_course

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


FUNCTIONS, HINTS = "solutions/functions.py", "grader/course/hints/derivatives.toml"


def change(root, path, old, new):
    text = (root / path).read_text("utf-8")
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new), "utf-8")


def audit(root, *names, seeds):
    """The audit of some exercises of a course: its exit code, what it prints, what it writes."""
    words = ["--no-mutants", "--seeds", seeds, "--jobs", "1", "--json", "audit.json"]
    done = run_grader("audit", *names, *words, cwd=root)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, done.stdout.decode(), json.loads((root / "audit.json").read_text("utf-8"))


def test_an_exercise_that_holds(copy):
    """Python's own library may be imported, and what the unit names; files may begin with a byte-order mark."""
    imports = "from importlib import import_module as f\n\nimport mpmath\nimport numpy as np\n"
    change(copy, FUNCTIONS, "import numpy as np\n", imports)
    change(copy, "course.toml", 'name = "functions"\n', 'name = "functions"\npreload = ["mpmath"]\n')
    kinds = ("*", "grader/*/*", "grader/*/*/*")
    of_unit = {path for kind in kinds for path in copy.glob(f"{kind}/functions.[ptm]*")}
    for path in of_unit - {copy / "exercises" / "functions.py"}:
        path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    code, text, report = audit(copy, "square", seeds=4)
    assert code == 0
    totals = report["totals"]
    assert "  docstrings complete 2 of 2, examples true 1 of 1\n" in text
    assert [totals[name] for name in ("docstrings", "complete", "examples", "true")] == [2, 2, 1, 1]
    assert [row["unit"] for row in report["units"]] == ["functions"]
    assert report["units"][0]["short"] == report["exercises"][0]["short"] == []
    counts = (report["seeds"]["right"], report["seeds"]["wrong"])
    assert counts == (3 * totals["alternatives"], 3 * totals["misconceptions"])
    assert (
        f"at 3 other seeds right answers refused 0 of {counts[0]}, misconceptions let through 0 of {counts[1]}" in text
    )


EXAMPLE = "        >>> square(np.array([-2, 3, 5]))\n        array([ 4,  9, 25])\n"
EXAMPLES = """\
        >>> square(np.array([3]))
        array([8])
        >>> square(2)
        >>> square(1 / 0)
        0
        >>> square(np.array([1e200]))
        array([inf])
        >>> while square(1): pass
"""
SOURCE = '    Source: XT; DL ch. 1.\n    """\n    return np.maximum(x, 0)\n'
HELPERS = '''def halve(x: ndarray) -> ndarray:
    """Halve every element.

    Args:
        x: Array of any shape.

    Returns:
        Array of the same shape.
    """
    return x / 2


def _half(x):
    """>>> _half(2)
    2.0
    """
    import mpmath
    from .chains import Chain

    return x / 2


'''
FALSE = f"an example is not true: {FUNCTIONS}"
TOLD = {
    "square": [
        f"{FALSE}:29: square(np.array([3])) gives array([9]), and the docstring says array([8])",
        f"{FALSE}:31: square(2) gives 4, and the docstring says nothing",
        f"{FALSE}:32: square(1 / 0) raises ZeroDivisionError: division by zero, and the docs",
        f"{FALSE}:34: square(np.array([1e200])) raises RuntimeWarning: overflow",
        f"{FALSE}:36: while square(1): pass raises TimeoutError: the examples take longer than",
    ],
    "relu": ['the docstring: its last line is no "Source: "'],
    "tangent_line": [],
    "functions": [
        'the docstring: halve: its last line is no "Source: "',
        f"{FALSE}:",
        "an import: line ",
        "an import: line ",
    ],
    "derivatives": [f"needs: tangent_line calls deriv; name it in its needs, in {HINTS}"],
}


def test_all_that_falls_short_is_told_with_its_place(copy):
    needs = next(part for part in (copy / HINTS).read_text("utf-8").split("\n\n") if part.startswith("[tangent_line]"))
    for path, old, new in (
        (FUNCTIONS, EXAMPLE, EXAMPLES),
        ("grader/authoring/audit/docstrings.py", "SECONDS = 3.0", "SECONDS = 1.0"),
        (FUNCTIONS, SOURCE, SOURCE.partition("\n")[2]),
        (FUNCTIONS, "def sigmoid(", f"{HELPERS}def sigmoid("),
        ("course.toml", 'name = "functions"\n', 'name = "functions"\ngiven = ["halve"]\n'),
        (HINTS, needs, needs.replace('needs = ["deriv"]', "needs = []")),
    ):
        assert old != new
        change(copy, path, old, new)
    code, text, report = audit(copy, "square", "relu", "tangent_line", seeds=1)
    assert code == 1
    short = {row.get("name", row["unit"]): row["short"] for row in (*report["exercises"], *report["units"])}
    assert short.keys() == TOLD.keys()
    for name, told in TOLD.items():
        assert [one[: len(start)] for one, start in zip(short[name], told, strict=True)] == told
        assert all(f"{name}: {one}\n" in text for one in short[name])
    helper, mpmath, chains = short["functions"][1:]
    assert "_half(2) gives 1.0" in helper
    assert mpmath.endswith(': mpmath is not in this unit\'s "preload" in course.toml')
    assert chains.endswith(": .chains is no earlier unit of course.toml")
    totals = report["totals"]
    assert totals["short"] == sum(map(len, TOLD.values()))
    assert totals["docstrings"] - totals["complete"] == 2
    assert totals["examples"] - totals["true"] == 6


def test_what_a_solution_does_not_call_is_none_of_its_needs():
    course = load_course()
    unit = course.unit("derivatives")
    tree = ast.parse((ROOT / "solutions" / "derivatives.py").read_text("utf-8"))
    assert [*other_needs(tree, unit, course)] == []
    more = [one._replace(needs=(*one.needs, "relu")) if one.name == "tangent_line" else one for one in unit.exercises]
    told = f"tangent_line does not call relu; take it out of its needs, in {HINTS}"
    assert [*other_needs(tree, unit._replace(exercises=tuple(more)), course)] == [told]


def test_the_command_for_one_exercise_is_said_as_it_is_typed(monkeypatch, capsys):
    monkeypatch.setenv("UV", "uv")
    monkeypatch.setattr(Row, "short", ["some"])
    command._print(Console(), [Row("functions", "square")], [], PairsRow(0, [], 0, []), SeedsRow(0))
    assert "  Again, this one alone: uv run grader audit square\n" in capsys.readouterr().out


def test_a_right_answer_that_only_some_seeds_refuse_is_found(copy):
    lucky = """\n\n@alternative("square", way="right below 8500")
def square_below(x: Any) -> Any:
    return np.where(abs(x) < 8500, x * x, 0)
"""
    with (copy / "grader" / "course" / "alternatives" / "functions.py").open("a", encoding="utf-8") as file:
        file.write(lucky)
    code, text, report = audit(copy, "square", seeds=4)
    assert code == 1
    assert report["exercises"][0]["short"] == []
    assert "other seeds: a right answer is refused: square, right below 8500 (seed " in text
    assert report["seeds"]["seeds"] == 3
    assert report["totals"]["refused_at_seeds"] == len(report["seeds"]["refused"]) > 0
    assert report["totals"]["let_through_at_seeds"] == 0


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
