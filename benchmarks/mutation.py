"""How many small changes of the code that judges do the tests notice? To reach: 95 of 100.

    uv run --isolated --all-groups python benchmarks/mutation.py                  a drawn sample of all modules
    uv run --isolated --all-groups python benchmarks/mutation.py --every 1        all changes, hours
    uv run --isolated --all-groups python benchmarks/mutation.py --draw 7         another sample
    uv run --isolated --all-groups python benchmarks/mutation.py compare verdict  some modules

Each mutant is a module of `grader.grading` with one thing changed: a comparison, an operator, a number, a condition, a
statement left out. A forked process takes it in the module's place and runs tests that are about judging, up to the
first that fails: the module's own, then those that are quick, then the rest, each in a process of their own. What
survives is printed; what changes nothing is listed in `EQUIVALENT`, with a reason.
"""

from __future__ import annotations

import argparse
import ast
import concurrent.futures
import copy
import importlib.abc
import importlib.util
import multiprocessing
import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
MODULES = {  # and the tests of each: files of `tests/grader`
    "compare": "compare",
    "rows": "report",
    "verdict": "report",
    "errors": "errors",
    "diagnose": "patterns",
    "patterns": "patterns",
    "explain": "leans",
    "firm_ground": "leans",
    "leaning": "leaning",
    "messages": "messages",
}
QUICK = ("compare", "errors", "messages", "patterns", "earlier_results", "report", "leans", "leaning")
REST = ("diagnose", "grade", "bad_submissions", "firm_ground")
SECONDS = 600  # for the tests of one mutant, where it runs in circles
EQUIVALENT = {  # what changes nothing, and why
    "verdict: check.hidden == hides → check.hidden != hides": "it is done for both, in one order or the other",
    "leaning: if case.verdict is not None: → if True:": "a guard for types: nobody asks of a case without a verdict",
    "explain: raise ValueError('what has no answers has no explanation') → pass": "a guard for types, as above",
    "patterns: abs(float(tidy) - factor) < 1e-09 * abs(factor) → abs(float(tidy) - factor) <= 1e-09 * abs(factor)": (
        "no factor is met for which both are the same"
    ),
    "compare: 1.0 → 2.0": "what stands for an array without entries has only to be below 0",
}
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitOr: ast.BitAnd,
}  # fmt: skip


class Mutant(NamedTuple):
    """A module with one change.

    Attributes:
        module: its name.
        line: where the change is.
        change: what it is, in code.
        text: the module.
    """

    module: str
    line: int
    change: str
    text: str


def changes(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901  a table of changes
    """What a node can be changed to."""
    match node:
        case ast.Compare(ops=[operator]):
            yield ast.Compare(node.left, [_COMPARISONS[type(operator)]()], node.comparators)
        case ast.BinOp() if type(node.op) in _OPERATORS:
            yield ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float()):
            yield ast.Constant(node.value + 1)
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.If():
            yield ast.If(ast.Constant(True), node.body, node.orelse)
            yield ast.If(ast.Constant(False), node.body, node.orelse)
        case ast.Continue() | ast.AugAssign() | ast.Raise():
            yield ast.Pass()
        case ast.Return() if node.value is not None and not isinstance(node.value, ast.Constant):
            yield ast.Return(ast.Constant(None))


class _Replace(ast.NodeTransformer):
    """Put a change in the place of the node with a number, counted as `ast.NodeVisitor` comes by."""

    def __init__(self, number: int, change: int) -> None:
        self._left, self._change = number, change
        self.said, self.line = "", 0

    def visit(self, node: ast.AST) -> ast.AST:
        """Count a node, or change it."""
        self._left -= 1
        if self._left != -1:
            return self.generic_visit(node)
        new = list(changes(node))[self._change]
        self.line = getattr(node, "lineno", 0)
        self.said = f"{_first_line(node)} → {_first_line(new)}"
        return ast.copy_location(new, node)


def _first_line(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).partition("\n")[0]


def mutants(module: str) -> Iterator[Mutant]:
    """All mutants of a module."""
    tree = ast.parse((ROOT / "grader" / "grading" / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):  # what is only written down changes nothing
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Name("object", ast.Load())
    declared = {
        id(node) for one in ast.walk(tree) for call in getattr(one, "decorator_list", ()) for node in ast.walk(call)
    }
    for number, node in enumerate(_in_order(tree)):
        if id(node) in declared:
            continue
        for change in range(len(list(changes(node)))):
            replace = _Replace(number, change)
            text = ast.unparse(ast.fix_missing_locations(replace.visit(copy.deepcopy(tree))))
            yield Mutant(module, replace.line, replace.said, text)


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _in_order(child)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module in the place of the one on the disk."""

    def __init__(self, mutant: Mutant) -> None:
        self._name, self._text = f"grader.grading.{mutant.module}", mutant.text

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> ModuleSpec | None:
        """The spec of that module, None for any other."""
        return importlib.util.spec_from_loader(fullname, self) if fullname == self._name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run it."""
        exec(compile(self._text, f"{module.__name__} (a mutant)", "exec"), module.__dict__)  # noqa: S102  ours


def survives(mutant: Mutant) -> bool:
    """Whether all tests pass with a mutant."""
    return all(_pass(mutant, names) for names in ((MODULES[mutant.module],), QUICK, REST))


def _pass(mutant: Mutant, names: Sequence[str]) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            import pytest  # noqa: PLC0415  each child loads what it tests

            signal.alarm(SECONDS)
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            sys.meta_path.insert(0, _Finder(mutant))
            os.chdir(ROOT)
            files = [f"tests/grader/test_{name}.py" for name in names]
            code = int(pytest.main(["-x", "-q", "-n0", "--assert=plain", "-p", "no:cacheprovider", *files]))
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] == 0


def _draw(every: Sequence[Mutant], one_of: int, number: int) -> Sequence[Mutant]:
    chance = random.Random(number)  # noqa: S311  a draw, not a secret
    return chance.sample(every, max(len(every) // one_of, 1))


def main() -> None:
    """Say how many mutants the tests notice, and which they do not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"of {', '.join(MODULES)} (default: all)")
    parser.add_argument("--every", type=int, default=5, metavar="N", help="one of N mutants, drawn (default: 5)")
    parser.add_argument("--draw", type=int, default=0, metavar="N", help="which draw (default: 0)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    args = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    every: list[Mutant] = [one for module in args.modules or MODULES for one in mutants(module)]
    chosen: Sequence[Mutant] = _draw(every, args.every, args.draw)
    context = multiprocessing.get_context("fork")
    alive = []
    with concurrent.futures.ProcessPoolExecutor(args.jobs, mp_context=context) as pool:
        for done, (one, survived) in enumerate(zip(chosen, pool.map(survives, chosen), strict=True), 1):
            if survived and f"{one.module}: {one.change}" not in EQUIVALENT:
                alive.append(one)
                print(f"{one.module}.py:{one.line}: {one.change}", flush=True)
            if done % 20 == 0:
                print(f"{done} of {len(chosen)}, {len(alive)} not noticed", file=sys.stderr, flush=True)
    noticed = len(chosen) - len(alive)
    print(f"{noticed} of {len(chosen)} mutants are noticed, of {len(every)} in all: {noticed / len(chosen):.1%}")


if __name__ == "__main__":
    main()
