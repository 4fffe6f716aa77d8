"""Let candidates answer: a function of a submission with small edits, which run in a worker and nowhere else."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from grader.course.syllabus import Course
from grader.protocol.answer import Answer
from grader.protocol.check import Check
from grader.protocol.frames import WorkerGoneError
from grader.protocol.wire import WireError
from grader.sandbox.collect import START_SECONDS
from grader.sandbox.job import Limits, job_terms
from grader.sandbox.read_answers import expect_turn, read_message, read_once
from grader.sandbox.workers import Channel, Workers
from grader.submission.edits.edit import Edit, Editable
from grader.submission.folder import Submission


class TrialError(Exception):
    """A candidate did not come to its end, or ended the worker: nothing is known of any."""


class Trials:
    """Runs candidates of one function.

    Args:
        submission: what was handed in.
        course: the course.
        limits: how long things may take.

    Attributes:
        seconds: of the processor, as far as workers say.
        lines: that the function runs through in the calls that it answered last as it is, as the worker says.
    """

    def __init__(self, submission: Submission, course: Course, limits: Limits) -> None:
        self._submission, self._course, self._limits = submission, course, limits
        self.seconds, self.lines = 0.0, 0

    def answers(
        self,
        function: Function,
        candidates: Sequence[Sequence[Edit]],
        checks: Sequence[Check],
        seed: int,
        workers: Workers,
        call: tuple[int, int] | None = None,
    ) -> Iterator[Answer]:
        """The answers of each candidate in turn to the calls of some checks, or to one call alone.

        Args:
            function: the function.
            candidates: the edits of each candidate, in the order of the text.
            checks: the checks, all visible or all hidden.
            seed: seed of the hidden inputs.
            workers: where the candidates run.
            call: the numbers of a check and of its call, for one alone.

        Raises:
            TrialError: if one does not end, or ends the worker.
        """
        wanted = [(function.unit, check) for check in checks]
        terms = job_terms(self._course, wanted, seed, self._limits, workers.shared)
        files = {**self._submission.units, **self._submission.helpers}
        code = function.editable
        job = {
            **terms,
            "sources": {name: file.source for name, file in files.items() if file.source is not None},
            "files": {name: f"{name}.py" for name in files},
            "absent": {name: "it is missing" for name, file in files.items() if file.source is None},
            "load": [],
            "trial": {
                "unit": function.unit,
                "name": function.name,
                "before": code.before,
                "text": code.text,
                "after": code.after,
                "candidates": [[one[:3] for one in reversed(edits)] for edits in candidates],
                "call": call,
            },
        }
        channel = workers.open(job)
        try:
            yield from self._receive(channel, len(candidates), call)
        except (TimeoutError, WorkerGoneError, WireError) as error:
            raise TrialError(str(error)) from error
        finally:
            channel.close()

    def _receive(self, channel: Channel, candidates: int, call: tuple[int, int] | None) -> Iterator[Answer]:
        ready = read_message(channel.receive(time.monotonic() + START_SECONDS))
        if "ready" not in ready:
            raise WireError(str(ready.get("broken", "out of turn")))
        if "loaded" not in self._message(channel):
            raise WireError("out of turn")
        calls = sum(int(length) for length in ready["ready"]) if call is None else 1
        for number in range(candidates * calls):
            turn, said = read_once(self._next(channel))
            if isinstance(said, str):
                raise WireError("out of turn")
            expect_turn(turn, (number, 0))
            yield said
        last = self._message(channel)
        seconds, lines = last.get("done"), last.get("lines")
        self.lines = lines if isinstance(lines, int) and lines > 0 else self.lines
        self.seconds += seconds if isinstance(seconds, float) and 0 <= seconds < 1e6 else 0.0

    def _message(self, channel: Channel) -> dict[str, Any]:
        return read_message(self._next(channel))

    def _next(self, channel: Channel) -> bytes:
        frame = channel.arrived()
        return channel.receive(time.monotonic() + self._limits.call) if frame is None else frame


class Function(NamedTuple):
    """A function that may be edited.

    Attributes:
        unit: its file.
        name: its name.
        editable: its text and its edits.
    """

    unit: str
    name: str
    editable: Editable
