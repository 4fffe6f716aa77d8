"""Load numpy without the parts that grading does not need, which takes a fifth of its time.

Left out are the help texts of functions written in C, the types that only annotations name, and what the module
`secrets` would import. Types and `secrets` are loaded as usual by whoever imports them later. Without this a batch
takes 1.08 times as long, a cold check 1.10 times (`benchmarks/tricks.py`, "numpy loaded in part").
"""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType


def load_numpy() -> None:
    """Load numpy and its random numbers, unless they are loaded already."""
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
    """Stand in for any type of `numpy._typing`: a type that takes parameters."""
    if name.startswith("__"):
        raise AttributeError(name)
    return list


def _random_bits(count: int) -> int:
    """That many random bits from the system, as `secrets.randbits`: they seed a generator that is given no seed."""
    return int.from_bytes(os.urandom(-(-count // 8)), "big") >> -count % 8
