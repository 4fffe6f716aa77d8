"""From a folder to a report: verdicts, points, options, and what the report says of earlier and later exercises."""

import re
import time

import pytest
from helpers import ENDLESS, SOLUTIONS, write_submission

from grader.course.checks_of import checks_of, hidden_checks, visible_checks
from grader.course.solutions.reference import Solutions
from grader.sandbox.collect import Run
from grader.sandbox.workers import WorkerPair

DERIV = "def deriv(func, input_, delta=0.001):\n    return {}\n"
RIGHT = DERIV.format("(func(input_ + delta) - func(input_ - delta)) / (2 * delta)")
FORWARD = DERIV.format("(func(input_ + delta) - func(input_)) / delta")
RAISES = "def deriv(func, input_, delta=0.001):\n    raise ValueError('not yet')\n"
TODO = "def deriv(func, input_, delta=0.001):\n    raise NotImplementedError\n"
CHAIN = """from .derivatives import deriv


def chain_deriv_2(chain, x):
    assert len(chain) == 2, f"2 functions, not {len(chain)}"
    assert x.ndim == 1, f"1 dimension, not {x.ndim}"
    return deriv(chain[1], chain[0](x)) * deriv(chain[0], x)
"""


def visible(exercise):
    return [check for check in exercise["checks"] if not check["hidden"]]


def hidden(exercise):
    return [check for check in exercise["checks"] if check["hidden"]]


# --- the whole course


def test_the_solutions_have_full_points(grading, course):
    done = grading(SOLUTIONS, seed=20260119, instructor=True)
    assert done.verdicts == {exercise.name: "pass" for exercise in course.exercises}
    assert done.json["totals"]["points"] == done.json["totals"]["max_points"]
    assert done.problems == []
    assert done.json["flags"] == []
    assert done.json["seed"] == 20260119
    assert all(e["diagnosis"] is None and e["blocked_by"] is None for e in done.json["exercises"])


def test_the_solutions_have_full_points_with_portable_workers(grading, spawning):
    done = grading(SOLUTIONS, workers=spawning, seed=20260119)
    assert set(done.verdicts.values()) == {"pass"}
    assert done.json["totals"]["points"] == done.json["totals"]["max_points"]


def test_the_stubs_are_todo_and_nothing_of_them_runs(grading, tmp_path, course):
    class Nobody:
        shared = frozenset()

        def open(self, _job):
            raise AssertionError("a stub was run")

    done = grading(write_submission(tmp_path, base="stubs"), workers=Nobody())
    assert done.verdicts == {exercise.name: "todo" for exercise in course.exercises}
    assert done.json["totals"]["points"] == 0
    assert {check["message"] for e in done.json["exercises"] for check in e["checks"]} == {""}


def test_stubs_beside_a_function_are_not_run(grading, tmp_path):
    source = "def square(x):\n    raise NotImplementedError\n\n\ndef relu(x):\n    return x * (x > 0)\n"
    done = grading(write_submission(tmp_path, functions=source), "square", "relu")
    assert done.verdicts == {"square": "todo", "relu": "pass"}
    assert done.exercises["square"]["seconds"] == 0


# --- options


def inputs(check, seed):
    """What a check hands to the function, as text; functions that are made for it are the same, wherever they lie."""
    return re.sub(" at 0x[0-9a-f]+", "", repr([call.args for call in check.calls(seed)]))


def test_the_seed_changes_hidden_inputs_only(course):
    for exercise in course.exercises:
        for check in checks_of(exercise):
            if not check.hidden:
                assert inputs(check, 1) == inputs(check, 2)
    changed = [check.name for check in hidden_checks("functions") if inputs(check, 1) != inputs(check, 2)]
    assert len(changed) == len(hidden_checks("functions"))


def test_the_same_seed_gives_the_same_report(grading, tmp_path):
    folder = write_submission(tmp_path, functions="def square(x):\n    return x + 1\n")
    reports = [grading(folder, "square", seed=5).json for _ in range(2)]
    for report in reports:
        report["exercises"][0].pop("seconds")
    assert reports[0] == reports[1]
    assert reports[0]["seed"] is None, "only an instructor's report tells the seed"


def test_visible_only_leaves_the_hidden_checks_out(grading, tmp_path):
    folder = write_submission(tmp_path, functions="def square(x):\n    return x * x\n")
    done = grading(folder, "square", visible_only=True)
    assert [check["hidden"] for check in done.exercises["square"]["checks"]] == [False] * 4
    assert done.exercises["square"]["points"] == 4


def test_only_the_named_exercises_are_in_the_report(grading, tmp_path):
    folder = write_submission(tmp_path, derivatives=FORWARD, chains=CHAIN, functions="def\n", mine="def\n")
    done = grading(folder, "chain_deriv_2")
    assert done.verdicts.keys() == {"chain_deriv_2"}
    assert [problem["file"] for problem in done.problems] == ["mine.py"], "of other units nothing is told"


def test_memory_that_one_function_keeps_is_not_taken_from_others(grading, tmp_path):
    source = """import numpy as np

KEPT = []


def square(x):
    for size in (1 << 24, 1 << 20, 1 << 16):
        try:
            while True:
                KEPT.append(bytearray(size))
        except MemoryError:
            pass
    return np.zeros(1 << 24)


def relu(x):
    return np.maximum(x, np.zeros(1 << 22)[0])
"""
    done = grading(write_submission(tmp_path, functions=source), "square", "relu", timeout=20)
    assert done.verdicts == {"square": "error", "relu": "pass"}
    assert "MemoryError" in visible(done.exercises["square"])[0]["message"]


def test_the_time_for_a_submission_ends(grading, tmp_path):
    source = f"def square(x):\n    {ENDLESS}\n\n\ndef relu(x):\n    return x * (x > 0)\n"
    start = time.monotonic()
    done = grading(write_submission(tmp_path, functions=source), "square", "relu", timeout=300, submission_timeout=1.0)
    assert time.monotonic() - start < 100
    assert done.json["flags"] == ["the time for the whole submission ran out"]
    assert done.verdicts == {"square": "timeout", "relu": "timeout"}
    first, *_ = visible(done.exercises["relu"])
    assert first["message"].endswith(" was not run: the time for the whole submission was used up before it.")


# --- points


def test_points_are_given_for_each_check(grading, tmp_path):
    source = "import numpy as np\n\n\ndef square(x):\n    return np.asarray(x, dtype=float) ** 2\n"
    square = grading(write_submission(tmp_path, functions=source), "square").exercises["square"]
    assert square["verdict"] == "wrong"
    wrong = [check for check in square["checks"] if check["verdict"] == "wrong"]
    assert {check["sentence"] for check in wrong} == {
        "whole numbers, which stay whole numbers",
        "whole numbers stay whole numbers",
    }
    assert square["points"] == square["max_points"] - sum(check["max_points"] for check in wrong)


def test_a_function_that_always_raises_earns_nothing(grading, tmp_path):
    """Checks that ask for an error only are passed by it, visible and hidden ones."""
    source = "def chain_length_2(chain, x):\n    assert False, f'2 functions, not {len(chain)}'\n"
    found = grading(write_submission(tmp_path, chains=source), "chain_length_2").exercises["chain_length_2"]
    passed = [check for check in found["checks"] if check["verdict"] == "pass"]
    assert {check["hidden"] for check in passed} == {True, False}
    assert [check["points"] for check in passed if not check["hidden"]] == [0.0]


# --- earlier and later exercises


def test_right_given_an_earlier_mistake(grading, tmp_path):
    done = grading(write_submission(tmp_path, derivatives=FORWARD, chains=CHAIN), "deriv", "chain_deriv_2")
    deriv, chain = done.exercises["deriv"], done.exercises["chain_deriv_2"]
    assert (deriv["verdict"], deriv["diagnosis"]["misconception"]) == ("wrong", "forward")
    assert (chain["verdict"], chain["follow_through"]) == ("pass", "deriv")
    assert chain["points"] == chain["max_points"]
    assert {check["verdict"] for check in chain["checks"]} == {"pass"}


def test_right_given_an_earlier_mistake_also_when_asked_alone(grading, tmp_path):
    done = grading(write_submission(tmp_path, derivatives=FORWARD, chains=CHAIN), "chain_deriv_2")
    assert done.exercises["chain_deriv_2"]["follow_through"] == "deriv"


def test_a_mistake_of_its_own_above_an_earlier_one_is_not_forgiven(grading, tmp_path):
    wrong = CHAIN.replace("deriv(chain[1], chain[0](x))", "deriv(chain[1], x)")
    done = grading(write_submission(tmp_path, derivatives=FORWARD, chains=wrong), "deriv", "chain_deriv_2")
    chain = done.exercises["chain_deriv_2"]
    assert (chain["verdict"], chain["follow_through"]) == ("wrong", None)
    assert chain["diagnosis"]["misconception"] == "outer-at-x"


def test_the_same_mistake_in_a_function_that_does_not_use_the_earlier_one(grading, tmp_path):
    """Forward differences written out in the later function are its own mistake."""
    own = CHAIN.replace("from .derivatives import deriv", "def slope(f, x):\n    return (f(x + 1e-3) - f(x)) / 1e-3")
    own = own.replace("deriv(chain", "slope(chain")
    done = grading(write_submission(tmp_path, derivatives=FORWARD, chains=own), "deriv", "chain_deriv_2")
    chain = done.exercises["chain_deriv_2"]
    assert (chain["verdict"], chain["follow_through"]) == ("wrong", None)
    assert chain["diagnosis"]["misconception"] == "forward"


def test_an_assertion_that_is_missing_above_an_earlier_mistake(grading, tmp_path):
    bare = "".join(line for line in CHAIN.splitlines(keepends=True) if "assert" not in line)
    done = grading(write_submission(tmp_path, derivatives=FORWARD, chains=bare), "deriv", "chain_deriv_2")
    chain = done.exercises["chain_deriv_2"]
    assert (chain["verdict"], chain["blocked_by"]) == ("wrong", None)
    assert chain["diagnosis"]["misconception"] == "no-assertions"


def test_another_error_above_an_earlier_mistake_costs_what_it_costs_alone(grading, tmp_path):
    other = CHAIN.replace("    assert len(chain) == 2, ", "    if len(chain) != 2:\n        raise KeyError(").replace(
        'not {len(chain)}"', 'not {len(chain)}")'
    )
    done = grading(write_submission(tmp_path, derivatives=FORWARD, chains=other), "deriv", "chain_deriv_2")
    chain = done.exercises["chain_deriv_2"]
    assert (chain["verdict"], chain["blocked_by"], chain["given"]) == ("wrong", None, ["deriv"])
    assert [check["name"] for check in chain["checks"] if check["verdict"] != "pass"] == [
        "chain_deriv_2_wrong_length", "chain_deriv_2_any_wrong_length",
    ]  # fmt: skip


def test_where_mistakes_fit_that_say_different_things_neither_is_named(grading, tmp_path, monkeypatch):
    doubled = write_submission(tmp_path, functions="def square(x):\n    return x * 2\n")
    assert grading(doubled, "square").exercises["square"]["diagnosis"]["misconception"] == "doubles"
    monkeypatch.setattr("grader.grading.explain.unambiguous", lambda _found: None)
    assert grading(doubled, "square").exercises["square"]["diagnosis"] is None


@pytest.mark.parametrize("earlier", [RAISES, TODO, "", "deriv = 3\n"], ids=["raises", "todo", "missing", "no function"])
def test_what_an_earlier_exercise_stops_is_told(grading, tmp_path, earlier):
    folder = write_submission(tmp_path, derivatives=earlier, chains=CHAIN)
    chain = grading(folder, "chain_deriv_2").exercises["chain_deriv_2"]
    assert (chain["verdict"], chain["follow_through"], chain["blocked_by"]) == ("pass", "deriv", None)
    chain = grading(folder, "chain_deriv_2", visible_only=True).exercises["chain_deriv_2"]
    assert (chain["verdict"], chain["follow_through"], chain["blocked_by"]) == ("error", None, "deriv")
    assert (chain["diagnosis"], chain["given"]) == (None, [])


def test_without_hidden_checks_there_is_no_firm_ground(grading, tmp_path):
    """What leans on a wrong function is told so, and nothing else is said of it; what does not is diagnosed."""
    wrong = CHAIN.replace("deriv(chain[1], chain[0](x))", "deriv(chain[1], x)")
    folder = write_submission(tmp_path, derivatives=FORWARD, chains=wrong)
    done = grading(folder, "deriv", "chain_deriv_2", visible_only=True)
    assert done.exercises["deriv"]["diagnosis"]["misconception"] == "forward"
    chain = done.exercises["chain_deriv_2"]
    assert (chain["verdict"], chain["diagnosis"], chain["blocked_by"]) == ("wrong", None, "deriv")


@pytest.mark.parametrize(
    "own",
    [
        CHAIN.replace("deriv(chain[1],", "deriv(chan[1],"),
        CHAIN.replace("    return ", "    third = chain[2]\n    return "),
        CHAIN.replace("deriv(chain[1],", "deriv(chain[2],"),
        CHAIN.replace("len(chain) == 2", "len(chain) != 2"),
    ],
    ids=["misspelt", "no such place", "no such place in the same line", "an assertion reversed"],
)
def test_an_error_in_a_line_of_its_own_is_its_own_also_without_firm_ground(grading, tmp_path, own):
    folder = write_submission(tmp_path, derivatives=FORWARD, chains=own)
    chain = grading(folder, "chain_deriv_2", visible_only=True).exercises["chain_deriv_2"]
    assert (chain["verdict"], chain["blocked_by"]) == ("error", None)


def test_an_earlier_exercise_that_is_right_blocks_nothing(grading, tmp_path):
    wrong = CHAIN.replace("* deriv(chain[0], x)", "+ deriv(chain[0], x) + 1.234")
    done = grading(write_submission(tmp_path, derivatives=RIGHT, chains=wrong), "chain_deriv_2")
    assert done.exercises["chain_deriv_2"]["blocked_by"] is None


def test_an_earlier_exercise_is_found_through_helpers(grading, tmp_path):
    chain = CHAIN.replace("    return deriv(", "    return slope(").replace("* deriv(", "* slope(")
    chain += "\n\ndef slope(f, x):\n    return deriv(f, x)\n"
    done = grading(write_submission(tmp_path, derivatives=FORWARD, chains=chain), "chain_deriv_2")
    assert done.exercises["chain_deriv_2"]["follow_through"] == "deriv"


# --- our own failures


def test_a_check_that_cannot_be_run_is_broken_and_costs_nothing(grading, tmp_path, monkeypatch):
    folder = write_submission(tmp_path, functions="def square(x):\n    return x + 1\n")
    real = Solutions.answers

    def answers(self, check, mistake=None):
        if check.name in ("square_mixed", "square_any_numbers"):
            raise ZeroDivisionError
        return real(self, check, mistake)

    monkeypatch.setattr(Solutions, "answers", answers)
    done = grading(folder, "square", instructor=True)
    first, second, *_ = done.exercises["square"]["checks"]
    assert done.exercises["square"]["verdict"] == "broken"
    assert (first["verdict"], first["points"]) == ("broken", first["max_points"])
    assert first["message"] == "This check could not be run. That is our failure, not yours; it costs you nothing."
    assert (second["verdict"], second["points"]) == ("wrong", 0)
    assert done.json["totals"]["broken"] == 1


def test_a_check_whose_answers_are_missing_is_broken(grading, tmp_path, monkeypatch):
    folder = write_submission(tmp_path, functions="def square(x):\n    return x * x\n")
    real = Run.collect

    def forgetful(self):
        collected = real(self)
        collected.answers.pop("square_mixed", None)
        return collected

    monkeypatch.setattr(Run, "collect", forgetful)
    assert grading(folder, "square").exercises["square"]["checks"][0]["verdict"] == "broken"


def test_a_failure_of_the_workers_is_raised_by_the_one_who_waits(grading, tmp_path):
    from grader.errors import BrokenError

    class Broken:
        shared = frozenset()

        def open(self, _job):
            raise BrokenError("no worker today")

    with pytest.raises(BrokenError, match="no worker today"):
        grading(write_submission(tmp_path, functions="def square(x):\n    return x * x\n"), "square", workers=Broken())


# --- remarks and output


def test_warnings_are_said_once_and_cost_nothing(grading, tmp_path):
    source = "import warnings\n\n\ndef square(x):\n    warnings.warn('slow')\n    return x * x\n"
    square = grading(write_submission(tmp_path, functions=source), "square").exercises["square"]
    assert square["remarks"] == ["Python warned: UserWarning: slow. It costs nothing, but look at why."]
    assert square["points"] == square["max_points"]


def test_output_is_shown_up_to_a_thousand_characters(grading, tmp_path):
    source = "def square(x):\n    print('y' * 600)\n    return x * x\n"
    square = grading(write_submission(tmp_path, functions=source), "square").exercises["square"]
    assert len(square["output"]) == 1000


def test_seconds_are_those_of_visible_calls(grading, tmp_path):
    source = "import time\n\n\ndef square(x):\n    time.sleep(0.02)\n    return x * x\n"
    square = grading(write_submission(tmp_path, functions=source), "square").exercises["square"]
    calls = sum(len(c.calls(0)) for c in visible_checks("functions") if c.exercise == "square")
    assert 0.02 * calls <= square["seconds"] < 0.02 * calls + 10  # where the machine is busy, sleep is long


# --- the order


def test_visible_checks_run_to_their_end_before_hidden_ones_begin(grading, tmp_path, forking):
    """Each in a process of its own and with a clock of its own."""
    events = []

    class Noted:
        shared = frozenset()

        def __init__(self, name):
            self.name = name

        def open(self, job):
            events.append(f"{self.name} begins")
            channel = forking.open(job)
            close = channel.close
            channel.close = lambda: (events.append(f"{self.name} ends"), close())
            return channel

    folder = write_submission(tmp_path, functions="def square(x):\n    return x * x\n")
    grading(folder, "square", workers=WorkerPair(Noted("visible"), Noted("hidden")))
    assert events == ["visible begins", "visible ends", "hidden begins", "hidden ends"]


def test_what_hangs_in_visible_checks_leaves_hidden_ones_their_time(grading, tmp_path):
    source = """import sys


def square(x):
    while x.shape == (5,) and 3.0 in x:  # the visible calls
        pass
    return x * x


def relu(x):
    return x * (x > 0)
"""
    folder = write_submission(tmp_path, functions=source)
    done = grading(folder, "relu", "square", submission_timeout=5.0, timeout=2.5)
    relu = hidden(done.exercises["relu"])
    assert {check["verdict"] for check in relu} == {"pass"}
