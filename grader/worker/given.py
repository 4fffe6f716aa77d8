"""Functions that a submission is given: they are bound wherever its files bind their names.

The files are not rewritten. A module is executed with a mapping as its local names, which puts the given function into
the module whatever a statement binds to that name: a definition, an import, a loop.
"""

from __future__ import annotations

import builtins
import marshal
from collections.abc import Callable
from typing import Any, Self

from grader.protocol.job import Given


def given_functions(given: Given | None) -> dict[str, Any]:
    """The functions that a submission is given, by name. Their code runs here, before any of the submission's."""
    if given is None:
        return {}
    names: dict[str, Any] = {"__name__": "given", "__builtins__": builtins}
    for code in given["code"]:
        exec(marshal.loads(code), names)  # noqa: S102, S302  sent by the grader that started us
    return {name: names[name] for name in given["names"]}


def bind_again(names: dict[str, Any], given: dict[str, Any]) -> None:
    """Bind the given functions to those of their names that a module has, however they came into it."""
    for name in given.keys() & names.keys():
        names[name] = given[name]


class GivenNames(dict[str, Any]):
    """The names of a module while it is executed: each that is given is bound to the given function.

    It is a dictionary, though an empty one, because `eval` and `exec` ask for one where a file says `locals()`.

    Args:
        names: the names of the module.
        given: the functions that are given.
    """

    def __init__(self, names: dict[str, Any], given: dict[str, Any]) -> None:
        self._names, self._given = names, given

    def __getitem__(self, name: str) -> Any:
        return self._names[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._names[name] = self._given.get(name, value)

    def update(self, *others: Any, **more: Any) -> None:
        """Bind names, as a dictionary's `update` does."""
        for name, value in dict(*others, **more).items():
            self[name] = value

    def setdefault(self, name: str, value: Any = None) -> Any:
        """Bind a name that is not bound, as a dictionary's `setdefault` does."""
        if name not in self._names:
            self[name] = value
        return self._names[name]

    def __ior__(self, other: Any) -> Self:  # type: ignore[override, misc]
        self.update(other)
        return self


def _of_the_module(method: str) -> Callable[..., Any]:
    def call(self: GivenNames, *args: Any) -> Any:
        return getattr(self._names, method)(*args)

    return call


for _method in ["keys", "values", "items", "get", "pop", "popitem", "clear", "copy"]:
    setattr(GivenNames, _method, _of_the_module(_method))
for _method in ["delitem", "contains", "iter", "len", "repr", "eq", "ne", "or", "ror", "reversed"]:
    setattr(GivenNames, f"__{_method}__", _of_the_module(f"__{_method}__"))
