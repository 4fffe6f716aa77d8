"""A worker as a process: a warm one that forks a child for each job, or one that does a single job.

Both end in `student.serve`. Jobs come as a u32 length and marshalled data from the grader, which is trusted here;
what goes back is frames.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import cast

from grader.worker import limits, student

U32 = struct.Struct(">I")


def read_exactly(read: Callable[[int], bytes], count: int) -> bytes:
    """Read so many bytes, or end the process if the grader has gone."""
    parts = bytearray()
    while len(parts) < count:
        part = read(min(count - len(parts), 1 << 20))
        if not part:
            os._exit(0)
        parts += part
    return bytes(parts)


def read_job(read: Callable[[int], bytes]) -> student.Job:
    """Read a job."""
    (length,) = U32.unpack(read_exactly(read, 4))
    return cast("student.Job", marshal.loads(read_exactly(read, length)))  # noqa: S302  from the grader


def serve_forks() -> None:
    """Fork a confined child for each request on the control socket (descriptor 0), until the grader has gone.

    A request is one byte: `F` with a socket for the child's frames, answered by the child's number; `W` and a number
    waits for a child that has ended and is answered by its status; `P` and names import modules for all later children.
    """
    control = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    limits.die_with_parent()
    gc.collect()
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 256, 1)
        if not message:
            os._exit(0)
        if message[:1] == b"F":
            child = os.fork()
            if child == 0:
                control.close()
                _serve_child(socket.socket(fileno=descriptors[0]))
            os.close(descriptors[0])
            control.sendall(U32.pack(child))
        elif message[:1] == b"W":
            _, status = os.waitpid(U32.unpack(message[1:5])[0], 0)
            control.sendall(U32.pack(status & 0xFFFF))
        elif message[:1] == b"P":
            for name in message[1:].decode().split():
                __import__(name)


def _serve_child(channel: socket.socket) -> None:
    """Be the child: confine yourself, do one job, end without running anything at exit."""
    try:
        os.setsid()
        limits.die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        job = read_job(channel.recv)
        limits.apply_limits(job["cpu_seconds"])
        student.serve(job, channel.sendall)
    finally:
        os._exit(0)


def serve_once() -> None:
    """Do the one job that comes on standard input; the frames go to what was standard output."""
    source, target = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  only there

        msvcrt.setmode(source, os.O_BINARY)
        msvcrt.setmode(target, os.O_BINARY)
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        job = read_job(lambda count: os.read(source, count))
        limits.apply_limits(job["cpu_seconds"])

        def send(frame: bytes) -> None:
            view = memoryview(frame)
            while view:
                view = view[os.write(target, view) :]

        student.serve(job, send)
    finally:
        os._exit(0)
