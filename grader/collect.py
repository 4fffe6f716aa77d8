"""Collect a submission's answers: hand out the checks, hold the deadlines, go on after a hang or a crash.

What comes back is a sheet of answers and what was the matter with the files. Whether an answer is right is not
known here.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import marshal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.machinery import SourceFileLoader
from typing import Any

import numpy as np

from grader.answer import Answer, Opaque, Raised
from grader.channels import Channel, WorkerGoneError
from grader.course import Course
from grader.errors import BrokenError
from grader.exercise import Check
from grader.submission import Submission
from grader.wire import WireError, decode
from grader.worker.student import MAX_OUTPUT
from grader.workers import Forks, Workers

START_SECONDS = 60.0
LOADS = 4  # loading all files may take this many times what a call may
KEPT = 1 << 18  # bytes of an exercise's answers that are kept, ten times what right ones take
SMALL = 1 << 10  # bytes of a frame that is kept for the next who sends the same
STRIKES = 2  # calls of one exercise that may hang or crash before its other checks are not run


@dataclass(frozen=True)
class Limits:
    """How long things may take, in seconds."""

    call: float = 5.0
    submission: float = 60.0


@dataclass
class Collected:
    """What a submission answered.

    Attributes:
        sheet: the answers to each check's calls, by the name of the check; the last may be a hang or a crash.
        unloaded: for units that do not import, the error.
        cut_short: whether the time for the whole submission ran out.
        prints: a fingerprint of each check's answers; none where there was output, a hang or a crash.
    """

    sheet: dict[str, list[Answer]] = field(default_factory=dict)
    unloaded: dict[str, Raised] = field(default_factory=dict)
    cut_short: bool = False
    prints: dict[str, bytes] = field(default_factory=dict)


def collect(
    submission: Submission,
    course: Course,
    checks: Sequence[tuple[str, Check]],
    seed: int,
    limits: Limits,
    workers: Workers,
) -> Collected:
    """Run checks, each with its unit, on a submission. All of them are visible, or all are hidden."""
    collected = Collected()
    if not checks:
        return collected
    run = _Run(submission, course, checks, seed, limits, workers, collected)
    while run.left:
        run.go_on()
    return collected


class _Run:
    def __init__(
        self,
        submission: Submission,
        course: Course,
        checks: Sequence[tuple[str, Check]],
        seed: int,
        limits: Limits,
        workers: Workers,
        collected: Collected,
    ) -> None:
        self._submission, self._course, self._seed = submission, course, seed
        self._limits, self._workers, self._collected = limits, workers, collected
        self._end = time.monotonic() + limits.submission
        self._strikes: dict[str, int] = {}
        self._room: dict[str, int] = {}
        unusable = [n for n, file in {**submission.units, **submission.helpers}.items() if file.source is None]
        self._absent = {name: f"{name}.py is missing or cannot be read" for name in unusable}
        self.left = list(checks)

    def go_on(self) -> None:
        """Run what is left in a new worker, up to the end or to the next hang or crash."""
        if time.monotonic() >= self._end:
            self._collected.cut_short = True
            for _, check in self.left:
                self._collected.sheet[check.name] = [Answer(timed_out=True, started=False)]
            self.left = []
            return
        channel = self._workers.open(self._job())
        try:
            self._listen(channel)
        finally:
            channel.close()

    def _job(self) -> dict[str, Any]:
        files = {**self._submission.units, **self._submission.helpers}
        usable = {name: file.source for name, file in files.items() if file.source is not None}
        units = list(dict.fromkeys(unit for unit, _ in self.left))
        new = dict.fromkeys(unit for unit, check in self.left if check.name not in self._workers.shared)
        hidden = self.left[0][1].hidden
        return {
            "sources": {name: source for name, source in usable.items() if name not in self._absent},
            "files": {name: f"{name}.py" for name in files},
            "absent": self._absent,
            "contract": {unit.name: [exercise.name for exercise in unit.exercises] for unit in self._course.units},
            "load": units,
            "checks": [(unit, check_code(unit, hidden=hidden)) for unit in new],
            "wanted": [check.name for _, check in self.left],
            "seed": self._seed if hidden else 0,  # what a student may see must not tell it
            "cpu_seconds": int(self._limits.submission) + 10,
        }

    def _listen(self, channel: Channel) -> None:
        """Take frames until the job is done, hangs or crashes; leave in `left` what is still to run."""
        lengths, output = self._start(channel)
        if lengths is None:
            return
        wanted, done = self.left, 0
        answers: list[Answer] = []
        seen = _fingerprint()
        while done < len(wanted):
            check = wanted[done][1]
            deadline = min(time.monotonic() + self._limits.call, self._end)
            try:
                answer, said = self._next_answer(channel, deadline, (done, len(answers)), check.exercise, seen)
            except TimeoutError:
                self._stop(wanted, done, [*answers, Answer(timed_out=True)])
                return
            except (WorkerGoneError, WireError) as error:
                crash = Raised("Crash", ("Crash",), self._crash_text(error))
                self._stop(wanted, done, [*answers, Answer(raised=crash)])
                return
            output += said
            answers.append(replace(answer, output=output) if output and not check.hidden else answer)
            output = ""
            if len(answers) == lengths[done]:
                self._collected.sheet[check.name] = answers
                self._collected.prints[check.name] = seen.digest()
                answers, done, seen = [], done + 1, _fingerprint()
        self.left = []

    def _start(self, channel: Channel) -> tuple[list[int] | None, str]:
        """Wait until the submission is loaded: the number of calls of each check, or None after a hang or crash."""
        lengths = self._ready(channel)
        loading, output = "", ""
        deadline = time.monotonic() + self._limits.call
        last = min(time.monotonic() + LOADS * self._limits.call, self._end)
        try:
            while "loaded" not in (message := decode(channel.receive(min(deadline, last)))):
                if "output" in message:
                    output = (output + str(message["output"]))[:MAX_OUTPUT]
                elif "loading" in message:
                    loading = self._file(message["loading"])
                    deadline = time.monotonic() + self._limits.call
                else:
                    self._take_problem(message)
        except TimeoutError:
            self._cannot_load(loading, Raised("Timeout", ("Timeout",), "it does not come to its end in time"))
        except (WorkerGoneError, WireError) as error:
            self._cannot_load(loading, Raised("Crash", ("Crash",), self._crash_text(error)))
        else:
            return lengths, output
        return None, output

    @staticmethod
    def _ready(channel: Channel) -> list[int]:
        """The number of calls of each check: the first frame, sent before any code of the submission runs."""
        try:
            message = decode(channel.receive(time.monotonic() + START_SECONDS))
        except (TimeoutError, WorkerGoneError, WireError) as error:
            raise BrokenError(f"The worker ended before it began ({error}). See: grader doctor") from error
        if "broken" in message:
            raise BrokenError(f"The worker cannot begin: {message['broken']}. See: grader doctor")
        return [int(length) for length in message["ready"]]

    def _next_answer(
        self, channel: Channel, deadline: float, turn: tuple[int, int], exercise: str, seen: hashlib.blake2b
    ) -> tuple[Answer, str]:
        """The answer to a certain call of a certain check, and what was printed before it."""
        output = ""
        while True:
            body = channel.receive(deadline)
            message = _decode_small(body) if len(body) <= SMALL else decode(body)
            if "output" in message:
                output = (output + str(message["output"]))[:MAX_OUTPUT]
                continue
            said, answer = (message.get("check"), message.get("call")), message.get("answer")
            if any(type(number) is not int for number in said) or said != turn:
                raise WireError("out of turn")
            if not isinstance(answer, Answer):
                raise WireError("not an answer")
            seen.update(body)
            room = self._room.get(exercise, KEPT) - len(body)
            if room < 0:
                return replace(answer, value=outline(answer.value)), output
            self._room[exercise] = room
            return answer, output

    def _take_problem(self, message: dict[str, Any]) -> None:
        raised = message.get("raised")
        if not isinstance(raised, Raised):
            raise WireError("out of turn")
        self._collected.unloaded.setdefault(self._file(message.get("problem")), raised)

    def _file(self, name: object) -> str:
        """The name of a file of the submission; a forged frame may say anything."""
        if not isinstance(name, str) or not (name in self._submission.units or name in self._submission.helpers):
            raise WireError("not a file")
        return name

    @staticmethod
    def _crash_text(error: Exception) -> str:
        return str(error) if isinstance(error, WorkerGoneError) else "it wrote on the grader's own channel"

    def _cannot_load(self, name: str, raised: Raised) -> None:
        """Go on without a file; where one is named that is not loaded, without the first that is."""
        if not name or name in self._absent:
            name = next((unit for unit, _ in self.left if unit not in self._absent), "")
        if not name:
            raise BrokenError("The worker cannot load what has no code. See what is missing: grader doctor")
        self._collected.unloaded.setdefault(name, raised)
        self._absent = {**self._absent, name: f"{name}.py does not import"}

    def _stop(self, wanted: Sequence[tuple[str, Check]], done: int, answers: list[Answer]) -> None:
        """Keep what a hung or crashed check gave, and leave the rest, without an exercise that struck out."""
        check = wanted[done][1]
        self._collected.sheet[check.name] = answers
        self._strikes[check.exercise] = self._strikes.get(check.exercise, 0) + 1
        rest = wanted[done + 1 :]
        out = {name for name, strikes in self._strikes.items() if strikes >= STRIKES}
        for _, other in rest:
            if other.exercise in out:
                self._collected.sheet[other.name] = [answers[-1]]
        self.left = [(unit, other) for unit, other in rest if other.exercise not in out]


def _fingerprint() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=16)


@functools.lru_cache(maxsize=4096)
def _decode_small(body: bytes) -> dict[str, Any]:
    """A frame's message, read once for all who send the same: in a class, most answers are."""
    return decode(body)


def outline(value: Any) -> Opaque:
    """What is kept of a value that is far larger than any right answer."""
    what = f"array of shape {value.shape}" if isinstance(value, np.ndarray) else type(value).__name__
    return Opaque(f"{what}, too large to look at")


@functools.cache
def check_code(unit: str, *, hidden: bool) -> bytes:
    """The compiled checks of a unit, as they are sent to a worker."""
    name = f"grader.{'hidden' if hidden else 'checks'}.{unit}"
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise BrokenError(f"{name} is not there. Is the course's folder whole? grader doctor")
    # not spec.loader: under pytest that one rewrites assertions
    return marshal.dumps(SourceFileLoader(name, spec.origin).get_code(name))


def share_checks(workers: Forks, checks: Sequence[tuple[str, Check]], seed: int) -> None:
    """Let workers make the calls of checks once, for all submissions to come. All are visible, or all are hidden."""
    units = list(dict.fromkeys(unit for unit, _ in checks))
    hidden = any(check.hidden for _, check in checks)
    workers.share(
        {
            "checks": [(unit, check_code(unit, hidden=hidden)) for unit in units],
            "wanted": [check.name for _, check in checks],
            "seed": seed if hidden else 0,
        }
    )
