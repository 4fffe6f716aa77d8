"""Firm ground: what is given to whom, which of two runs counts, and how long they may take."""

import re
import time

import pytest
from helpers import ENDLESS, SOLUTIONS, write_submission
from wrong_deriv import COURSE, DERIV, OFTEN, SHARED, SLOW, TEXTS, WRONG, chain_with, with_deriv

from grader.course.open_reference import open_reference
from grader.course.solutions.given import given_code
from grader.grading.case import Ground
from grader.grading.explain import _does_not_fit
from grader.grading.verdict import CheckVerdict, ExerciseVerdict
from grader.sandbox.collect import Collected, Run
from grader.sandbox.job import Limits
from grader.submission.folder import read_submission
from grader.submission.reader import LocalReader


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


def test_who_passes_with_an_earlier_function_of_a_kind_of_its_own_passes(grading, tmp_path):
    """The given one cannot take its place: it does not tell how far the slope is off."""
    derivatives = TEXTS["derivatives"] + "\n\n" + DERIV.format(factor="2 / ").replace("return ", "return 0.0, ")
    folder = write_submission(
        tmp_path, base="solutions", derivatives=derivatives, chains=chain_with("deriv({func}, {at})[1]")
    )
    found = grading(folder, "chain_deriv_2", "deriv").exercises
    assert (found["deriv"]["verdict"], found["chain_deriv_2"]["verdict"]) == ("wrong", "pass")
    assert found["chain_deriv_2"]["given"] == []


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
