"""What an exercise leaves behind in its process: whether the next one would find there something else than it did.

`np.sum = np.max` within one function would let others fail that are right. So what is left then runs in a new process.
Modules notice by themselves what is bound anew in them, which costs nothing where nothing is.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator

OFTEN_SET = frozenset({"sys", "warnings"})  # by Python itself, for output and warnings

_bound: list[str] = []  # names that were bound to something else since `begin`
_settings: list[object] = []  # those at `begin`


class _Watched(types.ModuleType):
    """A module that notices when a name of it is bound to something else from outside, or deleted."""

    def __setattr__(self, name: str, value: object) -> None:
        if self.__dict__.get(name, value) is not value:
            _bound.append(name)
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        _bound.append(name)
        super().__delattr__(name)


def watch() -> None:
    """Watch all modules that are loaded now."""
    for name, module in list(sys.modules.items()):
        if type(module) is types.ModuleType and name not in OFTEN_SET:
            module.__class__ = _Watched


def begin() -> None:
    """Take all for granted that there is now: what a file does at its top, it does for all of its functions."""
    _bound.clear()
    _settings[:] = _now()


def anything() -> bool:
    """Whether anything is left behind since `begin`."""
    return bool(_bound) or _settings != [*_now()]


def _now() -> Iterator[object]:
    yield tuple(sys.path)
    yield tuple(sys.meta_path)
    yield sys.getrecursionlimit()
    yield sys.gettrace()
    yield sys.getprofile()
