"""Bytecode made by the grader: what a worker would compile, and nothing that keeps the compiler busy."""

import __future__

import ast
import marshal
import warnings

import pytest
from helpers import ROOT

from grader.submission.bytecode import LONGEST, compiled
from grader.submission.source import parse_source

SOLUTIONS = sorted((ROOT / "solutions").glob("*.py"))


def code_of(source):
    return compiled(ast.parse(source), source, "a.py")


def nested(depth, body="pass"):
    """Tries within the last block of each other."""
    lines = [f"{' ' * level}try:\n{' ' * level} pass\n{' ' * level}finally:\n" for level in range(depth)]
    return "".join(lines) + " " * depth + body + "\n"


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_it_is_what_the_worker_would_make(path):
    source = path.read_text(encoding="utf-8")
    code = code_of(source)
    if len(source) > LONGEST or "finally" in source:
        assert code is None
    else:
        made = marshal.loads(code)
        wanted = compile(source, "a.py", "exec", __future__.annotations.compiler_flag)
        assert (made.co_code, made.co_filename, made.co_names) == (wanted.co_code, "a.py", wanted.co_names)
        assert made == wanted


@pytest.mark.parametrize(
    "source",
    [
        nested(3),
        "def f():\n    try:\n        return 1\n    finally:\n        g()\n",
        "match x:\n    case [a, b]:\n        pass\n",
        "def f(x):\n    match x:\n        case 1:\n            return 2\n",
        "if x:\n    pass\n\\\nmatch x:\n    case _: pass\n",
        "x = 1\n" * (LONGEST // 6 + 1),
        "return 1\n",
        "def f():\n    nonlocal x\n",
        "x = 1\nif x is 1: pass\n",
        "assert (1, 'always')\n",
        "lambda: " * 101 + "1\n",
        "[a " + "for a in b " * 101 + "]\n",
    ],
    ids=lambda source: source[:20],
)
def test_the_worker_compiles_what_may_take_long_or_is_to_be_heard(source):
    assert code_of(source) is None


@pytest.mark.parametrize("source", [r"x = '\s'", "x = 1 is 1", "def f():\n    'a \\d'\n"])
def test_a_warning_is_left_to_the_worker(source):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        file = parse_source(source + "\n", "a.py", "a.py")
    assert file.problem is None
    assert file.code is None


NAMES = [f"n{number}" for number in range(800)]


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "+".join(["1"] * 900),
        "x = " + "-" * 200 + "1",
        "x = 'a' * 4096\n" * 1000,
        "x = (1,) * 256\n" * 1000,
        "x = 2 ** 100\n" * 1200,
        "x = " + "[" * 60 + "]" * 60,
        "x = " + "[y for y in " * 18 + "z" + "]" * 18,
        "x = y" + ".a" * 900,
        "x = a" + " if b else a" * 700,
        "x = " + " and ".join(["a or b"] * 1300),
        "if a: pass\n" + "elif a: pass\n" * 800,
        "".join(f"{' ' * level}def f{level}():\n" for level in range(90)) + " " * 90 + "return f0\n",
        f"def f({', '.join(NAMES)}):\n return " + "lambda: " * 80 + f"({', '.join(NAMES[:700])})\n",
        f"{', '.join(NAMES)} = x\n",
        "=".join(NAMES) + "= x\n",
        "def f():\n" + " while a:\n  with c:\n   return 1\n" * 300,
        "def f():\n" + "".join(f"{' ' * (k + 1)}with a as b{k}:\n" for k in range(19)) + " " * 20 + "return 1\n",
        "try: pass\n" + "except A as a: pass\n" * 700,
        "@d\n" * 4000 + "def f(): pass\n",
        "class A" + ": pass\nclass A" * 900 + ": pass\n",
        "x = f'" + "{a!r:>{b}}" * 900 + "'\n",
    ],
    ids=lambda source: source[:24],
)
def test_no_text_makes_far_more_code_than_it_is_long(source):
    assert len(source) <= LONGEST
    code = code_of(source)
    assert code is not None
    assert len(code) < 128 * max(len(source), 256)


def test_what_is_left_out_would_make_more_code_than_anybody_has_room_for():
    """So that the tests above are not of bounds that always hold."""
    sizes = [len(marshal.dumps(compile(nested(depth, "x = 1"), "a.py", "exec"))) for depth in (4, 8, 12)]
    assert sizes[1] > 8 * sizes[0]
    assert sizes[2] > 8 * sizes[1]
    assert sizes[2] > 128 * len(nested(12))  # beyond the bound above
