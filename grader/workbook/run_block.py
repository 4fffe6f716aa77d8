"""Run a block of a lesson with a student's functions, in a worker, within some seconds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from grader.course.syllabus import Course
from grader.errors import BrokenError
from grader.protocol.frames import WorkerGoneError
from grader.protocol.job import MAX_OUTPUT
from grader.protocol.raised import Raised
from grader.protocol.wire import WireError
from grader.render.typed import as_typed
from grader.sandbox.job import Limits, job_terms
from grader.sandbox.read_answers import read_message
from grader.sandbox.workers import Channel, Workers
from grader.submission.folder import Submission
from grader.submission.source import File

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
        "absent": {unit: _why_absent(file) for unit, file in files.items() if unit not in usable},
        "load": [name],
        "draws": True,
    }


def _why_absent(file: File) -> str:
    """What is the matter with a file that cannot be used, with its line."""
    if file.problem is None:
        return f"{file.shown} is missing or cannot be read"
    at = f", line {file.problem.line}" if file.problem.line else ""
    return f"{file.problem.file}{at}: {as_typed(file.problem.message)}"


def _follow(channel: Channel, name: str, seconds: float) -> Ran:
    """Take what is printed until the block ends, fails or is out of time."""
    output, drawn = "", None
    unread: dict[str, str] = {}  # files that do not import, and why
    try:
        if broken := read_message(channel.receive(time.monotonic() + START_SECONDS)).get("broken"):
            raise BrokenError(f"The worker cannot begin: {broken}. See: grader doctor")
        end = time.monotonic() + seconds
        while "loaded" not in (message := read_message(channel.receive(end))):
            output += str(message.get("output", ""))
            drawn = message.get("drawn", drawn)
            raised = message.get("raised")
            if message.get("problem") == name and isinstance(raised, Raised):
                deepest = message.get("deepest")
                said = _words(raised, name, deepest if isinstance(deepest, Raised) else raised)
                return Ran(_bounded(output), _with_reasons(said, unread))
            if message.get("whole") and isinstance(raised, Raised):
                unread[str(message["problem"])] = _told(raised)
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


def _words(raised: Raised, name: str, deepest: Raised) -> str:
    """An error as Python says it, where it comes from, and which line of the block led there."""
    told = _told(raised)
    if not raised.line or name in told.partition("(")[2]:
        return told
    where = f"line {raised.line}"
    if deepest.line and deepest.unit not in ("", name):
        where = f"{deepest.unit}.py, line {deepest.line}, called in line {raised.line}"
    return f"{told} ({where})"


def _told(raised: Raised) -> str:
    return f"{raised.type_name}: {raised.message}" if raised.message else raised.type_name


def _with_reasons(said: str, unread: Mapping[str, str]) -> str:
    """What is said, with the reason for each file that does not import."""
    for unit, reason in unread.items():
        said = said.replace(f"{unit}.py does not import", f"{unit}.py does not import: {reason}", 1)
    return said
