"""Workers as the grader sees them: places that take jobs.

On Linux a warm process forks a child for each job; elsewhere, or where it is asked for, each job gets a process of
its own. Both are started by exec and hold no solution.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import itertools
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from grader.course.syllabus import GRADER, ROOT
from grader.errors import BrokenError
from grader.protocol.shared_memory import SIZE, Slate
from grader.sandbox.channels import HEADER, Channel, PipeChannel, SocketChannel, pack

# One BLAS thread: a forked child with two of them hangs, and matrices of three rows need no more.
ENVIRONMENT = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ENVIRONMENT["LD_BIND_NOW"] = "1"  # each child would look up the same functions in the libraries that it calls
ENVIRONMENT["MPLBACKEND"] = "Agg"  # figures are looked at by the grader, never shown in a window


def preload_for(units: Iterable[str]) -> tuple[str, ...]:
    """The modules that workers import once, ahead of all jobs, where they run checks of some units."""
    return ("matplotlib.pyplot",) if "plots" in units else ()


class Workers(Protocol):
    """A place that takes jobs.

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


def start_workers(*, jail: bool) -> Workers:
    """Workers that load while one does something else; whether their jail holds is still to be proven.

    Args:
        jail: confine what strangers wrote.

    Raises:
        JailError: on a system that has no jail.
    """
    if jail:
        from grader.sandbox.jail import make_jailed_workers  # noqa: PLC0415  Linux alone has one

        return make_jailed_workers()
    return ForkingWorkers() if sys.platform == "linux" else SpawningWorkers()


def make_workers(*, spawn: bool = False, preload: tuple[str, ...] = (), jail: bool = False) -> Workers:
    """The workers that this machine can have.

    Args:
        spawn: take the portable ones.
        preload: modules to import once, for all jobs.
        jail: confine what strangers wrote, and refuse to begin where that does not hold.

    Raises:
        JailError: if the jail does not hold here.
    """
    if spawn:
        return SpawningWorkers()
    workers = start_workers(jail=jail)
    workers.preload(preload)
    if jail:
        from grader.sandbox.jail import require_jail  # noqa: PLC0415  as above

        try:
            require_jail(workers)
        except BaseException:
            workers.close()
            raise
    return workers


def worker_command(mode: str, *readable: str, python: str = sys.executable) -> list[str]:
    """The command that starts a worker; see `grader.worker.__main__`."""
    main = GRADER / "worker" / "__main__.py"
    return [python, "-I", "-S", "-X", "utf8", str(main), mode, str(ROOT), _packages(), *readable]


def _packages() -> str:
    """The folder that numpy is installed in."""
    spec = importlib.util.find_spec("numpy")
    if spec is None or spec.origin is None:
        raise BrokenError("numpy is not installed. Set the kit up again: uv sync")
    return str(Path(spec.origin).parent.parent)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    fonts = {"MPLCONFIGDIR": str(ROOT / ".grader" / "matplotlib")}  # else each worker looks for all fonts anew
    return ENVIRONMENT | fonts | kept


class Crew(NamedTuple):
    """Workers for visible checks, and others for hidden ones: what is shared by the latter, the former never see."""

    visible: Workers
    hidden: Workers


class Forks:
    """Children that a warm process forks, one for each job.

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
        self._control, self.shared, self._usual = control, shared, usual or {}
        self._lock = threading.Lock()
        self._numbers = itertools.count()

    def preload(self, modules: tuple[str, ...]) -> None:
        """Import modules once, for all later jobs."""
        with contextlib.suppress(OSError):  # it has ended, which the first job is told
            if modules:
                self._control.sendall(b"P" + " ".join(modules).encode())

    def open(self, job: Any) -> Channel:
        """Fork a child and hand it a job."""
        ours, theirs = socket.socketpair()
        memory = os.memfd_create("slate")
        os.ftruncate(memory, SIZE)
        number = next(self._numbers).to_bytes(HEADER, "big")
        end, tell = functools.partial(self._end, number), functools.partial(self._tell, number)
        channel = SocketChannel(ours, Slate(memory), end, tell)
        try:
            with theirs:
                socket.send_fds(self._control, [b"F" + number], [theirs.fileno(), memory])
            _send(ours, pack({name: said for name, said in job.items() if self._usual.get(name) != said}))
        except OSError as error:
            channel.close()
            raise BrokenError(f"The worker does not answer ({error}). See what is missing: grader doctor") from error
        finally:
            os.close(memory)
        return channel

    def share(self, job: dict[str, Any]) -> None:
        """Make the calls of a job's checks once, for all jobs to come, and keep what it says for those that do not.

        The warm process does so while we go on; `settle` waits for it.
        """
        self._sharing, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [b"C"], [theirs.fileno()])
        _send(self._sharing, pack(job))
        self.shared |= {*job["wanted"], *job.get("beside", ())}
        self._usual = {**job, "checks": []}

    def settle(self) -> None:
        """Wait until what is shared is there."""
        with self._sharing:
            if not self._sharing.recv(1):
                raise BrokenError("The worker cannot make the checks. See what is missing: grader doctor")

    def split(self, core: int | None = None) -> Forks:
        """The same for another process: a fork of the warm process, with all that it holds.

        Args:
            core: where it is to stay, with its children.
        """
        ours, theirs = _control_pair()
        with theirs:
            socket.send_fds(self._control, [b"S" + ("" if core is None else str(core)).encode()], [theirs.fileno()])
        return Forks(ours, self.shared, self._usual)

    def _end(self, number: bytes) -> None:
        """End a child."""
        with contextlib.suppress(OSError):  # the warm process has ended, and its children with it
            self._control.sendall(b"E" + number)

    def _tell(self, number: bytes) -> int:
        """End a child, if it has not ended by itself; gives its status, as `Popen.returncode`."""
        try:
            with self._lock:
                self._control.sendall(b"T" + number)
                answer = self._control.recv(HEADER)
        except OSError:
            answer = b""
        # Without an answer the warm process has ended, and its children with it.
        return os.waitstatus_to_exitcode(int.from_bytes(answer, "big")) if answer else -signal.SIGKILL

    def alive(self) -> bool:
        """Whether the warm process runs: a socket whose other end is gone can be read, and gives nothing."""
        return not select.select([self._control], [], [], 0)[0]

    def close(self) -> None:
        """Let the warm process end; its children end with it."""
        self._control.close()


class ForkingWorkers(Forks):
    """A warm process of our own that forks a child for each job.

    Args:
        command: how it is started; None starts it without a jail.
    """

    def __init__(self, command: list[str] | None = None) -> None:
        ours, theirs = _control_pair()
        super().__init__(ours)
        self._process = subprocess.Popen(  # noqa: S603  our own command
            command or worker_command("fork"),
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=None if "GRADER_DEBUG" in os.environ else subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        theirs.close()

    def alive(self) -> bool:
        """Whether the warm process runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the warm process; its children, and what was split off, end with it."""
        self._process.kill()
        self._process.wait()
        self._control.close()


def _send(connection: socket.socket, data: bytes) -> None:
    """Send data; what is more than the kernel takes now is sent beside, for the warm process may still be loading."""
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


def _start_one() -> subprocess.Popen[bytes]:
    """Start a process for a single job."""
    return subprocess.Popen(  # noqa: S603  our own command
        worker_command("once"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )


class SpawningWorkers:
    """A process of its own for each job: slower, and the same on every system."""

    shared: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._channels: weakref.WeakSet[PipeChannel] = weakref.WeakSet()

    def preload(self, modules: tuple[str, ...]) -> None:
        """Nothing: each job imports what it needs."""

    def open(self, job: Any) -> Channel:
        """Start a process and hand it a job."""
        with self._lock:
            if self._closed:
                raise BrokenError("The workers have ended.")
            channel = PipeChannel(_start_one())
            self._channels.add(channel)
        channel.send(pack(job))
        return channel

    def alive(self) -> bool:
        """Always: each job starts its own."""
        return True

    def close(self) -> None:
        """End what still runs; nothing stays between jobs."""
        with self._lock:
            self._closed = True
            channels = list(self._channels)
        for channel in channels:
            channel.kill()
