"""Workers that fork: a warm process forks a child for each job. They are the quick ones, and need Linux."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import select
import signal
import socket
import subprocess
import threading
from typing import Any

from grader.errors import BrokenError
from grader.protocol.frames import HEADER, pack
from grader.protocol.shared_memory import SIZE, FrameBuffer
from grader.protocol.text import clean
from grader.sandbox.socket_channel import SocketChannel
from grader.sandbox.workers import Channel, Stoppable, environment, worker_command


class Forks(Stoppable):
    """A control connection to a warm process, which forks a child for each job.

    Args:
        control: our end of the socket on which the warm process takes requests.
        shared: names of the checks that it has already.
        usual: what all jobs say that do not say otherwise.
    """

    def __init__(
        self,
        control: socket.socket,
        shared: frozenset[str] = frozenset(),
        usual: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self._control, self.shared, self._usual = control, shared, usual or {}
        self._sharing: socket.socket | None = None  # open from when checks are sent until they are ready
        self._lock = threading.Lock()
        self._numbers = itertools.count()

    def preload(self, modules: tuple[str, ...]) -> None:
        """Import modules once, for all later jobs."""
        with contextlib.suppress(OSError):  # it has ended, which the first job is told
            for module in modules:
                self._control.sendall(b"P" + module.encode())

    def open(self, job: Any) -> Channel:
        """Fork a child and hand it a job."""
        ours, theirs = socket.socketpair()
        memory = os.memfd_create("buffer")
        os.ftruncate(memory, SIZE)
        number = next(self._numbers).to_bytes(HEADER, "big")
        end, tell = functools.partial(self._end, number), functools.partial(self._tell, number)
        channel = SocketChannel(ours, FrameBuffer(memory), end, tell)
        try:
            with theirs:
                socket.send_fds(self._control, [b"F" + number], [theirs.fileno(), memory])
            _send(ours, pack({name: said for name, said in job.items() if self._usual.get(name) != said}))
        except OSError as error:
            channel.close()
            raise self._gone(error) from error
        finally:
            os.close(memory)
        self._started(channel)
        return channel

    def preload_checks(self, job: dict[str, Any]) -> None:
        """Make the calls of a job's checks once, for all later jobs, which need only say what differs from this one.

        The warm process does so in the background; `wait_ready` waits for it.
        """
        self._sharing, theirs = socket.socketpair()
        self._hand_over(b"C", theirs, self._sharing)
        _send(self._sharing, pack(job))
        self.shared |= {*job["wanted"], *job.get("beside", ())}
        self._usual = {**job, "checks": []}

    def wait_ready(self) -> None:
        """Wait until the preloaded checks are ready."""
        if self._sharing is None:
            return
        with self._sharing:
            try:
                ready = self._sharing.recv(1)
            except OSError as error:
                raise self._gone(error) from error
            if not ready:
                raise self._gone("it cannot make the checks")

    def fork_twin(self, core: int | None = None) -> Forks:
        """Fork the warm process, with all that it has loaded; gives the connection to the new one.

        Args:
            core: where it is to stay, with its children.
        """
        ours, theirs = _control_pair()
        self._hand_over(b"S" + ("" if core is None else str(core)).encode(), theirs, ours)
        return Forks(ours, self.shared, self._usual)

    def _hand_over(self, request: bytes, theirs: socket.socket, ours: socket.socket) -> None:
        """Send a request with a socket; from then on the socket belongs to the warm process."""
        try:
            with theirs:
                socket.send_fds(self._control, [request], [theirs.fileno()])
        except OSError as error:
            ours.close()
            raise self._gone(error) from error

    def _gone(self, error: object) -> BrokenError:
        """The error to raise if the warm process has ended."""
        return BrokenError(f"The worker does not answer ({self.why_ended() or error}). See: grader doctor")

    def why_ended(self) -> str:
        """What the warm process said before it ended by itself, "" if that is not known."""
        return ""

    def _end(self, number: bytes) -> None:
        """End a child."""
        with contextlib.suppress(OSError):  # the warm process has ended, and its children with it
            self._control.sendall(b"E" + number)

    def _tell(self, number: bytes) -> int:
        """End a child, if it has not ended by itself; gives its exit status, as `Popen.returncode`."""
        try:
            with self._lock:
                self._control.sendall(b"T" + number)
                answer = self._control.recv(HEADER)
        except OSError:
            answer = b""
        # Without an answer the warm process has ended, and its children with it.
        return os.waitstatus_to_exitcode(int.from_bytes(answer, "big")) if answer else -signal.SIGKILL

    def alive(self) -> bool:
        """Whether the warm process runs: a socket that was closed at the other end is readable, and gives nothing."""
        return not select.select([self._control], [], [], 0)[0]

    def close(self) -> None:
        """Let the warm process end; its children end with it."""
        self._control.close()
        if self._sharing is not None:
            self._sharing.close()


class ForkingWorkers(Forks):
    """A warm process that we have started ourselves.

    Args:
        command: how it is started; None starts it without a jail.
    """

    def __init__(self, command: list[str] | None = None) -> None:
        ours, theirs = _control_pair()
        super().__init__(ours)
        self._last_words = ""
        self._listening = threading.Lock()
        self._process = subprocess.Popen(  # noqa: S603  our own command
            command or worker_command("fork"),
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=None if "GRADER_DEBUG" in os.environ else subprocess.PIPE,
            env=environment(),
            start_new_session=True,
        )
        theirs.close()

    def why_ended(self) -> str:
        """The last line that the warm process, or what was to start it, wrote before it ended by itself."""
        if self._last_words or self._process.stderr is None or self._process.stderr.closed:
            return self._last_words
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5.0)  # its end of the socket closes before it ends, which may take on a busy machine
        with self._listening:
            if self._process.stderr.closed:  # ended by us, meanwhile
                return self._last_words
            os.set_blocking(self._process.stderr.fileno(), False)
            said = (self._process.stderr.read() or b"").decode(errors="replace")
            self._last_words = clean((said.strip() or "\n").splitlines()[-1], 300)  # who asks again is told the same
            return self._last_words

    def alive(self) -> bool:
        """Whether the warm process runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the warm process; its children and its twins end with it.

        All of its group are killed: where bubblewrap has only begun, its other half does not yet end with it.
        """
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        super().close()
        with self._listening:
            if self._process.stderr is not None:
                self._process.stderr.close()


def _send(connection: socket.socket, data: bytes) -> None:
    """Send data. What the kernel does not take at once a thread sends, as the warm process may still be loading."""
    sent = 0
    with contextlib.suppress(OSError):  # where the child ends before it has read all, the channel says how
        sent = connection.send(data, socket.MSG_DONTWAIT)
    if sent < len(data):
        beside = connection.dup()

        def send() -> None:
            with beside, contextlib.suppress(OSError):
                beside.sendall(memoryview(data)[sent:])

        threading.Thread(target=send, daemon=True).start()


def _control_pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)  # a request stays in one piece
