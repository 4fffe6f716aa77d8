"""The place of a mistake without a name: found by search in the student's own code, said only where it is certain."""

import marshal

from helpers import SOLUTIONS, WHOLE, valid, write_submission
from placing import HEAD, Spied, solved

from grader.course.open_reference import open_reference
from grader.grading.cache import JudgementCache
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.grading.place.find import Finder, with_places
from grader.reading.reader import ConfinedReader
from grader.submission.edits.candidates import MOST
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader

MISTAKES = [
    ("chain_deriv_2", "deriv(f2, f1(input_range))", "deriv(f1, f1(input_range))", ("f1", "name")),
    ("chain_deriv_3", "deriv(f3, f2(u))", "deriv(f3, u)", ("u", "name")),
    ("two_layer_gradients", "d_prediction * w2", "d_prediction * w1", ("w1", "name")),
    ("two_layer_loss", "w1 * x + b1", "w1 * x - b1", ("- b1", "expression")),
    ("gradient_descent", "np.mean(error**2)", "np.sum(error**2)", ("sum", "name")),
    ("partial_derivative", "step[i] = p", "step[i] = 10 * p", ("10 *", "expression")),
    ("deriv", "/ (2 * delta)", "/ (2 * delta)[None]", ("[None]", "index")),
]


def test_the_part_that_was_changed_is_found(course, find):
    for name, old, new, part in MISTAKES:
        assert find(name, solved(course, name, old, new)) == [part], (name, new)


def test_a_part_that_is_more_than_what_was_changed_is_an_expression(find):
    text = HEAD + "def multiple_inputs_add(x, y, sigma):\n    assert x.shape == y.shape\n    return sigma(x + x)\n"
    assert find("multiple_inputs_add", text) == [("x + x", "expression")]


SILENT = {
    "one operation is the whole exercise": ("square", HEAD + "def square(x):\n    return x ** 3\n"),
    "edits disagree": (
        "sigmoid",
        HEAD + "def sigmoid(x):\n    up = np.exp(x)\n    down = 1 + np.exp(x)\n    return down / up\n",
    ),
    "no edit helps": ("relu", HEAD + "def relu(x):\n    y = np.zeros(x.shape)\n    return y + np.sum(x) + 1\n"),
    "it stands there twice": ("square", HEAD + "def square(x):\n    return x * x + 1\n" * 2),
    "it is decorated": ("square", "def same(f):\n    return f\n\n\n@same\ndef square(x):\n    return x * x + 1\n"),
    "it is another name": ("square", "def mine(x):\n    return x * x + 1\n\n\nsquare = mine\n"),
}


def test_nothing_is_said_where_that_is_not_certain(find):
    for why, (name, text) in SILENT.items():
        assert find(name, text) == [], why


SLOPE = HEAD + "def leaky_relu(x):\n    return np.maximum(x, {})\n"


def test_a_number_that_stands_nowhere_in_the_function_is_solved_for(find):
    assert find("leaky_relu", SLOPE.format("0.3 * x")) == [("0.3", "number")]
    assert find("leaky_relu", SLOPE.format("x / 7")) == [("7", "number")]
    assert find("leaky_relu", SLOPE.format("x * 0.37**2")) == []  # no short number does it
    assert find("leaky_relu", SLOPE.format("(x + 0.01) * 0.3")) == []


ALWAYS = """
def sigmoid(x):
    up = x >= 0
    y = np.empty(x.shape)
    y[up] = 1 / (1 + np.exp(-x[up]))
    e = np.exp(x[~up])
    y[~up] = 1 + e
    return y
"""
UNUSED = """
def multiple_inputs_multiply_backward(x, y, sigma):
    dsda = deriv(sigma, x * y)
    dadx, dady = y, -x
    return dsda * dadx, x * dady
"""


def test_a_mistake_made_harmless_is_no_place(course, find):
    assert find("sigmoid", HEAD + ALWAYS) == []  # x >= x, and the wrong half is never asked
    name = "multiple_inputs_multiply_backward"
    text = (SOLUTIONS / f"{course.exercise(name).unit}.py").read_text(encoding="utf-8")
    assert find(name, text.replace(f"def {name}(", "def earlier(") + UNUSED) == []  # dsda for dady, and -x is lost


ROWS = """
def grad_vector_matrix(x, A):
    h = 1e-6
    rows = []
    for i in range(len(x)):
        e = np.zeros(len(x))
        e[i] = h
        rows.append(((x + e) @ A - (x - e) @ A) / h)
    return np.array(rows)
"""
HALVES = """
def sigmoid(x):
    out = np.empty(x.shape)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    ex = np.exp(x[~pos])
    out[~pos] = ex / (1 - ex)
    return out
"""


def test_what_would_be_left_unused_tells_no_place_and_contradicts_none(find):
    assert find("grad_vector_matrix", HEAD + ROWS) == []  # A in the place of `rows` is right: all of them are lost
    assert find("sigmoid", HEAD + HALVES) == [("- ex", "expression")]  # x * x >= 0 always holds, and would do, too


BODY = "    y = abs(x)\n    {}\n    return pow(y, 3)\n"
FORBIDDEN = {
    "a folder deleted": ("import shutil\n", "shutil.rmtree(y)"),
    "deleted by another name": ("import shutil as np\n", "np.rmtree(y)"),
    "named like a method": ("import os\n", "os.remove(y)"),
    "taken by itself": ("from shutil import rmtree as sum\n", "sum(y)"),
    "bound twice": ("import numpy as np\nimport shutil as np\n", "np.abs(y)"),
    "bound in a block": ("import numpy as np\nif True:\n    import shutil as np\n", "np.abs(y)"),
    "bound from inside": ("import numpy as np\ndef f():\n    global np\n    import shutil as np\n", "np.abs(y)"),
    "a star": ("from shutil import *\n", "rmtree(y)"),
    "imported inside": ("", "import shutil; shutil.rmtree(y)"),
    "a helper": ("import shutil\ndef f(y):\n    shutil.rmtree(y)\n", "f(y)"),
    "a helper of a helper": ("import os\ndef f(y):\n    os.remove(y)\ndef g(y):\n    f(y)\n", "g(y)"),
    "an object": ("import shutil\nclass A:\n    sum = shutil.rmtree\na = A()\n", "a.sum(y)"),
    "saved by what is named like one of its own": (
        "import numpy as np\nclass A:\n    def tofile(self, y): pass\n",
        "A().tofile(y)",
    ),
    "a class of another module's": ("import shutil\nclass A(shutil.Error): pass\n", "A()"),
    "a class with a decorator": ("import atexit\n@atexit.register\nclass A: pass\n", "A()"),
    "a class of a class": ("class A:\n    class B: pass\n", "A()"),
    "a method that does more": ("class A:\n    def f(self): open('x', 'w')\n", "A().f()"),
    "a method named like what another calls": (
        "class A:\n    def open(self): pass\n    def f(self): open('x', 'w')\n",
        "A().f()",
    ),
    "a default of a method": ("import shutil\nclass A:\n    def f(self, g=shutil.rmtree): g('x')\n", "A().f()"),
    "looked up": ("", "__import__('shutil').rmtree(y)"),
    "by getattr": ("import shutil\n", "getattr(shutil, 'rmtree')(y)"),
    "by dunder": ("", "(1).__class__.__base__.__subclasses__()"),
    "a file": ("", "open('x', 'w').write('y')"),
    "code": ("", "eval('1')"),
    "saved by numpy": ("import numpy as np\n", "np.save('x', y)"),
    "saved by an array": ("", "y.tofile('x')"),
    "loaded by numpy": ("import numpy as np\n", "np.load('x')"),
    "drawn at random": ("import numpy as np\n", "np.random.seed(0)"),
    "inside of numpy": ("import numpy as np\n", "np.lib.npyio.save('x', y)"),
    "ctypes of an array": ("", "y.ctypes.data"),
    "a default": ("import shutil\n", "(lambda f=shutil.rmtree: f(y))()"),
    "a constant": ("import os\nHOME = os.listdir()\n", "len(HOME)"),
}


def test_what_may_do_harm_is_never_edited(find, forking):
    for why, (above, statement) in FORBIDDEN.items():
        workers = Spied(forking)
        text = f"{above}\n\ndef square(x):\n{BODY.format(statement)}"
        assert find("square", text, workers=workers) == [], why
        assert workers.jobs == [], why
    allowed = HEAD + "def f(y):\n    return np.abs(y)\n\n\ndef square(x):\n" + BODY.format("y = f(y)")
    assert find("square", allowed, workers=(workers := Spied(forking))) == [("3", "number")]
    assert workers.jobs != []


def test_an_earlier_exercise_that_may_do_harm_is_not_run_with_edits(course, find, forking):
    wrong = solved(course, "chain_deriv_2", "deriv(f2, f1(input_range))", "deriv(f1, f1(input_range))")
    harm = solved(course, "deriv", "    return (func", "    open('x', 'a')\n    return (func")
    workers = Spied(forking)
    assert find("chain_deriv_2", wrong, workers=workers, derivatives=harm) == []
    assert workers.jobs == []


def test_workers_get_candidates_and_calls_and_no_expected_value(course, find, forking):
    workers = Spied(forking)
    text = solved(course, "two_layer_gradients", "d_prediction * w2", "d_prediction * w1")
    assert find("two_layer_gradients", text, workers=workers)
    reference = open_reference()
    exercise = course.exercise("two_layer_gradients")
    hidden = [check.name for check in reference.checks(exercise) if check.hidden]
    for job in workers.jobs:
        assert job.keys() <= {
            "sources", "files", "absent", "contract", "load", "checks", "wanted", "seed", "cpu_seconds", "trial"
        }  # fmt: skip
        sent = marshal.dumps({**job, "sources": {}})
        for check in reference.checks(exercise):
            for answer in reference.answers(check):
                assert all(marshal.dumps(float(one))[1:] not in sent for one in answer.value if abs(one) % 0.5)
    with_hidden = [bool({*job["wanted"]} & {*hidden}) for job in workers.jobs]
    assert with_hidden == [False] * (len(with_hidden) - 1) + [True]
    assert all(set(job["wanted"]) <= set(hidden) for job in workers.jobs[-1:])


def test_each_candidate_has_a_module_of_its_own(find):
    text = "SEEN = []\n\n\ndef two_layer_loss(x, y, w1, b1, w2, b2):\n    SEEN.append(1)\n    assert len(SEEN) < 40\n"
    text += "    h = w1 * x + b1\n    return (w2 * h + b2 - y) ** 3\n"
    assert find("two_layer_loss", text) == [("3", "number")]  # though some hundred candidates were called before


def test_a_loop_ends_in_silence(find, monkeypatch):
    monkeypatch.delenv("GRADER_DEBUG")
    text = HEAD + "def square(x):\n    n = 0\n    while n < 2:\n        n = n + 1\n    return x ** (n + 1)\n"
    assert find("square", text, call=0.3) == []


def test_what_candidates_print_is_dropped(find, capfd):
    text = HEAD + "def square(x):\n    print('loud', x)\n    return pow(abs(x), 3)\n"
    assert find("square", text) == [("3", "number")]
    assert "loud" not in "".join(capfd.readouterr())


def test_hidden_checks_only_silence(find):
    text = HEAD + "def square(x):\n    bound = 40\n    y = np.clip(x, -bound, bound)\n    return pow(y, 3)\n"
    assert find("square", text, visible_only=True) == [("3", "number")]
    assert find("square", text) == []


def test_the_same_function_is_searched_for_once(course, find, forking):
    known, text = JudgementCache(), solved(course, "two_layer_loss", "w1 * x + b1", "w1 * x - b1")
    first, again, other = Spied(forking), Spied(forking), Spied(forking)
    assert find("two_layer_loss", text, workers=first, known=known) == [("- b1", "expression")]
    assert find("two_layer_loss", "# moved down\n" + text, workers=again, known=known) == [("- b1", "expression")]
    find("two_layer_loss", text.replace("h = w1", "h = 1 * w1"), workers=other, known=known)
    assert first.jobs
    assert not again.jobs
    assert other.jobs


def test_strangers_code_is_edited_where_it_is_read_as_here(course):
    """In every fifth function, in all with GRADER_WHOLE=1 (see docs/contributing.md)."""
    names = {unit.name: [one.name for one in unit.exercises] for unit in course.units}
    sources = {unit.name: (SOLUTIONS / f"{unit.name}.py").read_text(encoding="utf-8") for unit in course.units}
    reader = ConfinedReader(jail=False)
    try:
        for exercise in course.exercises if WHOLE else course.exercises[2::5]:
            here = LocalReader().editable(sources, names, exercise.unit, exercise.name)
            assert reader.editable(sources, names, exercise.unit, exercise.name) == here, exercise.name
        assert (
            reader.editable({"functions": "def square(x):\n    return (" + "(" * 9999}, names, "functions", "square")
            is None
        )
    finally:
        reader.close()


def test_a_report_says_it_after_the_verdict_and_never_the_edit(course, forking, tmp_path):
    text = solved(course, "chain_deriv_2", "deriv(f2, f1(input_range))", "deriv(f1, f1(input_range))")
    submission = read_submission(write_submission(tmp_path / "w", base="solutions", chains=text), course, LocalReader())
    options, reference = Options(), open_reference()
    plain = grade(submission, course.find(["chains"]), forking, options, reference)
    report = with_places(plain, Finder(submission, forking, options, reference).places(plain))
    valid(report.to_json())
    (one,) = [one for one in report.exercises if one.diagnosis is not None]
    place = one.diagnosis.place
    assert (one.name, place.text[slice(*place.columns)], place.kind) == ("chain_deriv_2", "f1", "name")
    assert text.split("\n")[place.line - 1] == place.text
    assert f"(chains.py, line {place.line})" in one.diagnosis.message
    assert "?" in one.diagnosis.message
    assert "f2" not in one.diagnosis.message
    assert [one.verdict for one in report.exercises] == [one.verdict for one in plain.exercises]


LINE, LINE_2 = (
    [("dNdX = matmul_backward_second(X, W)", "statement")],
    [("dNdW = matmul_backward_first(X, W)", "statement")],
)
ANOTHER_CALLED = [
    ("matrix_function_backward_sum_1", "matmul_backward_first(X", "matmul_backward_second(X", LINE),
    ("matrix_function_backward_sum_2", "matmul_backward_second(X", "matmul_backward_first(X", LINE_2),
    ("matrix_function_backward_1", "matmul_backward_first(X", "matmul_backward_second(X", LINE),
    ("step_errors", "deriv(", "approximate_derivative(", [("approximate_derivative", "name")]),
    ("gradient_descent", "matmul_backward_second(X", "matmul_forward(X", [("matmul_forward", "name")]),
]


def test_right_arguments_are_no_place_where_another_exercise_is_to_be_called(course, find):
    for name, old, new, places in ANOTHER_CALLED:
        assert find(name, solved(course, name, old, new)) == places, name


def edits_in_matrices(course, text):
    names = {unit.name: [one.name for one in unit.exercises] for unit in course.units}
    sources = {unit.name: (SOLUTIONS / f"{unit.name}.py").read_text(encoding="utf-8") for unit in course.units}
    return LocalReader().editable({**sources, "matrices": text}, names, "matrices", "matrix_function_backward_sum_1")


def test_the_earlier_exercises_that_take_as_many_arguments_come_first_and_are_few(course):
    text = (SOLUTIONS / "matrices.py").read_text(encoding="utf-8")
    code = edits_in_matrices(course, text)
    assert len(code.edits) <= MOST
    first = {(code.text[one.begin : one.end], one.text) for one in code.edits[:9]}
    assert ("matmul_backward_first", "matmul_backward_second") in first
    assert {old for old, _ in first} == {"matmul_forward", "deriv", "matmul_backward_first"}
    used = {new for _, new in first}
    assert used == {"matmul_forward", "deriv", "matmul_backward_first", "matmul_backward_second"}
    assert "def matmul_backward_second" in code.before
    assert "def matrix_forward_extra" not in code.before + code.after, "which takes one more"


def test_an_earlier_exercise_that_may_do_harm_is_called_by_no_edit(course):
    text = solved(course, "matmul_backward_second", "return", "open('x', 'w')\n    return")
    code = edits_in_matrices(course, text)
    assert "matmul_backward_second" not in code.before + code.after
    assert [one for one in code.edits if "matmul_backward_second" in one.text] == []
    assert [one for one in code.edits if one.text == "matmul_forward"] != []
