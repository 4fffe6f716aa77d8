"""Collect a submission's answers: hand out the checks, enforce the deadlines, go on after a hang or a crash.

Several runs, such as those of visible and of hidden checks, take turns in one thread while their workers work. A run
gives the answers, and what was wrong with the files. Whether an answer is right is not known here.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.course.syllabus import Course
from grader.errors import BrokenError
from grader.protocol.answer import Answer, Raised
from grader.protocol.check import Check
from grader.protocol.frames import WorkerGoneError
from grader.protocol.job import MAX_OUTPUT
from grader.protocol.wire import WireError
from grader.sandbox.job import Limits, job_terms
from grader.sandbox.read_answers import MAX_WHOLE, expect_turn, new_hash, outline, read_message, read_once, read_whole
from grader.sandbox.workers import POLL_SECONDS, Channel, Workers
from grader.submission.source import Submission

START_SECONDS = 60.0
LOAD_FACTOR = 4  # loading all files may take this many times what a call may
MAX_KEPT_BYTES = 1 << 18  # bytes of an exercise's answers that are kept, ten times what right ones take
MAX_STRIKES = 2  # calls of one exercise that may hang or crash before its other checks are not run


@dataclass
class Collected:
    """What a submission answered.

    Attributes:
        answers: the answers to each check's calls, by the name of the check; the last may be a hang or a crash.
        unloaded: for units that do not import, the error.
        cut_short: whether the time for the whole submission ran out.
        fingerprints: a fingerprint of each check's answers; none where one hung or crashed.
    """

    answers: dict[str, Sequence[Answer]] = field(default_factory=dict)
    unloaded: dict[str, Raised] = field(default_factory=dict)
    cut_short: bool = False
    fingerprints: dict[str, bytes] = field(default_factory=dict)


class Run:
    """Checks that run on a submission from now on: all visible, or all hidden.

    Args:
        submission: what was handed in.
        course: the course.
        checks: the checks, each with its unit.
        seed: seed of the hidden inputs.
        limits: how long things may take.
        workers: where the submission runs.

    Attributes:
        collected: the answers that have come.
        left: the checks that are still to run.
    """

    def __init__(
        self,
        submission: Submission,
        course: Course,
        checks: Sequence[tuple[str, Check]],
        seed: int,
        limits: Limits,
        workers: Workers,
    ) -> None:
        self._submission, self._course, self._seed = submission, course, seed
        self._limits, self._workers = limits, workers
        self._end = time.monotonic() + limits.submission
        self._strikes: dict[str, int] = {}
        self._room: dict[str, int] = {}
        unusable = [n for n, file in {**submission.units, **submission.helpers}.items() if file.source is None]
        self._absent = {name: f"{name}.py is missing or cannot be read" for name in unusable}
        self.collected = Collected()
        self.left = list(checks)
        self._steps = self._run()
        self.advance(wait=False)

    def advance(self, *, wait: bool = True) -> bool:
        """Take what has arrived, or wait a moment for it; gives whether there is more to come."""
        self._turn = time.monotonic() + POLL_SECONDS
        self._patience = POLL_SECONDS if wait else 0.0
        return next(self._steps, self) is None

    def close(self) -> None:
        """End the worker, if one is running."""
        self._steps.close()

    def _run(self) -> Generator[None]:
        """Run what is left in a worker until it ends, hangs or crashes; then go on in a new one."""
        while self.left:
            if time.monotonic() >= self._end:
                self.collected.cut_short = True
                for _, check in self.left:
                    self.collected.answers[check.name] = [Answer(timed_out=True, started=False)]
                return
            channel = self._workers.open(self._job())
            try:
                yield
                yield from self._receive_answers(channel)
            finally:
                channel.close()

    def _job(self) -> dict[str, Any]:
        files = {**self._submission.units, **self._submission.helpers}
        usable = {name: file.source for name, file in files.items() if file.source is not None}
        return {
            "sources": {name: source for name, source in usable.items() if name not in self._absent},
            "code": {name: file.code for name, file in files.items() if file.code is not None},
            "files": {name: f"{name}.py" for name in files},
            "absent": self._absent,
            **job_terms(self._course, self.left, self._seed, self._limits, self._workers.shared),
        }

    def _receive_answers(self, channel: Channel) -> Generator[None]:
        """Take frames until the job is done, hangs or crashes; `left` keeps what is still to run."""
        lengths, before = yield from self._start(channel)
        if lengths is None:
            return
        wanted, done = self.left, 0
        answers: list[Answer] = []
        seen, output = new_hash(), ""
        deadline = min(time.monotonic() + self._limits.call, self._end)
        while done < len(wanted):
            check = wanted[done][1]
            if time.monotonic() > self._turn:
                yield
            if not (answers or before or output) and (taken := self._take_whole_exercises(channel, done, lengths)):
                done += taken
                deadline = min(time.monotonic() + self._limits.call, self._end)
                continue
            try:
                while (body := channel.receive_soon(deadline, self._patience)) is None:
                    yield
                turn, said = read_once(body)
                if isinstance(said, str):
                    output = (output + said)[:MAX_OUTPUT]
                    _enforce(deadline)
                    continue
                expect_turn(turn, (done, len(answers)))
            except TimeoutError:
                self._stop(wanted, done, [*answers, Answer(timed_out=True)])
                return
            except (WorkerGoneError, WireError) as error:
                crash = Raised("Crash", ("Crash",), self._crash_text(error))
                self._stop(wanted, done, [*answers, Answer(raised=crash)])
                return
            seen.update(body)
            answers.append(self._kept(said, len(body), check, before + output))
            before = output = ""
            deadline = min(time.monotonic() + self._limits.call, self._end)
            if len(answers) == lengths[done]:
                self.collected.answers[check.name] = tuple(answers)
                self.collected.fingerprints[check.name] = seen.digest()
                answers, done, seen = [], done + 1, new_hash()
        self.left = []

    def _take_whole_exercises(self, channel: Channel, done: int, lengths: Sequence[int]) -> int:
        """Take the answers to exercises that have arrived whole and are small; gives to how many checks."""
        begin = done
        for exercise, some in itertools.groupby(self.left[done:], lambda one: one[1].exercise):
            checks = [check for _, check in some]
            counts = tuple(lengths[done : done + len(checks)])
            frames = channel.frames.peek(sum(counts))
            room = self._room.get(exercise, MAX_KEPT_BYTES) - len(frames or b"")
            if frames is None or len(frames) > MAX_WHOLE or room < 0:
                break
            try:
                read = read_whole(done, counts, frames)
            except WireError:  # something else is among them, and is met again one by one
                break
            self._room[exercise] = room
            for check, (answers, seen) in zip(checks, read, strict=True):
                self.collected.answers[check.name] = answers
                self.collected.fingerprints[check.name] = seen
            channel.frames.skip(len(frames))
            done += len(checks)
        return done - begin

    def _kept(self, answer: Answer, size: int, check: Check, output: str) -> Answer:
        """What is kept of an answer of that size."""
        room = self._room.get(check.exercise, MAX_KEPT_BYTES) - size
        if room < 0:
            answer = answer._replace(value=outline(answer.value))
        else:
            self._room[check.exercise] = room
        return answer._replace(output=output) if output and not check.hidden else answer

    def _start(self, channel: Channel) -> Generator[None, None, tuple[list[int] | None, str]]:
        """Wait until the submission is loaded: the number of calls of each check, or None after a hang or crash."""
        lengths = yield from self._ready(channel)
        loading, output = "", ""
        deadline = time.monotonic() + self._limits.call
        last = time.monotonic() + LOAD_FACTOR * self._limits.call
        try:
            while "loaded" not in (
                message := read_message((yield from self._receive(channel, min(deadline, last, self._end))))
            ):
                if "output" in message:
                    output = (output + str(message["output"]))[:MAX_OUTPUT]
                elif "loading" in message:
                    loading = self._file(message["loading"])
                    deadline = time.monotonic() + self._limits.call
                else:
                    self._take_problem(message)
                _enforce(min(deadline, last))
        except TimeoutError:
            self._cannot_load(loading, Raised("Timeout", ("Timeout",), "it does not come to its end in time"))
        except (WorkerGoneError, WireError) as error:
            self._cannot_load(loading, Raised("Crash", ("Crash",), self._crash_text(error)))
        else:
            return lengths, output
        return None, output

    def _ready(self, channel: Channel) -> Generator[None, None, list[int]]:
        """The number of calls of each check: the first frame, sent before any code of the submission runs."""
        try:
            message = read_message((yield from self._receive(channel, time.monotonic() + START_SECONDS)))
        except (TimeoutError, WorkerGoneError, WireError) as error:
            raise BrokenError(f"The worker ended before it began ({error}). See: grader doctor") from error
        if "broken" in message:
            raise BrokenError(f"The worker cannot begin: {message['broken']}. See: grader doctor")
        return [int(length) for length in message["ready"]]

    def _receive(self, channel: Channel, deadline: float) -> Generator[None, None, bytes]:
        """The next frame. While none arrives, or when it has taken long, the other runs have their turn."""
        if time.monotonic() > self._turn:
            yield
        while (body := channel.receive_soon(deadline, self._patience)) is None:
            yield
        return body

    def _take_problem(self, message: dict[str, Any]) -> None:
        raised = message.get("raised")
        if not isinstance(raised, Raised):
            raise WireError("out of turn")
        self.collected.unloaded.setdefault(self._file(message.get("problem")), raised)

    def _file(self, name: object) -> str:
        """The name of a file of the submission. A forged frame may name anything."""
        if not isinstance(name, str) or not (name in self._submission.units or name in self._submission.helpers):
            raise WireError("not a file")
        return name

    @staticmethod
    def _crash_text(error: Exception) -> str:
        return str(error) if isinstance(error, WorkerGoneError) else "it wrote on the grader's own channel"

    def _cannot_load(self, name: str, raised: Raised) -> None:
        """Go on without a file: the named one or, if it is not known or already left out, the first that is loaded."""
        if not name or name in self._absent:
            name = next((unit for unit, _ in self.left if unit not in self._absent), "")
        if not name:
            raise BrokenError("The worker cannot load what has no code. See what is missing: grader doctor")
        self.collected.unloaded.setdefault(name, raised)
        self._absent = {**self._absent, name: f"{name}.py does not import"}

    def _stop(self, wanted: Sequence[tuple[str, Check]], done: int, answers: list[Answer]) -> None:
        """Keep what a hung or crashed check gave, and go on without exercises that have too many strikes."""
        check = wanted[done][1]
        self.collected.answers[check.name] = answers
        self._strikes[check.exercise] = self._strikes.get(check.exercise, 0) + 1
        rest = wanted[done + 1 :]
        out = {name for name, strikes in self._strikes.items() if strikes >= MAX_STRIKES}
        for _, other in rest:
            if other.exercise in out:
                self.collected.answers[other.name] = [answers[-1]]
        self.left = [(unit, other) for unit, other in rest if other.exercise not in out]


def collect(*runs: Run) -> None:
    """Let runs take turns until all have ended."""
    waiting = list(runs)
    while waiting:
        waiting = [run for run in waiting if run.advance()]


def _enforce(deadline: float) -> None:
    """Enforce a deadline also while frames arrive that are not what is waited for.

    Raises:
        TimeoutError: if it is over.
    """
    if time.monotonic() > deadline:
        raise TimeoutError
