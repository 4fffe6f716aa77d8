"""Go on with a module after a statement at its top level that failed.

A module is executed as a whole. Only if an error leaves it, its text is parsed, and the statement is found that the
error came from. Names that the statement would have bound, and that nothing has bound before, become stand-ins. What
follows is compiled anew, so that no statement is executed twice.
"""

from __future__ import annotations

import ast
import itertools
import types
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from grader.protocol.raised import Raised, describe_error
from grader.worker.stand_in import StandIn

MOST = 20  # statements of a file that may fail
ANNOTATIONS = annotations.compiler_flag  # types in signatures stay text: one that is not imported fails nothing


class Module(NamedTuple):
    """A module that is executed.

    Attributes:
        source: its text.
        file: how tracebacks call it.
        unit: its name within the submission.
        names: its namespace.
        scope: the mapping through which its statements bind names; it may be the namespace.
    """

    source: str
    file: str
    unit: str
    names: dict[str, Any]
    scope: dict[str, Any]


def go_on(
    module: Module, code: types.CodeType, error: BaseException, tell: Callable[[Raised], None]
) -> BaseException | None:
    """Execute what follows the statement of a module that failed, and so on after each that fails.

    Args:
        module: the module.
        code: what its text was compiled to.
        error: what left its execution.
        tell: told the error of each statement that fails.

    Returns:
        The error after which it could not go on; None if it came to the end.
    """
    try:
        return _go_on(module, code, error, tell)
    except BaseException:  # noqa: BLE001  a submission can forge the traceback of its error, and what not
        return error


def _go_on(
    module: Module, code: types.CodeType, error: BaseException, tell: Callable[[Raised], None]
) -> BaseException | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they were given when the whole was compiled
        body = ast.parse(module.source, module.file).body
    begin = 0
    for _ in range(MOST):
        at = _failed(body, begin, code, error)
        raised = _described(module, body[at], code, error)
        tell(raised)
        why = f"{module.file}, line {raised.line}, raised {summary(raised)}"
        for name in bound_names(body[at]):
            if name not in module.names:
                module.scope[name] = StandIn(name, why)
        begin = at + 1
        while begin < len(body) and _is_constant(body[begin]):  # as the first it would be taken for the docstring
            begin += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rest = ast.Module(body[begin:], [])
            code = compile(rest, module.file, "exec", ANNOTATIONS, dont_inherit=True, optimize=0)
        try:
            exec(code, module.names, module.scope)  # noqa: S102  as the importer does
        except BaseException as following:  # noqa: BLE001  an exit is an error, too
            error = following
        else:
            return None
    return error


def _failed(body: list[ast.stmt], begin: int, code: types.CodeType, error: BaseException) -> int:
    """The number of the statement that an error came from.

    Raises:
        ValueError: if its traceback does not tell.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code is not code:
        trace = trace.tb_next
    if trace is None:
        raise ValueError("the error did not come from this code")
    line, _, column, _ = next(itertools.islice(code.co_positions(), trace.tb_lasti // 2, None))
    place = (trace.tb_lineno if line is None else line, float("inf") if column is None else column)
    return max(i for i in range(begin, len(body)) if _start(body[i]) <= place)


def _start(statement: ast.stmt) -> tuple[int, int]:
    """The line and the column at which a statement starts: that of its first decorator, if it has any."""
    nodes = [statement, *getattr(statement, "decorator_list", ())]
    return min((node.lineno, node.col_offset) for node in nodes)


def _described(module: Module, statement: ast.stmt, code: types.CodeType, error: BaseException) -> Raised:
    """An error as plain data, with the line of the statement from which it came, wherever it was raised."""
    first, last = _start(statement)[0], statement.end_lineno or 0
    line = first
    trace, within = error.__traceback__, False
    while trace is not None:
        here = trace.tb_frame.f_code
        within = within or here is code
        if within and here.co_filename == module.file and first <= (trace.tb_lineno or 0) <= last:
            line = trace.tb_lineno
        trace = trace.tb_next
    return replace(describe_error(error, {module.file: module.unit}), line=line, unit=module.unit)


def summary(raised: Raised) -> str:
    """An error in a line: its type, and what it says first."""
    said = raised.message.split("\n", 1)[0]
    return f"{raised.type_name}: {said}" if said else raised.type_name


def _is_constant(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def bound_names(statement: ast.stmt) -> list[str]:
    """The names that a statement at the top level binds there, but for Python's own, such as `__all__`."""
    found: dict[str | None, None] = {}
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        inner = list(ast.iter_child_nodes(node))
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
                found[name] = None
            case ast.MatchMapping(rest=name):
                found[name] = None
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found |= {one.asname or one.name.partition(".")[0]: None for one in names}
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found[name] = None
                body = {*node.body}
                inner = [one for one in inner if one not in body]
            case ast.Lambda():
                inner.remove(node.body)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                inner = [one.target for one in ast.walk(node) if isinstance(one, ast.NamedExpr)]
            case ast.AnnAssign(value=None):
                inner.clear()
        waiting += reversed(inner)
    return [name for name in found if name and name != "*" and not name.startswith("__")]
