"""Import the modules of a submission from their source texts.

They live in memory, in the package `exercises`: nothing of the submission's folder is on the import path, so no file of
it can stand in for numpy or the standard library. A unit that does not import, or lacks a function, does not take the
others with it: what they import from it is a stand-in, which raises when it is called.
"""

from __future__ import annotations

import functools
import importlib
import importlib.machinery
import linecache
import marshal
import sys
import types
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from grader.protocol.answer import describe_error
from grader.protocol.job import Job
from grader.protocol.wire import encode

if TYPE_CHECKING:
    from importlib.abc import Loader

PACKAGE = "exercises"


class MissingFunctionError(Exception):
    """A submission calls a function that its earlier units do not define."""


class Finder:
    """Imports the modules of a submission from memory: a finder and a loader for `importlib`.

    It does not derive from the classes of `importlib.abc`: that module would import twenty more into every child.
    """

    def __init__(self, job: Job, send: Callable[[bytes], None]) -> None:
        self._job = job
        self._send = send
        self._loading: list[str] = []
        self.units = {file: name for name, file in job["files"].items()}

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
        """Import a module as `import` does, but without its locks: there is one thread."""
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
            self._send(
                cached_frame("loading", name)
            )  # also where one unit imports another: the one that hangs is to be named
            try:
                code = self._job.get("code", {}).get(name)
                ready = compile(source, file, "exec", optimize=0) if code is None else marshal.loads(code)  # noqa: S302  from the grader
                exec(ready, module.__dict__)  # noqa: S102  this is what the worker is for
            except BaseException as error:  # noqa: BLE001
                self._send(encode({"problem": name, "raised": describe_error(error, self.units)}))
                why = f"{file} does not import"
            self._loading.pop()
            if self._loading:
                self._send(cached_frame("loading", self._loading[-1]))
        self._fill(module, name, why)

    def get_source(self, fullname: str) -> str:
        """The text of a module, for tracebacks."""
        return self._job["sources"][fullname.rpartition(".")[2]]

    def _fill(self, module: types.ModuleType, name: str, why: str | None) -> None:
        """Give a module a stand-in for each function of the contract that it lacks, and a broken one for every name."""
        file = self._job["files"].get(name, f"{name}.py")
        for function in self._job["contract"].get(name, "").split():
            if function not in module.__dict__:
                module.__dict__[function] = _StandIn(f"{function} is not there: {why or f'{file} does not define it'}")
        if why is not None:
            module.__dict__["__getattr__"] = lambda wanted: _any_name(wanted, why)


def _any_name(name: str, why: str) -> _StandIn:
    if name.startswith("__"):
        raise AttributeError(name)
    return _StandIn(f"{name} is not there: {why}")


class _StandIn:
    """Takes the place of a function, or of a type in a signature, that is missing: it raises when it is called."""

    def __init__(self, message: str) -> None:
        self._message = message

    def __call__(self, *_args: Any, **_kwargs: Any) -> Any:
        raise MissingFunctionError(self._message)

    def __or__(self, _other: object) -> _StandIn:
        return self

    __ror__ = __getitem__ = __or__


@functools.cache
def cached_frame(name: str, what: object) -> bytes:
    """The frame of a message that many children send alike; the rehearsal leaves it ready for them."""
    return encode({name: what})
