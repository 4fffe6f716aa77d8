"""Collect a submission's answers: hand out the checks, enforce the deadlines, go on after a hang or a crash.

A run gives the answers, and what was wrong with the files. Whether an answer is right is not known here.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from grader.course.syllabus import Course
from grader.errors import BrokenError
from grader.protocol.answer import Answer
from grader.protocol.check import Check
from grader.protocol.frames import WorkerGoneError
from grader.protocol.job import MAX_OUTPUT
from grader.protocol.raised import CRASH, TIMEOUT, Raised
from grader.protocol.wire import WireError
from grader.sandbox.job import Given, Limits, job_terms
from grader.sandbox.read_answers import expect_turn, new_hash, outline, read_message, read_once
from grader.sandbox.schedule import Schedule
from grader.sandbox.workers import Channel, Workers
from grader.submission.folder import Submission

START_SECONDS = 60.0
LOAD_FACTOR = 4  # loading all files may take this many times what a call may
MAX_KEPT_BYTES = 1 << 18  # bytes of an exercise's answers that are kept, ten times what right ones take
OUT_OF_TIME = "the time for the whole submission was used up before it"
OF_MEMORY = {"MemoryError", "SystemError"}  # the latter from packages in C that did not expect to get none
MAX_FAILED = 20  # statements of a file that may fail, as many as a worker tells


@dataclass(slots=True, kw_only=True)
class Collected:
    """What a submission answered.

    Attributes:
        answers: the answers to each check's calls, by the name of the check; the last may be a hang or a crash.
        fingerprints: a fingerprint of each check's answers; none where one hung or crashed.
        unloaded: for files that do not import, the error.
        failed: for files that do, the errors of statements at the top.
        cut_short: whether the time for the whole run ran out.
    """

    answers: dict[str, Sequence[Answer]] = field(default_factory=dict)
    fingerprints: dict[str, bytes] = field(default_factory=dict)
    unloaded: dict[str, Raised] = field(default_factory=dict)
    failed: dict[str, list[Raised]] = field(default_factory=dict)
    cut_short: bool = False

    def key(self, checks: Sequence[Check]) -> tuple[str | bytes, ...] | None:
        """What the answers to an exercise's checks are known by; None if one hung or crashed."""
        found = [self.fingerprints[check.name] for check in checks if check.name in self.fingerprints]
        return (checks[0].exercise, *found) if len(found) == len(checks) else None

    def was_late(self, checks: Sequence[Check]) -> bool:
        """Whether the time for the run was over before all of an exercise's checks were run."""
        return any(answer.not_run == OUT_OF_TIME for check in checks for answer in self.answers.get(check.name, ()))


class Run:
    """Checks that run on a submission from now on; `collect` waits for their answers.

    Args:
        submission: what was handed in.
        course: the course.
        checks: the checks, each with its unit.
        seed: seed of the hidden inputs.
        limits: how long things may take.
        workers: where the submission runs.
        given: functions to give to it. Nothing that it prints then is kept.
        absent: files that are known not to load, each with why.
        end: when the run has to be over, by `time.monotonic`; by default after the limit for a submission.
    """

    def __init__(
        self,
        submission: Submission,
        course: Course,
        checks: Sequence[tuple[str, Check]],
        seed: int,
        limits: Limits,
        workers: Workers,
        *,
        given: Given | None = None,
        absent: Mapping[str, str] | None = None,
        end: float | None = None,
    ) -> None:
        self._submission, self._course, self._seed = submission, course, seed
        self._limits, self._workers, self._given = limits, workers, given
        self._end = time.monotonic() + limits.submission if end is None else end
        self._room: dict[str, int] = {}
        unusable = [n for n, file in {**submission.units, **submission.helpers}.items() if file.source is None]
        self._absent = {name: f"{name}.py is missing or cannot be read" for name in unusable} | dict(absent or {})
        self._collected = Collected()
        self._loaded = False
        self._is_told = False  # what the files print when they load, which each process does anew
        self._schedule = Schedule(submission, course, checks)
        begin = self._schedule.left and time.monotonic() < self._end
        self._channel = self._workers.open(self._job()) if begin else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._channel is not None:
            self._channel.close()

    def collect(self) -> Collected:
        """Wait for the answers. A worker that ends, hangs or crashes is followed by a new one, for what is left."""
        while self._schedule.left:
            if self._channel is None:
                if time.monotonic() >= self._end:
                    self._collected.cut_short = True
                    for _, check in self._schedule.left:
                        self._collected.answers[check.name] = [Answer(timed_out=True, not_run=OUT_OF_TIME)]
                    break
                self._channel = self._workers.open(self._job())
            try:
                self._receive_answers(self._channel)
            finally:
                self._channel.close()
                self._channel = None
        return self._collected

    def _job(self) -> dict[str, Any]:
        files = {**self._submission.units, **self._submission.helpers}
        usable = {name: file.source for name, file in files.items() if file.source is not None}
        given = {"given": {"names": list(self._given.names), "code": list(self._given.code)}} if self._given else {}
        return {
            "sources": {name: source for name, source in usable.items() if name not in self._absent},
            "files": {name: f"{name}.py" for name in files},
            "absent": self._absent,
            **given,
            **job_terms(self._course, self._schedule.left, self._seed, self._limits, self._workers.shared),
        }

    def _receive_answers(self, channel: Channel) -> None:
        """Take frames until the job is done, hangs or crashes; the schedule keeps what is still to run."""
        lengths, printed = self._start(channel)
        if lengths is None:
            return
        before = "" if self._is_told else printed
        wanted, done = self._schedule.left, 0
        answers: list[Answer] = []
        room, seen = dict(self._room), new_hash()
        while done < len(wanted):
            check = wanted[done][1]
            is_first = check.exercise == wanted[0][1].exercise
            try:
                said, body, output = self._next_answer(channel, (done, len(answers)))
            except TimeoutError:
                self._stop(wanted, done, [*answers, Answer(timed_out=True)])
                return
            except (WorkerGoneError, WireError) as error:
                if is_first:
                    crash = Raised(CRASH, (CRASH,), self._crash_text(error))
                    self._stop(wanted, done, [*answers, Answer(raised=crash)])
                    return
                said = None
            if said is None or (_lacks_memory(said) and not is_first):
                self._room = room  # what another one did there may be why: once more, where none was before it
                break
            seen.update(body)
            answers.append(self._kept(said, len(body), check, before + output))
            before, self._is_told = "", True
            if len(answers) == lengths[done]:
                self._collected.answers[check.name] = tuple(answers)
                self._collected.fingerprints[check.name] = seen.digest()
                answers, done, room, seen = [], done + 1, dict(self._room), new_hash()
        self._schedule.left = wanted[done:]

    def _next_answer(self, channel: Channel, turn: tuple[int, int]) -> tuple[Answer, bytes, str]:
        """Wait for the answer to a call: the answer, its frame, and what was printed before it."""
        output, deadline = "", None
        while True:
            if (body := channel.arrived()) is None:
                deadline = deadline or min(time.monotonic() + self._limits.call, self._end)
                body = channel.receive(deadline)
            number, said = read_once(body)
            if not isinstance(said, str):
                expect_turn(number, turn)
                return said, body, output
            output = (output + said)[:MAX_OUTPUT]
            deadline = deadline or min(time.monotonic() + self._limits.call, self._end)
            _enforce(deadline)

    def _kept(self, answer: Answer, size: int, check: Check, output: str) -> Answer:
        """What is kept of an answer of that size."""
        room = self._room.get(check.exercise, MAX_KEPT_BYTES) - size
        if room < 0:
            answer = answer._replace(value=outline(answer.value))
        else:
            self._room[check.exercise] = room
        shown = output and not check.hidden and self._given is None
        return answer._replace(output=output) if shown else answer

    def _start(self, channel: Channel) -> tuple[list[int] | None, str]:
        """Wait until the submission is loaded: the number of calls of each check, or None after a hang or crash."""
        lengths = self._ready(channel)
        loading, output = "", ""
        deadline = time.monotonic() + self._limits.call
        last = time.monotonic() + LOAD_FACTOR * self._limits.call
        try:
            while "loaded" not in (message := read_message(channel.receive(min(deadline, last, self._end)))):
                if "output" in message:
                    output = (output + str(message["output"]))[:MAX_OUTPUT]
                elif "loading" in message:
                    loading = self._file(message["loading"])
                    deadline = time.monotonic() + self._limits.call
                else:
                    self._take_problem(message)
                _enforce(min(deadline, last))
        except TimeoutError:
            if time.monotonic() < self._end:  # else it is the run that is over
                self._cannot_load(loading, Raised(TIMEOUT, (TIMEOUT,), "it does not come to its end in time"))
        except (WorkerGoneError, WireError) as error:
            self._cannot_load(loading, Raised(CRASH, (CRASH,), self._crash_text(error)))
        else:
            self._loaded = True
            return lengths, output
        return None, output

    def _ready(self, channel: Channel) -> list[int]:
        """The number of calls of each check: the first frame, sent before any code of the submission runs."""
        try:
            message = read_message(channel.receive(time.monotonic() + START_SECONDS))
        except (TimeoutError, WorkerGoneError, WireError) as error:
            raise BrokenError(f"The worker ended before it began ({error}). See: grader doctor") from error
        if "broken" in message:
            raise BrokenError(f"The worker cannot begin: {message['broken']}. See: grader doctor")
        return [int(length) for length in message["ready"]]

    def _take_problem(self, message: dict[str, Any]) -> None:
        """Note a file that does not import, or a statement of it that fails."""
        raised, whole = message.get("raised"), message.get("whole")
        if not isinstance(raised, Raised) or not isinstance(whole, bool):
            raise WireError("out of turn")
        file = self._file(message.get("problem"))
        if whole:
            self._collected.unloaded.setdefault(file, raised)
            return
        failed = self._collected.failed.setdefault(file, [])
        if all(one.line != raised.line for one in failed):  # a job after a crash tells it again
            failed.append(raised)
        if len(failed) > MAX_FAILED:
            raise WireError("too many problems")

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
            name = next((unit for unit, _ in self._schedule.left if unit not in self._absent), "")
        if not name:
            raise BrokenError("The worker cannot load what has no code. See what is missing: grader doctor")
        if not self._loaded:  # what loaded before has answers to be judged
            self._collected.unloaded.setdefault(name, raised)
        self._absent = {**self._absent, name: f"{name}.py does not import"}

    def _stop(self, wanted: Sequence[tuple[str, Check]], done: int, answers: list[Answer]) -> None:
        """Keep what a hung or crashed check gave, and go on without exercises that have too many strikes."""
        self._collected.answers[wanted[done][1].name] = answers
        not_run = self._schedule.go_on_after(done, answers[-1])
        self._collected.answers.update({name: [answer] for name, answer in not_run.items()})


def _lacks_memory(answer: Answer) -> bool:
    return answer.raised is not None and answer.raised.type_name in OF_MEMORY


def _enforce(deadline: float) -> None:
    """Enforce a deadline also while frames arrive that are not what is waited for.

    Raises:
        TimeoutError: if it is over.
    """
    if time.monotonic() > deadline:
        raise TimeoutError
