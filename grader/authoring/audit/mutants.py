"""Wrong functions, made by machine from the right ones: each returns the right answer changed in one way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.protocol.answer import Answer
from grader.protocol.check import Call

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


def _keeps_one_array(function: Function) -> Function:
    """There is one array for each shape, into which every result is written: a later call changes an earlier result."""
    arrays: dict[Any, np.ndarray] = {}

    def keep(value: Any, place: int = 0) -> Any:
        if isinstance(value, tuple | list):
            return type(value)(keep(item, i) for i, item in enumerate(value))
        if not isinstance(value, np.ndarray):
            return value
        array = arrays.setdefault((place, value.shape, value.dtype), np.empty_like(value))
        array[...] = value
        return array

    return _spoil(function, keep)


def _keeps_one_function(function: Function) -> Function:
    """All functions that are returned call the one that was returned last."""
    last: list[Any] = []

    def keep(value: Any) -> Any:
        if not callable(value):
            return value
        last[:] = [value]
        return lambda *args: last[0](*args)  # noqa: PLW0108  the last one by then

    return _spoil(function, keep)


def _with_arrays(change: Callable[[np.ndarray], Any]) -> Callable[[Function], Function]:
    """Change each array that a function is given before it is called."""

    def make(function: Function) -> Function:
        def mutant(*args: Any, **kwargs: Any) -> Any:
            return function(*(change(arg) if isinstance(arg, np.ndarray) else arg for arg in args), **kwargs)

        return mutant

    return make


def _refuse(refused: Callable[[np.ndarray], bool]) -> Callable[[np.ndarray], Any]:
    def change(array: np.ndarray) -> Any:
        if refused(array):
            raise ValueError("not such an array")
        return array

    return change


def _below_a_thousand(array: np.ndarray) -> Any:
    return np.clip(array, -1000, 1000) if array.dtype.kind in "if" else array


_CONDITIONS: dict[str, Callable[[Function], Function]] = {
    "one array for all results": _keeps_one_array,
    "one function for all results": _keeps_one_function,
    "memory read as it lies": _with_arrays(lambda array: array.ravel(order="K").reshape(array.shape)),
    "memory with gaps refused": _with_arrays(_refuse(lambda array: not array.flags.c_contiguous)),
    "read-only arrays refused": _with_arrays(_refuse(lambda array: not array.flags.writeable)),
    "float32 refused": _with_arrays(_refuse(lambda array: array.dtype == np.float32)),
    "numbers above a thousand cut off": _with_arrays(_below_a_thousand),
}


def conditional_mutants(function: Function, calls: Sequence[Call], answers: Sequence[Answer]) -> dict[str, Function]:
    """Mutants that are right but for how their arguments lie in memory, for some numbers, or when called twice.

    Args:
        function: the right function.
        calls: those of its checks, which tell what it takes.
        answers: the right answers to them, which tell what it gives.
    """
    arrays = [arg for call in calls for arg in call.args if isinstance(arg, np.ndarray)]
    left_out = set() if any(array.ndim > 1 for array in arrays) else {"memory read as it lies"}
    if not any(_holds_an_array(answer.value) for answer in answers) or any(call.then for call in calls):
        left_out.add("one array for all results")
    if not callable(function(*calls[0].args, **calls[0].kwargs)):
        left_out.add("one function for all results")
    if not arrays:
        left_out |= {name for name in _CONDITIONS if not name.endswith("for all results")}
    return {name: make(function) for name, make in _CONDITIONS.items() if name not in left_out}


def _holds_an_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) or (isinstance(value, tuple) and any(map(_holds_an_array, value)))


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
