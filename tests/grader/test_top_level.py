"""A statement that fails at the top of a file: what it costs, what is told of it, and that none is executed twice."""

import itertools

import pytest
from jobs import a_job, answers, output, problems, served

pytestmark = pytest.mark.usefixtures("worker_state")

ASK = """

def square(x):
    gives = []
    for text in {}:
        try:
            gives.append(eval(text, globals()))
        except Exception as error:
            gives.append(str(error))
    return gives
"""
ZERO = "ZeroDivisionError: division by zero"
NO_TORCH = "ModuleNotFoundError: No module named 'torch'"


def loaded(text, *asked, **more):
    """The problems with a file of this text, and what expressions give in a function of it."""
    messages = served(a_job(functions=f"{text}\n{ASK.format(asked)}", **more))
    (answer,) = answers(messages)
    return problems(messages), answer.value if answer.raised is None else answer.raised.message


def not_there(name, line, error):
    return f"{name} is not there: functions.py, line {line}, raised {error}"


# Each is a text, the lines in it that fail with their errors, and what some expressions give then.
CASES = {
    "a module": ("import torch\na = 1", "1 ModuleNotFoundError", {"a": 1}),
    "a module that is used": (
        "import torch", "1 ModuleNotFoundError", {"torch.nn.relu(3)": not_there("torch.nn.relu", 1, NO_TORCH)},
    ),
    "a module by another name": (
        "import torch.nn as nn", "1 ModuleNotFoundError", {"nn.Linear(3)": not_there("nn.Linear", 1, NO_TORCH)},
    ),
    "one of two modules": ("import math, torch", "1 ModuleNotFoundError", {"math.floor(2.5)": 2}),
    "a name from a module": (
        "from torch import nn as layers", "1 ModuleNotFoundError", {"layers(3)": not_there("layers", 1, NO_TORCH)},
    ),
    "all of a module": ("from torch import *\na = 1", "1 ModuleNotFoundError", {"a": 1}),
    "a call of a stub at the end": (
        "def relu(x):\n    raise NotImplementedError\n\n\nprint(relu(3))", "5 NotImplementedError", {"3": 3},
    ),
    "a value from a stub": (
        "def relu(x):\n    raise NotImplementedError\ny = relu(3)", "3 NotImplementedError",
        {"y + 1": not_there("y", 3, "NotImplementedError")},
    ),
    "data": (
        "import numpy as np\nDATA = np.loadtxt('no.csv')\na = 2", "2 FileNotFoundError",
        {"a": 2, "DATA.mean()": not_there("DATA.mean", 2, "FileNotFoundError: no.csv not found.")},
    ),
    "a division": ("a = 1\nb = 1 / 0\nc = 3", "2 ZeroDivisionError", {"a + c": 4, "b + 1": not_there("b", 2, ZERO)}),
    "a decorator": (
        "def plain(f):\n    return f\n@plain\n@broken\ndef f():\n    pass\n@plain\ndef g():\n    return 7",
        "4 NameError", {"g()": 7, "f()": not_there("f", 4, "NameError: name 'broken' is not defined")},
    ),
    "a decorator in whose call it fails": (
        "def wrap(f):\n    return 1 / 0\n\n@wrap\ndef f():\n    pass\na = 1", "4 ZeroDivisionError", {"a": 1},
    ),
    "a class": (
        "class A:\n    size = 3\n    other = 1 / 0\n\nclass B:\n    size = 4", "3 ZeroDivisionError",
        {"B.size": 4, "A()": not_there("A", 3, ZERO)},
    ),
    "a class upon what is missing": (
        "import torch\nclass Net(torch.Module):\n    pass", "1 ModuleNotFoundError, 2 MissingFunctionError",
        {"Net()": not_there("Net", 2, "MissingFunctionError: " + not_there("torch.Module", 1, NO_TORCH))},
    ),
    "a decorator that is missing": (
        "import torch\n\n@torch.no_grad()\ndef f():\n    pass\na = 5", "1 ModuleNotFoundError, 3 MissingFunctionError",
        {"a": 5},
    ),
    "a for": (
        "for i in [1, 0, 2]:\n    a = 1 / i\n    b = i\n    if i > 1:\n        c = 1\nz = 3", "2 ZeroDivisionError",
        {"(z, i, a, b)": (3, 0, 1.0, 1), "c()": not_there("c", 2, ZERO)},
    ),
    "a for that never begins": (
        "for i, (j, *k) in 1 / 0:\n    pass", "1 ZeroDivisionError",
        {"i()": not_there("i", 1, ZERO), "k()": not_there("k", 1, ZERO)},
    ),
    "a try": (
        "try:\n    a = 1\n    b = 1 / 0\nexcept KeyError as e:\n    c = 1\nfinally:\n    d = 4\nz = 5",
        "3 ZeroDivisionError", {"(z, a, d)": (5, 1, 4), "c()": not_there("c", 3, ZERO), "e": "name 'e' is not defined"},
    ),
    "a handler": (
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise KeyError(3)\na = 6", "4 KeyError", {"a": 6},
    ),
    "an error raised again": (
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    a = 2\n    raise\nb = 6", "2 ZeroDivisionError", {"a + b": 8},
    ),
    "an error kept for later": (
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    kept = e\na = [1]\nraise kept\na.append(2)",
        "6 ZeroDivisionError", {"a": [1, 2]},
    ),
    "a with": (
        "with open('no.txt') as f:\n    a = f.read()\nb = 2", "1 FileNotFoundError",
        {"b": 2, "f()": not_there("f", 1, "FileNotFoundError: [Errno 2] No such file or directory: 'no.txt'")},
    ),
    "an if": (
        "if True:\n    a = 1\n    b = 1 / 0\nelse:\n    c = 3\nd = 4", "3 ZeroDivisionError",
        {"a + d": 5, "c()": not_there("c", 3, ZERO)},
    ),
    "a while": ("n = 3\nwhile True:\n    n -= 1\n    m = 1 // n\nz = n", "4 ZeroDivisionError", {"(z, m)": (0, 1)}),
    "a match": (
        "match [1, 2]:\n    case [a, *b]:\n        c = 1 / 0\n    case {'x': d, **e}:\n        pass\nf = a",
        "3 ZeroDivisionError", {"(f, b)": (1, [2]), "d()": not_there("d", 3, ZERO), "e()": not_there("e", 3, ZERO)},
    ),
    "a del": ("a = 1\ndel b\nc = 2", "2 NameError", {"a + c": 3}),
    "a del of two": ("a = 1\ndel a, b\nc = 2", "2 NameError", {"c": 2, "a": "name 'a' is not defined"}),
    "a redefinition": ("def f(x):\n    return 8\nf = broken(f)", "3 NameError", {"f(1)": 8}),
    "a decorated redefinition": (
        "def f(x):\n    return 8\n@broken\ndef f(x):\n    return 9", "3 NameError", {"f(1)": 8},
    ),
    "one of several on a line": (
        "a = [1]; a.append(2); b = 1 / 0; a.append(3); c = 4", "1 ZeroDivisionError",
        {"(a, c)": ([1, 2, 3], 4), "b()": not_there("b", 1, ZERO)},
    ),
    "two of several on a line": (
        "é = [1]; b = nothing; é.append(2); c = 'é' + 1; é.append(3)", "1 NameError, 1 TypeError", {"é": [1, 2, 3]},
    ),
    "several on a line of a block": (
        "if 1: a = [1]; b = 1 / 0; a.append(2)\nc = 3", "1 ZeroDivisionError", {"(a, c)": ([1], 3)},
    ),
    "a statement on several lines": (
        "a = []\n(a.append(1),\n a.append(2),\n a.b)\nz = a", "4 AttributeError", {"z": [1, 2]},
    ),
    "many targets": ("(a, [b, *c]), d.e, f[0] = g = 1 / 0", "1 ZeroDivisionError", {"g()": not_there("g", 1, ZERO)}),
    "more to what is not there": (
        "a += 1\nb = 2", "1 NameError", {"b": 2, "a()": not_there("a", 1, "NameError: name 'a' is not defined")},
    ),
    "annotations": (
        "a: int = 1 / 0\nb: int = 3\nclass A:\n    c: int = 1 / 0", "1 ZeroDivisionError, 4 ZeroDivisionError",
        {"b": 3},
    ),
    "an exit": ("import sys\nsys.exit(3)\na = 1", "2 SystemExit", {"a": 1}),
    "an interrupt": ("raise KeyboardInterrupt\na = 1", "1 KeyboardInterrupt", {"a": 1}),
    "an assertion": ("assert 1 == 2, 'no'\na = 1", "1 AssertionError", {"a": 1}),
    "a walrus": (
        "print((n := 3), (m := 1 / 0))", "1 ZeroDivisionError", {"n": 3, "m()": not_there("m", 1, ZERO)},
    ),
    "a walrus in a comprehension": (
        "[last := 1 / i for i in (2, 0)]\n[n := 1 / 0 for i in (1,)]\na = 1",
        "1 ZeroDivisionError, 2 ZeroDivisionError",
        {"(a, last)": (1, 0.5), "n()": not_there("n", 2, ZERO), "i": "name 'i' is not defined"},
    ),
    "a comprehension": ("a = [1 / i for i in (1, 0)]\nb = [i for i in (1, 2)]", "1 ZeroDivisionError", {"b": [1, 2]}),
    "a function within": (
        "if 1:\n    def f(x, y=1 / 0):\n        inner = 1\n    g = lambda z: 3\nh = 4", "2 ZeroDivisionError",
        {
            "f(1)": not_there("f", 2, ZERO), "g(1)": not_there("g", 2, ZERO), "h": 4,
            "inner": "name 'inner' is not defined",
        },
    ),
    "a string after it": ('"""Mine."""\n1 / 0\n"""Not mine."""\na = __doc__', "2 ZeroDivisionError", {"a": "Mine."}),
    "no statement after it": ("1 / 0\n'a string'\n3\n...", "1 ZeroDivisionError", {"4": 4}),
    "a name of Python's": ("__all__ = nothing\na = 1", "1 NameError", {"'__all__' in globals()": False}),
    "an endless recursion": ("def f():\n    return f()\nf()\na = 1", "3 RecursionError", {"a": 1}),
    "a group of errors": (
        "try:\n    raise ExceptionGroup('g', [ValueError(1)])\nexcept* TypeError:\n    pass\na = 1", "2 ExceptionGroup",
        {"a": 1},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "fails", "gives"), CASES.values(), ids=CASES)
def test_a_statement_that_fails_costs_its_names_only(text, fails, gives):
    found, given = loaded(text, *gives)
    assert ", ".join(f"{line} {kind}" for _, line, kind, _ in found) == fails
    assert {(name, whole) for name, _, _, whole in found} == {("functions", False)}
    assert dict(zip(gives, given, strict=True)) == gives


def test_no_statement_is_executed_twice_and_none_is_left_out():
    """Wherever something fails, and however many of the others do."""
    lines = [f"said.append({n})" for n in range(6)]
    for broken in itertools.product((0, 1), repeat=6):
        some = [f"{line}; 1 / 0" if bad else line for line, bad in zip(lines, broken, strict=True)]
        text = "said = []\n" + "\n".join(some) + "\n\n\ndef square(x):\n    return said\n"
        messages = served(a_job(functions=text))
        assert answers(messages)[0].value == [0, 1, 2, 3, 4, 5]
        assert [line for _, line, _, _ in problems(messages)] == [n + 2 for n, bad in enumerate(broken) if bad]


@pytest.mark.parametrize("first", ["from __future__ import annotations\n", "\n"])
def test_types_in_signatures_stay_text(first):
    """Before a statement that fails and after it: a type that nobody imported fails nothing."""
    text = f"{first}def g(x: nothing): ...\n1 / 0\ndef f(x: nothing) -> nothing: ...\na: nothing = 3\n"
    found, gives = loaded(text, "g.__annotations__['x']", "f.__annotations__['x']", "a")
    assert found == [("functions", 3, "ZeroDivisionError", False)]
    assert gives == ["nothing", "nothing", 3]


def test_lines_and_sources_are_those_of_the_file():
    text = "1 / 0\n\n\ndef f():\n    raise ValueError  # here\n"
    messages = served(a_job(functions=f"{text}\n\ndef square(x):\n    import traceback\n    try:\n        f()\n"
                                      "    except ValueError:\n        traceback.print_exc()\n"))  # fmt: skip
    assert "line 5, in f\n    raise ValueError  # here" in output(messages)


def test_warnings_of_the_compiler_are_given_once():
    with pytest.warns(SyntaxWarning) as said:
        messages = served(a_job(functions="1 / 0\na = 1 is 1\n2 / 0\nb = 3\n"))
    assert len(said) == 1
    assert [line for _, line, _, _ in problems(messages)] == [1, 3]


def test_a_statement_that_fails_is_not_the_context_of_later_errors():
    text = "1 / 0\ntry:\n    nothing\nexcept NameError as error:\n    context = error.__context__\n"
    assert loaded(text, "context is None")[1] == [True]
