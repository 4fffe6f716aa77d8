"""What takes the place of a name that is missing: it does no harm until it is used, and then says why it is missing."""

from __future__ import annotations

from typing import Any, NoReturn


class MissingFunctionError(Exception):
    """A submission uses what is not there: a function that it does not define, or a name that it could not bind."""


class StandIn:
    """Takes the place of a name that is missing.

    It may be imported, passed on, and stand in a signature as a type. So may its attributes, as those of a module that
    could not be imported. Whoever calls it, or uses it in any other way, gets a `MissingFunctionError`; only whether it
    equals something may be asked, as `typing` does.

    Args:
        name: the name.
        why: why it is missing.
    """

    __slots__ = ("__missing",)  # an attribute of any other name is one of what is missing
    __missing: tuple[str, str]

    def __init__(self, name: str, why: str) -> None:
        object.__setattr__(self, "_StandIn__missing", (name, why))

    def __getattr__(self, attribute: str) -> StandIn:
        name, why = self.__missing
        if attribute.startswith("__"):
            raise AttributeError(f"{name}.{attribute} is not there: {why}")
        return StandIn(f"{name}.{attribute}", why)

    def __or__(self, _other: object) -> StandIn:
        return self

    __ror__ = __getitem__ = __or__

    def __repr__(self) -> str:
        return f"<{self.__missing[0]} is not there>"

    def __call__(self, *_args: Any, **_kwargs: Any) -> NoReturn:  # noqa: D102  whatever is done with it, this is done
        name, why = self.__missing
        raise MissingFunctionError(f"{name} is not there: {why}")


_BOTH_SIDES = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor"
_USES = """
    lt le gt ge neg pos abs invert bool int float complex index round trunc floor ceil
    iter next reversed len contains setitem delitem enter exit format fspath bytes setattr delattr
    array reduce_ex mro_entries instancecheck subclasscheck
"""
for _use in [*_USES.split(), *_BOTH_SIDES.split(), *(f"r{_use}" for _use in _BOTH_SIDES.split())]:
    setattr(StandIn, f"__{_use}__", StandIn.__call__)
