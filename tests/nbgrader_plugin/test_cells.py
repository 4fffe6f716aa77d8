"""A notebook's cells as unit files: what is taken, what is left, and where each line comes from."""

import pytest

from grader.course.syllabus import load_course
from grader.submission.cells import Cell
from grader.submission.folder import submission_of
from grader.submission.notebook import MAX_CELL, extract, read_cells
from grader.submission.reader import LocalReader
from grader.submission.uses import used_exercises

DERIV = "def deriv(func, x, delta=0.001):\n    return (func(x + delta) - func(x - delta)) / (2 * delta)\n"


def read(*sources):
    cells = [Cell(f"cell {i}", source) for i, source in enumerate(sources, 1)]
    return read_cells(cells, "n.ipynb", load_course().contract)


def unit(name, *sources):
    return read(*sources).units[name].source


def test_only_what_a_graded_function_needs_is_taken():
    text = unit(
        "functions",
        "import numpy as np\nimport pandas\nx = input()\nwhile True:\n    pass",
        "FIFTH = 0.2\ndef helper(x):\n    return FIFTH * x\n",
        "def leaky_relu(x):\n    return np.maximum(helper(x), x)\nprint(leaky_relu(3))",
    )
    assert text == (
        "import numpy as np\nFIFTH = 0.2\ndef helper(x):\n    return FIFTH * x\n"
        "def leaky_relu(x):\n    return np.maximum(helper(x), x)\n"
    )


def test_functions_of_earlier_units_go_to_their_own_module():
    found = read(DERIV, "def chain_deriv_2(chain, x):\n    return deriv(chain[1], chain[0](x)) * deriv(chain[0], x)\n")
    assert found.units["derivatives"].source == DERIV
    assert found.units["chains"].source.startswith("from .derivatives import deriv\n")
    assert used_exercises(submission_of(found, LocalReader()), load_course(), ["chain_deriv_2"]) == {"deriv"}


def test_a_name_of_a_later_unit_is_never_imported_in_a_circle():
    text = unit("functions", DERIV, "def square(x):\n    return deriv(lambda t: t**3 / 3, x)\n")
    assert "import" not in text
    assert DERIV in text


def test_the_last_definition_counts_but_never_a_stub_after_it():
    first, second, stub = ("def square(x):\n    return x\n", "def square(x):\n    return x**2\n",
                           'def square(x):\n    """x²"""\n    raise NotImplementedError()\n')  # fmt: skip
    assert unit("functions", first, second, stub) == first + second
    assert read(stub).units["functions"].functions["square"].todo


@pytest.mark.parametrize(
    ("magic", "kept"),
    [
        ("!ls -l\n", True),
        ("%matplotlib inline\n", True),
        ("%%time\n", True),
        ("files = !ls\n", True),
        ("deriv?\n", True),
        ("%%bash\n", False),
        ("%%html\n<b>\n", False),
    ],
)
def test_magics_do_not_cost_the_cell(magic, kept):
    found = read(f"{magic}def square(x):\n    return x * x\n")
    assert bool(found.units["functions"].functions) is kept
    assert bool(found.problems) is not kept  # a function that is not read is told


def test_a_cell_that_is_not_python_is_named_and_costs_no_other():
    found = read(
        "def square(x:\n    return x", "def relu(x):\n    return x * (x > 0)\n", "return 3", "x" * (MAX_CELL + 1)
    )
    assert set(found.units["functions"].functions) == {"relu"}
    said = " ".join(problem.message for problem in found.problems)
    assert "cell 1: syntax error in line 1" in said
    assert "cell 3: line 1 cannot run" in said
    assert "cell 4 is too large" in said


def test_a_cell_that_no_editor_writes_is_named_too():
    (problem,) = read("x = 1\x00").problems
    assert problem.message == "cell 1: syntax error: source code string cannot contain null bytes"


def test_what_changes_a_needed_table_is_taken_and_module_calls_are_not():
    text = unit(
        "functions",
        "import numpy as np\nnp.seterr(all='raise')\nTABLE = {}\nTABLE['a'] = 2\nTABLE.update(b=3); OTHER = 1",
        "def square(x):\n    return np.asarray(x) ** TABLE['a']\n",
    )
    assert "seterr" not in text
    assert "TABLE['a'] = 2\nTABLE.update(b=3); OTHER = 1\n" in text


def test_a_function_that_is_put_together_in_several_cells_is_whole():
    first = "from functools import singledispatch\n@singledispatch\ndef square(x):\n    raise NotImplementedError\n"
    cells = [first, "@square.register(object)\ndef _(x):\n    return x * x\n"]
    cells.append("@square.register\ndef _(x: int):\n    return x * x\n")
    assert unit("functions", *cells) == "".join(cells)
    cells = ["class Square:\n    pass\n", "setattr(Square, '__call__', lambda self, x: x * x)\n", "square = Square()\n"]
    assert unit("functions", *cells) == "".join(cells)


def test_names_inside_a_function_do_not_pull_in_cells():
    text = unit("functions", "x = input()", "t = 1 / 0", "def square(x):\n    return [t * t for t in x]\n")
    assert text == "def square(x):\n    return [t * t for t in x]\n"


def test_lines_are_told_in_the_cell_s_own_numbers():
    found = read(
        "import numpy as np\n\n\ndef relu(x):\n    return x\n", "# a note\n\ndef square(x):\n    return 1 / 0\n"
    )
    assert (
        found.place("raised ZeroDivisionError (functions.py, line 4).") == "raised ZeroDivisionError (cell 2, line 4)."
    )
    assert found.place("functions.py, line 99") == "functions.py, line 99"
    assert found.place("other.py, line 1") == "other.py, line 1"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "functions.py does not import: ZeroDivisionError in line 4: division by zero",
            "The notebook does not run to its end: ZeroDivisionError in cell 2, line 5: division by zero",
        ),
        (
            "functions.py does not import: it does not come to its end in time.",
            "The notebook does not run to its end: it does not come to its end in time.",
        ),
        ("relu([1]) was not run: functions.py is missing.", "relu([1]) was not run: the notebook is missing."),
        ('File "functions.py", line 1, in <module>', "File cell 2, line 2, in <module>"),
        ("It is K (functions.py, line 2), not functions.py, line 3.", "It is K (cell 2, line 3), not cell 2, line 4."),
        ("my_functions.py, line 1; os.py does not import: x", "my_functions.py, line 1; os.py does not import: x"),
    ],
)
def test_no_message_names_a_file_that_the_student_never_saw(said, told):
    found = read("import numpy as np", "# a note\ndef relu(x):\n    return x\nK = 1 / 0\nrelu.k = K")
    assert found.place(said) == told


def test_warnings_of_the_compiler_are_not_the_graders():
    assert unit("functions", 'def square(x):\n    "\\s"\n    return x**2 if x is not 1 else 1\n')


def test_extract_takes_helpers_along():
    text = extract(
        "import numpy as np\nK = 2\ndef _h(x):\n    return K\ndef f(x):\n    return _h(x)\ndef g():\n    pass\n", ["f"]
    )
    assert text == "K = 2\ndef _h(x):\n    return K\ndef f(x):\n    return _h(x)\n"
