"""Is what a sentence claims of a student's code true of it? From the syntax tree; nothing of it runs.

A claim is one word with arguments, or several with ` | ` between them, one of which has to hold:

- `uses NAME`: the name stands there; `uses math.exp` also asks for the module;
- `hands p0 to NAME`: NAME is called with the first argument, or with what is computed from it;
- `checks WORD …`: a condition that is asserted, or raises an error, has one of the words in it;
- `unchecked WORD …`: no such condition has, nor one that anything else depends on; without words, there is no such
  condition, nor one on which something is but said;
- `asserts CONDITION; …`: one of the conditions is asserted as it stands, in one way of writing;
- `asserts a pair`: what is asserted is a tuple, which holds whatever is in it;
- `no result`, `no inner result`: no `return` gives a value, in the function or in one inside it;
- `no function`: there is no function inside it;
- `tests p0`: a yes or no is made of the first argument, or of what is computed from it;
- `loop`, `return in loop`, `in place`, `is`, `^`, `@`: what the code does;
- `/ *`: a quotient is multiplied; `- /`: a quotient is subtracted.

What a function does through other functions of the same file counts as its own.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from grader.submission.conditions import conditions_in, decisions_in
from grader.submission.functions import statements

Functions = Sequence[ast.AST]
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


class Claimed(NamedTuple):
    """What is claimed of a function.

    Attributes:
        file: its file.
        name: its name there.
        claims: the claims.
    """

    file: str
    name: str
    claims: Sequence[str]


def holding(claimed: Iterable[Claimed], sources: Mapping[str, str]) -> list[list[str]]:
    """Those of the claims that hold, for each function.

    Args:
        claimed: what is claimed of some functions.
        sources: the texts of their files.
    """
    trees = {file: _parse(source) for file, source in sources.items()}
    return [_holding(one, trees[one.file]) for one in claimed]


def _parse(source: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _holding(claimed: Claimed, tree: ast.Module) -> list[str]:
    functions = _with_helpers(tree, claimed.name)
    return [
        claim for claim in claimed.claims if functions and any(_holds(one, functions) for one in claim.split(" | "))
    ]


def _with_helpers(tree: ast.Module, name: str) -> list[ast.AST]:
    """A function, which comes first, and the functions of its file that it uses."""
    defined: dict[str, ast.AST] = {}
    for node, _, _ in statements(tree.body):
        if isinstance(node, _DEFINITIONS):
            defined[node.name] = node
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    defined[target.id] = defined.get(getattr(node.value, "id", ""), node.value)
    found, waiting = [], [defined.get(name)]
    while waiting:
        function = waiting.pop()
        if function is not None and function not in found:
            found.append(function)
            waiting += [defined.get(one.id) for one in ast.walk(function) if isinstance(one, ast.Name)]
    return found


def _holds(claim: str, functions: Functions) -> bool:
    word, _, rest = claim.partition(" ")
    if claim in _FACTS:
        return _FACTS[claim](functions)
    if word == "uses":
        return _uses(rest, functions)
    if word == "hands":
        return _hands_the_first_argument(rest.removeprefix("p0 to "), functions)
    conditions = {one for function in functions for one in conditions_in(function)}
    if word == "checks":
        return any(part in one for one in conditions for part in rest.split())
    if word == "unchecked":
        asked = conditions | {one for function in functions for one in decisions_in(function, only_said=not rest)}
        seen = any(part in one for one in asked for part in rest.split() or [""])
        return not seen and not _checks_otherwise(functions)
    if word == "asserts":
        return not conditions.isdisjoint(rest.split("; "))
    raise ValueError(f"there is no claim {claim!r}")


def _checks_otherwise(functions: Functions) -> bool:
    """Whether there is a check whose condition is not read: a `raise` that is in no `if`, or `np.testing.assert_…`.

    The stub's own `raise NotImplementedError`, left where it was, is none.
    """
    nodes = [*_nodes(functions)]
    read = {id(one) for node in nodes if isinstance(node, ast.If) for one in [*node.body, *node.orelse]}
    others = (node for node in nodes if isinstance(node, ast.Raise) and id(node) not in read and node.exc is not None)
    raised = any("NotImplementedError" not in ast.unparse(node) for node in others)
    return raised or any(isinstance(node, ast.Attribute) and node.attr.startswith("assert_") for node in nodes)


def _uses(name: str, functions: Functions) -> bool:
    module, _, last = name.rpartition(".")
    names = {one.id for one in _nodes(functions) if isinstance(one, ast.Name)}
    attributes = {one.attr for one in _nodes(functions) if isinstance(one, ast.Attribute)}
    return last in names or (last in attributes and (not module or module in names))


def _nodes(functions: Functions) -> Iterator[ast.AST]:
    for function in functions:
        yield from ast.walk(function)


def _has(*kinds: type[ast.AST]) -> Callable[[Functions], bool]:
    return lambda functions: any(isinstance(node, kinds) for node in _nodes(functions))


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function that are of no function inside it."""
    waiting = [*ast.iter_child_nodes(function)]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (*_DEFINITIONS, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)


def _gives_a_value(function: ast.AST) -> bool:
    if isinstance(function, ast.Lambda):
        return not (isinstance(function.body, ast.Call) and getattr(function.body.func, "id", "") == "print")
    returned = (node.value for node in _own(function) if isinstance(node, ast.Return))
    return any(value is not None and not _is_none(value) for value in returned)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _inner(functions: Functions) -> list[ast.AST]:
    inside = (node for node in ast.walk(functions[0]) if node is not functions[0])
    return [node for node in inside if isinstance(node, (*_DEFINITIONS, ast.Lambda))]


def _changes_in_place(functions: Functions) -> bool:
    stores = (node for node in _nodes(functions) if isinstance(node, ast.Subscript | ast.Attribute))
    out = any(isinstance(node, ast.keyword) and node.arg == "out" for node in _nodes(functions))
    return out or _has(ast.AugAssign)(functions) or any(isinstance(node.ctx, ast.Store) for node in stores)


def _returns_in_loop(functions: Functions) -> bool:
    loops = (node for node in _nodes(functions) if isinstance(node, _LOOPS))
    return any(isinstance(node, ast.Return) for loop in loops for node in ast.walk(loop))


def _tests_the_first_argument(functions: Functions) -> bool:
    """Whether a decision is made on it, or on what was computed from it."""
    known = _from_the_first_argument(functions)
    return any(known & _names(test) for node in _nodes(functions) for test in _decided(node))


def _hands_the_first_argument(name: str, functions: Functions) -> bool:
    """Whether a function of that name is called with it, or with what was computed from it."""
    known = _from_the_first_argument(functions)
    calls = (node for node in _nodes(functions) if isinstance(node, ast.Call) and _uses(name, [node.func]))
    return any(known & _names(one) for call in calls for one in call.args)


def _from_the_first_argument(functions: Functions) -> set[str]:
    """The names that it, or what was computed from it, was given."""
    arguments = [one.args for one in functions if isinstance(one, (*_DEFINITIONS, ast.Lambda))]
    known = {one.arg for some in arguments[1:] for one in some.args} | {one.arg for one in arguments[0].args[:1]}
    size = 0
    while len(known) > size:
        size = len(known)
        known |= {name for target, value in _bindings(functions) if known & value for name in target}
    return known


def _bindings(functions: Functions) -> Iterator[tuple[set[str], set[str]]]:
    """Names that are bound, with the names in what they are bound to."""
    for node in _nodes(functions):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield _names(target), _names(node.value)
        elif isinstance(node, ast.AugAssign | ast.NamedExpr):
            yield _names(node.target), _names(node.value)
        elif isinstance(node, ast.For | ast.comprehension):
            yield _names(node.target), _names(node.iter)


def _decided(node: ast.AST) -> Iterator[ast.expr]:
    """What is asked for a yes or no."""
    if isinstance(node, ast.If | ast.IfExp | ast.While | ast.Assert):
        yield node.test
    elif isinstance(node, ast.BoolOp):
        yield from node.values
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _asserts_a_pair(functions: Functions) -> bool:
    conditions = {one for function in functions for one in conditions_in(function)}
    return any(isinstance(ast.parse(one, mode="eval").body, ast.Tuple) for one in conditions)


def _multiplies_a_quotient(functions: Functions) -> bool:
    return any(_is(node.left, ast.Div) for node in _operations(functions, ast.Mult))


def _subtracts_a_quotient(functions: Functions) -> bool:
    return any(_is_quotient(node.right) for node in _operations(functions, ast.Sub))


def _is_quotient(node: ast.expr) -> bool:
    return _is(node, ast.Div) or (isinstance(node, ast.BinOp) and _is(node, ast.Mult) and _is_quotient(node.left))


def _operations(functions: Functions, operator: type[ast.operator]) -> Iterator[ast.BinOp]:
    return (node for node in _nodes(functions) if isinstance(node, ast.BinOp) and isinstance(node.op, operator))


def _is(node: ast.expr, operator: type[ast.operator]) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, operator)


_FACTS: dict[str, Callable[[Functions], bool]] = {
    "no result": lambda functions: not _gives_a_value(functions[0]),
    "no inner result": lambda functions: bool(_inner(functions)) and not any(map(_gives_a_value, _inner(functions))),
    "no function": lambda functions: not _inner(functions),
    "asserts a pair": _asserts_a_pair,
    "tests p0": _tests_the_first_argument,
    "return in loop": _returns_in_loop,
    "in place": _changes_in_place,
    "is": _has(ast.Is, ast.IsNot),
    "^": _has(ast.BitXor),
    "@": _has(ast.MatMult),
    "/ *": _multiplies_a_quotient,
    "- /": _subtracts_a_quotient,
}
