"""Channels: the frames of a running job as they come, with deadlines and the power to end what sends them."""

from __future__ import annotations

import contextlib
import marshal
import os
import queue
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from grader.errors import BrokenError
from grader.protocol.shared_memory import Slate
from grader.worker.limits import MAX_FRAME

HEADER = 4
MUCH = 1 << 15  # bytes that are waited for, if nothing else ends the wait
LOOK = 0.05  # seconds after which what a running child has sent so far is looked at


class WorkerGoneError(Exception):
    """The worker ended before it was done; the text says how."""


class Frames:
    """Bytes in, frames out."""

    def __init__(self, most: int) -> None:
        self._buffer, self._at = b"", 0
        self._most = most

    def add(self, data: bytes) -> None:
        """Take bytes that have come."""
        self._buffer, self._at = self._buffer[self._at :] + data, 0

    def next(self) -> bytes | None:
        """The body of the next frame, None until it is whole.

        Raises:
            WorkerGoneError: if the frame is longer than allowed.
        """
        begin = self._at + HEADER
        if len(self._buffer) < begin:
            return None
        end = begin + int.from_bytes(self._buffer[self._at : begin], "big")
        if end - begin > self._most:
            raise WorkerGoneError("it wrote on the grader's own channel")
        if len(self._buffer) < end:
            return None
        self._at = end
        return self._buffer[begin:end]

    def peek(self, count: int) -> bytes | None:
        """The next frames as they came, lengths and all; None until so many are whole."""
        end = self._at
        for _ in range(count):
            begin = end + HEADER
            end = begin + int.from_bytes(self._buffer[end:begin], "big")
            if end > len(self._buffer):
                return None
        return self._buffer[self._at : end]

    def skip(self, size: int) -> None:
        """Go past bytes that `peek` gave."""
        self._at += size


class Channel(Protocol):
    """A running job.

    Attributes:
        frames: what has come from it so far.
    """

    frames: Frames

    def receive(self, deadline: float) -> bytes:
        """The body of the next frame.

        Raises:
            TimeoutError: at the deadline (of `time.monotonic`).
            WorkerGoneError: if the worker has ended.
        """
        while (frame := self.receive_soon(deadline)) is None:
            continue
        return frame

    def receive_soon(self, deadline: float, wait: float = LOOK) -> bytes | None:
        """The same, but None where it does not come within a wait and there is still time."""

    def close(self) -> None:
        """End the worker, with all that it started."""

    def kill(self) -> str:
        """The same; says how it had ended, if it had."""


def pack(job: Any) -> bytes:
    """A job as it is sent to a worker."""
    data = marshal.dumps(job)
    return len(data).to_bytes(HEADER, "big") + data


def how(status: int) -> str:
    """How a process ended, for its author."""
    if status < 0:
        with contextlib.suppress(ValueError):
            number = signal.Signals(-status)
            known = {signal.SIGSEGV: "a segmentation fault", signal.SIGXCPU: "too much processor time"}
            return f"the process was ended by {known.get(number, number.name)}"
    return "the process ended itself (os._exit or a crash)"


class SocketChannel(Channel):
    """A channel to a child of a warm process: one frame over a socket, others on a slate, and what has no room there.

    Nothing that a submission does can change the first frame, which is sent before any code of it runs. What comes over
    the socket while there is room on the slate is nothing of ours, and is not looked at.

    Args:
        connection: our end of the socket.
        slate: what it writes on.
        end: ends the child, with all that it started.
        tell: the same; gives its status.
    """

    def __init__(
        self, connection: socket.socket, slate: Slate, end: Callable[[], None], tell: Callable[[], int]
    ) -> None:
        self._socket, self._slate, self._end, self._tell = connection, slate, end, tell
        self._open = True
        self._waits = 0.0
        self.frames = Frames(MAX_FRAME)
        self._over = Frames(MAX_FRAME)  # the socket
        self._begun = False

    def receive_soon(self, deadline: float, wait: float = LOOK) -> bytes | None:
        """As `Channel.receive_soon`."""
        if (frame := self._next()) is not None:
            return frame
        left = deadline - time.monotonic()
        if wait:
            self._wait(min(max(left, 0), wait))
        data: bytes | None = None
        try:
            data = self._socket.recv(MUCH, socket.MSG_WAITALL if wait else socket.MSG_DONTWAIT)
        except BlockingIOError:
            pass
        except ConnectionError:
            data = b""
        try:
            self.frames.add(self._slate.read())
        except ValueError:
            raise WorkerGoneError("it wrote on the grader's own channel") from None
        if data and (self._slate.full or not self._begun):
            self._over.add(data)
        if (frame := self._next()) is not None:
            return frame
        if data == b"":
            raise WorkerGoneError(self.kill())
        if left <= 0:
            raise TimeoutError
        return None

    def _next(self) -> bytes | None:
        """The next frame of those that have come."""
        if not self._begun:
            frame = self._over.next()
            self._begun = frame is not None
            return frame
        frame = self.frames.next()
        return self._over.next() if frame is None and self._slate.full else frame

    def _wait(self, seconds: float) -> None:
        """Let the kernel gather what comes until it is much, or the child ends, or this time is over: one waking."""
        if seconds != self._waits:
            self._waits = seconds
            wait = struct.pack("ll", int(seconds), int(seconds % 1 * 1e6) or 1)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, wait)

    def close(self) -> None:
        """As `Channel.close`."""
        if self._open:
            self._open = False
            self._end()
            self._release()

    def kill(self) -> str:
        """As `Channel.kill`."""
        if not self._open:
            return ""
        self._open = False
        status = how(self._tell())
        self._release()
        return status

    def _release(self) -> None:
        self._socket.close()
        self._slate.close()


class PipeChannel(Channel):
    """A channel to a process of its own, over its standard input and output.

    Args:
        process: it was started in a session of its own, with pipes.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.frames = Frames(MAX_FRAME)
        self._arrived: queue.Queue[bytes] = queue.Queue(64)  # a flood waits in its own process
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, data: bytes) -> None:
        """Hand the process its job."""
        if self._process.stdin is None:
            raise BrokenError("The worker has no input. See what is missing: grader doctor")
        with contextlib.suppress(OSError), self._process.stdin as pipe:
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

    def receive_soon(self, deadline: float, wait: float = LOOK) -> bytes | None:
        """As `Channel.receive_soon`."""
        if (frame := self.frames.next()) is not None:
            return frame
        left = deadline - time.monotonic()
        try:
            data = self._arrived.get(timeout=min(max(left, 0), wait))
        except queue.Empty:
            if left <= 0:
                raise TimeoutError from None
            return None
        if not data:
            raise WorkerGoneError(self.kill())
        self.frames.add(data)
        return self.frames.next()

    def close(self) -> None:
        """As `Channel.close`."""
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
        self._drain()
        if self._process.stdout is not None and not self._reader.is_alive():
            self._process.stdout.close()
        return how(status)
