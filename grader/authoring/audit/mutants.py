"""Wrong functions, made by machine from the right ones: each returns the right answer changed in one way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Function = Callable[..., Any]


class _Subclass(np.ndarray):
    """An ndarray subclass: it could claim to be anything, so it is never a right answer."""


def _leaves(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Apply a change to every number or array of a result."""

    def apply(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(apply(item) for item in value)
        if isinstance(value, list):
            return [apply(item) for item in value]
        if isinstance(value, dict):
            return {key: apply(item) for key, item in value.items()}
        if callable(value):
            return lambda *args: apply(value(*args))
        if isinstance(value, bool | str) or value is None:
            return value
        return change(value)

    return apply


def _one_off(value: Any) -> Any:
    array = np.array(value, dtype=float)
    if array.size:
        array.reshape(-1)[-1] += 1.0
    return array if array.ndim else float(array)


def _shorter(value: Any) -> Any:
    return np.asarray(value)[:-1] if np.ndim(value) else value


def _subclass(value: Any) -> Any:
    return value.view(_Subclass) if isinstance(value, np.ndarray) else value


_CHANGES: dict[str, Callable[[Any], Any]] = {
    "nan": _leaves(lambda v: np.full_like(v, np.nan, dtype=float)),
    "zeros": _leaves(np.zeros_like),
    "ones": _leaves(np.ones_like),
    "negated": _leaves(np.negative),
    "halved": _leaves(lambda v: np.divide(v, 2)),
    "doubled": _leaves(lambda v: np.multiply(v, 2)),
    "transposed": _leaves(np.transpose),
    "flattened": _leaves(np.ravel),
    "one element off": _leaves(_one_off),
    "rounded to two digits": _leaves(lambda v: np.round(v, 2)),
    "wrong length": _leaves(_shorter),
    "a list": _leaves(lambda v: v.tolist() if isinstance(v, np.ndarray) else v),
    "an ndarray subclass": _leaves(_subclass),
    "one item of the tuple": lambda v: v[0] if isinstance(v, tuple) else v,
    "the items of the tuple swapped": lambda v: v[::-1] if isinstance(v, tuple) else v,
}


def _spoil(function: Function, change: Callable[[Any], Any]) -> Function:
    return lambda *args, **kwargs: change(function(*args, **kwargs))


def _returns_none(function: Function) -> Function:
    return _spoil(function, lambda _value: None)


def _returns_input(function: Function) -> Function:
    def mutant(*args: Any, **kwargs: Any) -> Any:
        function(*args, **kwargs)
        arrays = [arg for arg in args if isinstance(arg, np.ndarray)]
        return arrays[0] if arrays else args[-1]

    return mutant


def _returns_previous(function: Function) -> Function:
    kept: list[Any] = []

    def mutant(*args: Any, **kwargs: Any) -> Any:
        kept.append(function(*args, **kwargs))
        return kept[-2] if len(kept) > 1 else kept[-1]

    return mutant


def _modifies_input(function: Function) -> Function:
    def mutant(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        for arg in args:
            if isinstance(arg, np.ndarray) and arg.size:
                arg.reshape(-1)[0] += 1
                break
        return result

    return mutant


def _swallows(function: Function) -> Function:
    def mutant(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Exception:  # noqa: BLE001  that is the mistake
            return None

    return mutant


def generic_mutants(function: Function) -> dict[str, Function]:
    """Every mutant of a function, with a name for its change."""
    spoilt = {name: _spoil(function, change) for name, change in _CHANGES.items()}
    makers = {
        "None": _returns_none,
        "input returned": _returns_input,
        "the previous call's result": _returns_previous,
        "the input modified": _modifies_input,
        "an exception swallowed": _swallows,
    }
    return spoilt | {name: make(function) for name, make in makers.items()}
