"""Firm ground: nothing is won by an earlier mistake."""

import re

import pytest
from helpers import WHOLE, write_submission
from wrong_deriv import COURSE, TEXTS, WRONG, chain_with, with_deriv

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
