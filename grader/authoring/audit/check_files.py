"""The audit of the files of a unit as Python: does each check yield calls, and does every name stand for one thing?"""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from grader.authoring.audit.as_written import as_written
from grader.course.checks_of import hidden_checks, visible_checks
from grader.course.solutions.library import misconceptions, misconceptions_of
from grader.course.syllabus import ROOT, Unit
from grader.errors import BrokenError
from grader.protocol.check import Call, Check
from grader.submission.claims import Claimed, holding

FOLDERS = ("solutions", *(f"grader/course/{kind}" for kind in ("checks", "hidden", "misconceptions", "alternatives")))


def refuse_checks(unit: Unit) -> None:
    """Refuse checks that cannot be asked, or that stand where students find them.

    Raises:
        BrokenError: it names the file and the check, and says what to do.
    """
    for kind, checks in (("checks", visible_checks(unit.name)), ("hidden", hidden_checks(unit.name))):
        for check in checks:
            if wrong := _wrong(check, kind):
                raise BrokenError(f"grader/course/{kind}/{unit.name}.py: {check.name} {wrong}.")


def _wrong(check: Check, kind: str) -> str:
    """Why a check cannot be asked, "" if it can be."""
    if check.hidden and kind == "checks":
        return "is a hidden check, in a file that kits have. Move it to grader/course/hidden"
    if kind == "hidden" and not check.hidden:
        return "is a visible check, in a file that no kit has. Move it to grader/course/checks"
    given = [np.random.default_rng(0)] if check.hidden else []
    try:
        inspect.signature(check.probe).bind(*given)
    except TypeError:
        return "has to take the generator, rng, and nothing else" if check.hidden else "is given nothing: take none"
    calls: Any = check.probe(*given)
    if isinstance(calls, Call) or not isinstance(calls, Iterable):
        return "returns what it has to yield: yield call(…)"
    found = list(calls)
    other = next((one for one in found if not isinstance(one, Call)), None)
    if other is not None:
        return f"yields an object of type {type(other).__name__} and no call: yield call(…)"
    return "" if found else "yields no call: yield call(…)"


def without_sentence(unit: Unit) -> Iterator[str]:
    """Checks of which a student would read nothing."""
    for kind, checks in (("checks", visible_checks(unit.name)), ("hidden", hidden_checks(unit.name))):
        for check in checks:
            if not check.sentence:
                yield f"grader/course/{kind}/{unit.name}.py: {check.name} has no docstring, which a student reads"


def untrue_claims(unit: Unit) -> Iterator[str]:
    """Misconceptions that claim something of the code which does not hold of their own: nobody would ever be told."""
    for exercise in unit.exercises:
        for one in misconceptions_of(exercise):
            claimed = Claimed("file", exercise.name, [one.code])
            if one.code and holding([claimed], {"file": as_written(exercise, one)}) == [[]]:
                place = f"grader/course/misconceptions/{unit.name}.py: {one.function.__name__}"
                yield f"{place} has code={one.code!r}, which does not hold of it"


def written_twice(unit: Unit) -> Iterator[str]:
    """Misconceptions with the same name, and functions that a later one of the same file replaces by its name."""
    for name, some in misconceptions(unit.name).items():
        for slug, count in Counter(one.slug for one in some).items():
            if count > 1:
                yield f"grader/course/misconceptions/{unit.name}.py: {count} of {name} have the name {slug}"
    for folder in FOLDERS:
        path = ROOT / folder / f"{unit.name}.py"
        found: dict[str, int] = {}
        for node in ast.parse(path.read_text(encoding="utf-8-sig"), str(path)).body:
            if isinstance(node, ast.FunctionDef):
                if node.name in found:
                    yield f"{folder}/{unit.name}.py:{found[node.name]}: another {node.name} below replaces this one"
                found[node.name] = node.lineno
