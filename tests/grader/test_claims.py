"""What a sentence claims of the code is true of it, or it is not said."""

import ast

import pytest

from grader.authoring.audit.as_written import as_written, solution_files
from grader.course.solutions.library import misconceptions
from grader.course.syllabus import load_course
from grader.submission import claims
from grader.submission.claims import Claimed
from grader.submission.conditions import conditions_in

COURSE = load_course()


def holding(some, text, name):
    """Those of some claims that hold for a function of a text."""
    [found] = claims.holding([Claimed("file", name, some)], {"file": text})
    return found


def conditions(text):
    """What the one function of a text asserts, or raises an error without."""
    [function] = ast.parse(text).body
    return set(conditions_in(function))


SOLVED = solution_files(COURSE)
CLAIMED = [
    (unit.name, one) for unit in COURSE.units for some in misconceptions(unit.name).values() for one in some if one.code
]


def test_what_is_claimed_of_a_mistake_is_true_of_it():
    assert len(CLAIMED) > 90
    false = [
        f"{one.exercise} {one.slug}: {one.code}"
        for unit, one in CLAIMED
        if not holding(
            [one.code],
            SOLVED[unit] + as_written(COURSE.exercise(one.exercise), one),
            one.exercise,
        )
    ]
    assert false == []


def test_what_is_said_of_conditions_and_results_is_not_true_of_the_solutions():
    words = ("no result", "no inner result", "asserts", "unchecked", "/ *", "- /", "^")
    true = [
        f"{one.exercise} {one.slug}: {one.code}"
        for unit, one in CLAIMED
        if one.code.startswith(words) and holding([one.code], SOLVED[unit], one.exercise)
    ]
    assert true == []


# --- claims

TEXTS = {  # the claim, texts of which it holds, and texts of which it does not
    "no result": (
        ["def f(x):\n    print(x)", "def f(x):\n    y = x\n    return", "def f(x):\n    def g():\n        return x"],
        [
            "def f(x):\n    return x",
            "def f(x):\n    if x:\n        return x",
            "f = lambda x: x",
            "f = 3\nf = lambda x: x",
        ],
    ),
    "no inner result": (
        ["def f(x):\n    return lambda t: print(t)", "def f(x):\n    def g(t):\n        t + x\n    return g"],
        ["def f(x):\n    return lambda t: t", "def f(x):\n    return x", "def f(x):\n    def g(t):\n        return t"],
    ),
    "no function": (["def f(x):\n    return x"], ["def f(x):\n    return x, lambda t: t"]),
    "uses max": (
        ["def f(x):\n    return max(x, 0)", "def f(x):\n    return x.max()", "def g(x):\n    return max(x)\nf = g"],
        ["def f(x):\n    return maximum(x)", "def h(x):\n    return max(x)\ndef f(x):\n    return x"],
    ),
    "uses math.exp": (
        ["def f(x):\n    return math.exp(x)", "from math import exp\ndef f(x):\n    return exp(x)"],
        ["def f(x):\n    return np.exp(x)", "def f(x):\n    return math.pow(math.e, -x)"],
    ),
    "hands p0 to math.exp": (
        [
            "def f(x):\n    return math.exp(-x)",
            "from math import exp\ndef f(x):\n    up = 2 * x\n    return exp(up)",
            "def g(v):\n    return math.exp(v)\ndef f(x):\n    return g(x)",
            "def f(x):\n    return [math.exp(v) for v in x]",
        ],
        [
            "def f(x):\n    return math.exp(1) ** float(-x)",
            "def f(x, e=math.exp(1)):\n    return np.exp(x)",
            "def f(x):\n    return math.pow(math.e, -x)",
        ],
    ),
    "uses a | @": (["def f(x):\n    return x @ x", "def f(x):\n    return a"], ["def f(x):\n    return x * x"]),
    "unchecked": (
        [
            "def f(x):\n    return x",
            "def f(x):\n    if x:\n        return 1\n    return 2",
            "def f(x):\n    return x\n    raise NotImplementedError",
            "def f(x):\n    try:\n        return x\n    except ValueError:\n        raise",
        ],
        [
            "def f(x):\n    assert x\n    return x",
            "def f(x):\n    if x:\n        raise ValueError\n    return x",
            "def check(x):\n    assert x\ndef f(x):\n    check(x)\n    return x",
            "def f(x):\n    if x:\n        return x\n    else:\n        raise ValueError",
            "def f(x):\n    if x:\n        print('no')\n    return x",
            "def f(x):\n    if x:\n        pass\n    else:\n        warnings.warn('no')\n    return x",
        ],
    ),
    "unchecked len(": (
        [
            "def f(c, x):\n    assert x.ndim == 1",
            "def f(c, x):\n    if x.ndim == 1:\n        print(len(c))",
            "def f(c, x):\n    for i in range(len(c)):\n        x = c[i](x)",
        ],
        [
            "def f(c, x):\n    assert len(c) == 2",
            "def f(c, x):\n    if not len(c) == 2:\n        raise ValueError",
            "def f(c, x):\n    if len(c) != 2:\n        print('two')",
            "def f(c, x):\n    n = len(c)\n    if n != 2:\n        x = None\n    return x",
            "def f(c, x):\n    return c[0](x) if len(c) == 1 else x",
        ],
    ),
    "checks size": (
        ["def f(x, y):\n    assert x.size == y.size", "def f(x, y):\n    assert np.size(x) == np.size(y)"],
        ["def f(x, y):\n    assert x.shape == y.shape"],
    ),
    "asserts len(p0) != 2": (
        [
            "def f(chain, x):\n    assert len(chain) != 2",
            "def f(c, x):\n    assert not len(c) == 2",
            "def f(c, x):\n    assert 2 != len(c) and x.ndim == 1",
            "def f(c, x):\n    if len(c) == 2 or x.ndim != 1:\n        raise AssertionError",
        ],
        [
            "def f(chain, x):\n    assert len(chain) == 3",
            "def f(chain, x):\n    assert len(x) != 2",
            "def f(chain, x):\n    assert len(chain) != 2 or x.ndim == 1",
            "def f(chain, x):\n    return len(chain) != 2",
        ],
    ),
    "asserts p1.ndim <= 1": (
        [
            "def f(c, x):\n    assert len(x.shape) < 2",
            "def f(c, x):\n    assert 1 >= np.ndim(x)",
            "def f(c, x):\n    if x.ndim > 1:\n        raise AssertionError",
            "def f(c, x):\n    n = x.ndim\n    assert n <= 1",
            "def f(c, x):\n    n, m = len(x.shape), 2\n    assert 0 <= n < m",
            "def f(c, x):\n    fits = x.ndim <= 1\n    assert fits",
            "def f(c, x):\n    fits = x.ndim <= 1\n    if not fits:\n        raise AssertionError",
        ],
        ["def f(c, x):\n    assert x.ndim == 1", "def f(c, x):\n    assert x.ndim <= 2"],
    ),
    "asserts a pair": (
        [
            "def f(c, x):\n    assert (len(c) == 2, 'two')",
            "def f(c, x):\n    why = (len(c) == 2, 'two')\n    assert why",
            "def g(c):\n    assert (len(c) == 2, f'{c}')\ndef f(c, x):\n    g(c)",
        ],
        [
            "def f(c, x):\n    assert (len(c) == 2), 'two'",
            "def f(c, x):\n    assert (len(c), x.ndim) == (2, 1)",
            "def f(c, x):\n    return (len(c) == 2, 'two')",
        ],
    ),
    "tests p0": (
        [
            "def f(x):\n    return 1 if x else 2",
            "def f(x):\n    return x and 1",
            "def f(x):\n    while x:\n        x",
            "def f(x):\n    assert x > 0",
            "def f(x):\n    y = x * 2\n    z = y + 1\n    if z > 0:\n        return 1",
            "def f(x):\n    for row in x:\n        if not row:\n            return 1",
            "def g(y):\n    return 1 if y else 2\ndef f(x):\n    return g(x)",
        ],
        [
            "def f(x):\n    return np.where(x, 1, 2)",
            "def f(x, a):\n    if a > 0:\n        return x",
            "def f(x, a):\n    y = a + 1\n    return x if y else a",
        ],
    ),
    "return in loop": (
        ["def f(x):\n    for a in x:\n        return a"],
        ["def f(x):\n    for a in x:\n        a\n    return a"],
    ),
    "in place": (
        ["def f(x):\n    x += 1", "def f(x):\n    x[0] = 1", "def f(x):\n    np.add(x, 1, out=x)"],
        ["def f(x):\n    x = x + 1\n    return x[0]"],
    ),
    "is": (["def f(x, y):\n    assert x is y"], ["def f(x, y):\n    assert x == y"]),
    "^": (["def f(x):\n    return x ^ 2"], ["def f(x):\n    return x ** 2"]),
    "/ *": (
        ["def f(a, h):\n    return a / 2 * h", "def f(a, h):\n    return (a / 2) * h"],
        ["def f(a, h):\n    return a / (2 * h)", "def f(a, h):\n    return a * h / 2"],
    ),
    "- /": (
        ["def f(a, b, h):\n    return a - b / (2 * h)", "def f(a, b, h):\n    return a - b / 2 * h"],
        ["def f(a, b, h):\n    return (a - b) / (2 * h)"],
    ),
}


@pytest.mark.parametrize("claim", TEXTS)
def test_claims(claim):
    true, false = TEXTS[claim]
    assert [text for text in true if not holding([claim], text, "f")] == []
    assert [text for text in false if holding([claim], text, "f")] == []


def test_nothing_is_claimed_of_what_is_not_there():
    assert holding(["unchecked", "no result", "no function"], "def g(x):\n    return x", "f") == []
    assert holding(["unchecked"], "def f(:", "f") == []


def test_a_claim_that_is_none_is_an_error():
    with pytest.raises(ValueError, match="there is no claim"):
        holding(["sings"], "def f(x):\n    return x", "f")


def test_conditions_are_written_in_one_way():
    text = (
        "def f(chain, x):\n    assert 2 == len(chain) and not x.ndim != 1, 'no'\n    if x.size > 3: raise ValueError\n"
    )
    assert conditions(text) == {"len(p0) == 2", "p1.ndim == 1", "p1.size <= 3"}


# --- functions: what is named, and what is not

FITS = "def fit(A, B):\n    if len(A[0]) != len(B):\n        raise ValueError\n\n\n"
NAMED = {  # the function's text, and the slug
    "reversed": (
        "def chain_length_2(c, v):\n    if len(c) == 2:\n        raise AssertionError\n    return c[1](c[0](v))\n",
        "reversed-assertion",
    ),
    "prints": ("def square(v):\n    result = v * v\n    print(result)\n", "prints"),
    "math.exp": ("from math import exp\n\n\ndef sigmoid(v):\n    return 1 / (1 + exp(-v))\n", "math-exp"),
    "left to NumPy": ("def matmul_forward(A, B):\n    N = np.matmul(A, B)\n    return N\n", "no-assertion"),
    "brackets": (
        "def deriv(f, x, h=0.001):\n    a, b = f(x + h), f(x - h)\n    return (a - b) / 2 * h\n",
        "precedence",
    ),
    "too long": (
        "def chain_length_2(c, v):\n    if len(c) < 2:\n        raise AssertionError\n    return c[1](c[0](v))\n",
        "at-least",
    ),
}
NOT_NAMED = {  # the function's text, and what it would be called by its numbers and errors
    "another length": (
        "def chain_length_2(c, v):\n    assert len(c) == 3\n    return c[1](c[0](v))\n",
        "reversed-assertion",
    ),
    "another length, with an error": (
        "def chain_length_2(c, v):\n    if len(c) < 3:\n        raise AssertionError\n    return c[1](c[0](v))\n",
        "reversed-assertion",
    ),
    "math.pow": ("import math\n\n\ndef sigmoid(v):\n    return 1 / (1 + math.pow(math.e, -v))\n", "math-exp"),
    "a line and its slope": (
        "def tangent_line(func, x0):\n    m = deriv(func, np.array([x0]))[0]\n    return m, lambda t: m * t\n",
        "numbers",
    ),
    "a guard the wrong way round": (
        "def square(v):\n    if not isinstance(v, np.ndarray):\n        return v * v\n    return None\n",
        "prints",
    ),
    "a check of one's own": (
        "def matmul_forward(A, B):\n    if len(A[0]) != len(B):\n        raise ValueError('no')\n    return A @ B\n",
        "no-assertion",
    ),
    "a check in a helper": (
        FITS + "def matmul_forward(A, B):\n    fit(A, B)\n    return A @ B\n",
        "no-assertion",
    ),
    "a product of the step": (
        "def deriv(f, x, h=0.001):\n    return (f(x + h) - f(x - h)) * (h * 0.5)\n",
        "precedence",
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_mistake_whose_code_says_so_is_named(above_solutions, name):
    text, slug = NAMED[name]
    found = above_solutions(text)
    assert found.diagnosis is not None
    assert found.diagnosis.misconception == slug


@pytest.mark.parametrize("name", NOT_NAMED)
def test_a_mistake_whose_code_says_something_else_is_not(above_solutions, name):
    text, slug = NOT_NAMED[name]
    found = above_solutions(text)
    assert found.verdict in ("error", "wrong")
    assert found.diagnosis is None or found.diagnosis.misconception != slug


def test_names_that_stand_for_each_other_are_followed_only_so_far():
    """Each of 30 names holds the one before it twice: written out, that is a thousand million names."""
    lines = [f"    n{number} = n{number - 1} + n{number - 1}" for number in range(1, 31)]
    text = "\n".join(["def f(x):", "    n0 = x.ndim", *lines, "    assert n30 == 1", "    assert n0 == 1"])
    assert len(conditions(text)) <= 2
    assert conditions("def f(x):\n    a = b\n    b = a\n    assert a == 1") == {"a == 1"}


def test_a_size_that_was_unpacked_is_known():
    text = "def f(X, W):\n    (m, n), (k, p) = X.shape, W.shape\n    assert n == k"
    assert conditions(text) == {"p0.shape[1] == p1.shape[0]"}
    text = "def f(X, W):\n    m, n = X.shape\n    n = 3\n    assert n == W.shape[0]"
    assert "p0.shape[1] == p1.shape[0]" not in conditions(text)


@pytest.mark.parametrize(
    "body",
    [
        "    if A.shape[1] == B.shape[0]:\n        return A @ B\n    raise ValueError",
        "    while A.shape[1] != B.shape[0]:\n        raise ValueError\n    return A @ B",
        "    np.testing.assert_equal(A.shape[1], B.shape[0])\n    return A @ B",
    ],
)
def test_a_check_whose_condition_is_not_read_is_still_a_check(body: str) -> None:
    asked = Claimed("a.py", "f", ["unchecked", "unchecked shape"])
    assert claims.holding([asked], {"a.py": f"def f(A, B):\n{body}\n"}) == [[]]
