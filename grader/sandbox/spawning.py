"""Workers that spawn: each job gets its own process. They are slower than forking ones and work on every system."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from grader.errors import BrokenError
from grader.protocol.frames import MAX_FRAME, Frames, pack
from grader.sandbox.workers import Channel, Stoppable, StoppableChannel, describe_exit, environment, worker_command


class SpawningWorkers(Stoppable):
    """A process of its own for each job: slower, and the same on every system."""

    shared: frozenset[str] = frozenset()

    def preload(self, modules: tuple[str, ...]) -> None:
        """Nothing: each job imports what it needs."""

    def open(self, job: Any) -> Channel:
        """Start a process and hand it a job."""
        channel = PipeChannel(_start_one())
        self._started(channel)
        channel.send(pack(job))
        return channel

    def alive(self) -> bool:
        """Always: each job starts its own."""
        return True

    def close(self) -> None:
        """End what still runs; nothing stays between jobs."""
        self.stop()


def _start_one() -> subprocess.Popen[bytes]:
    """Start a process for a single job."""
    return subprocess.Popen(  # noqa: S603  our own command
        worker_command("once"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        start_new_session=True,
    )


class PipeChannel(StoppableChannel):
    """A channel to a process of its own, over its standard input and output.

    Args:
        process: it was started in a session of its own, with pipes.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._frames = Frames(MAX_FRAME)
        self._arrived: queue.Queue[bytes] = queue.Queue(64)  # a flood waits in its own process
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, data: bytes) -> None:
        """Hand the process its job."""
        if self._process.stdin is None:
            raise BrokenError("The worker has no input. See what is missing: grader doctor")
        with contextlib.suppress(OSError, ValueError), self._process.stdin as pipe:  # it may have been stopped already
            pipe.write(data)

    def _read(self) -> None:
        while self._process.stdout is not None:
            data = os.read(self._process.stdout.fileno(), 1 << 18)
            self._arrived.put(data)
            if not data:
                return

    def _drain(self) -> None:
        """Let the reader come to its end."""
        end = time.monotonic() + 1.0
        while self._reader.is_alive() and time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                self._arrived.get(timeout=0.01)
        with contextlib.suppress(queue.Full):
            self._arrived.put_nowait(b"")  # the end may have been taken from someone who waits for it

    def arrived(self) -> bytes | None:
        """As `Channel.arrived`."""
        return self._frames.next()

    def take(self, seconds: float) -> bool:
        """As `Channel.take`."""
        try:
            data = self._arrived.get(timeout=seconds)
        except queue.Empty:
            return False
        self._frames.add(data)
        return not data

    def close(self) -> None:
        """As `Channel.close`."""
        self.kill()

    def cut(self) -> None:
        """As `StoppableChannel.cut`."""
        self.kill()

    def kill(self) -> str:
        """As `Channel.kill`."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.05)
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        status = self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):  # what was not sent goes with it
                self._process.stdin.close()
        self._drain()
        if self._process.stdout is not None and not self._reader.is_alive():
            self._process.stdout.close()
        return describe_exit(status)
