"""What an exercise leaves behind in its process: whether the next one would find something other than it did.

`np.sum = np.max` within one function would make others fail that are right. So what is left then runs in a new process.
Modules notice by themselves what is bound anew in them: to compare all their names between exercises would take long.
"""

from __future__ import annotations

import itertools
import sys
import types
import warnings

OFTEN_SET = frozenset({"sys", "warnings"})  # by Python itself, for output and warnings

_bound: list[str] = []  # names that were bound to something else since `begin`
_before: list[_Settings] = []  # those at `begin`


class _Watched(types.ModuleType):
    """A module that notices when a name of it is bound to something else from outside, or deleted."""

    def __setattr__(self, name: str, value: object) -> None:
        if self.__dict__.get(name, value) is not value:
            _bound.append(name)
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        _bound.append(name)
        super().__delattr__(name)


_Watched.__name__ = _Watched.__qualname__ = "module"  # as messages of Python's call it


class _Settings:
    """Settings of the interpreter that exercises share, as they are now."""

    def __init__(self) -> None:
        self._places, self._finders, self._depth = list(sys.path), list(sys.meta_path), sys.getrecursionlimit()
        self._rest = (sys.stdout, sys.stderr, warnings.warn, sys.gettrace(), sys.getprofile())

    def hold(self) -> bool:
        """Whether nothing is missing or another; a place to import from and a greater depth more are no harm."""
        rest = (sys.stdout, sys.stderr, warnings.warn, sys.gettrace(), sys.getprofile())
        return (
            all(place in sys.path for place in self._places)
            and all(finder in sys.meta_path for finder in self._finders)
            and sys.getrecursionlimit() >= self._depth
            and all(now is before for now, before in zip(rest, self._rest, strict=True))
        )


_known = 0  # modules that were loaded when the process got ready, and are watched in all of its children


def watch_all() -> None:
    """Watch all modules that are loaded now, for all children as well."""
    global _known  # noqa: PLW0603  one for the process
    _watch_new()
    _known = len(sys.modules)


def _watch_new() -> None:
    """Watch what was loaded since; to look at all modules would copy the memory of each into the child."""
    new = itertools.islice(reversed(sys.modules.items()), max(len(sys.modules) - _known, 0))
    for name, module in list(new):
        if type(module) is types.ModuleType and name not in OFTEN_SET:
            module.__class__ = _Watched


def begin() -> None:
    """Accept everything as it is now: what a file does at its top, it does for all of its functions."""
    _watch_new()
    _bound.clear()
    _before[:] = [_Settings()]


def anything() -> bool:
    """Whether anything is left behind since `begin`."""
    return bool(_bound) or not _before[0].hold()
