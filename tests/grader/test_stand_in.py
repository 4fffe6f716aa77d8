"""A stand-in: what may be done with it, and what whoever does anything else is told."""

import copy
import functools
import typing

import numpy as np
import pytest

from grader.worker.stand_in import MissingFunctionError, StandIn


def use_as_base(one):
    class Net(one):
        pass


def use_in_with(one):
    with one:
        pass


def use_to_set(one):
    one[0] = 1


def use_for_attribute(one):
    one.a = 1


USES = {
    "a call": lambda one: one(np.ones(3), delta=1),
    "a method": lambda one: one.nn.relu(3),
    "a partial": lambda one: functools.partial(one, 3)(),
    "map": lambda one: list(map(one, [1])),
    "a sum": lambda one: one + 1,
    "a sum from the right": lambda one: 1 + one,
    "an array and it": lambda one: np.ones(3) * one,
    "it and an array": lambda one: one - np.ones(3),
    "a scalar of numpy's": lambda one: np.float64(2) / one,
    "a matrix product": lambda one: np.ones((2, 2)) @ one,
    "a power": lambda one: 2**one,
    "a remainder": lambda one: 7 % one,
    "a negative": lambda one: -one,
    "abs": abs,
    "round": round,
    "less": lambda one: one < 3,
    "not less": lambda one: one >= 3,
    "equal to an array": lambda one: np.ones(3) == one,
    "max": lambda one: max(one, 3),
    "a loop": list,
    "unpacking": lambda one: print(*one),
    "unpacking by name": lambda one: print(**one),
    "len": len,
    "a truth": lambda one: 1 if one else 2,
    "float": float,
    "int": int,
    "complex": complex,
    "an index": lambda one: [1, 2][one],
    "a place": use_to_set,
    "an attribute": use_for_attribute,
    "with": use_in_with,
    "in": lambda one: 3 in one,
    "isinstance": lambda one: isinstance(3, one),
    "isinstance of several": lambda one: isinstance(3, (str, one)),
    "issubclass": lambda one: issubclass(int, one),
    "a base": use_as_base,
    "an array": np.asarray,
    "an array of it": lambda one: np.array([one, 1.0]),
    "a function of numpy's": np.sin,
    "a number in a text": lambda one: f"{one:.3f}",
    "a file": open,
    "range": range,
    "a copy": copy.copy,
}  # fmt: skip


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_whoever_uses_what_is_missing_is_told(use):
    with pytest.raises(MissingFunctionError, match=r"^torch(\.nn\.relu|\.keys)? is not there: no torch$"):
        use(StandIn("torch", "no torch"))


def test_a_stand_in_is_good_for_every_signature():
    one = StandIn("torch", "no torch")
    assert one | None is one
    assert None | one is one
    assert int | one is one
    assert one[int, ...] is one
    assert repr(one.nn.Module) == "<torch.nn.Module is not there>"
    assert callable(one)
    assert one != StandIn("torch", "no torch")

    @functools.wraps(one)
    def f(x: one.Tensor, y: typing.Optional[one] = one) -> typing.Callable[[one], dict[one, list[one]]]:  # noqa: UP045
        return typing.Union[int, one, one.Tensor]  # noqa: UP007

    assert f(one).__args__[1] is one


@pytest.mark.parametrize("name", ["__version__", "__name__", "__array_interface__", "__wrapped__"])
def test_what_python_asks_of_an_object_a_stand_in_has_not(name):
    with pytest.raises(AttributeError, match=f"torch.{name} is not there: no torch"):
        getattr(StandIn("torch", "no torch"), name)
