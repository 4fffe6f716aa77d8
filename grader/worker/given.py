"""Functions that a submission is given in the place of its own ones: whoever uses these, uses what is given.

The files are not rewritten. The module of a function's unit is executed with a mapping as its local names, which puts
the given function into the module whatever a statement binds to that name: a definition, an import, a loop. What the
submission has bound there is its own function. It may have other names, stand in a table, or be a default argument: it
calls the given one from then on. A function of the same name in another file is that file's own, and stays.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import inspect
import marshal
from collections.abc import Callable, Collection, Iterable, Mapping
from types import CodeType, FunctionType, MethodType
from typing import Any, NamedTuple, Self

from grader.protocol.job import Given

GIVEN = "given"  # the module of given functions
MOST_WRAPPERS = 8  # around one function
PLACE = "where the given function comes in"
NO_PLAIN_CALL = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
WITH_REST = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS


def given_functions(given: Given | None) -> dict[str, Any]:
    """The functions that a submission is given, by name. Their code runs here, before any of the submission's."""
    if given is None:
        return {}
    names: dict[str, Any] = {"__name__": GIVEN, "__builtins__": builtins}
    for code in given["code"]:
        exec(marshal.loads(code), names)  # noqa: S102, S302  sent by the grader that started us
    return {name: names[name] for name in given["names"]}


class Exchange:
    """Puts given functions in the place of a submission's own ones.

    Args:
        given: the given functions, by name.
        contract: the names that each unit has to define, between spaces.
        files: how the files of the submission are called.
        package: the package of its modules.
    """

    def __init__(
        self, given: Mapping[str, Any], contract: Mapping[str, str], files: Collection[str], package: str
    ) -> None:
        self._given, self._files, self._package = given, files, f"{package}."
        self._asked = {name for words in contract.values() for name in words.split()}
        self.units = {unit: names for unit, words in contract.items() if (names := given.keys() & words.split())}
        self._own: dict[str, Any] = {}  # what the submission bound to a name last, in the module of its unit
        self._bound: dict[str, Any] = {}  # what stands there in its place
        self._others: list[tuple[Any, Any]] = []  # own ones that are no functions of Python's, and what is given

    def bind(self, module: str, name: str, value: Any) -> Any:
        """What is bound to a name of a module where the submission binds a value to it."""
        if name not in self.units.get(module, ()):
            return next((given for own, given in self._others if own is value), value)
        if value is not self._given[name] and value is not self._bound.get(name):
            self._own[name], self._bound[name] = value, fitted(self._given[name], value)
            copy_attributes(value, self._bound[name])
        return self._bound.get(name, value)

    def finish(self, module: str, names: dict[str, Any], modules: Iterable[dict[str, Any]]) -> None:
        """Exchange what a module that was executed has bound, however it came into it.

        Args:
            module: its name.
            names: its names.
            modules: the names of all modules that were executed.
        """
        here = self.units.get(module, set()) & names.keys()
        for name in here:
            names[name] = self.bind(module, name, names[name])
        for name in here & self._own.keys():
            own = self._own[name]
            if self._is_more(own, name, modules):
                continue
            if self._can_be_turned(own):
                copy_attributes(names[name], own)  # what the file has set since
                turn(own, names[name])
                names[name] = self._bound[name] = own  # with the attributes that it has
            elif self._is_made_here(own):
                if turn_object(own, names[name]) and type(own) is not MethodType:
                    names[name] = self._bound[name] = own
                else:
                    self._others.append((own, names[name]))
        for one in modules if self._others else ():
            one.update({name: self.bind("", name, value) for name, value in [*one.items()]})

    def _is_more(self, own: Any, name: str, modules: Iterable[dict[str, Any]]) -> bool:
        """Whether the same object stands for another function that is asked for, too."""
        if any(other is own for one, other in self._own.items() if one != name):
            return True
        return any(names.get(one) is own for names in modules for one in self._asked if one != name)

    def _can_be_turned(self, own: Any) -> bool:
        """Whether it is a plain function of the submission's, and not one that was given under another name."""
        if type(own) is not FunctionType or own.__code__.co_flags & NO_PLAIN_CALL:
            return False
        return own.__code__.co_filename in self._files and own.__globals__.get("__name__") != GIVEN

    def _is_made_here(self, own: Any) -> bool:
        """Whether it is an object or a class of the submission's, and nothing that others use as well."""
        with contextlib.suppress(BaseException):  # it may answer as it likes
            made_of = getattr(own, "pyfunc", own)  # the function of one that NumPy vectorized
            return type(own) is functools.partial or (callable(own) and made_of.__module__.startswith(self._package))
        return False


def copy_attributes(one: Any, other: Any) -> None:
    """Give a function the attributes that a submission has set on another one."""
    if type(one) is type(other) is FunctionType:
        other.__dict__.update({name: value for name, value in vars(one).items() if not name.startswith("__")})


def turn(own: FunctionType, given: Any) -> None:
    """Let a function call another one, whoever holds it. What can be asked of its parameters stays as it is."""
    cells = "".join(f"c{number}, " for number in range(len(own.__code__.co_freevars)))  # it has to have as many
    with contextlib.suppress(BaseException):
        own.__dict__.setdefault("__signature__", inspect.signature(own))
    code = _turned(cells)
    own.__code__ = code.replace(co_consts=tuple([given if one == PLACE else one for one in code.co_consts]))


@functools.cache
def _turned(cells: str) -> CodeType:
    text = f"""
def make({cells}):
    def given(*args, **kwargs):
        if False:
            ({cells})
        function = {PLACE!r}
        return function(*args, **kwargs)
    return given
"""
    names: dict[str, Any] = {}
    exec(compile(text, "given", "exec", dont_inherit=True), names)  # noqa: S102  ours
    code: CodeType = names["make"](*cells.split()).__code__
    return code


def turn_object(own: Any, given: Any) -> bool:
    """Let an object, or the method of one, call a given function, whoever holds it; gives whether that can be."""
    with contextlib.suppress(BaseException):  # it may answer as it likes
        if type(own) is MethodType:
            its = own.__self__
            if isinstance(its, type) and type.__subclasses__(its):  # they have it from this one
                return False
            setattr(its, own.__name__, staticmethod(given) if isinstance(its, type) else given)
            return bool(getattr(its, own.__name__) is given)
        names = {"__call__": staticmethod(given), "__module__": type(own).__module__, "__slots__": ()}
        made = type(type(own).__name__, (type(own),), names)
        object.__setattr__(own, "__class__", made)
        return type(own) is made and vars(made)["__call__"] is names["__call__"]
    return False


def fitted(given: Any, own: Any) -> Any:
    """A given function that may be called as the submission's own one: it may call its parameters otherwise.

    What is given by place stays in its place. Of names, the same ones are the same, and the others are so in their
    order; what is left over is dropped.
    """
    mine, theirs = _parameters(given), _parameters(own)
    if mine is None or theirs is None:
        return given
    if theirs.names == mine.names[: len(theirs.names)] and not theirs.rest:
        return given
    left = iter([name for name in mine.names if name not in theirs.names])
    meant = {name: name if name in mine.names else next(left, None) for name in theirs.names}
    most = len(mine.names) if theirs.rest or theirs.positional > len(mine.names) else None

    def call(*args: Any, **kwargs: Any) -> Any:
        named = {to: value for name, value in kwargs.items() if (to := meant.get(name, name)) is not None}
        if theirs.rest:
            named = {name: value for name, value in named.items() if name in mine.names[len(args) :]}
        return given(*args[:most], **named)

    return call


class _Parameters(NamedTuple):
    """The names of a function's parameters, how many may be given by place, and whether it takes any others, too."""

    names: tuple[str, ...]
    positional: int
    rest: bool


def _parameters(function: Any) -> _Parameters | None:
    """The parameters of a function, also of one that is wrapped; None where they are not known."""
    before = 0  # of them are given already, as the object of a method is
    for _ in range(MOST_WRAPPERS):
        inner: Any = None
        try:
            if type(function) is FunctionType:
                code = function.__code__
                names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
                if code.co_flags & WITH_REST:
                    inner = function.__dict__.get("__wrapped__") or _held(function)
                if inner is None:
                    return _Parameters(names[before:], code.co_argcount - before, bool(code.co_flags & WITH_REST))
                function = inner
            elif type(function) is MethodType:
                before, function = before + 1, function.__func__
            elif type(function) is functools.partial:
                before, function = before + len(function.args), function.func
            elif hasattr(function, "__wrapped__"):
                function = function.__wrapped__
            else:
                before, function = before + 1, type(function).__call__
        except BaseException:  # noqa: BLE001  it may answer as it likes
            return None
    return None


def _held(function: FunctionType) -> Any:
    """The one function that a function holds on to, as a decorator's does; None where there are more, or none."""
    found = [cell.cell_contents for cell in function.__closure__ or () if type(cell.cell_contents) is FunctionType]
    return found[0] if len(found) == 1 else None


class GivenNames(dict[str, Any]):
    """The names of a module while it is executed, where some functions are given.

    It is a dictionary, though an empty one, because `eval` and `exec` ask for one where a file says `locals()`.

    Args:
        names: the names of the module.
        bind: what is bound to a name where the submission binds a value to it.
    """

    def __init__(self, names: dict[str, Any], bind: Callable[[str, Any], Any]) -> None:
        self._names, self._bind = names, bind

    def __getitem__(self, name: str) -> Any:
        return self._names[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._names[name] = self._bind(name, value)

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
