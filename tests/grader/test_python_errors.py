"""What Python means by an error, told to who wrote the function; and a name that was misspelt."""

import re

import pytest
from helpers import write_submission

from grader.course.syllabus import load_course
from grader.grading.python_errors import ASSERTED, EXPLANATIONS, RESULT_CALLED, STUB, in_their_terms
from grader.protocol.raised import Raised
from grader.render.next_step import next_step

COURSE = load_course()
HEAD = "import math\n\nimport numpy as np\n\n\n"
SAID = {  # what stands in `square`, and a piece of what is said of it
    "return x if x > 0 else x": "an array has one for each of its numbers",
    "return np.maximum(x)": "fewer arguments than the function needs",
    "return np.maximum(x, 0, x, x)": "more arguments than the function has parameters",
    "return np.dot(x.reshape(1, -1), x.reshape(1, -1))": "as many columns as the second has rows",
    "return x @ 2.0": "One of the two is a single number or has too few axes",
    "return np.matmul(np.float64(2.0), x)": "One of the two is a single number or has too few axes",
    "return x + np.ones(x.size + 1)": "do not fit entry by entry",
    "return np.einsum('i,i->i', np.ones(2), np.ones(3))": "a letter stands for one length",
    "return np.einsum('ij->i', np.ones(2))": "a letter for each of its axes",
    "return np.einsum('i->i', np.ones((2, 2)))": "a letter for each of its axes",
    "return np.einsum('i->j', np.ones(2))": "those behind the arrow stand before it, too",
    "return x.reshape(x.size + 1)": "another number of entries",
    "return x[x.size]": "There is no entry of that number",
    "return x[0, 0, 0, 0, 0]": "fewer axes than there are indices",
    "return print(x) * x": "Something is None there",
    "return x.sort()[0]": "Something is None there",
    "return np.square * x": "One side is a function",
    "return np.zeros_like * x": "One side is a function",
    "return np.exp(np.square)": "a function and not what it gives",
    "return np.array([v * v for v in x[0]])": "a loop cannot go through it",
    "return len(x[0]) * x": "a loop cannot go through it",
    "value = x.sum()\n    value[0] = 1.0\n    return value": "no entries to be written to",
    "return math.sqrt(-1.0) * x": "",
    "return (1, x) ** 2": "Lists and tuples are no arrays",
    "return 'a' ** x.size": "These two types have no such operation",
    "return (lambda a: a)(x, 2)": "more arguments than the function has parameters",
    "return (lambda a, b: a)(x)": "fewer arguments than the function needs",
    "return np.sum(x, power=2)": "no parameter of that name",
    "return x.T() * x": "`W.T` has no parentheses",
    "return 2(x)": "Parentheses call a function, and this is none",
    "return np.square[x]": "this is a function",
    "return math.pi[0] * x": "this is a single number",
    "return (v * v for v in x)[0]": "of this none can be taken",
    "a, b = x.shape[0:3]": "another number of names than there are values",
    "for a, b in [x.shape]:\n        return a": "another number of names than there are values",
    "return x.sum(axis=7)": "has no axis of that number",
    "return np.array([2]) ** np.array([-2])": "With floats it does",
    "return np.add(x, 0.5, out=np.ones(x.shape, int))": "no room for fractions",
    "return np.add(x, 1j, out=np.ones(x.shape))": "",
    "result = np.zeros(3)\n    result[0] = [1.0, 2.0]\n    return result": "holds one number, and more is put there",
    "return np.zeros(2.5)": "A whole number is wanted there",
    "return np.array([[1.0], [1.0, 2.0]])": "The rows have different lengths",
    "if x is None:\n        result = x\n    return result": "that name has no value yet",
    "import helper\n    return helper.f(x)": "A file of your own is imported with a dot",
    "return square(x)": "more often than Python allows",
    "assert x.size > 1000\n    return x": ASSERTED,
    "raise NotImplementedError\n    return x * x": STUB,
    "result = x * x\n    raise NotImplementedError": STUB,
    "raise ValueError('two columns, as the second has rows')": "",
    "return number_of_things(x)": "",
    "result = x * x\n    return reslut": "did you mean result?",
    "return np.sqaure(x)": "did you mean square?",
    "return X * X": "did you mean x?",
    "return x.reshpe(-1)": "did you mean reshape?",
    "class Axes:\n        clabel = set_xlabel = 0\n    return Axes().xlabel": "did you mean set_xlabel?",
}


@pytest.mark.parametrize("body", SAID)
def test_an_error_is_explained_with_its_line(grading, tmp_path, body):
    text = f"{HEAD}def square(x):\n    {body}\n"
    folder = write_submission(tmp_path, base="stubs", functions=text)
    [exercise] = grading(folder, "square", visible_only=True).report.exercises
    assert exercise.verdict == "error"
    said = exercise.checks[0].message
    place = re.search(r" \(functions\.py, line \d+\)\. ?", said)
    assert place is not None
    told = said if "did you mean" in SAID[body] else said[place.end() :]
    assert (SAID[body] in told) if SAID[body] else (told == "")


def test_none_may_also_be_what_the_caller_handed_over(grading, tmp_path):
    body = "    ax.set_xlim(xlim[0], xlim[1])\n"
    text = f"def set_axes(ax, xlabel, ylabel, xlim, ylim, xscale, yscale, legend):\n{body}"
    folder = write_submission(tmp_path, base="stubs", plots=text)
    [exercise] = grading(folder, "set_axes", visible_only=True).report.exercises
    said = [check.message for check in exercise.checks if "Something is None there" in check.message]
    assert said
    assert all("a parameter may be None" in one for one in said)


def test_where_a_mistake_is_named_it_is_not_explained(grading, tmp_path):
    folder = write_submission(tmp_path, base="stubs", functions=f"{HEAD}def square(x):\n    return math.pow(x, 2)\n")
    [exercise] = grading(folder, "square", visible_only=True).report.exercises
    assert exercise.diagnosis.message.startswith("Your code works for one number only")
    assert exercise.checks[0].message.endswith("(functions.py, line 7).")


def test_every_explanation_is_a_plain_sentence():
    for text in (*EXPLANATIONS.values(), STUB, ASSERTED, RESULT_CALLED):
        assert re.fullmatch(r"[A-ZO`].*[.?]", text), text


@pytest.mark.parametrize("result", ["lambda t, x0: t - x0", "lambda: 3.0"])
def test_arguments_of_what_was_returned_are_not_those_of_the_function(grading, tmp_path, result):
    text = f"def tangent_line(func, x0):\n    return {result}\n"
    folder = write_submission(tmp_path, base="stubs", derivatives=text)
    [exercise] = grading(folder, "tangent_line", visible_only=True).report.exercises
    assert re.search("The call hands over (fewer|more) arguments", exercise.checks[0].message)
    assert "asked for" not in exercise.checks[0].message


def test_arguments_that_the_function_does_not_take_are_told_with_those_that_are_asked_for(grading, tmp_path):
    folder = write_submission(tmp_path, base="stubs", derivatives="def tangent_line(func):\n    return func\n")
    [exercise] = grading(folder, "tangent_line", visible_only=True).report.exercises
    assert exercise.checks[0].message.endswith("The signature that is asked for is tangent_line(func, x0).")


@pytest.mark.parametrize(("result", "said"), [("3.0", RESULT_CALLED), ("'2t'", RESULT_CALLED), ("None", "is None")])
def test_a_result_that_is_no_function_is_called_by_the_check_and_by_no_line(grading, tmp_path, result, said):
    text = f"def tangent_line(func, x0):\n    line = {result}\n    return line\n"
    folder = write_submission(tmp_path, base="stubs", derivatives=text)
    [exercise] = grading(folder, "tangent_line", visible_only=True).report.exercises
    assert said in exercise.checks[0].message
    assert "arentheses" not in exercise.checks[0].message


def test_what_python_says_in_other_versions():
    for text in (
        "only size-1 arrays can be converted to Python scalars",
        "local variable 'x' referenced before assignment",
    ):
        assert in_their_terms(Raised("TypeError", ("TypeError",), text))


def test_a_space_at_the_end_of_what_numpy_says_leaves_no_gap(grading, tmp_path):
    """Also where the sentence ends with its own full stop, or is a student's."""
    for body in ("return np.ones((2, 3)) * np.ones((3, 4))", "raise ValueError('no. ')"):
        source = f"{HEAD}def square(x):\n    {body}\n"
        report = grading(write_submission(tmp_path / "exercises", "stubs", functions=source), "square")
        said = report.exercises["square"]["checks"][0]["message"]
        assert "  (" not in said, said
        assert " (functions.py, line 7)" in said


@pytest.mark.parametrize(
    ("body", "statement"),
    [("math.exp(1) * x", "import math"), ("np.exp(x)", "import numpy as np"), ("random.random()", "import random")],
)
def test_where_an_import_is_missing_it_is_written_and_no_line_corrected(grading, tmp_path, body, statement):
    folder = write_submission(tmp_path, base="stubs", functions=f"def square(x):\n    return {body}\n")
    step = next_step(grading(folder, "square", visible_only=True).report, COURSE)
    said = f"Write `{statement}` at the top of the file, and save."
    assert (step.kind, step.notes, step.line) == ("line", (f"Open {folder}/functions.py", said), None)


def test_an_import_may_be_missing_already_where_a_file_is_read(grading, tmp_path):
    text = "def square(x, p=math.pi):\n    return x * x\n"
    folder = write_submission(tmp_path, base="stubs", functions=text)
    step = next_step(grading(folder, "square", visible_only=True).report, COURSE)
    said = "Write `import math` at the top of the file, and save."
    assert (step.kind, step.notes, step.line) == ("line", (f"Open {folder}/functions.py", said), None)


def test_an_import_that_another_file_lacks_is_not_written_in_this_one(grading, tmp_path):
    text = "from .helper import f\n\n\ndef square(x):\n    return f(x)\n"
    folder = write_submission(tmp_path, base="stubs", functions=text, helper="def f(x):\n    return np.square(x)\n")
    step = next_step(grading(folder, "square", visible_only=True).report, COURSE)
    assert (step.kind, step.notes) == ("hint", ())


@pytest.mark.parametrize("body", ["nump", "result + Math", "X"])
def test_of_any_other_name_the_line_is_corrected(grading, tmp_path, body):
    text = f"def square(x):\n    np = 1\n    return {body}\n"
    folder = write_submission(tmp_path, base="stubs", functions=text)
    step = next_step(grading(folder, "square", visible_only=True).report, COURSE)
    assert (step.kind, step.notes[1], step.line) == ("line", "Correct that line, and save.", 3)
