"""Which earlier exercises a function may call in the place of one that it calls: the wrong one may have been taken."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from grader.submission.edits.allowed import Allowed, Files, allowed

MOST_OTHERS = 8  # for each exercise that is called, the nearest in the course


def with_earlier(
    files: Files, exercises: Mapping[str, Sequence[str]], used: Allowed, unit: str, function: ast.FunctionDef
) -> dict[str, list[str]]:
    """For each exercise that a function calls, names of others that may be meant; what it uses grows by these.

    Args:
        files: the submission's files.
        exercises: for each unit, the names of its exercises, both in the order of the course.
        used: what the function uses.
        unit: its file.
        function: the function.
    """
    order = [(home, one) for home, names in exercises.items() for one in names]
    if (unit, function.name) not in order:
        return {}
    known = files.exercises(unit)
    place = {name: order.index(one) for name, one in known.items()}
    last = order.index((unit, function.name))
    local = _bound(function)
    nodes = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    called = dict.fromkeys(node.id for node in nodes if isinstance(node, ast.Name) and node.id in {*known} - local)
    earlier = [name for name in known if place[name] < last and name not in local]
    found: dict[str, list[str]] = {}
    for name in called:
        near = sorted(earlier, key=lambda other: abs(place[other] - place[name]))
        fit = [other for other in near if other != name and _takes(files, known[other], known[name])]
        found[name] = [other for other in fit[:MOST_OTHERS] if _is_added(files, used, unit, other)]
    return found


def _bound(function: ast.FunctionDef) -> set[str]:
    """The names that a function binds itself."""
    nodes = [*ast.walk(function)]
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    bound |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    return bound | {node.arg for node in nodes if isinstance(node, ast.arg)}


def _takes(files: Files, other: tuple[str, str], one: tuple[str, str]) -> bool:
    """Whether a function takes as many arguments as another needs."""
    takes, needs = files.parameters(*other), files.parameters(*one)
    return takes is not None and needs is not None and takes[0] <= needs[0] <= takes[1]


def _is_added(files: Files, used: Allowed, unit: str, name: str) -> bool:
    """Whether a name of a file may be used, too; what it needs is added then."""
    more = allowed(files, unit, name)
    if more is None:
        return False
    used.statements += [one for one in more.statements if one not in used.statements]
    used.statements.sort(key=lambda node: node.lineno)
    used.texts += [one for one in more.texts if one not in used.texts]
    return True
