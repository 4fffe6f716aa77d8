"""A channel to a forked child: the first frame over a socket, the others in shared memory."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Callable

from grader.protocol.frames import MAX_FRAME, Frames, WorkerGoneError
from grader.protocol.shared_memory import FrameBuffer
from grader.sandbox.workers import StoppableChannel, describe_exit

RECEIVE_BYTES = 1 << 15  # bytes that are waited for, if nothing else ends the wait


class SocketChannel(StoppableChannel):
    """A channel to a forked child.

    Frames that do not fit in the shared memory come over the socket, too. The first frame is sent before any code of
    the submission runs, so nothing that a submission does can change it. What comes over the socket while there is
    still room in the memory was not written by our code, and is ignored.

    Args:
        connection: our end of the socket.
        buffer: what it writes on.
        end: ends the child, with all that it started.
        tell: the same; gives its status.
    """

    def __init__(
        self, connection: socket.socket, buffer: FrameBuffer, end: Callable[[], None], tell: Callable[[], int]
    ) -> None:
        self._socket, self._buffer, self._end, self._tell = connection, buffer, end, tell
        self._open = True
        self._waits = 0.0
        self._frames = Frames(MAX_FRAME)
        self._over = Frames(MAX_FRAME)  # the socket
        self._begun = False

    def take(self, seconds: float) -> bool:
        """As `Channel.take`."""
        self._wait(seconds)
        data: bytes | None = None
        try:
            data = self._socket.recv(RECEIVE_BYTES, socket.MSG_WAITALL)
        except BlockingIOError:
            pass
        except ConnectionError:
            data = b""
        try:
            self._frames.add(self._buffer.read())
        except ValueError:
            raise WorkerGoneError("it wrote on the grader's own channel") from None
        if data and (self._buffer.full or not self._begun):
            self._over.add(data)
        return data == b""

    def arrived(self) -> bytes | None:
        """As `Channel.arrived`."""
        if not self._begun:
            frame = self._over.next()
            self._begun = frame is not None
            return frame
        frame = self._frames.next()
        return self._over.next() if frame is None and self._buffer.full else frame

    def _wait(self, seconds: float) -> None:
        """Let `recv` wait in the kernel for so many seconds, until much has come or the child ends: we wake once."""
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

    def cut(self) -> None:
        """As `StoppableChannel.cut`."""
        with contextlib.suppress(OSError):  # it was closed meanwhile
            self._socket.shutdown(socket.SHUT_RD)

    def kill(self) -> str:
        """As `Channel.kill`."""
        if not self._open:
            return ""
        self._open = False
        status = describe_exit(self._tell())
        self._release()
        return status

    def _release(self) -> None:
        self._socket.close()
        self._buffer.close()
