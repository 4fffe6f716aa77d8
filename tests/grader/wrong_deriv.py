"""A wrong `deriv` of any kind, and chains that lean on it."""

from helpers import SOLUTIONS

from grader.course.syllabus import load_course

COURSE = load_course()

TEXTS = {unit.name: (SOLUTIONS / f"{unit.name}.py").read_text(encoding="utf-8") for unit in COURSE.units}


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

SLOW = with_deriv(
    "    import time; time.sleep(0.05)\n    return (func(input_ + delta) - func(input_ - delta)) / (2 * delta)"
)

OFTEN = ("    df1 = deriv(f1, input_range)\n", "    for _ in range(30):\n        df1 = deriv(f1, input_range)\n")

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
