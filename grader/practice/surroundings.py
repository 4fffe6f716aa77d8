"""What a student's code finds around it, and whether it has left that as it was.

A process ends with what was done to it. An interpreter that stays may be changed for all that run in it later: by
`np.sin = my_sin`, or `np.seterr`. Such a one is started anew.
"""

from __future__ import annotations

import gc
import operator
import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

OURS = ("grader", "numpy")  # packages whose classes are looked at, too
SETTINGS = (
    *("np.geterr", "np.get_printoptions", "sys.getrecursionlimit", "sys.gettrace", "sys.getprofile", "sys.path"),
    *("sys.meta_path", "sys.path_hooks", "warnings.filters", "os.environ", "gc.isenabled"),
)
_GONE = object()


class Surroundings:
    """The surroundings as they are now.

    Of every module that is loaded it is known what its names are bound to; new names and new modules are no harm. What
    changes by itself is left out: see `settle`.
    """

    def __init__(self) -> None:
        self._bound = [(names, dict(names)) for names in _namespaces()]
        self._settings = _settings()

    def settle(self) -> None:
        """Take it that nothing but the usual has happened since this was made: that may happen again."""
        for names, before in self._bound:
            for name in [name for name, value in before.items() if names.get(name, _GONE) is not value]:
                del before[name]
        self._settings = _settings()

    def changes(self) -> Iterator[str]:
        """The names that are bound to something else, and the settings that are other ones."""
        for one, now, before in zip(SETTINGS, _settings(), self._settings, strict=True):
            if now != before:
                yield one
        for names, before in self._bound:
            if not all(map(operator.is_, map(names.get, before), before.values())):
                module = names.get("__name__") or names.get("__qualname__") or "sys.modules"
                yield from (f"{module}.{name}" for name, value in before.items() if names.get(name) is not value)


def _namespaces() -> Iterator[Mapping[str, Any]]:
    yield sys.modules
    for name, module in list(sys.modules.items()):
        names = getattr(module, "__dict__", None)
        if not isinstance(names, dict):
            continue
        yield names
        if name.partition(".")[0] in OURS:
            yield from (vars(one) for one in list(names.values()) if isinstance(one, type) and one.__module__ == name)


def _settings() -> tuple[object, ...]:
    """What is set elsewhere than in a namespace."""
    return (
        np.geterr(),
        repr(np.get_printoptions()),
        sys.getrecursionlimit(),
        sys.gettrace(),
        sys.getprofile(),
        list(sys.path),
        list(sys.meta_path),
        list(sys.path_hooks),
        list(warnings.filters),
        dict(os.environ),
        gc.isenabled(),
    )
