"""The solutions' functions bound to each other, also with some of them swapped for other ones.

With `solutions.library`, all that loads the solutions. Nothing here runs anything that a student wrote.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping
from types import FunctionType, ModuleType
from typing import Any

from grader.course.syllabus import load_course
from grader.protocol.figure import without_window

Swaps = Mapping[str, Callable[..., Any]]


class Binding:
    """The functions of the course as they would be if some were other ones.

    Args:
        swaps: for names of exercises, the functions that stand in their place. All later functions use them.
    """

    def __init__(self, swaps: Swaps | None = None) -> None:
        self._swaps = dict(swaps or {})
        self._course = load_course()
        self._functions: dict[str, Callable[..., Any]] = {}
        self._loaded: set[str] = set()
        swapped_units = (unit.name for unit in self._course.units if any(e.name in self._swaps for e in unit.exercises))
        self._first = next(swapped_units, None)  # the units before it are those of the reference itself

    def function(self, name: str) -> Callable[..., Any]:
        """The function of an exercise, with the swaps applied. What its unit may use is loaded first, not in a call."""
        if name not in self._functions:
            unit = self._course.unit(self._course.exercise(name).unit)
            with without_window():
                for module in unit.preload:
                    importlib.import_module(module)
            self._load(unit.name)
        return self._functions[name]

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
                    self._functions.update({name: right().function(name) for name in names})
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


@functools.cache
def right() -> Binding:
    """The solutions as they are: what stands before a swapped function is the same in all bindings."""
    return Binding()


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
