"""A worker as a process: a warm one that forks a child for each job, or one that does a single job.

Both end in `student.serve`. A job arrives as a u32 length and marshalled data from the grader, which is trusted here;
frames go back. A child of a warm process sends the first frame over its socket, writes the others into shared memory,
and closes the socket at the end. Frames that do not fit into the memory go over the socket.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import marshal
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from grader.protocol.job import Job
from grader.protocol.shared_memory import FrameBuffer
from grader.protocol.wire import encode
from grader.worker import left_behind, limits, shared_checks, student, warm_up

if TYPE_CHECKING:
    from grader.worker.jail import Jail

U32 = struct.Struct(">I")
CHANNEL = 3  # the one descriptor that a child has beside the standard ones
RULES = range(20, 23)  # where the jail keeps descriptors until it closes; some systems allow only few


def read_exactly(read: Callable[[int], bytes], count: int) -> bytes:
    """Read so many bytes; if the grader has gone, end the process."""
    parts = bytearray()
    while len(parts) < count:
        part = read(min(count - len(parts), 1 << 20))
        if not part:
            os._exit(0)
        parts += part
    return bytes(parts)


def read_job(read: Callable[[int], bytes]) -> Job:
    """Read a job."""
    (length,) = U32.unpack(read_exactly(read, 4))
    return shared_checks.complete(marshal.loads(read_exactly(read, length)))  # noqa: S302  from the grader


def serve_forks(packages: list[str], *, jailed: bool) -> None:
    """Fork a confined child for each request on the control socket (descriptor 0), until the grader has gone.

    Args:
        packages: installed packages that a jailed submission may read.
        jailed: whether each child closes the jail around itself.
    """
    control = socket.socket(fileno=os.dup(0))
    limits.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jail = None
    if jailed:
        from grader.worker.jail import Jail  # noqa: PLC0415  Linux alone has one

        jail = Jail(packages, RULES[0])
        jail.settle_access_times(packages)
    errors = os.dup(2)
    _close_standard_streams()  # only now: what keeps it from getting ready, the grader reads on standard error
    _freeze_heap()
    _ForkServer(control, jail, errors).serve()


class _ForkServer:
    """A warm process that answers requests: each is a letter and its arguments.

    Args:
        control: the socket that requests come over.
        jail: what each child closes around itself.
        errors: a descriptor for what ends this process, which its children do not keep.
    """

    def __init__(self, control: socket.socket, jail: Jail | None, errors: int) -> None:
        self._control, self._jail, self._errors = control, jail, errors
        self._children: dict[int, int] = {}

    def serve(self) -> None:
        """Answer requests, one at a time."""
        while True:
            message, descriptors, _, _ = socket.recv_fds(self._control, 256, 2)
            if not message:
                os._exit(0)
            request = self._REQUESTS.get(message[:1])
            if request is not None:
                request(self, message[1:], descriptors)

    def _fork(self, words: bytes, descriptors: list[int]) -> None:
        """Fork a child for a job, with its socket and its shared memory; the grader has given it a number."""
        parent, child = os.getpid(), os.fork()
        if child == 0:
            self._control.close()
            _serve_child(descriptors[0], descriptors[1], self._jail, parent)
        for descriptor in descriptors:
            os.close(descriptor)
        self._children[U32.unpack(words)[0]] = child

    def _end(self, words: bytes, _descriptors: list[int]) -> None:
        """End a child, with all processes of its group."""
        _reap(self._children.pop(U32.unpack(words)[0]))

    def _end_and_report(self, words: bytes, _descriptors: list[int]) -> None:
        """End a child and send back its exit status."""
        self._control.sendall(U32.pack(_reap(self._children.pop(U32.unpack(words)[0])) & 0xFFFF))

    def _preload(self, words: bytes, _descriptors: list[int]) -> None:
        """Import a module for all later children."""
        gc.disable()
        try:
            __import__(words.decode())
        except BaseException as error:  # noqa: BLE001  without them no job can be done
            os.write(self._errors, f"{type(error).__name__}: {error}\n".encode())
            os._exit(1)
        _freeze_heap()

    def _preload_checks(self, _words: bytes, descriptors: list[int]) -> None:
        """Read a job from a socket, and preload its checks for all later children."""
        with socket.socket(fileno=descriptors[0]) as channel:
            warm_up.preload_checks(read_job(channel.recv))
            _freeze_heap()
            channel.sendall(b"C")

    def _fork_twin(self, words: bytes, descriptors: list[int]) -> None:
        """Fork a process like this one, with a control socket of its own; it stays on a core if one is named."""
        if os.fork() == 0:
            limits.die_with_parent()
            if words:
                os.sched_setaffinity(0, [int(words)])
            self._control.close()
            self._control = socket.socket(fileno=descriptors[0])
            self._children.clear()
        else:
            os.close(descriptors[0])

    _REQUESTS = {  # noqa: RUF012  a table, never changed
        b"F": _fork,
        b"E": _end,
        b"T": _end_and_report,
        b"P": _preload,
        b"C": _preload_checks,
        b"S": _fork_twin,
    }


def _close_standard_streams() -> None:
    """Connect standard input, output and error to the null device."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)


def _freeze_heap() -> None:
    """Exempt all objects from garbage collection, so that children go on sharing their memory; then turn it on."""
    left_behind.watch_all()
    gc.freeze()
    gc.enable()


def _reap(child: int) -> int:
    """End a child, if it has not ended by itself, with all that it started; gives its exit status."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:  # it has not made a group of its own yet, or has ended
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _serve_child(descriptor: int, memory: int, jail: Jail | None, parent: int) -> None:
    """Be the child: confine this process, do one job, end without running exit handlers."""
    try:
        os.setsid()
        limits.die_with_parent()
        if os.getppid() != parent:  # it died before the kernel knew what to do then
            os._exit(0)
        buffer = FrameBuffer(memory)
        job = read_job(lambda count: os.read(descriptor, count))
        limits.apply_limits(job["cpu_seconds"])
        channel = _close_all_but(descriptor)
        if jail is not None:
            _enter_jail(jail)
        student.serve(job, functools.partial(_send, buffer, channel), functools.partial(write_all, channel))
        os.close(channel)
    finally:
        os._exit(0)


def _close_all_but(descriptor: int) -> int:
    """Move a descriptor to `CHANNEL` and close all others but the standard ones and the jail's rules."""
    if descriptor != CHANNEL:
        os.dup2(descriptor, CHANNEL)
    os.set_inheritable(CHANNEL, True)  # the mark by which `_send` knows it: what is opened later has not got it
    os.closerange(CHANNEL + 1, RULES.start)
    os.closerange(RULES.stop, 1024)
    return CHANNEL


def _enter_jail(jail: Jail) -> None:
    """Enter the jail. If that fails it is our own failure, and is reported before anything else."""
    try:
        jail.enter()
    except OSError as error:
        write_all(CHANNEL, encode({"broken": f"the jail does not close: {error}"}))
        raise


def _send(buffer: FrameBuffer, channel: int, frame: bytes) -> None:
    """Write a frame into shared memory, or send it over the channel. A child that closed its channel ends here."""
    if not os.get_inheritable(channel):
        raise OSError("another file stands in the channel's place")
    if not buffer.write(frame):
        write_all(channel, frame)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of the bytes; `write` is a system call that the jail allows."""
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, memoryview(data)[written:])


def serve_once() -> None:
    """Do the one job that comes on standard input; frames go to what was standard output."""
    source, target = os.dup(0), os.dup(1)
    _close_standard_streams()
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  only there

        msvcrt.setmode(source, os.O_BINARY)
        msvcrt.setmode(target, os.O_BINARY)
    try:
        limits.die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        gc.enable()
        job = read_job(lambda count: os.read(source, count))
        limits.apply_limits(job["cpu_seconds"])

        student.serve(job, lambda frame: write_all(target, frame))
    finally:
        os._exit(0)
