"""What workers are to the grader: something that takes jobs, with a channel to each job that runs.

The two kinds are in `forking` and `spawning`; `start` picks the one that this machine supports. Both are separate
programs, started by exec, that hold no solution.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
import weakref
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from grader.course.syllabus import GRADER, ROOT
from grader.errors import BrokenError
from grader.packages import package_folders
from grader.protocol.frames import WorkerGoneError

POLL_SECONDS = 0.05  # seconds after which what a running child has sent so far is looked at

# One BLAS thread: a forked child with two of them hangs, and matrices of three rows need no more.
ENVIRONMENT = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ENVIRONMENT["LD_BIND_NOW"] = "1"  # each child would look up the same functions in the libraries that it calls
ENVIRONMENT["MPLBACKEND"] = "Agg"  # figures are looked at by the grader, never shown in a window


class Channel(Protocol):
    """A running job."""

    def arrived(self) -> bytes | None:
        """The body of the next frame, if it has arrived and was taken from the channel already."""

    def take(self, seconds: float) -> bool:
        """Take what arrives within so many seconds; gives whether the worker has ended."""

    def receive(self, deadline: float) -> bytes:
        """The body of the next frame.

        Raises:
            TimeoutError: at the deadline (of `time.monotonic`).
            WorkerGoneError: if the worker has ended.
        """
        while (frame := self.arrived()) is None:
            left = deadline - time.monotonic()
            ended = self.take(min(max(left, 0.0), POLL_SECONDS))
            if (frame := self.arrived()) is not None:
                return frame
            if ended:
                raise WorkerGoneError(self.kill())
            if left <= 0:
                raise TimeoutError
        return frame

    def close(self) -> None:
        """End the worker, with all that it started."""

    def kill(self) -> str:
        """End the worker; says how it had ended, if it had."""


class Workers(Protocol):
    """Something that takes jobs.

    Attributes:
        shared: names of checks that it has already, so that a job need not bring them.
    """

    shared: frozenset[str]

    def preload(self, modules: tuple[str, ...]) -> None:
        """Import modules once, for all later jobs."""

    def open(self, job: Any) -> Channel:
        """Start a job."""

    def alive(self) -> bool:
        """Whether jobs can be started."""

    def close(self) -> None:
        """End everything."""


class StoppableChannel(Channel, Protocol):
    """A running job that another thread may end."""

    def cut(self) -> None:
        """Let whoever waits for a frame be told at once that the worker has ended."""


class Stoppable:
    """Workers whose jobs another thread may stop, without ending the workers."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._channels: weakref.WeakSet[StoppableChannel] = weakref.WeakSet()
        self._stopped = False

    def stop(self) -> None:
        """End the jobs that run, and start none until `resume`."""
        with self._starting:
            self._stopped = True
            channels = list(self._channels)
        for channel in channels:
            channel.cut()

    def resume(self) -> None:
        """Start jobs again."""
        self._stopped = False

    def _started(self, channel: StoppableChannel) -> None:
        """Note a job that has started.

        Raises:
            BrokenError: if jobs were stopped; it is ended then.
        """
        with self._starting:
            if not self._stopped:
                self._channels.add(channel)
                return
        channel.close()
        raise BrokenError("The workers were stopped.")


class StoppableWorkers(Workers, Protocol):
    """Workers whose jobs another thread may stop; see `Stoppable`."""

    def stop(self) -> None:
        """End the jobs that run, and start none until `resume`."""

    def resume(self) -> None:
        """Start jobs again."""


class WorkerPair(NamedTuple):
    """Workers for visible checks and workers for hidden ones: the former never hold what the latter preload."""

    visible: Workers
    hidden: Workers


def pair_of(workers: Workers | WorkerPair) -> WorkerPair:
    """A pair; workers that are none do both."""
    return workers if isinstance(workers, WorkerPair) else WorkerPair(workers, workers)


def worker_command(
    mode: str, *readable: str, python: str = sys.executable, folders: Sequence[str] | None = None
) -> list[str]:
    """The command that starts a worker; see `grader.worker.__main__`.

    Args:
        mode: how it works.
        readable: the packages that a jailed submission may read.
        python: the interpreter.
        folders: where packages are imported from; None takes all that this process imports from.
    """
    main = GRADER / "worker" / "__main__.py"
    packages = os.pathsep.join(package_folders() if folders is None else folders)
    return [python, "-I", "-S", "-X", "utf8", str(main), mode, str(ROOT), packages, *readable]


def environment() -> dict[str, str]:
    """The environment variables of a worker: only those that make it quick, and nothing else of ours."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    fonts = {"MPLCONFIGDIR": str(ROOT / ".grader" / "matplotlib")}  # else each worker looks for all fonts anew
    return ENVIRONMENT | fonts | kept


def describe_exit(status: int) -> str:
    """How a process ended, in words for the author of the code in it."""
    if status < 0:
        with contextlib.suppress(ValueError):
            number = signal.Signals(-status)
            known = {signal.SIGSEGV: "a segmentation fault", signal.SIGXCPU: "too much processor time"}
            return f"the process was ended by {known.get(number, number.name)}"
    return "the process ended itself (os._exit or a crash)"
