"""Import the modules of a submission from their source texts.

They live in memory, in the package `exercises`: nothing of the submission's folder is on the import path, so no file of
it can stand in for numpy or the standard library. A unit that does not import, or lacks a function, does not take the
others with it: what they import from it is a stand-in, which raises when it is used, or the function that they are
given. Nor does a statement that fails take its file with it: `top_level` goes on with the next.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.machinery
import linecache
import sys
import types
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from grader.protocol.job import Job
from grader.protocol.raised import Raised, describe_error
from grader.protocol.wire import encode
from grader.worker.given import Exchange, GivenNames, given_functions
from grader.worker.stand_in import StandIn
from grader.worker.top_level import ANNOTATIONS, Module, go_on, summary

if TYPE_CHECKING:
    from importlib.abc import Loader

PACKAGE = "exercises"


class Finder:
    """Imports the modules of a submission from memory: a finder and a loader for `importlib`.

    It does not derive from the classes of `importlib.abc`: that module would import twenty more into every child.
    """

    def __init__(self, job: Job, send: Callable[[bytes], None]) -> None:
        self._job = job
        self._send = send
        self._loud = True
        self._given = given_functions(job.get("given"))
        self._loading: list[str] = []
        self._modules: list[dict[str, Any]] = []  # the names of each that was executed, where functions are given
        self.units = {file: name for name, file in job["files"].items()}
        self._exchange = Exchange(self._given, job["contract"], self.units, PACKAGE) if self._given else None

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of a module of the submission, None for any other."""
        package, _, name = fullname.rpartition(".")
        loader = cast("Loader", self)
        if fullname == PACKAGE:
            return importlib.machinery.ModuleSpec(PACKAGE, loader, is_package=True)
        known = name in self._job["sources"] or name in self._job["absent"]
        return importlib.machinery.ModuleSpec(fullname, loader) if package == PACKAGE and known else None

    def load(self, fullname: str) -> types.ModuleType:
        """Import a module as `import` does, also where a submission has taken this finder out of `sys.meta_path`."""
        spec = None if fullname in sys.modules else self.find_spec(fullname, None)
        if spec is None:
            return importlib.import_module(fullname)
        above = self.load(PACKAGE) if fullname != PACKAGE else None
        module = types.ModuleType(fullname)
        module.__spec__, module.__loader__, module.__package__ = spec, cast("Loader", self), PACKAGE
        if above is None:
            module.__path__ = []
        sys.modules[fullname] = module
        spec._initializing = True  # type: ignore[attr-defined]  # noqa: SLF001  by which circles of imports are told
        self.exec_module(module)
        spec._initializing = False  # type: ignore[attr-defined]  # noqa: SLF001
        module = sys.modules.get(fullname, module)
        if above is not None:
            setattr(above, fullname.rpartition(".")[2], module)
        return module

    def load_units_of_given(self) -> None:
        """Load the units whose functions are given, so that their own ones call these, wherever they stand."""
        for unit in self._exchange.units if self._exchange is not None else ():
            if unit in self._job["sources"] and unit not in self._job["absent"]:
                self.load(f"{PACKAGE}.{unit}")

    def create_module(self, _spec: importlib.machinery.ModuleSpec) -> None:
        """Leave it to Python to make the module object."""

    def exec_module(self, module: types.ModuleType) -> None:
        """Run a module. What goes wrong is sent, and the module gets stand-ins."""
        name = module.__name__.rpartition(".")[2]
        if module.__name__ == PACKAGE:
            return
        why = self._job["absent"].get(name)
        if why is None:
            file = self._job["files"][name]
            source = self._job["sources"][name]
            module.__file__ = file
            linecache.lazycache(file, module.__dict__)
            self._loading.append(name)
            self._say_loading()  # also where one unit imports another: the one that hangs is to be named
            names = module.__dict__
            exchange = self._exchange
            scope = names if exchange is None else GivenNames(names, functools.partial(exchange.bind, name))
            code = failed = None
            try:
                code = compile(source, file, "exec", ANNOTATIONS, dont_inherit=True, optimize=0)
                exec(code, names, scope)  # noqa: S102  this is what the worker is for
            except BaseException as error:  # noqa: BLE001
                failed = error
            if failed is not None:  # only now: what follows in the file is not to be executed within an `except`
                why = self._recover(Module(source, file, name, names, scope), code, failed)
                failed = None
            if exchange is not None:
                self._modules.append(names)
                with contextlib.suppress(BaseException):  # what the submission's own objects do then harms itself
                    exchange.finish(name, names, self._modules)
            self._loading.pop()
            self._say_loading()
        self._fill(module, name, why)

    def be_silent(self) -> None:
        """Send nothing from now on: a file that is first imported within a call is a part of that call."""
        self._loud = False

    def _recover(self, module: Module, code: types.CodeType | None, error: BaseException) -> str | None:
        """Go on with a module that failed; gives why it counts as not imported, if it does."""
        deepest = _described(error, self.units) if code is not None and self._job.get("draws") else None
        tell = functools.partial(self._say_problem, module.unit, deepest=deepest)
        stopped = error if code is None else go_on(module, code, error, tell)
        if stopped is None:
            return None
        raised = _described(stopped, self.units)
        self._say_problem(module.unit, raised, whole=True)
        return f"{module.file} does not import{'' if self._loud else f': {summary(raised)}'}"

    def _say_loading(self) -> None:
        if self._loud and self._loading:
            self._send(cached_frame("loading", self._loading[-1]))

    def _say_problem(self, name: str, raised: Raised, *, whole: bool = False, deepest: Raised | None = None) -> None:
        """Send what went wrong; of a block also where in the submission its first error was raised."""
        if self._loud:
            more = {} if deepest is None else {"deepest": deepest}
            self._send(encode({"problem": name, "raised": raised, "whole": whole, **more}))

    def get_source(self, fullname: str) -> str:
        """The text of a module, for tracebacks."""
        return self._job["sources"][fullname.rpartition(".")[2]]

    def _fill(self, module: types.ModuleType, name: str, why: str | None) -> None:
        """Give a module a stand-in for each function of the contract that it lacks, and a broken one for every name.

        A function that is given needs no stand-in.
        """
        names, given = module.__dict__, self._given
        reason = why or f"{self._job['files'].get(name, f'{name}.py')} does not define it"
        for function in self._job["contract"].get(name, "").split():
            if function not in names:
                names[function] = given[function] if function in given else StandIn(function, reason)
        if why is not None:
            names["__getattr__"] = functools.partial(_any_name, given, why)


def _described(error: BaseException, units: dict[str, str]) -> Raised:
    try:
        raised = describe_error(error, units)
        encode({"raised": raised})
    except BaseException:  # noqa: BLE001  what a submission's error says of itself may be anything
        return Raised("Exception", ("Exception",), "(no text)")
    return raised


def _any_name(given: dict[str, Any], why: str, name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return given[name] if name in given else StandIn(name, why)


@functools.cache
def cached_frame(name: str, what: object) -> bytes:
    """The frame of a message that many children send alike; the rehearsal leaves it ready for them."""
    return encode({name: what})
