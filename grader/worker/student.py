"""Load a submission from its source texts and make the calls of the checks on it.

The units live in memory, in the package `exercises`: nothing of the submission's folder is on the import path, so no
file of it can stand in for numpy or the standard library. A unit that does not import, or lacks a function, does not
take the others with it: what they import from it is a stand-in, which raises when it is called.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import importlib
import importlib.machinery
import linecache
import marshal
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from grader.protocol.answer import Answer, Conditions, Raised, describe_error
from grader.protocol.check import Call, Check, checks_in
from grader.protocol.job import MAX_OUTPUT, Job
from grader.protocol.text import clean
from grader.protocol.wire import encode, encode_answer

if TYPE_CHECKING:
    from importlib.abc import Loader

PACKAGE = "exercises"
GIVES = "return args[0] if args else None"  # what functions do in a rehearsal
RAISES = "np.exp(1e3); raise ValueError('no')"  # after a warning

_Calls = tuple[str, Check, list[Call]]


class MissingFunctionError(Exception):
    """Raised where a submission calls a function that its earlier units do not give."""


class _Output:
    """Stands for stdout and stderr: sends what is printed on to the grader, up to a bound for each call."""

    encoding = "utf-8"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self.left = MAX_OUTPUT

    def write(self, text: str) -> int:
        if self.left > 0 and text:
            part = text[: self.left]
            self.left -= len(part)
            self._send(encode({"output": clean(part, MAX_OUTPUT)}))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        return

    def isatty(self) -> bool:
        return False


class _Finder:
    """Imports the modules of a submission from memory: a finder and a loader.

    It does not derive from those of `importlib.abc`: that module brings along twenty more, for all children to share.
    """

    def __init__(self, job: Job, send: Callable[[bytes], None]) -> None:
        self._job = job
        self._send = send
        self._loading: list[str] = []
        self.units = {file: name for name, file in job["files"].items()}

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        package, _, name = fullname.rpartition(".")
        loader = cast("Loader", self)
        if fullname == PACKAGE:
            return importlib.machinery.ModuleSpec(PACKAGE, loader, is_package=True)
        known = name in self._job["sources"] or name in self._job["absent"]
        return importlib.machinery.ModuleSpec(fullname, loader) if package == PACKAGE and known else None

    def load(self, fullname: str) -> types.ModuleType:
        """Import a module as `import` does, but for the locks that it takes: there is one thread."""
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
        return None

    def exec_module(self, module: types.ModuleType) -> None:
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
            self._send(_said("loading", name))  # also where one unit imports another: the one that hangs is to be named
            try:
                code = self._job.get("code", {}).get(name)
                ready = compile(source, file, "exec") if code is None else marshal.loads(code)  # noqa: S302  from the grader
                exec(ready, module.__dict__)  # noqa: S102  this is what the worker is for
            except BaseException as error:  # noqa: BLE001
                self._send(encode({"problem": name, "raised": describe_error(error, self.units)}))
                why = f"{file} does not import"
            self._loading.pop()
            if self._loading:
                self._send(_said("loading", self._loading[-1]))
        self._fill(module, name, why)

    def get_source(self, fullname: str) -> str:
        return self._job["sources"][fullname.rpartition(".")[2]]

    def _fill(self, module: types.ModuleType, name: str, why: str | None) -> None:
        """Give a module a stand-in for each function of the contract that it lacks; if it is broken, for any name."""
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
    """Stands for a function, or a type in a signature, that is not there: it raises when it is called."""

    def __init__(self, message: str) -> None:
        self._message = message

    def __call__(self, *_args: Any, **_kwargs: Any) -> Any:
        raise MissingFunctionError(self._message)

    def __or__(self, _other: object) -> _StandIn:
        return self

    __ror__ = __getitem__ = __or__


def serve(job: Job, send: Callable[[bytes], None], begin: Callable[[bytes], None] | None = None) -> None:
    """Do a job: load the submission, run the wanted checks, send each answer as it comes.

    Args:
        job: the job.
        send: sends a frame.
        begin: sends the first frame, if that goes another way.
    """
    calls = _calls(job)
    (begin or send)(_usual_first() if calls is _usual_calls else _first(calls))
    _serve(job, calls, send)


def _first(calls: list[_Calls]) -> bytes:
    return encode({"ready": tuple([len(wanted) for _, _, wanted in calls])})


@functools.cache
def _usual_first() -> bytes:
    return _first(_usual_calls)


def _serve(job: Job, calls: list[_Calls], send: Callable[[bytes], None]) -> None:
    finder = _Finder(job, send)
    output = _Output(send)
    with _in_place(finder, output):
        modules = {unit: finder.load(f"{PACKAGE}.{unit}") for unit in job["load"]}
        send(_said("loaded", True))
        with Conditions() as conditions:
            for number, (unit, check, wanted) in enumerate(calls):
                function = getattr(modules[unit], check.exercise, None)
                for index, one in enumerate(wanted):
                    output.left = MAX_OUTPUT
                    send(_frame(number, index, _answer(conditions, function, one, finder.units)))
        send(_said("done", True))


@functools.cache
def _said(name: str, what: object) -> bytes:
    """The frame of a message that is the same for many children, who find it ready after a rehearsal."""
    return encode({name: what})


@contextlib.contextmanager
def _in_place(finder: _Finder, output: _Output) -> Iterator[None]:
    """Let modules be imported by a finder and what is printed go to an output; afterwards all is as it was."""
    before = sys.stdout, sys.stderr, builtins.input
    sys.meta_path.insert(0, finder)
    sys.stdout = sys.stderr = output
    builtins.input = _no_input
    try:
        yield
    finally:
        sys.stdout, sys.stderr, builtins.input = before
        sys.meta_path.remove(finder)
        sys.modules.pop(PACKAGE, None)
        for file, name in finder.units.items():
            sys.modules.pop(f"{PACKAGE}.{name}", None)
            linecache.cache.pop(file, None)


_shared: dict[str, _Calls] = {}
_usual: dict[str, Any] = {}
_usual_calls: list[_Calls] = []


def share(job: Job) -> None:
    """Keep the calls of a job's checks, and what it says, for all jobs of children that are forked from now on.

    Calls of the checks that it names beside are kept for jobs that want them.

    Rehearsals with functions of our own leave the interpreter warm: it learns how our code runs before each child has
    to, and children write to fewer pages of the memory that they share.
    """
    found = _calls({**job, "wanted": [*job["wanted"], *job.get("beside", ())]})
    _shared.update({one[1].name: one for one in found})
    _usual.update({**job, "checks": []})
    _usual_calls[:] = [_shared[name] for name in job["wanted"]]
    _usual_first.cache_clear()
    _usual_first()
    easy = [(unit, check, [one for one in calls if one.then is None]) for unit, check, calls in _usual_calls]
    for body in (GIVES, RAISES, GIVES):
        _serve(_play(_usual_calls, body), easy, lambda _frame: None)


def complete(job: dict[str, Any]) -> Job:
    """A job with all that it does not say, because the shared one did."""
    return cast("Job", {**_usual, **job})


def _play(found: list[_Calls], body: str) -> Job:
    """A job whose functions all have the same body."""
    names: dict[str, dict[str, None]] = {}
    for unit, check, _ in found:
        names.setdefault(unit, {})[check.exercise] = None
    head = "import numpy as np\n\n"
    sources = {
        unit: head + "".join(f"\n\ndef {name}(*args, **_named):\n    {body}\n" for name in names[unit])
        for unit in names
    }
    return {
        "sources": sources,
        "code": {unit: marshal.dumps(compile(source, f"{unit}.py", "exec")) for unit, source in sources.items()},
        "files": {unit: f"{unit}.py" for unit in names},
        "absent": {},
        "contract": {unit: " ".join(names[unit]) for unit in names},
        "load": list(names),
        "checks": [],
        "wanted": [],
        "seed": 0,
        "cpu_seconds": 0,
    }


def _calls(job: Job) -> list[_Calls]:
    """The calls of the wanted checks, made before any code of the submission runs."""
    if job["wanted"] is _usual.get("wanted"):
        return _usual_calls
    found: dict[str, tuple[str, Check]] = {}
    for unit, code in job["checks"]:
        module = types.ModuleType(f"checks_of_{unit}")
        exec(marshal.loads(code), module.__dict__)  # noqa: S102, S302  sent by the grader that started us
        found.update({check.name: (unit, check) for check in checks_in(module)})
    return [
        _shared[name] if name in _shared else (*found[name], found[name][1].calls(job["seed"]))
        for name in job["wanted"]
    ]


def _answer(conditions: Conditions, function: Any, call: Call, units: dict[str, str]) -> Answer:
    if not callable(function):
        text = f"it is {type(function).__name__!r} and not a function"
        return Answer(raised=Raised("TypeError", ("TypeError",), clean(text)))
    return conditions.answer(function, call, units)


def _frame(number: int, index: int, answer: Answer) -> bytes:
    try:
        return encode_answer(number, index, answer)
    except Exception as error:  # noqa: BLE001  what the submission did to us is its answer
        raised = Raised("TypeError", ("TypeError",), clean(f"the answer could not be sent: {error}", 200))
        return encode({"check": number, "call": index, "answer": answer._replace(value=None, raised=raised)})


def _no_input(_prompt: object = "") -> str:
    raise EOFError("the grader cannot type: give the value as an argument instead of asking with input()")
