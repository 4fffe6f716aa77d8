"""The edits of a function, each of one part of one statement, the likelier ones first."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping, Sequence

from grader.submission.edits.allowed import Allowed, Files, allowed
from grader.submission.edits.changes import changes, pool_of
from grader.submission.edits.copies import copies
from grader.submission.edits.earlier import with_earlier
from grader.submission.edits.edit import Edit, Editable, Text, statements
from grader.submission.edits.far import Far
from grader.submission.edits.moves import moves

MOST = 700  # edits of one function, which take some 0.3 seconds of the processor
LONGEST = 6_000  # characters of a function
OPERATIONS = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.Call, ast.Subscript, ast.IfExp, ast.Attribute)


def editable(
    sources: Mapping[str, str], exercises: Mapping[str, Sequence[str]], unit: str, name: str
) -> Editable | None:
    """A function with its edits; None if it may not be edited, or is not clear.

    Args:
        sources: the texts of a submission's files.
        exercises: for each unit, the names of its exercises, both in the order of the course.
        unit: the function's file.
        name: its name.
    """
    files = Files(sources, {one: frozenset(names) for one, names in exercises.items()})
    try:
        used = allowed(files, unit, name)
        if used is None:
            return None
        return _editable(files, exercises, used, unit, name)
    except (RecursionError, MemoryError):
        return None


def _editable(
    files: Files, exercises: Mapping[str, Sequence[str]], used: Allowed, unit: str, name: str
) -> Editable | None:
    original = files.definition(unit, name)
    written = files.text(unit, original)
    if original.col_offset or len(written) > LONGEST:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            body = ast.parse(written).body
        except SyntaxError:  # it shares its lines with other statements
            return None
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef):
        return None
    function, text = body[0], Text(written)
    earlier = with_earlier(files, exercises, used, unit, function)
    place = used.statements.index(original)
    parts = [
        [files.text(unit, one) for one in some] for some in (used.statements[:place], used.statements[place + 1 :])
    ]
    before, after = ("\n".join(one) for one in parts)
    far = Far(function, text)
    ranked = (one._replace(rank=far.rank(one)) for one in _edits(function, text, used.modules, earlier))
    found = sorted(ranked, key=lambda one: one.rank)
    edits = list({one[:3]: one for one in reversed(found)}.values())[::-1][:MOST]
    nodes = [node for _, some in statements(function, text) for one in some for node in ast.walk(one)]
    count = sum(isinstance(node, OPERATIONS) and not _in_module(node, used.modules) for node in nodes)
    return Editable(before, written, after, original.lineno, edits, count, "\0".join([name, *used.texts]))


def _in_module(node: ast.AST, modules: set[str]) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules


def _edits(
    function: ast.FunctionDef, text: Text, modules: set[str], earlier: Mapping[str, Sequence[str]]
) -> Iterator[Edit]:
    """The edits: first other exercises that are called, then parts from top to bottom, then whole statements."""
    pool = pool_of(function, text, modules)
    parts = [(span, *part) for span, own in statements(function, text) for part in _expressions(own, modules)]
    calls = [
        Edit(*text.span(node), other, text.span(node), "name", statement)
        for statement, node, called in parts
        if called and isinstance(node, ast.Name)
        for other in earlier.get(node.id, ())
    ]
    yield from calls
    known = {one[:3] for one in calls}
    for statement, node, called in parts:
        for change in changes(node, text, pool, called=called):
            begin, end = change.replaced or text.span(node)
            if (begin, end, change.text) not in known:
                yield Edit(begin, end, change.text, change.mark, change.kind, statement, change.rank)
    yield from copies(function, text)
    yield from moves(function, text)


def _expressions(own: Sequence[ast.expr], modules: set[str]) -> Iterator[tuple[ast.expr, bool]]:
    """The expressions in some, each with whether it is what a call calls; names of modules are none."""
    waiting = [(one, False) for one in reversed(own)]
    while waiting:
        node, called = waiting.pop()
        if isinstance(node, ast.JoinedStr):
            continue
        stored = isinstance(getattr(node, "ctx", None), ast.Store)
        if not stored or isinstance(node, ast.Subscript):
            yield node, called
        function = node.func if isinstance(node, ast.Call) else None
        for child in reversed([*ast.iter_child_nodes(node)]):
            if isinstance(child, ast.Lambda):
                waiting.append((child.body, False))
            elif isinstance(child, ast.keyword | ast.comprehension):
                inner = [child.value] if isinstance(child, ast.keyword) else [child.iter, *child.ifs]
                waiting += [(one, False) for one in inner]
            elif isinstance(child, ast.expr) and not (isinstance(child, ast.Name) and child.id in modules):
                waiting.append((child, child is function))
