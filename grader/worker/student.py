"""Load a submission, make the calls of the checks on it, and send each answer as it comes."""

from __future__ import annotations

import builtins
import contextlib
import io
import linecache
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from grader.protocol.answer import Answer, Conditions
from grader.protocol.answer_frame import encode_answer
from grader.protocol.check import Call
from grader.protocol.job import MAX_OUTPUT, Job
from grader.protocol.raised import Raised
from grader.protocol.text import clean
from grader.protocol.wire import encode
from grader.worker import candidates, left_behind  # here, as in the jail nothing can be imported
from grader.worker.importer import PACKAGE, Finder, cached_frame
from grader.worker.picture import drawn
from grader.worker.shared_checks import CheckCalls, calls_of, first_frame


class _Output(io.TextIOBase):
    """Replaces stdout and stderr: sends on to the grader what is printed, up to a limit for each call.

    What scripts ask of these streams beside that it answers, too, so that no line fails that would not elsewhere.
    """

    encoding, errors, name, mode, line_buffering = "utf-8", "replace", "<stdout>", "w", True

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self.left = MAX_OUTPUT
        self.buffer = _Bytes(self)

    def write(self, text: str) -> int:
        if self.left > 0 and text:
            part = text[: self.left]
            self.left -= len(part)
            self._send(encode({"output": clean(part, MAX_OUTPUT)}))
        return len(text)

    def writable(self) -> bool:
        return True

    def reconfigure(self, **_wanted: object) -> None:
        """Stay as it is: UTF-8 is what most ask for."""

    def fileno(self) -> int:
        return 1  # the null device

    def close(self) -> None:
        """Stay open: others print after the function that closed it."""


class _Bytes(io.BufferedIOBase):
    """The same for bytes: what `sys.stdout.buffer` is."""

    def __init__(self, output: _Output) -> None:
        self._output = output

    def write(self, data: Any) -> int:
        self._output.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        """Stay open, as the other one does."""


def serve(job: Job, send: Callable[[bytes], None], begin: Callable[[bytes], None] | None = None) -> None:
    """Do a job: load the submission, run the wanted checks, send each answer as it comes.

    Args:
        job: the job.
        send: sends a frame.
        begin: sends the first frame, if that goes another way.
    """
    calls = calls_of(job)
    (begin or send)(first_frame(calls))
    run(job, calls, send)


def run(job: Job, calls: list[CheckCalls], send: Callable[[bytes], None]) -> None:
    """Load a submission, make the calls on it, or on candidates in its place, and send the answers."""
    finder = Finder(job, send)
    output = _Output(send)
    with _redirected(finder, output):
        modules = {unit: finder.load(f"{PACKAGE}.{unit}") for unit in job["load"]}
        finder.load_units_of_given()
        finder.be_silent()
        if job.get("draws"):
            send(encode({"drawn": drawn()}))
        send(cached_frame("loaded", True))
        if (trial := job.get("trial")) is not None:
            output.left = 0
            candidates.run(trial, job["seed"], calls, send)
            return
        left_behind.begin()
        loaded = {(u, n): getattr(modules[u], n, None) for u in modules for n in job["contract"].get(u, "").split()}
        exercise = None
        with Conditions() as conditions:
            for number, (unit, check, wanted) in enumerate(calls):
                if exercise not in (None, check.exercise) and (left_behind.anything() or _is_rebound(modules, loaded)):
                    return  # the rest is asked of a new process
                exercise = check.exercise
                function = getattr(modules[unit], check.exercise, None)
                conditions.begin_check()
                for index, one in enumerate(wanted):
                    output.left = MAX_OUTPUT
                    send(_frame(number, index, _answer(conditions, function, one, finder.units, check.exercise)))
        send(cached_frame("done", True))


@contextlib.contextmanager
def _redirected(finder: Finder, output: _Output) -> Iterator[None]:
    """Import modules with a finder and send what is printed to an output; afterwards all is as it was."""
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


def _is_rebound(modules: Mapping[str, Any], loaded: Mapping[tuple[str, str], Any]) -> bool:
    """Whether a call has put something else in the place of an exercise, as `global` lets it."""
    return any(getattr(modules[unit], name, None) is not function for (unit, name), function in loaded.items())


def _answer(conditions: Conditions, function: Any, call: Call, units: dict[str, str], name: str) -> Answer:
    if not callable(function):
        text = f"it is {type(function).__name__!r} and not a function"
        return Answer(raised=Raised("TypeError", ("TypeError",), clean(text)))
    return conditions.answer(function, call, units, name)


def _frame(number: int, index: int, answer: Answer) -> bytes:
    try:
        return encode_answer(number, index, answer)
    except MemoryError:  # which is asked again, in a process with more room
        raised = Raised("MemoryError", ("MemoryError",), "the answer could not be sent: there is no memory for it")
    except Exception as error:  # noqa: BLE001  what the submission did to us is its answer
        raised = Raised("TypeError", ("TypeError",), clean(f"the answer could not be sent: {error}", 200))
    return encode({"check": number, "call": index, "answer": answer._replace(value=None, raised=raised)})


def _no_input(_prompt: object = "") -> str:
    raise EOFError("the grader cannot type: give the value as an argument instead of asking with input()")
