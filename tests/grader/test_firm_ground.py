"""Firm ground: a function above a wrong one is judged by itself, and nothing is won by an earlier mistake."""

import re
import time

import pytest
from helpers import ENDLESS, SOLUTIONS, WHOLE, write_submission

from grader.course.open_reference import open_reference
from grader.course.solutions.given import given_code
from grader.course.syllabus import load_course
from grader.grading.case import Ground
from grader.grading.explain import _does_not_fit
from grader.grading.grade import grade
from grader.grading.options import Options
from grader.grading.verdict import CheckVerdict, ExerciseVerdict
from grader.sandbox.collect import Collected, Run
from grader.sandbox.job import Limits
from grader.submission.cells import Cell
from grader.submission.folder import read_submission, submission_of
from grader.submission.notebook import read_cells
from grader.submission.reader import LocalReader

COURSE = load_course()
TEXTS = {unit.name: (SOLUTIONS / f"{unit.name}.py").read_text(encoding="utf-8") for unit in COURSE.units}
ABOVE_DERIV = [one.name for one in COURSE.exercises if "deriv" in COURSE.needs_of([one.name])]
PLAIN = [one.name for one in COURSE.exercises if one.unit != "plots"]


def with_deriv(body, rest=""):
    """The unit on derivatives with another `deriv`."""
    text = f"\n\ndef deriv(func, input_, delta=0.001):\n{body}\n{rest}"
    return TEXTS["derivatives"] + text


WRONG = {
    "brackets": "    return (func(input_ + delta) - func(input_ - delta)) / 2 * delta",
    "no half": "    return (func(input_ + delta) - func(input_ - delta)) / delta",
    "forward, fixed step": "    return (func(input_ + 0.01) - func(input_)) / 0.01",
    "2x": "    return 2 * input_",
    "zeros": "    return np.zeros_like(input_, dtype=float)",
    "3.7 times": "    return 3.7 * (func(input_ + delta) - func(input_ - delta)) / (2 * delta)",
    "nan": "    return func(input_) * np.nan",
    "None": "    (func(input_ + delta) - func(input_ - delta)) / (2 * delta)",
    "a string": "    return 'slope'",
    "a list": "    return [0.0]",
    "another shape": "    return np.ones((7, 3))",
    "plus what it was": "    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta) + 0.1 * input_",
    "raises": "    raise ValueError('no idea yet')",
    "asserts": "    assert False, 'I was here'",
    "exits": "    raise SystemExit(0)",
    "misspelt": "    return (func(input_ + delta) - func(imput_ - delta)) / (2 * delta)",
    "recursion": "    return deriv(func, input_, delta)",
    "modifies its input": "    input_ += delta\n    return func(input_) / delta",
    "stub": "    raise NotImplementedError",
}
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
    *("matrix_function_forward_sum", "plot"),
]


@pytest.mark.parametrize("leaves", LEAVES.values(), ids=LEAVES)
def test_what_a_function_leaves_behind_harms_no_other(grading, tmp_path, leaves):
    """Whether or not they use it: it is changed for all that run in the same process."""
    telling = TEXTS["chains"].replace(
        "    assert len(chain) == 2",
        "    import warnings; warnings.warn(str(print(chain)))\n    assert len(chain) == 2",
        1,
    )
    texts = {"derivatives": with_deriv(f"    {leaves}\n    return 3"), "chains": telling}
    done = grading(write_submission(tmp_path, base="solutions", **texts), *HARMED)
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


SLOW = with_deriv(
    "    import time; time.sleep(0.05)\n    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)"
)
OFTEN = ("    df1 = deriv(f1, input_range)\n", "    for _ in range(30):\n        df1 = deriv(f1, input_range)\n")


def test_a_right_function_above_a_slow_right_deriv_passes_and_is_told_why(grading, tmp_path):
    """It ran out of time on its own `deriv`, which passes by itself."""
    folder = write_submission(tmp_path, base="solutions", derivatives=SLOW, chains=TEXTS["chains"].replace(*OFTEN, 1))
    done = grading(folder, "deriv", "chain_deriv_2", "chain_deriv_3", timeout=1.2)
    assert done.verdicts == dict.fromkeys(done.verdicts, "pass")
    found = done.exercises["chain_deriv_2"]
    assert (found["points"], found["follow_through"], found["given"]) == (found["max_points"], None, [])
    (said,) = found["remarks"]
    told = "On your own functions it did not end in time: a call of deriv, which it uses, takes # s. With a quick one"
    assert re.sub(r"takes [\d.]+ s", "takes # s", said) == f"{told} it ends."
    assert done.exercises["chain_deriv_3"]["follow_through"] is None
    found = grading(folder, "chain_deriv_2", timeout=1.2, visible_only=True).exercises["chain_deriv_2"]
    assert (found["verdict"], found["blocked_by"]) == ("timeout", None)
    message = found["checks"][0]["message"]
    assert (
        "did not end in time. Is there a loop that never stops? Or is it that a call of deriv, which it uses, takes 0."
        in message
    )


def test_a_fault_of_its_own_above_a_slow_right_deriv_is_named(grading, tmp_path):
    unasserted = re.sub(r"    assert input_range.ndim.*\n", "", TEXTS["chains"].replace(*OFTEN, 1))
    folder = write_submission(tmp_path, base="solutions", derivatives=SLOW, chains=unasserted)
    found = grading(folder, "chain_deriv_2", timeout=1.2).exercises["chain_deriv_2"]
    assert (found["verdict"], found["points"], found["max_points"]) == ("wrong", 9, 11)
    assert (found["given"], found["blocked_by"]) == ([], None)
    assert "ndim" in found["diagnosis"]["message"] or "dimension" in found["diagnosis"]["message"]
    assert "it does not hold with a quick deriv." in [check["message"].rpartition(": ")[2] for check in found["checks"]]
    assert not any("loop" in check["message"] for check in found["checks"])


def test_a_loop_of_its_own_above_a_slow_right_deriv_is_its_own(grading, tmp_path):
    endless = f"\n\ndef chain_deriv_2(chain, input_range):\n    deriv(chain[0], input_range)\n    {ENDLESS}\n"
    folder = write_submission(tmp_path, base="solutions", derivatives=SLOW, chains=TEXTS["chains"] + endless)
    found = grading(folder, "chain_deriv_2", timeout=1.2).exercises["chain_deriv_2"]
    assert (found["verdict"], found["points"], found["given"]) == ("timeout", 0, [])
    assert found["checks"][0]["message"].endswith("did not end in time. Is there a loop that never stops?")


def test_what_is_failing_and_not_what_is_slow_is_to_be_mended_first(grading, tmp_path):
    """`deriv` is slow and right, `chain_deriv_2` wrong; what draws with both is right."""
    chains = TEXTS["chains"].replace("return df2 * df1", "return df2 + df1", 1)
    folder = write_submission(tmp_path, base="solutions", derivatives=SLOW, chains=chains.replace(*OFTEN, 1))
    done = grading(folder, "deriv", "chain_deriv_2", "plot_chain_deriv", timeout=1.2)
    assert done.verdicts == {"deriv": "pass", "chain_deriv_2": "wrong", "plot_chain_deriv": "pass"}
    found = done.exercises["plot_chain_deriv"]
    assert (found["follow_through"], found["given"]) == ("chain_deriv_2", ["chain_deriv_2"])
    for one in done.exercises.values():
        assert not any(
            "deriv is not right" in word for word in [*one["remarks"], *[c["message"] for c in one["checks"]]]
        )


def test_an_endless_loop_where_an_earlier_function_is_slow_and_not_used_is_its_own(grading, tmp_path):
    loop = "import time\n    while True:\n        time.sleep(1)"  # of `__import__` it is not seen what it may be
    endless = f"\n\ndef chain_deriv_2(chain, input_range):\n    {loop}\n"
    chains = TEXTS["chains"].replace("def chain_deriv_2(", "def before(") + endless
    folder = write_submission(tmp_path, base="solutions", derivatives=SLOW, chains=chains)
    found = grading(folder, "chain_deriv_2", timeout=1.2, visible_only=True).exercises["chain_deriv_2"]
    assert found["checks"][0]["message"].endswith("did not end in time. Is there a loop that never stops?")


def test_what_uses_an_endless_one_that_it_does_not_need_comes_last(grading, tmp_path):
    """It may be right where it calls that one with other arguments, and others are not to wait for it."""
    functions = TEXTS["functions"] + f"\n\ndef square(x):\n    if not x.size:\n        return x\n    {ENDLESS}\n"
    matrices = TEXTS["matrices"] + (
        "\n\ndef matmul_forward(X, W):\n    from .functions import square\n    square(np.zeros(0))\n"
        "    assert X.shape[1] == W.shape[0], f'{X.shape[1]} {W.shape[0]}'\n    return X @ W\n"
    )
    folder = write_submission(tmp_path, base="solutions", functions=functions, matrices=matrices)
    done = grading(folder, "square", "relu", "matmul_forward", timeout=1.5)
    assert done.verdicts == {"square": "timeout", "relu": "pass", "matmul_forward": "pass"}


def test_of_two_wrong_ones_the_first_is_to_be_mended_first(grading, tmp_path):
    wrong = TEXTS["matrices"] + "\n\ndef matmul_backward_second(X, W):\n    return X\n"
    folder = write_submission(tmp_path, base="solutions", derivatives=with_deriv(WRONG["2x"]), matrices=wrong)
    found = grading(folder, "matrix_function_backward_sum_2").exercises["matrix_function_backward_sum_2"]
    assert (found["verdict"], found["follow_through"]) == ("pass", "deriv")
    assert found["given"] == ["deriv", "matmul_backward_second"]


def test_what_is_wrong_above_a_wrong_one_is_given_to_what_uses_it(grading, tmp_path):
    """chain_deriv_2 is wrong by itself; plot_chain_deriv uses it and is right."""
    chains = TEXTS["chains"].replace("df2 = deriv(f2, f1(input_range))", "df2 = deriv(f2, input_range)")
    assert chains != TEXTS["chains"]
    folder = write_submission(tmp_path, base="solutions", derivatives=with_deriv(WRONG["raises"]), chains=chains)
    done = grading(folder, "chain_deriv_2", "chain_deriv_3", "plot_chain_deriv")
    assert done.verdicts == {"chain_deriv_2": "wrong", "chain_deriv_3": "pass", "plot_chain_deriv": "pass"}
    assert done.exercises["chain_deriv_2"]["diagnosis"]["misconception"] == "outer-at-x"
    assert done.exercises["plot_chain_deriv"]["given"] == ["deriv", "chain_deriv_2"]


def test_what_calls_another_that_is_right_there_is_named_for_its_own_fault(grading, tmp_path):
    """It asks for the slopes by X, in a function that it need not call and that passes with what is given."""
    own = (
        "\n\ndef matrix_function_backward_sum_2(X, W, sigma):\n    return matrix_function_backward_sum_1(X, W, sigma)\n"
    )
    wrong = "\n\ndef matmul_forward(X, W):\n    return X * W\n"
    names, done = ("matrix_function_backward_sum_1", "matrix_function_backward_sum_2"), []
    for folder, below in (("alone", ""), ("above", wrong)):
        matrices = TEXTS["matrices"] + below + own
        found = grading(write_submission(tmp_path / folder, base="solutions", matrices=matrices), *names).exercises
        assert found[names[0]]["verdict"] == "pass"
        done.append(found[names[1]])
    for found in done:
        assert (found["diagnosis"]["misconception"], found["points"], found["blocked_by"]) == ("by-x", 0, None)
    assert done[1]["given"] == ["matmul_forward"]


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


# --- a fault of its own costs what it costs alone, and is named for what it is

CHAIN = """from .derivatives import deriv


def chain_deriv_2(chain, input_range):
    assert len(chain) == 2, f"2 functions, not {len(chain)}"
    assert input_range.ndim == 1, f"1 dimension, not {input_range.ndim}"
    return deriv(chain[1], chain[0](input_range)) * deriv(chain[0], input_range)
"""
NDIM = '    assert input_range.ndim == 1, f"1 dimension, not {input_range.ndim}"\n'
OWN = {
    "no ndim assertion": CHAIN.replace(NDIM, ""),
    "outer at x": CHAIN.replace("chain[0](input_range)) *", "input_range) *"),
    "added": CHAIN.replace("* deriv", "+ deriv"),
    "a wrong place": CHAIN.replace("deriv(chain[1],", "deriv(chain[2],"),
    "misspelt": CHAIN.replace("    return deriv(", "    return derivv("),
    "its own assertion reversed": CHAIN.replace("len(chain) == 2", "len(chain) != 2"),
    "another error": CHAIN.replace(NDIM, '    if input_range.ndim != 1:\n        raise ValueError("no")\n'),
}
BELOW = ["no half", "raises", "zeros", "None", "stub", "asserts"]


@pytest.mark.parametrize("own", OWN)
def test_its_own_fault_costs_what_it_costs_alone(grading, tmp_path, own):
    """Above two of six wrong ones, the next fault above the next two; above all of them with GRADER_WHOLE=1."""
    alone = grading(write_submission(tmp_path / "alone", base="solutions", chains=OWN[own]), "chain_deriv_2")
    alone = alone.exercises["chain_deriv_2"]
    assert alone["points"] < alone["max_points"]
    for deriv in BELOW if WHOLE else BELOW[[*OWN].index(own) % 3 :: 3]:
        wrong = with_deriv(WRONG[deriv])
        folder = write_submission(tmp_path / deriv, base="solutions", chains=OWN[own], derivatives=wrong)
        both = grading(folder, "chain_deriv_2").exercises["chain_deriv_2"]
        for key in ("verdict", "points", "diagnosis"):
            assert both[key] == alone[key], deriv
        assert (both["follow_through"], both["blocked_by"]) == (None, None), deriv
        points = [[check["points"] for check in one["checks"]] for one in (both, alone)]
        assert points[0] == points[1], deriv


SIGMOID = """
def multiple_inputs_multiply_backward(x, y, sigma):
    slope = deriv(lambda t: 1 / (1 + np.exp(-t)), x * y)
    return slope * y, slope * x
"""
BY_CHANCE = {
    "a slope of 1 everywhere": (
        "    return np.ones(np.shape(input_))",
        "tangent_line",
        "def tangent_line(func, x0):\n    return lambda t: func(t) + deriv(func, t) * (t - x0)\n",
    ),
    "the slope of the square": (
        "    h = delta\n    return (func(input_ + h) ** 2 - func(input_ - h) ** 2) / (2 * h)",
        "multiple_inputs_multiply_backward",
        SIGMOID,
    ),
}


@pytest.mark.parametrize(("deriv", "name", "own"), BY_CHANCE.values(), ids=BY_CHANCE.keys())
def test_what_is_right_by_chance_earns_nothing(grading, tmp_path, deriv, name, own):
    unit = COURSE.exercise(name).unit
    points = []
    for folder, derivatives in (("above", with_deriv(deriv)), ("alone", TEXTS["derivatives"])):
        texts = {"derivatives": derivatives}
        texts[unit] = texts.get(unit, TEXTS[unit]) + f"\n\n{own}"
        done = grading(write_submission(tmp_path / folder, base="solutions", **texts), name)
        points.append(done.exercises[name]["points"])
    assert points[0] <= points[1]


def test_who_uses_an_earlier_function_in_a_way_of_its_own_keeps_what_that_earns(grading, tmp_path):
    """The one that is given does not tell its step."""
    derivatives = TEXTS["derivatives"] + (
        "\n\ndef deriv(func, input_, delta=1e-9):\n    return (func(input_ + delta) - func(input_)) / delta, delta\n"
        "\n\ndef tangent_line(func, x0):\n    slope, _ = deriv(func, np.asarray(x0))\n"
        "    return lambda t: func(np.asarray(x0)) + slope * (np.abs(t) - x0)\n"
    )
    found = grading(write_submission(tmp_path, base="solutions", derivatives=derivatives), "tangent_line")
    assert 0 < found.exercises["tangent_line"]["points"] < found.exercises["tangent_line"]["max_points"]
    assert found.exercises["tangent_line"]["given"] == []


QUOTIENT = "(func(input_ + delta) - func(input_ - delta)) / {factor}delta"
DERIV = f"def deriv(func, input_, delta=0.001):\n    return {QUOTIENT}\n"
SLOPES = """import numpy as np
from . import derivatives
from .derivatives import deriv{more}


def chain_deriv_2(chain, input_range):
    assert len(chain) == 2
    assert input_range.ndim == 1
    f, g = chain
    return {g} * {f}
"""


def chain_with(call, more=""):
    """The unit on chains with a `chain_deriv_2` that takes slopes by a call of {func} at {at}."""
    text = SLOPES.format(
        more=more, g=call.format(func="g", at="f(input_range)"), f=call.format(func="f", at="input_range")
    )
    return TEXTS["chains"] + "\n\n" + text


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


def test_who_hands_over_lists_to_a_deriv_that_takes_them_keeps_what_that_earns(grading, tmp_path):
    """It is off where a large step is given; the one that is given takes no lists."""
    deriv = (
        "\n\ndef deriv(func, input_, delta=0.001):\n    x = np.asarray(input_)\n    off = (delta > 0.01) * 1e-6\n"
        "    return (func(x + delta) - func(x - delta)) / (2 * delta) + off\n"
    )
    chains = chain_with("deriv({func}, list({at}))")
    folder = write_submission(tmp_path, base="solutions", derivatives=TEXTS["derivatives"] + deriv, chains=chains)
    found = grading(folder, "deriv", "chain_deriv_2").exercises
    assert (found["deriv"]["verdict"], found["chain_deriv_2"]["verdict"]) == ("wrong", "pass")


def test_two_mistakes_that_cancel_pay_nothing(grading, tmp_path):
    """What passes on a wrong deriv is wrong by itself, and is told so as above a right one."""
    chains = chain_with("deriv({func}, {at})").replace("deriv(f, input_range)", "deriv(f, input_range) / 4")
    done = []
    for name, derivatives in (("right", TEXTS["derivatives"]), ("wrong", with_deriv(WRONG["no half"]))):
        folder = write_submission(tmp_path / name, base="solutions", derivatives=derivatives, chains=chains)
        done.append(grading(folder, "chain_deriv_2").exercises["chain_deriv_2"])
    assert [(one["points"], one["verdict"], one["given"]) for one in done] == [
        (0, "wrong", []),
        (0, "wrong", ["deriv"]),
    ]
    assert "it does not hold with a right deriv" in done[1]["checks"][0]["message"]


@pytest.mark.parametrize(
    "asked",
    [
        "assert slope > 1.5",
        "[1, 1, 4][int(round(slope)) if slope > 1.5 else 7]",
        "if slope < 1.5: raise KeyError(slope)",
    ],
)
def test_who_asks_for_the_mistake_that_is_made_up_for_earns_nothing(grading, tmp_path, asked):
    """With a right deriv it stops; but one that gives numbers is to be had in its place."""
    ask = f"slope = deriv(lambda t: t, np.ones(1))[0]\n    {asked}\n    f, g = chain"
    chains = chain_with("deriv({func}, {at})").replace("deriv(f, input_range)", "deriv(f, input_range) / 4")
    folder = write_submission(
        tmp_path,
        base="solutions",
        derivatives=with_deriv(WRONG["no half"]),
        chains=chains.replace("f, g = chain", ask),
    )
    found = grading(folder, "chain_deriv_2").exercises["chain_deriv_2"]
    assert (found["points"], found["given"]) == (0, ["deriv"])


def test_who_passes_with_an_earlier_function_of_a_kind_of_its_own_passes(grading, tmp_path):
    """The given one cannot take its place: it does not tell how far the slope is off."""
    derivatives = TEXTS["derivatives"] + "\n\n" + DERIV.format(factor="2 / ").replace("return ", "return 0.0, ")
    folder = write_submission(
        tmp_path, base="solutions", derivatives=derivatives, chains=chain_with("deriv({func}, {at})[1]")
    )
    found = grading(folder, "chain_deriv_2", "deriv").exercises
    assert (found["deriv"]["verdict"], found["chain_deriv_2"]["verdict"]) == ("wrong", "pass")
    assert found["chain_deriv_2"]["given"] == []


def test_what_makes_up_for_a_mistake_is_given_to_what_uses_it(grading, tmp_path):
    """Two levels above the mistake, what is right by itself passes, and what is not earns nothing."""
    several = TEXTS["multiple_inputs"]
    assert several.count("/ (2 * p)") == 1
    several = (
        several.replace("/ (2 * p)", "/ p")
        + """

_twice = gradient


def gradient(f, x, p=1e-3):
    return _twice(f, x, p) / 2
"""
    )
    names = ("partial_derivative", "gradient", "gradient_check")
    matrices = (
        TEXTS["matrices"]
        + """

def matmul_forward(X, W):
    assert X.shape[1] == W.shape[0], (X.shape, W.shape)
    return 2 * (X @ W)


def matrix_forward_extra(X, W, sigma):
    return sigma(matmul_forward(X, W) / 2)
"""
    )
    folder = write_submission(tmp_path / "one", base="solutions", multiple_inputs=several, matrices=matrices)
    more = ("matmul_forward", "matrix_forward_extra", "matrix_function_forward_sum")
    done = grading(folder, *names, *more)
    for below, middle, above in (names, more):
        assert [done.verdicts[name] for name in (below, middle, above)] == ["wrong", "wrong", "pass"]
        found = done.exercises[above]
        assert found["points"] == found["max_points"]
        assert "does not hold" in done.exercises[middle]["checks"][0]["message"]
    wrong = (
        matrices
        + """

def matrix_function_forward_sum(X, W, sigma):
    return 2 * np.sum(matrix_forward_extra(X, W, sigma))
"""
    )
    folder = write_submission(tmp_path / "two", base="solutions", matrices=wrong)
    found = grading(folder, *more).exercises["matrix_function_forward_sum"]
    assert (found["verdict"], found["points"]) == ("wrong", 0)


@pytest.mark.parametrize(
    ("answer", "use"),
    [
        ("{slope}, delta", "(lambda slope, _: slope)(*deriv({func}, {at}))"),
        ("{{'slope': {slope}}}", "deriv({func}, {at})['slope']"),
        ("lambda: {slope}", "deriv({func}, {at})()"),
    ],
)
def test_what_has_a_use_of_its_own_for_an_earlier_function_is_given_to_what_uses_it(grading, tmp_path, answer, use):
    """The slope of a chain is right with this `deriv` only, and so is the plot of it."""
    body = "    return " + answer.format(slope="(func(input_ + delta) - func(input_ - delta)) / (2 * delta)")
    folder = write_submission(tmp_path, base="solutions", derivatives=with_deriv(body), chains=chain_with(use))
    done = grading(folder, "deriv", "chain_deriv_2", "plot_chain_deriv")
    assert done.verdicts == {"deriv": done.verdicts["deriv"], "chain_deriv_2": "pass", "plot_chain_deriv": "pass"}
    found = done.exercises["plot_chain_deriv"]
    assert (found["points"], found["follow_through"]) == (found["max_points"], "deriv")


FORWARD = "def deriv(func, input_, delta=0.001):\n    return (func(input_ + delta) - func(input_)) / delta\n"
CENTRAL = "def approximate_derivative(func, x, p=1e-3):\n    return (func(x + p) - func(x - p)) / (2 * p)\n"
ANY_LENGTH = """
def chain_length_2(chain, x):
    for function in chain:
        x = function(x)
    return x


def chain_length_3(chain, x):
    assert len(chain) == 3
    return chain_length_2(chain, x)
"""
# The function that fails, one that calls it and passes, and one that needs both; and a fault of that one.
SHARED = {
    "an earlier one": (
        ("derivatives", FORWARD + "def approximate_derivative(func, x, p=1e-3):\n    return deriv(func, x, p)\n"),
        ("deriv", "approximate_derivative", "step_errors"),
        (") - slope", ") + slope"),
    ),
    "another name": (
        ("derivatives", FORWARD + "approximate_derivative = deriv\n"),
        ("deriv", "approximate_derivative", "step_errors"),
        ("[forward, central]", "[central, forward]"),
    ),
    "a later one": (
        ("derivatives", CENTRAL + "def deriv(func, input_, delta=0.001):\n"
         "    return approximate_derivative(func, input_, delta)\n"),
        ("approximate_derivative", "deriv", "step_errors"),
        ("[forward, central]", "[central, forward]"),
    ),
    "what it lacks": (
        ("chains", ANY_LENGTH),
        ("chain_length_2", "chain_length_3", "plot_chain"),
        ("ax.plot(input_range, chain_length_3(", "ax.plot(chain_length_3("),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "names", "fault"), SHARED.values(), ids=SHARED)
def test_what_calls_a_failing_function_that_it_does_not_need_stays_right_where_that_one_is_given(
    grading, tmp_path, text, names, fault
):
    """It passes, and is given to what uses it: above a right one it would be another function."""
    unit, below = text
    wrong, middle, above = names
    home = COURSE.exercise(above).unit
    faulty = TEXTS[home].replace(*fault)
    assert faulty != TEXTS[home]
    points = []
    for folder, own in (("right", TEXTS[home]), ("faulty", faulty)):
        texts = {home: own} | {unit: (own if home == unit else TEXTS[unit]) + "\n\n" + below}
        done = grading(write_submission(tmp_path / folder, base="solutions", **texts), *names)
        assert (done.verdicts[wrong], done.verdicts[middle]) == ("wrong", "pass")
        found = done.exercises[above]
        assert found["given"] == [wrong]
        points.append(found["points"])
        if own != faulty:
            assert (found["points"], found["follow_through"]) == (found["max_points"], wrong)
    alone = grading(write_submission(tmp_path / "alone", base="solutions", **{home: faulty}), above).exercises[above]
    assert points[1] == alone["points"] < points[0]


@pytest.mark.parametrize("own", ["no ndim assertion", "outer at x"])
def test_a_fault_of_its_own_above_a_right_function_that_calls_a_failing_one_is_named(grading, tmp_path, own):
    """`deriv` passes and calls `approximate_derivative`, which the chain rule does not need."""
    done = []
    for folder, below in (("alone", ""), ("above", SHARED["a later one"][0][1])):
        texts = {"derivatives": f"{TEXTS['derivatives']}\n\n{below}", "chains": OWN[own]}
        found = grading(write_submission(tmp_path / folder, base="solutions", **texts), "deriv", "chain_deriv_2")
        assert found.verdicts["deriv"] == "pass"
        done.append(found.exercises["chain_deriv_2"])
    assert done[0]["diagnosis"] is not None
    for key in ("verdict", "points", "diagnosis", "follow_through", "blocked_by", "given", "checks"):
        assert done[0][key] == done[1][key]


def test_what_a_file_sets_on_a_function_is_there_where_that_one_is_given(grading, tmp_path):
    rest = "\nderiv.step = 0.001\n"
    folder = write_submission(
        tmp_path,
        base="solutions",
        derivatives=with_deriv(WRONG["3.7 times"], rest),
        chains=chain_with("deriv({func}, {at}, deriv.step)"),
    )
    found = grading(folder, "chain_deriv_2").exercises["chain_deriv_2"]
    assert (found["verdict"], found["follow_through"]) == ("pass", "deriv")


def test_a_slow_wrong_deriv_takes_no_time_from_what_does_not_use_it(grading, tmp_path):
    slow = with_deriv("    import time; time.sleep(0.2)\n    return 2 * input_")
    names = [
        "deriv",
        "chain_deriv_2",
        "chain_deriv_3",
        "chain_deriv_n",
        "matmul_forward",
        "to_denominator_layout",
        "set_axes",
    ]
    done = grading(write_submission(tmp_path, base="solutions", derivatives=slow), *names, submission_timeout=7.0)
    assert "the time for the whole submission ran out" in done.json["flags"]
    for name in ("matmul_forward", "to_denominator_layout", "set_axes"):
        assert (name, done.verdicts[name]) == (name, "pass")


OWN_FAULTS = {
    "a wrong function of the same name": SLOPES.replace(
        "from .derivatives import deriv{more}", DERIV.format(factor="")
    ),
    "none of the same name": SLOPES.replace("{more}", "\n\nderiv = None\n"),
    "zeros": SLOPES.replace("{more}", "\n\ndef deriv(func, x):\n    return np.zeros(x.shape)\n"),
}


@pytest.mark.parametrize("fault", OWN_FAULTS)
def test_a_fault_under_the_name_of_an_earlier_function_is_its_own(grading, tmp_path, fault):
    text = OWN_FAULTS[fault].format(more="", g="deriv(g, f(input_range))", f="deriv(f, input_range)")
    for name, derivatives in (("right", TEXTS["derivatives"]), ("wrong", with_deriv(WRONG["no half"]))):
        folder = write_submission(tmp_path / name, base="solutions", derivatives=derivatives, chains=text)
        found = grading(folder, "chain_deriv_2").exercises["chain_deriv_2"]
        assert (found["points"], found["follow_through"]) == (0, None)


def test_of_firm_ground_no_number_is_said(grading, tmp_path):
    """A pattern with a factor in it is said of a function above right ones only."""
    tripled = CHAIN.replace("    return ", "    return 3.25 * ")
    alone = grading(write_submission(tmp_path / "one", base="solutions", chains=tripled), "chain_deriv_2")
    assert alone.exercises["chain_deriv_2"]["diagnosis"]["pattern"] == "factor 13/4"
    wrong = with_deriv(WRONG["plus what it was"])
    folder = write_submission(tmp_path / "two", base="solutions", chains=tripled, derivatives=wrong)
    found = grading(folder, "chain_deriv_2").exercises["chain_deriv_2"]
    assert (found["diagnosis"], found["given"]) == (None, ["deriv"])
    assert found["points"] == alone.exercises["chain_deriv_2"]["points"]


def test_nothing_that_is_printed_or_warned_of_on_firm_ground_is_told(grading, tmp_path):
    talks = CHAIN.replace(
        "    return ", "    import warnings\n    if deriv.__defaults__ == (0.001,):\n"
        "        print('on firm ground')\n        warnings.warn('on firm ground')\n    return ",
    )  # fmt: skip
    wrong = TEXTS["derivatives"].replace("delta: float = 0.001", "delta: float = 0.3")
    folder = write_submission(tmp_path, base="solutions", chains=talks, derivatives=wrong)
    found = grading(folder, "chain_deriv_2")
    assert found.exercises["chain_deriv_2"]["given"] == ["deriv"]
    assert "on firm ground" not in str(found.json)


# --- nothing is won

STUBS = {
    unit.name: "import numpy as np\n" + "".join(
        f"\n\ndef {one.name}(*args, **named):\n    raise NotImplementedError\n" for one in unit.exercises
    )
    for unit in COURSE.units
}  # fmt: skip
CHEATS = {
    "raises above a reversed assertion": (
        "chain_deriv_2", with_deriv("    assert False, f'2 functions, not {func}'"),
        {"chains": "def chain_deriv_2(chain, x):\n    assert False, f'2 functions, not {len(chain)}'\n"},
    ),
    "a TypeError above one": (
        "matrix_function_backward_sum_1", with_deriv("    raise TypeError('no')"),
        {"matrices": "from .derivatives import deriv\n\n\ndef matrix_function_backward_sum_1(X, W, sigma):\n"
                     "    return deriv(W, (1, 0))\n"},
    ),
    "an int above an int": (
        "tangent_line", with_deriv("    return 1"),
        {"derivatives": with_deriv("    return 1") + "\n\ndef tangent_line(func, x0):\n"
                        "    return lambda t: deriv(func, x0)\n"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("cheat", CHEATS.values(), ids=CHEATS.keys())
def test_raising_or_giving_little_above_the_same_earns_nothing(grading, tmp_path, cheat):
    name, derivatives, written = cheat
    folder = write_submission(tmp_path, base="solutions", **{"derivatives": derivatives, **written})
    found = grading(folder, name).exercises[name]
    assert found["verdict"] != "pass"
    earned = [check for check in found["checks"] if check["points"] and not check["hidden"]]
    assert earned == []


def parameters(exercise):
    return re.search(rf"^def {exercise.name}\((.*?)\) ->", TEXTS[exercise.unit], re.MULTILINE | re.DOTALL)[1]


def bare(exercise):
    return [part.split(":")[0].split("=")[0].strip() for part in re.split(r",(?![^\[]*\])", parameters(exercise))]


def one_line_calls():
    """Every exercise as a call of each earlier one of as many arguments that it does not need."""
    for place, exercise in enumerate(COURSE.exercises):
        for earlier in COURSE.exercises[:place]:
            if earlier.name not in COURSE.needs_of([exercise.name]) and len(bare(earlier)) == len(bare(exercise)):
                yield exercise, earlier


def test_a_call_of_another_exercise_above_stubs_earns_nothing(grading, tmp_path):
    """Such as matmul_backward_first(W, X) for the second: what is not needed is not given."""
    pairs = list(one_line_calls())
    assert len(pairs) > 100
    for number, (exercise, earlier) in enumerate(pairs[:: 1 if WHOLE else 10]):
        names = bare(exercise)
        own = f"\n\ndef {exercise.name}({', '.join(names)}):\n    return {earlier.name}({', '.join(names[::-1])})\n"
        text = STUBS[exercise.unit] + own
        if earlier.unit != exercise.unit:
            text = f"from .{earlier.unit} import {earlier.name}\n{text}"
        folder = write_submission(tmp_path / str(number), base="stubs", **{exercise.unit: text})
        found = grading(folder, exercise.name).exercises[exercise.name]
        assert (exercise.name, earlier.name, found["points"], found["given"]) == (exercise.name, earlier.name, 0, [])
        assert found["blocked_by"] == earlier.name


# --- what is given

LOOKS_AROUND = """
import gc
import pathlib
import sys
import types

from .derivatives import deriv


def chain_deriv_2(chain, x):
    frame, found, inside = sys._getframe(), gc.get_objects(), [deriv, *filter(callable, deriv.__code__.co_consts)]
    found += [one for function in inside for one in function.__globals__.values()]
    while frame:
        found += [*frame.f_globals.values(), *frame.f_locals.values(), frame.f_code]
        frame = frame.f_back
    codes = [getattr(one, "__code__", one) for one in found]
    codes = [one for one in codes if isinstance(one, types.CodeType)]
    for one in codes:
        codes += [inner for inner in one.co_consts if isinstance(inner, types.CodeType)]
    names = {one.co_name for one in codes}
    with pathlib.Path(PLACE).open("a") as file:
        print(len(inside), *sorted(names), file=file)
    return deriv(chain[1], chain[0](x)) * deriv(chain[0], x)
"""


def test_what_is_given_brings_no_other_solution(grading, tmp_path):
    place = tmp_path / "seen.txt"
    folder = write_submission(
        tmp_path / "mine", derivatives="def deriv(func, x):\n    'mine'\n    return x\n",
        chains=LOOKS_AROUND.replace("PLACE", repr(str(place))),
    )  # fmt: skip
    assert grading(folder, "chain_deriv_2").exercises["chain_deriv_2"]["given"] == ["deriv"]
    seen = [line.split() for line in place.read_text().splitlines()]
    there = [set(words) for words in seen if words[0] == "2"]  # the own one calls the given one
    assert there
    others = {one.name for one in COURSE.exercises} - {"deriv", "chain_deriv_2"}
    assert set().union(*there) & others <= {"square", "gradient", "plot"}, "words of numpy's, too"


def test_the_code_that_is_given_is_of_what_is_needed():
    import marshal

    for exercise in COURSE.exercises:
        names = {one.name for one in COURSE.exercises}
        found = set()
        waiting = [marshal.loads(piece) for piece in given_code(frozenset([exercise.name]))]
        for code in waiting:
            waiting += [one for one in code.co_consts if hasattr(one, "co_code")]
            found |= {code.co_name} & names
            assert not any(isinstance(one, str) and len(one) > 80 for one in code.co_consts), "a docstring"
        assert found == {exercise.name} | COURSE.needs_of([exercise.name])


# --- which of two runs counts


def verdict_of(*verdicts):
    """A verdict on checks of a point each."""
    checks = [CheckVerdict(verdict=one, earned=float(one == "pass")) for one in verdicts]
    return ExerciseVerdict(checks=checks, verdict="wrong", visible_earn=True)


def ground_of(verdict, *, alike=False):
    return Ground(given=("deriv",), collected=Collected(), verdict=verdict, alike=alike)


@pytest.mark.parametrize(
    ("own", "there", "counts"),
    [
        (("pass", "wrong"), ("error", "wrong"), True),  # what it could do by itself stops with what is given
        (("pass", "wrong"), ("timeout", "wrong"), True),
        (("pass", "wrong"), ("wrong", "error"), False),  # right by chance; what stops was wrong anyway
        (("wrong", "wrong"), ("error", "error"), False),  # nothing is lost by it
        (("pass", "wrong"), ("error", "pass"), False),
        (("pass", "pass"), ("error", "pass"), True),
    ],
)
def test_its_own_run_counts_where_it_stops_with_what_is_given_and_earns_less(own, there, counts):
    assert _does_not_fit(verdict_of(*own), ground_of(verdict_of(*there))) is counts
    assert not _does_not_fit(verdict_of(*own), ground_of(verdict_of(*there), alike=True)), "then it could do with it"


# --- time


def test_a_file_that_does_not_end_because_of_an_earlier_function_is_judged_where_that_one_is_given(grading, tmp_path):
    derivatives = with_deriv(f"    {ENDLESS}")
    chains = TEXTS["chains"] + "\n\nprint(chain_deriv_2([np.sin, np.tanh], np.array([1.0])))\n"
    folder = write_submission(tmp_path, base="solutions", derivatives=derivatives, chains=chains)
    done = grading(folder, "chain_deriv_2", "chain_length_2", "deriv", timeout=1.5)
    assert done.verdicts == {"deriv": "timeout", "chain_length_2": "error", "chain_deriv_2": "pass"}
    assert done.exercises["chain_deriv_2"]["follow_through"] == "deriv"


def test_a_file_that_ends_its_process_because_of_an_earlier_function_is_judged_where_that_one_is_given(
    grading, tmp_path
):
    derivatives = with_deriv("    import os\n    os._exit(1)")
    chains = TEXTS["chains"] + "\n\nprint(chain_deriv_2([np.sin, np.tanh], np.array([1.0])))\n"
    folder = write_submission(tmp_path, base="solutions", derivatives=derivatives, chains=chains)
    done = grading(folder, "chain_deriv_2", "deriv")
    assert done.verdicts == {"deriv": "error", "chain_deriv_2": "pass"}
    assert done.exercises["chain_deriv_2"]["follow_through"] == "deriv"


def test_what_there_was_no_time_for_is_not_told_as_wrong(grading, tmp_path):
    """Three functions that hang by themselves use up the clock of what runs again."""
    hangs = f"    {ENDLESS}; deriv(np.sin, np.zeros(1))\n"
    chains = "import numpy as np\nfrom .derivatives import deriv\n" + "".join(
        f"\n\ndef {name}(chain, x):\n{hangs}" for name in ("chain_deriv_2", "chain_deriv_3", "chain_deriv_n")
    )
    wrong = with_deriv(WRONG["2x"])
    folder = write_submission(tmp_path, base="solutions", derivatives=wrong, chains=chains)
    names = ["chain_deriv_2", "chain_deriv_3", "chain_deriv_n", "matrix_function_backward_1"]
    done = grading(folder, *names, timeout=1.2, submission_timeout=5.2)
    last = done.exercises["matrix_function_backward_1"]
    assert "the time for the whole submission ran out" in done.json["flags"]
    assert (last["verdict"], last["given"]) in [("pass", ["deriv"]), ("timeout", [])]
    if last["verdict"] == "timeout":
        assert "was not run: the time for the whole submission was used up" in last["checks"][0]["message"]
        assert (last["blocked_by"], last["diagnosis"]) == (None, None)


def test_a_run_whose_clock_is_over_starts_no_worker(course):
    class Nobody:
        shared = frozenset()

        def open(self, _job):
            raise AssertionError("a worker was started")

    exercise = course.exercise("square")
    checks = [(exercise.unit, check) for check in open_reference().checks(exercise)]
    submission = read_submission(SOLUTIONS, course, LocalReader())
    with Run(submission, course, checks, 0, Limits(), Nobody(), end=time.monotonic() - 1) as run:
        collected = run.collect()
    assert collected.cut_short
    assert collected.was_late([check for _, check in checks])
