"""Firm ground: a fault of its own costs what it costs alone, and is named for what it is."""

import re

import pytest
from helpers import ENDLESS, WHOLE, write_submission
from wrong_deriv import CHAIN, DERIV, OFTEN, OWN, SHARED, SLOPES, SLOW, TEXTS, WRONG, with_deriv


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
