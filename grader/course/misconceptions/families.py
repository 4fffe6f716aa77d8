"""Misconceptions that follow from a solution by its syntax, whatever it computes, and sentences of several units.

A family is a function that changes the solution's syntax tree; its docstring is what the student reads. `made` makes it
a misconception of each of some exercises.
"""

from __future__ import annotations

import ast
import functools
import itertools
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

from grader.course.misconceptions import Misconception, did_and_ask

Change = Callable[[ast.FunctionDef], ast.FunctionDef]

FLOAT32 = """Your difference is taken in float32, which keeps about seven digits.
How many digits are left when two numbers that agree in the first four are subtracted?"""
VANISHING_STEP = """Your step, when none is given, is so small that adding it changes nothing.
How many digits does a float have, and in which of them does your step stand?"""


def made(
    *solutions: Callable[..., Any], said: str | None = None, code: str = ""
) -> Callable[[Change], list[Misconception]]:
    """Make a change of a solution's syntax tree a misconception of each of some exercises.

    The change's name is the slug, its docstring what the student reads.

    Args:
        solutions: the solutions of the exercises.
        said: what the student reads, where others share it; else it is the change's docstring.
        code: what the sentence claims of the code; see `grader.submission.claims`.
    """

    def make(change: Change) -> list[Misconception]:
        did, ask = did_and_ask(change, said)
        slug = change.__name__.strip("_").replace("_", "-")
        return [_made(solution, change, slug, did, ask, code) for solution in solutions]

    return make


def _made(solution: Callable[..., Any], change: Change, slug: str, did: str, ask: str, code: str) -> Misconception:
    if not isinstance(solution, FunctionType):
        raise TypeError(f"{slug} is made from a solution, not from {solution!r}")
    changed = change(_tree(solution))
    changed.name = f"{solution.__name__}_{slug.replace('-', '_')}"
    text = ast.unparse(changed)
    scope = dict(solution.__globals__)
    exec(compile(text, solution.__code__.co_filename, "exec", dont_inherit=True), scope)  # noqa: S102  ours
    return Misconception(solution.__name__, slug, did, ask, code, function=scope[changed.name], text=text)


def _tree(solution: FunctionType) -> ast.FunctionDef:
    """A solution's syntax tree, without its docstring and its types."""
    text = _functions_in(solution.__code__.co_filename).get(solution.__name__, "pass")
    tree = ast.parse(text).body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise TypeError(f"{solution.__name__} is no plain function")
    if ast.get_docstring(tree) is not None:
        tree.body = tree.body[1:]
    tree.returns = None
    for one in tree.args.args:
        one.annotation = None
    return tree


@functools.cache
def _functions_in(file: str) -> dict[str, str]:
    """The text of each function of a file; many changes are made of each."""
    text = Path(file).read_text(encoding="utf-8-sig")
    lines = text.splitlines(keepends=True)
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    return {node.name: "".join(lines[node.lineno - 1 : node.end_lineno]) for node in functions}


# Changes, of which families are made


class _Each(ast.NodeTransformer):
    """Puts other statements in the place of some, but leaves the functions inside the function alone."""

    def __init__(self, change: Callable[[ast.stmt], str | None]) -> None:
        self._change, self._depth = change, 0
        self.changes = 0

    def visit(self, node: ast.AST) -> Any:
        """The statements in the place of a statement; any other node as it is."""
        if not isinstance(node, ast.stmt) or (isinstance(node, ast.FunctionDef) and self._depth):
            return node
        text = self._change(node)
        if text is not None:
            self.changes += 1
            return ast.parse(text).body
        self._depth += 1
        changed = self.generic_visit(node)
        self._depth -= 1
        return changed


class _SigmoidSlope(ast.NodeTransformer):
    """Writes the slope of the sigmoid for that of sigma."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """A call as it is, or what stands in the place of `deriv(sigma, …)`."""
        text = ast.unparse(node)
        if text.startswith("deriv(sigma, "):
            value = f"sigma({ast.unparse(node.args[1])})"
            return ast.parse(f"{value} * (1 - {value})", mode="eval").body
        return self.generic_visit(node)


def each(
    solution: ast.FunctionDef, change: Callable[[ast.stmt], str | None], *, needed: bool = True
) -> ast.FunctionDef:
    """Put other statements in the place of each for which `change` gives some, as text.

    Args:
        solution: the solution.
        change: gives the other statements, None for a statement that stays.
        needed: whether there has to be one.

    Raises:
        TypeError: if there is none, and there has to be one.
    """
    visitor = _Each(change)
    changed: ast.FunctionDef = visitor.visit(solution)
    if needed and not visitor.changes:
        raise TypeError(f"{solution.name} has no statement to be changed")
    return changed


def with_checks(solution: ast.FunctionDef, text: str, word: str = "") -> ast.FunctionDef:
    """Put other statements in the place of each assertion.

    Args:
        solution: the solution.
        text: the statements; {condition}, {negated}, {message} and {number} stand for those of the assertion.
        word: only assertions whose condition has it are changed.
    """
    numbers = itertools.count(1)

    def change(node: ast.stmt) -> str | None:
        if not isinstance(node, ast.Assert) or word not in ast.unparse(node.test):
            return None
        message = "''" if node.msg is None else ast.unparse(node.msg)
        return text.format(
            condition=ast.unparse(node.test), negated=negated(node.test), message=message, number=next(numbers)
        )

    return each(solution, change)


def opening(solution: ast.FunctionDef, text: str) -> ast.FunctionDef:
    """Put statements before all others, given as text."""
    solution.body[:0] = ast.parse(text).body
    return solution


def unchecked(solution: ast.FunctionDef, word: str = "") -> ast.FunctionDef:
    """Leave the assertions out whose condition has a word in it."""
    return with_checks(solution, "pass", word)


def with_raises(solution: ast.FunctionDef, text: str) -> ast.FunctionDef:
    """Put another statement in the place of each `raise`; {message} stands for its message."""

    def change(node: ast.stmt) -> str | None:
        if not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Call):
            return None
        return text.format(message=", ".join(map(ast.unparse, node.exc.args)))

    return each(solution, change)


def with_result(solution: ast.FunctionDef, text: str) -> ast.FunctionDef:
    """Put another statement in the place of each `return`; {result} stands for what it returns."""

    def change(node: ast.stmt) -> str | None:
        if not isinstance(node, ast.Return) or node.value is None:
            return None
        return text.format(result=ast.unparse(node.value), first=solution.args.args[0].arg)

    return each(solution, change)


def indexed(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Take the entries of a list by their indices where they are unpacked, so that a longer list passes."""

    def change(node: ast.stmt) -> str | None:
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Name(id=of)):
                return f"{ast.unparse(node.targets[0])} = {', '.join(f'{of}[{at}]' for at in range(len(names)))}"
        return None

    return each(solution, change, needed=False)


def negated(condition: ast.expr) -> str:
    """The opposite of a condition, as text: `a != b` for `a == b`."""
    if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not):
        return ast.unparse(condition.operand)
    if isinstance(condition, ast.Compare) and len(condition.ops) == 1 and isinstance(condition.ops[0], ast.Eq):
        return f"{ast.unparse(condition.left)} != {ast.unparse(condition.comparators[0])}"
    return f"not ({ast.unparse(condition)})"


# Families of several units: `PRINTS = made(square, code="no result")(prints)`


def prints(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Your function prints the result, or computes it, and returns nothing.
    What does a function give back when no `return` is reached?"""
    return with_result(solution, "print({result})")


def asserts_a_pair(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Your assertion always holds: behind `assert` stands one bracket, with a condition and a text in it.
    Is the pair (False, 'text') true or false for Python?"""
    return with_checks(indexed(solution), "condition_{number} = ({condition}, {message})\nassert condition_{number}")


def list_(solution: ast.FunctionDef) -> ast.FunctionDef:
    """You returned a list.
    Which type does the docstring promise?"""
    return with_result(solution, "return list({result})")


def int_result(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Where the inputs are whole numbers, so are your results: their fractions are cut off.
    When the inputs are ints, which dtype does an array made like them have?"""
    array = next(one.arg for one in solution.args.args if one.arg != "func")
    return with_result(solution, f"return ({{result}}).astype({array}.dtype)")


def sigmoid(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Your function always uses the sigmoid, whichever sigma it is given.
    Which of the three parameters does your function not use?"""
    for node in ast.walk(solution):
        if isinstance(node, ast.Name) and node.id == "sigma":
            node.id = "squash"
    return opening(solution, "def squash(n):\n    return 1.0 / (1.0 + np.exp(-n))")


def sigmoid_slope(solution: ast.FunctionDef) -> ast.FunctionDef:
    """Your slope of sigma is S · (1 - S), where S is what sigma gives: that is the slope of the sigmoid alone.
    What gives you the slope of any function that you are handed?"""
    changed: ast.FunctionDef = _SigmoidSlope().visit(solution)
    return changed
