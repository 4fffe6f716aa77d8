"""The reference: the solutions, also with some functions swapped for wrong ones.

The only module that loads the solutions. Nothing here runs anything that a student wrote. In a student's kit another
module stands in its place, `grader.release.kit.reference`, with the same names and frozen answers.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import io
from collections.abc import Callable, Mapping
from types import FunctionType, ModuleType
from typing import Any

from grader.course.alternatives import Alternative, alternatives_in
from grader.course.misconceptions import Misconception, misconceptions_in
from grader.course.syllabus import Exercise, load_course
from grader.protocol.answer import Answer, Conditions, answer_call, copied_whole
from grader.protocol.check import Call, Check

__all__ = [
    "Alternative", "Misconception", "Reference", "alike", "alternatives", "answers_of_other", "calls_of",
    "misconceptions", "signature", "swapped", "without_slopes",
]  # fmt: skip

Swaps = Mapping[str, Callable[..., Any]]


@functools.cache
def misconceptions(unit: str) -> dict[str, list[Misconception]]:
    """The misconceptions of a unit, by exercise."""
    found: dict[str, list[Misconception]] = {}
    for one in misconceptions_in(importlib.import_module(f"grader.course.misconceptions.{unit}")):
        found.setdefault(one.exercise, []).append(one)
    return found


@functools.cache
def alternatives(unit: str) -> dict[str, list[Alternative]]:
    """The right solutions of a unit that are written in other ways, by exercise."""
    found: dict[str, list[Alternative]] = {}
    for one in alternatives_in(importlib.import_module(f"grader.course.alternatives.{unit}")):
        found.setdefault(one.exercise, []).append(one)
    return found


@functools.cache
def calls_of(check: Check, seed: int) -> list[Call]:
    """A check's calls, to read what was asked. Only the reference answers them: answering draws on their axes."""
    return check.calls(seed)


def _calls_again(check: Check, seed: int) -> list[Call]:
    """A check's calls for someone else to answer: the same ones, if answering leaves no trace in them."""
    return calls_of(check, seed) if _is_data(check, seed) else check.calls(seed)


@functools.cache
def _is_data(check: Check, seed: int) -> bool:
    """Whether answering leaves no trace in a check's calls: arguments are copied, and functions keep no state."""
    return all(one.then is None and copied_whole([*one.args, *one.kwargs.values()]) for one in calls_of(check, seed))


class Reference:
    """The solutions as they would be if some functions were other ones.

    Args:
        swaps: for names of exercises, the functions that stand in their place. All later functions use them.
        calls: where the calls of a check come from; each is made once.
    """

    def __init__(self, swaps: Swaps | None = None, calls: Callable[[Check, int], list[Call]] = Check.calls) -> None:
        self._swaps = dict(swaps or {})
        self._calls = calls
        self._course = load_course()
        self._functions: dict[str, Callable[..., Any]] = {}
        self._answers: dict[tuple[str, int], list[Answer]] = {}
        self._loaded: set[str] = set()
        swapped_units = (unit.name for unit in self._course.units if any(e.name in self._swaps for e in unit.exercises))
        self._first = next(swapped_units, None)  # the units before it are those of the reference itself

    def function(self, name: str) -> Callable[..., Any]:
        """The function of an exercise, with the swaps applied."""
        if name not in self._functions:
            self._load(self._course.exercise(name).unit)
        return self._functions[name]

    def answers(self, check: Check, seed: int) -> list[Answer]:
        """What the reference answers to a check's calls."""
        key = (check.name, seed if check.hidden else 0)
        if key not in self._answers:
            function = self.function(check.exercise)
            with contextlib.redirect_stdout(io.StringIO()), Conditions() as conditions:  # some misconceptions print
                self._answers[key] = [conditions.answer(function, call) for call in self._calls(check, seed)]
        return self._answers[key]

    def _load(self, wanted: str) -> None:
        """Bind the functions of the units up to a wanted one, in order, each to the functions before it."""
        own = self._first is None
        for unit in self._course.units:
            own = own or unit.name == self._first
            if unit.name not in self._loaded:
                self._loaded.add(unit.name)
                names = [exercise.name for exercise in unit.exercises]
                if own:
                    self._bind(importlib.import_module(f"solutions.{unit.name}"), names)
                else:
                    self._functions.update({name: swapped().function(name) for name in names})
            if unit.name == wanted:
                return

    def _bind(self, module: ModuleType, names: list[str]) -> None:
        scope = self._scope(module)
        for name in names:
            self._functions[name] = scope[name]
        for name in names:
            if name in self._swaps:
                swap = self._swaps[name]
                self._functions[name] = scope[name] = self._rebind_foreign(swap, scope, names)

    def _scope(self, module: ModuleType) -> dict[str, Any]:
        """A module's names, with its functions bound to this copy and earlier exercises to ours."""
        scope = dict(vars(module))
        functions, others = _names(module)
        for name, function in functions.items():
            scope[name] = _bind(function, scope)
        scope.update({name: self._functions[name] for name in others if name in self._functions})
        return scope

    def _rebind_foreign(
        self, function: Callable[..., Any], home: dict[str, Any], names: list[str]
    ) -> Callable[..., Any]:
        """A function of another file, with our functions in place of the solutions that it imports."""
        if not isinstance(function, FunctionType):
            return function
        scope = self._scope(importlib.import_module(function.__module__))
        scope.update({name: home[name] for name in names if name in scope})
        return _bind(function, scope)


@functools.lru_cache(maxsize=1024)
def swapped(*wrong: Misconception | Alternative) -> Reference:
    """The reference with some exercises swapped; kept, so that what it answers is worked out once."""
    return (
        Reference({one.exercise: one.function for one in wrong}, _calls_again) if wrong else Reference(calls=calls_of)
    )


def alike(exercise: Exercise) -> list[str]:
    """The other exercises of the unit that take as many arguments."""
    others = [other.name for other in load_course().unit(exercise.unit).exercises if other != exercise]
    return [name for name in others if _arity(name) == _arity(exercise.name)]


@functools.cache
def answers_of_other(name: str, check: Check) -> list[Answer]:
    """What the solution of another exercise answers to a visible check's calls."""
    return [answer_call(swapped().function(name), call) for call in check.calls(0)]


@functools.cache
def without_slopes(check: Check) -> list[Answer]:
    """The answers to a visible check if `deriv` returned the function itself; [] if the exercise needs none."""
    if "deriv" not in load_course().exercise(check.exercise).needs:
        return []
    return Reference({"deriv": lambda func, x, _delta=0.001: func(x)}).answers(check, 0)


@functools.cache
def signature(name: str) -> str:
    """The signature in the contract, without types."""
    parameters = inspect.signature(swapped().function(name)).parameters.values()
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
    return f"{name}{inspect.Signature(bare)}"


def _arity(name: str) -> int:
    return len(inspect.signature(swapped().function(name)).parameters)


@functools.cache
def _names(module: ModuleType) -> tuple[dict[str, FunctionType], list[str]]:
    """The functions that a module defines, and the names of exercises that it imports."""
    names = vars(module).items()
    own = {name: it for name, it in names if isinstance(it, FunctionType) and it.__module__ == module.__name__}
    return own, [name for name in load_course().by_name if name in vars(module) and name not in own]


def _bind(function: FunctionType, scope: dict[str, Any]) -> FunctionType:
    copy = FunctionType(function.__code__, scope, function.__name__, function.__defaults__, function.__closure__)
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__doc__ = function.__doc__
    return copy
