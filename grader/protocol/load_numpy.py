"""Load numpy without what grading does not need of it, which takes a fifth of the time.

Left out are help on functions of C, types that only hints name, and all that the library of secrets brings along.
Whoever asks for the last two later gets them.
"""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType


def load_numpy() -> None:
    """Load numpy and its random numbers, if they are not there."""
    if "numpy" in sys.modules:
        return
    given: dict[str, dict[str, object]] = {
        "numpy._core._add_newdocs": {},
        "numpy._typing": {"__getattr__": _any_type},
        "secrets": {"randbits": _random_bits},
    }
    lent = [name for name in given if name not in sys.modules]
    for name in lent:
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name]).update(given[name])
    try:
        importlib.import_module("numpy.random")
    finally:
        for name in lent:
            del sys.modules[name]


def _any_type(name: str) -> type:
    """Stands for a type of any name, which may take parameters."""
    if name.startswith("__"):
        raise AttributeError(name)
    return list


def _random_bits(count: int) -> int:
    """As many bits as are asked for, from the system: the seed of a generator that is given none."""
    return int.from_bytes(os.urandom(-(-count // 8)), "big") >> -count % 8
