"""Firm ground: a function above a wrong one is judged by itself, and passes there if it is right."""

import pytest
from helpers import ENDLESS, SOLUTIONS, WHOLE, write_submission
from wrong_deriv import CHAIN, COURSE, DERIV, QUOTIENT, TEXTS, WRONG, chain_with, with_deriv

from grader.course.open_reference import open_reference
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.submission.cells import Cell
from grader.submission.folder import submission_of
from grader.submission.notebook import read_cells
from grader.submission.reader import LocalReader

ABOVE_DERIV = [one.name for one in COURSE.exercises if "deriv" in COURSE.needs_of([one.name])]

PLAIN = [one.name for one in COURSE.exercises if one.unit != "plots"]

ABSENT = {
    "missing": TEXTS["derivatives"].replace("def deriv(", "def slope("),
    "a number": TEXTS["derivatives"] + "\n\nderiv = 3\n",
    "a class": TEXTS["derivatives"] + "\n\nclass deriv:\n    pass\n",
    "no keyword": TEXTS["derivatives"].replace("delta: float = 0.001", "delta: float, more: int"),
    "syntax error": "def deriv(func, input_\n    return 1\n",
    "deleted": TEXTS["derivatives"] + "\n\ndel deriv\n",
}

ANY_WRONG = {name: with_deriv(body) for name, body in WRONG.items()} | ABSENT


@pytest.mark.parametrize("wrong", ANY_WRONG)
def test_right_functions_pass_above_any_wrong_deriv(grading, tmp_path, wrong):
    """Each wrong one is below a sixth of the functions, the next one below the next sixth."""
    turn = [*ANY_WRONG].index(wrong) % 6
    names = PLAIN if WHOLE else ["deriv", *[name for name in PLAIN if name != "deriv"][turn::6]]
    done = grading(write_submission(tmp_path, base="solutions", derivatives=ANY_WRONG[wrong]), *names)
    assert {*names} & {*ABOVE_DERIV}
    assert done.verdicts["deriv"] != "pass"
    for name, found in done.exercises.items():
        if COURSE.exercise(name).unit == "derivatives":
            continue
        assert (name, found["verdict"]) == (name, "pass")
        assert found["points"] == found["max_points"]
        assert found["follow_through"] == ("deriv" if name in ABOVE_DERIV else None)
        assert found["given"] == (["deriv"] if name in ABOVE_DERIV else [])


def test_right_functions_pass_above_a_deriv_that_never_ends(grading, tmp_path):
    """Nor does it use up the time of others."""
    endless = with_deriv(f"    {ENDLESS}")
    folder = write_submission(tmp_path, base="solutions", derivatives=endless)
    done = grading(folder, *PLAIN, timeout=1.5, submission_timeout=35)  # for all that use it, 40 were needed
    assert done.verdicts == dict.fromkeys(PLAIN, "pass") | {"deriv": "timeout"}
    assert {name for name in PLAIN if done.exercises[name]["follow_through"] == "deriv"} == {*ABOVE_DERIV} & {*PLAIN}
    done = grading(folder, "chain_deriv_2", timeout=1.5, visible_only=True).exercises["chain_deriv_2"]
    assert (done["verdict"], done["blocked_by"]) == ("timeout", "deriv")
    assert "was not run: it uses deriv, which does not end." in done["checks"][0]["message"]


LEAVES = {
    "a function of NumPy": "np.sum = np.max",
    "several": "np.exp, np.dot, np.linalg.norm = np.abs, None, None",
    "what is deleted": "del np.add, np.ones_like",
    "a class": "np.ndarray = list",
    "a builtin": "import builtins; builtins.sum = max",
    "one that the grader uses, too": "import builtins; builtins.isinstance = lambda *_: True",
    "no path to import from": "import sys; sys.path.clear(); sys.meta_path.clear()",
    "a clock": "import signal; signal.setitimer(signal.ITIMER_REAL, 0.02)",
    "little depth": "import sys; sys.setrecursionlimit(40)",
    "a trace": "import sys; sys.settrace(lambda *_: 1 / 0)",
    "other rules for numbers": "np.seterr(all='raise')",
    "other rules for warnings": "import warnings; warnings.simplefilter('error')",
    "no output": "import io, sys; sys.stdout = sys.stderr = io.StringIO(); sys.stdout.close()",
    "no warnings": "import warnings; warnings.warn = None",
    "nothing in another file": "from . import chains; chains.Chain = chains.chain_length_2 = None",
    "a closed channel": "import os; os.closerange(3, 64)",
    "another function of its file": "global approximate_derivative; approximate_derivative = None",
    "another function of another file": "import sys; vars(sys.modules[__package__ + '.chains'])['chain_length_2'] = 1",
}

HARMED = [
    *("deriv", "approximate_derivative", "chain_length_2", "partial_derivative", "jacobian", "subderivative_abs"),
    "matrix_function_forward_sum",
]


@pytest.mark.parametrize("leaves", LEAVES, ids=LEAVES)
def test_what_a_function_leaves_behind_harms_no_other(grading, tmp_path, leaves):
    """Whether or not they use it: it is changed for all that run in the same process.

    What draws takes most of the time: above every sixth, above all with GRADER_WHOLE=1 (see `docs/contributing.md`).
    """
    draws = WHOLE or [*LEAVES].index(leaves) % 6 == 0
    telling = TEXTS["chains"].replace(
        "    assert len(chain) == 2",
        "    import warnings; warnings.warn(str(print(chain)))\n    assert len(chain) == 2",
        1,
    )
    texts = {"derivatives": with_deriv(f"    {LEAVES[leaves]}\n    return 3"), "chains": telling}
    done = grading(write_submission(tmp_path, base="solutions", **texts), *HARMED, *["plot"] * draws)
    assert {name for name, verdict in done.verdicts.items() if verdict != "pass"} == {"deriv"}
    assert all(found["points"] == found["max_points"] for name, found in done.exercises.items() if name != "deriv")


def test_where_a_file_is_loaded_again_what_it_prints_is_told_once(grading, tmp_path):
    text = "import numpy as np\n\nprint('loaded')\n"
    for name in ("square", "relu", "sigmoid"):
        text += f"\n\ndef {name}(x):\n    np.pi, np.e = np.e, np.pi\n    print('{name}')\n    return 3\n"
    done = grading(write_submission(tmp_path, functions=text), "square", "relu", "sigmoid").exercises
    assert [found["output"].count("loaded") for found in done.values()] == [1, 0, 0]
    assert all(name in found["output"] for name, found in done.items())


def test_modules_go_by_the_name_that_python_gives_them(above_solutions):
    found = above_solutions("def square(x):\n    return np(x)")
    assert "'module' object is not callable" in found.checks[0].message
    found = above_solutions("def square(x):\n    return np")
    assert "returned a module" in found.checks[0].message


def test_right_functions_leave_nothing_behind(grading, forking, monkeypatch):
    """All of them run in one process for visible checks and one for hidden ones."""
    opened, open_one = [], forking.open
    monkeypatch.setattr(forking, "open", lambda job: opened.append(job) or open_one(job))
    assert set(grading(SOLUTIONS).verdicts.values()) == {"pass"}
    assert len(opened) == 2


NO_DERIV = {
    "missing": "",
    "renamed": "def derive(func, input_, delta=0.001):\n    return 1",
    "a syntax error": "def deriv(func, input_, delta=0.001)\n    return 1",
    "bound by a function": "def make():\n    global deriv\n    deriv = max\nmake()",
    "written to a file": "%%writefile deriv.py\ndef deriv(func, input_):\n    return 1",
}


@pytest.mark.parametrize("deriv", NO_DERIV.values(), ids=NO_DERIV)
def test_right_functions_of_a_notebook_pass_where_deriv_is_not_in_it(course, forking, deriv):
    own = CHAIN.partition("\n\n\n")[2]
    slopes = "import numpy as np\ndef multiple_inputs_add_backward(x, y, sigma):\n    return (deriv(sigma, x + y),) * 2"
    cells = [Cell(f"In [{number}]", text) for number, text in enumerate([deriv, own, slopes], 1)]
    found = read_cells(cells, "work.ipynb", course.contract)
    names = ["chain_deriv_2", "multiple_inputs_add_backward"]

    def graded(**options):
        submission = submission_of(found, LocalReader())
        report = grade(submission, course.find(names), forking, Options(**options), open_reference())
        return report.exercises

    for one in graded():
        assert (one.verdict, one.follow_through, one.given) == ("pass", "deriv", ["deriv"])
    for one in graded(visible_only=True):
        assert (one.verdict, one.blocked_by) == ("error", "deriv")
        assert "deriv is not there: the notebook does not define it (In [" in found.place(one.checks[0].message)


# Each is a `deriv`, with {factor} for what makes it right, and a chain that leans on it in its own way.
OWN_WAYS = {
    "an alias that came first": (
        DERIV.replace("deriv", "derive") + "deriv = derive\n", chain_with("derive({func}, {at})", ", derive"),
    ),
    "a static method": (
        f"class A:\n    @staticmethod\n    def of(func, input_, delta=1e-3): return {QUOTIENT}\nderiv = A.of\n",
        chain_with("A.of({func}, {at})", ", A"),
    ),
    "an object": (
        f"class A:\n    def __call__(self, func, input_, delta=1e-3): return {QUOTIENT}\nslope = A()\nderiv = slope\n",
        chain_with("slope({func}, {at})", ", slope"),
    ),
    "a table": (
        "TOOLS = {{}}\ndef tool(func):\n    TOOLS[func.__name__] = func\n    return func\n@tool\n" + DERIV,
        chain_with("derivatives.TOOLS['deriv']({func}, {at})"),
    ),
    "another name for the step": (DERIV.replace("delta", "diff"), chain_with("deriv({func}, {at}, diff=1e-4)")),
    "other names": (
        DERIV.replace("func", "f").replace("input_", "x"), chain_with("deriv(f={func}, x={at})"),
    ),
    "names looked up": (DERIV, chain_with("vars(derivatives)['de' + 'riv']({func}, {at})")),
    "an attribute by a text": (
        DERIV, "import operator\n" + chain_with("operator.attrgetter('deriv')(derivatives)({func}, {at})"),
    ),
    "counted": (
        "def counted(function):\n    def call(*args, **named):\n        call.calls += 1\n"
        "        return function(*args, **named)\n    call.calls = 0\n    return call\n@counted\n" + DERIV,
        chain_with("deriv({func}, {at}) * (1 + 0 * deriv.calls)"),
    ),
    "a decorator that tells nothing of it": (
        "def log(function):\n    def call(*args, **named):\n        return function(*args, **named)\n    return call\n"
        "@log\n" + DERIV.replace("delta", "h"),
        chain_with("deriv({func}, {at}, h=1e-4)"),
    ),
    "a decorator, by other names": (
        "def log(function):\n    return lambda *args, **named: function(*args, **named)\n"
        "@log\n" + DERIV.replace("func", "f").replace("input_", "x"),
        chain_with("deriv(f={func}, x={at})"),
    ),
    "options": (
        f"def deriv(func, input_, delta=1e-3, **more):\n    delta = more.get('h', delta)\n    return {QUOTIENT}\n",
        chain_with("deriv({func}, {at}, h=1e-4)"),
    ),
    "a part of another": (
        (f"import functools\ndef slope(delta, func, input_): return {QUOTIENT}\n"
        "deriv = functools.partial(slope, 1e-3)\n"),
        chain_with("deriv(func={func}, input_={at})"),
    ),
    "its usual step": (DERIV, chain_with("deriv({func}, {at}, deriv.__defaults__[-1])")),
    "its signature": (
        DERIV,
        "import inspect\n"
        + chain_with("deriv({func}, {at}, inspect.signature(deriv).parameters['delta'].default)"),
    ),
    "a copy of it": (
        DERIV, "import types\n" + chain_with("types.FunctionType(deriv.__code__, {{}})({func}, {at}, 1e-4)"),
    ),
    "an object in a table": (
        (f"class A:\n    def __call__(self, func, input_, delta=1e-3): return {QUOTIENT}\n"
        "TOOLS = {{'deriv': A()}}\nderiv = TOOLS['deriv']\n"),
        chain_with("derivatives.TOOLS['deriv']({func}, {at})"),
    ),
    "a method of an object": (
        f"class A:\n    def deriv(self, func, input_, delta=1e-3): return {QUOTIENT}\na = A()\nderiv = a.deriv\n",
        chain_with("derivatives.a.deriv({func}, {at})"),
    ),
    "a method of a class": (
        ("class A:\n    @classmethod\n"
        f"    def deriv(cls, func, input_, delta=1e-3): return {QUOTIENT}\nderiv = A.deriv\n"),
        chain_with("derivatives.A.deriv({func}, {at})"),
    ),
    "where it says that it comes from": (
        f"class A:\n    def __call__(self, func, input_, delta=1e-3): return {QUOTIENT}\nderiv = A()\n",
        chain_with("deriv({func}, {at})").replace("f, g =", "assert deriv.__module__[-3:] == 'ves'\n    f, g ="),
    ),
    "a helper of the same name with another meaning": (
        DERIV,
        chain_with("deriv({func})({at})") + "\n\ndef deriv(func):\n    return lambda x: derivatives.deriv(func, x)\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("deriv", "chains"), OWN_WAYS.values(), ids=OWN_WAYS)
def test_a_right_function_passes_however_it_leans_on_a_wrong_deriv(grading, tmp_path, deriv, chains):
    for factor, leans in (("2 / ", None), ("", "deriv")):
        derivatives = TEXTS["derivatives"] + "\n\n" + deriv.format(factor=factor)
        folder = write_submission(tmp_path / f"above{leans}", base="solutions", derivatives=derivatives, chains=chains)
        found = grading(folder, "chain_deriv_2").exercises["chain_deriv_2"]
        assert (found["verdict"], found["follow_through"]) == ("pass", leans)


def test_what_draws_more_than_a_right_one_does_passes(grading, tmp_path):
    """Its chain of any length lacks an assertion; the one that is given refuses three functions."""
    chains = TEXTS["chains"] + (
        "\n\ndef chain_length_2(chain, x):\n    for function in chain:\n        x = function(x)\n    return x\n"
    )
    plots = TEXTS["plots"] + (
        "\n\ndef plot_chain(ax, chain, input_range, length=2):\n    if length not in (2, 3):\n"
        "        raise ValueError(length)\n    assert len(chain) == length\n"
        "    ax.plot(input_range, chains.chain_length_2(chain, input_range))\n"
    )
    folder = write_submission(
        tmp_path,
        base="solutions",
        chains=chains,
        plots=plots.replace("import numpy", "from . import chains\nimport numpy", 1),
    )
    done = grading(folder, "chain_length_2", "plot_chain")
    assert done.verdicts == {"chain_length_2": "wrong", "plot_chain": "pass"}
    assert done.exercises["plot_chain"]["points"] == done.exercises["plot_chain"]["max_points"]
