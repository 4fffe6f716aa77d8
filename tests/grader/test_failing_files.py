"""Files of a submission that fail: what that costs other files, and when a file fails as a whole."""

import ast
import builtins

import pytest
from jobs import a_job, answers, problems, served

SQUARE = "def square(x):\n    return x * x\n"

pytestmark = pytest.mark.usefixtures("worker_state")


# --- across files


def test_a_name_that_is_missing_in_a_helper():
    messages = served(
        a_job(
            functions="from .helper import a\nfrom .helper import nothing\nfrom .helper import late as b\n"
            "from . import helper\n\n\ndef square(x):\n    return a + helper.c + b()\n",
            helper="a = 1\nlate = 1 / 0\nc = 2\n",
        )
    )
    assert problems(messages) == [
        ("helper", 2, "ZeroDivisionError", False),
        ("functions", 2, "ImportError", False),
    ]
    assert (
        answers(messages)[0].raised.message
        == "late is not there: line 2 of helper.py raised ZeroDivisionError: division by zero"
    )


def test_an_error_in_a_function_of_another_file_is_told_at_the_statement_that_calls_it():
    messages = served(
        a_job(functions="from .helper import f\n\nx = f(\n    3,\n)\n", helper="\n\n\n\ndef f(x):\n    return 1 / 0\n")
    )
    assert problems(messages) == [("functions", 3, "ZeroDivisionError", False)]


def test_a_circle_costs_the_names_that_are_not_there_yet():
    one = "from .derivatives import deriv\n\n\ndef square(x):\n    return deriv(x)\n"
    other = "from .functions import square\n\n\ndef deriv(x):\n    return 5\n"
    messages = served(a_job(functions=one, derivatives=other))
    assert problems(messages) == [("derivatives", 1, "ImportError", False)]
    assert answers(messages)[0].value == 5


def test_a_star_brings_what_there_is_and_what_stands_for_the_rest():
    messages = served(
        a_job(
            functions="from .helper import *\n\n\ndef square(x):\n    return a, b\n",
            helper="a = 1\nb = 1 / 0\n__all__ = ['a'] + nothing\n",
        )
    )
    assert [kind for _, _, kind, _ in problems(messages)] == ["ZeroDivisionError", "NameError"]
    value, stand_in = answers(messages)[0].value
    assert (value, stand_in.type_name) == (1, "StandIn")


# --- files that count as a whole


def test_a_file_may_fail_in_twenty_places():
    fails = "".join(f"a{n} = 1 / 0\n" for n in range(20))
    messages = served(a_job(functions=fails + SQUARE))
    assert len(problems(messages)) == 20
    assert answers(messages)[0].value == 2.25
    messages = served(a_job(functions=f"{fails}late = nothing\n{SQUARE}"))
    found = problems(messages)
    assert [whole for *_, whole in found] == [False] * 20 + [True]
    assert found[-1] == ("functions", 21, "NameError", True)
    assert answers(messages)[0].raised.message == "square is not there: functions.py does not import"


FORGED = {
    "no traceback": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    e.__traceback__ = None\n    raise\n",
    "a place that is none": (
        "import sys, types\ntry:\n    1 / 0\nexcept ZeroDivisionError as e:\n"
        "    e.__traceback__ = types.TracebackType(None, sys._getframe(), 10**6, 3)\n    raise\n"
    ),
    "an error that tells nothing": (
        "class Meta(type):\n    @property\n    def __name__(cls):\n        raise KeyError\n"
        "class E(Exception, metaclass=Meta):\n    pass\nraise E\n"
    ),
    "a text that is none": (
        "class Text(str):\n    def __getitem__(self, _):\n        return self\n    def encode(self, *_):\n"
        "        raise SystemExit\nclass E(Exception):\n    def __str__(self):\n        return Text('\\0')\nraise E\n"
    ),
    "no parser": "import ast\nast.parse = None\n1 / 0\n",
    "no way to compile": "import builtins\nbuiltins.compile = None\n1 / 0\n",
}  # fmt: skip


@pytest.mark.parametrize("text", FORGED.values(), ids=FORGED)
def test_where_it_cannot_be_told_what_failed_the_file_counts_as_a_whole(text, monkeypatch):
    monkeypatch.setattr(builtins, "compile", compile)
    monkeypatch.setattr(ast, "parse", ast.parse)
    messages = served(a_job(functions=text + SQUARE))
    assert [whole for *_, whole in problems(messages)][-1:] == [True]
    assert answers(messages)[0].raised.message == "square is not there: functions.py does not import"


def test_a_statement_that_is_forged_to_have_failed_long_ago_is_not_gone_back_to():
    text = (
        "import sys\nsaid = []\nsaid.append(1)\ntry:\n    1 / 0\nexcept ZeroDivisionError as e:\n    old = e\n2 / 0\n"
        "try:\n    3 / 0\nexcept ZeroDivisionError as e:\n    e.__traceback__ = old.__traceback__\n    raise\n"
    )
    messages = served(a_job(functions=text + SQUARE))
    assert [whole for *_, whole in problems(messages)] == [False, True]
    assert answers(messages)[0].raised.message == "square is not there: functions.py does not import"
