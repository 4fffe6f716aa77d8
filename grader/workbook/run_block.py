"""Run a block of a lesson with a student's functions, in a worker, within some seconds."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from grader.course.syllabus import Course
from grader.errors import BrokenError
from grader.protocol.frames import WorkerGoneError
from grader.protocol.job import MAX_OUTPUT
from grader.protocol.raised import Raised
from grader.protocol.wire import WireError
from grader.sandbox.job import Limits, job_terms
from grader.sandbox.read_answers import read_message
from grader.sandbox.workers import Channel, Workers
from grader.submission.folder import Submission

SECONDS = 10.0
START_SECONDS = 60.0
MOST_CODE = 1 << 15  # characters of a block
MORE = f"\n… It printed more; these are the first {MAX_OUTPUT} characters."


class Ran(NamedTuple):
    """What a block did.

    Attributes:
        output: what it printed.
        error: the error that ended it, None if it came to its end.
        svg: what it drew with pyplot, None where it drew nothing.
    """

    output: str
    error: str | None = None
    svg: str | None = None


def run_block(code: str, submission: Submission, course: Course, workers: Workers, seconds: float = SECONDS) -> Ran:
    """Run a block.

    Args:
        code: its text; it may import from `exercises`.
        submission: the functions that it finds there.
        course: the course.
        workers: where it runs.
        seconds: how long it may take.

    Raises:
        BrokenError: if the worker cannot begin.
    """
    if len(code) > MOST_CODE:
        return Ran("", f"It is too long to run here: {len(code)} of {MOST_CODE} characters.")
    name = "block"
    while name in submission.modules:
        name += "_"
    channel = workers.open(_job(name, code, submission, course, seconds))
    try:
        return _follow(channel, name, seconds)
    finally:
        channel.close()


def _job(name: str, code: str, submission: Submission, course: Course, seconds: float) -> dict[str, Any]:
    files = {**submission.units, **submission.helpers}
    usable = {unit: file.source for unit, file in files.items() if file.source is not None}
    return {
        **job_terms(course, (), 0, Limits(submission=seconds)),
        "sources": {**usable, name: code},
        "files": {**{unit: f"{unit}.py" for unit in files}, name: name},
        "absent": {unit: f"{unit}.py is missing or cannot be read" for unit in files if unit not in usable},
        "load": [name],
        "draws": True,
    }


def _follow(channel: Channel, name: str, seconds: float) -> Ran:
    """Take what is printed until the block ends, fails or is out of time."""
    output, drawn = "", None
    try:
        if broken := read_message(channel.receive(time.monotonic() + START_SECONDS)).get("broken"):
            raise BrokenError(f"The worker cannot begin: {broken}. See: grader doctor")
        end = time.monotonic() + seconds
        while "loaded" not in (message := read_message(channel.receive(end))):
            output += str(message.get("output", ""))
            drawn = message.get("drawn", drawn)
            raised = message.get("raised")
            if message.get("problem") == name and isinstance(raised, Raised):
                return Ran(_bounded(output), _words(raised, name))
            _enforce(end)
    except TimeoutError:
        return Ran(_bounded(output), f"It did not end within {seconds:g} seconds, so it was stopped.")
    except (WorkerGoneError, WireError) as error:
        return Ran(_bounded(output), f"It ended before its last line: {error}.")
    return Ran(_bounded(output), svg="".join(map(str, drawn)) or None if isinstance(drawn, list) else None)


def _enforce(end: float) -> None:
    """Enforce a deadline also while much is printed."""
    if time.monotonic() > end:
        raise TimeoutError


def _bounded(output: str) -> str:
    return output if len(output) < MAX_OUTPUT else output[:MAX_OUTPUT] + MORE


def _words(raised: Raised, name: str) -> str:
    """An error as Python says it, and where it comes from."""
    where = f"line {raised.line}" if raised.unit == name else f"{raised.unit}.py, line {raised.line}"
    told = f"{raised.type_name}: {raised.message}" if raised.message else raised.type_name
    return f"{told} ({where})" if raised.line and name not in told.partition("(")[2] else told
