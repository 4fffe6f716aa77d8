"""Files of a submission that fail: what that costs other files, when a file fails as a whole, and within a call."""

import ast
import builtins

import pytest
from jobs import a_job, answers, output, problems, served

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
        == "late is not there: helper.py, line 2, raised ZeroDivisionError: division by zero"
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


# --- files that are first imported within a call


def within_a_call(helper, expression, **more):
    """What `square` gives that imports a file first."""
    source = f"def square(x):\n    from .derivatives import deriv\n    from . import helper\n    return {expression}\n"
    messages = served(
        a_job(functions=source, helper=helper, derivatives="def deriv(x):\n    return 3\n",
              wanted=["square_single", "square_ints"], **more)
    )  # fmt: skip
    kinds = [next(iter(message)) for message in messages]
    assert kinds[:3] == ["ready", "loading", "loaded"]
    assert set(kinds[3:-1]) <= {"check", "output"}
    return answers(messages), output(messages)


def test_a_file_that_is_first_imported_within_a_call_is_a_part_of_the_call():
    (first, second), said = within_a_call("print('here')\na = 4\n", "deriv(x) + helper.a")
    assert (first.value, second.value, said) == (7, 7, "here\n")


def test_a_statement_of_such_a_file_that_fails_costs_its_names():
    (first, _), _ = within_a_call("b = 1 / 0\na = 4\n", "helper.a")
    assert first.value == 4
    (first, second), _ = within_a_call("b = 1 / 0\na = 4\n", "helper.b(3)")
    assert first.raised.message == "b is not there: helper.py, line 1, raised ZeroDivisionError: division by zero"
    assert second.raised == first.raised
    assert (first.raised.unit, first.raised.line) == ("functions", 4)


def test_the_call_is_told_why_such_a_file_does_not_import():
    (first, _), _ = within_a_call("a = (\n", "helper.a()")
    assert first.raised.type_name == "MissingFunctionError"
    assert first.raised.message.startswith(
        "a is not there: helper.py does not import: SyntaxError: '(' was never closed"
    )
