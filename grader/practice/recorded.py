"""Workers that were recorded: each job was done elsewhere, and what it sent is played back."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from grader.protocol.frames import MAX_FRAME, Frames, WorkerGoneError
from grader.sandbox.workers import Channel

GONE = "the process ended itself (os._exit or a crash)"  # as `describe_exit` says it


class Recording(NamedTuple):
    """What came of a job.

    Attributes:
        frames: what was sent, to the end or until it was ended.
        hung: whether it was ended because a frame was late.
        seconds: how long it ran.
    """

    frames: bytes
    hung: bool
    seconds: float


class NotRecordedError(Exception):
    """A job was opened that nobody has done yet.

    Attributes:
        job: the job, marshalled.
    """

    def __init__(self, job: bytes) -> None:
        super().__init__("this job was not done yet")
        self.job = job


class RecordedWorkers:
    """Plays back what jobs sent, in the order in which they are opened; see `grader.sandbox.workers.Workers`.

    Args:
        recordings: of the first jobs.
        advance: is told the seconds that pass while a job runs.
    """

    shared: frozenset[str] = frozenset()

    def __init__(self, recordings: Iterable[Recording], advance: Callable[[float], None]) -> None:
        self._recordings, self._advance = iter(recordings), advance

    def preload(self, modules: tuple[str, ...]) -> None:
        """Nothing: whoever does the jobs imports what they need."""

    def open(self, job: Any) -> Channel:
        """A channel to what was recorded of a job.

        Raises:
            NotRecordedError: if that was not done yet.
        """
        recording = next(self._recordings, None)
        if recording is None:
            raise NotRecordedError(marshal.dumps(job))
        return RecordedChannel(recording, self._advance)

    def alive(self) -> bool:
        """Always."""
        return True

    def close(self) -> None:
        """Nothing runs here."""


class RecordedChannel(Channel):
    """A channel on which everything has arrived."""

    def __init__(self, recording: Recording, advance: Callable[[float], None]) -> None:
        self._recording, self._advance = recording, advance
        self._frames = Frames(MAX_FRAME)
        self._frames.add(recording.frames)
        self._over = False

    def arrived(self) -> bytes | None:
        """As `Channel.arrived`."""
        frame = self._frames.next()
        if frame is None:
            self.close()
        return frame

    def take(self, seconds: float) -> bool:  # noqa: ARG002  nothing more will come
        """As `Channel.take`."""
        return not self._recording.hung

    def receive(self, deadline: float) -> bytes:  # noqa: ARG002  what is late was late when it was recorded
        """As `Channel.receive`."""
        frame = self.arrived()
        if frame is not None:
            return frame
        if self._recording.hung:
            raise TimeoutError
        raise WorkerGoneError(self.kill())

    def close(self) -> None:
        """As `Channel.close`; from now on the time has passed that the job took."""
        if not self._over:
            self._over = True
            self._advance(self._recording.seconds)

    def kill(self) -> str:
        """As `Channel.kill`."""
        return GONE
