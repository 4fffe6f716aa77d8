"""Right numbers from a function that changes an argument or an earlier result: what that costs."""

import pytest
from helpers import write_submission

IN_PLACE = "def relu(x):\n    x[x < 0] = 0\n    return x\n"
ONE_ROOM = """import numpy as np

kept = {}


def relu(x):
    room = kept.setdefault((x.shape, x.dtype), np.empty_like(x))
    return np.maximum(x, 0, out=room)
"""
WHERE_IT_CAN = """import numpy as np


def relu(x):
    y = np.maximum(x, 0)
    if x.flags.writeable:
        x *= 2
    return y
"""
WRONG_BESIDES = """import numpy as np


def relu(x):
    y = np.maximum(x, 0) if x.ndim else 0 * x
    if x.flags.writeable:
        x += 1
    return y
"""


@pytest.fixture
def failed(grading, tmp_path):
    """The checks of `relu` that fail, visible and hidden, and the report on it."""

    def run(text):
        exercise = grading(write_submission(tmp_path, functions=text), "relu").exercises["relu"]
        some = [check for check in exercise["checks"] if check["verdict"] != "pass"]
        return [[check for check in some if check["hidden"] == hidden] for hidden in (False, True)], exercise

    return run


@pytest.mark.parametrize("text", [IN_PLACE, WHERE_IT_CAN])
def test_a_changed_argument_costs_one_visible_and_one_hidden_check(failed, text):
    (visible, hidden), exercise = failed(text)
    assert [check["name"] for check in visible + hidden] == ["relu_mixed", "relu_any_numbers"]
    assert exercise["verdict"] == "wrong"
    assert exercise["points"] == exercise["max_points"] - 2
    assert "the argument was modified" in visible[0]["message"]


def test_a_changed_result_costs_the_same_where_it_shows(failed):
    (visible, hidden), exercise = failed(ONE_ROOM)
    assert [check["name"] for check in visible + hidden] == ["relu_single", "relu_any_numbers"]
    assert exercise["points"] == exercise["max_points"] - 2
    assert "changed what an earlier call had returned" in visible[0]["message"]


def test_wrong_numbers_beside_a_changed_argument_are_wrong_numbers(failed):
    (visible, hidden), _ = failed(WRONG_BESIDES)
    assert [check["name"] for check in visible] == ["relu_mixed", "relu_single"]
    assert [check["name"] for check in hidden] == ["relu_any_numbers", "relu_any_single"]
    assert "relu(2.5): yours 0" in visible[1]["message"]
