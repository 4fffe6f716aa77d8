"""The process that reads: a warm one that forks a child for each submission, or one that answers a single question.

A question is marshalled by the grader, which is trusted here. The answer is `BEGUN`, as soon as all limits stand and
the question is there, then a length and so many bytes of JSON (see `questions`). A child that takes too much time or
memory ends without the latter: that is the text's fault. Where the former does not come either, it is ours.
"""

from __future__ import annotations

import codecs
import contextlib
import gc
import importlib
import json
import marshal
import os
import re
import signal
import socket
import sys
import traceback
from typing import Any, BinaryIO

from grader.protocol.frames import HEADER
from grader.reading.questions import answer
from grader.worker import limits

BEGUN = b"+"
MEMORY = 512 << 20  # bytes of address space
PROCESSOR_SECONDS = 5  # of one child
NOTEBOOK = b"N"  # a request for a child that may have to translate IPython's own syntax
TWIN = b"T"  # a request for a process like this one, with the core that it stays on, if one is named
RULES = 20  # from where on the jail keeps descriptors; some systems allow only few
USUAL = ("ascii", "latin-1", "utf-8-sig", "cp437")  # that any file may need; the last one, names in a zip
DECLARED = re.compile(rb"coding[:=][ \t]*([-\w.]+)")  # in one of the first two lines


def serve_forks(*, jailed: bool) -> None:
    """Fork a limited child for each request on the control socket (descriptor 0), until the grader has gone."""
    control = socket.socket(fileno=os.dup(0))
    limits.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children that ended leave nothing behind
    jail = None
    if jailed:
        from grader.worker.jail import Jail  # noqa: PLC0415  Linux alone has one

        jail = Jail([], RULES, (), own_mounts=False)  # what is read here is no secret
        for name in USUAL:
            codecs.lookup(name)
        importlib.import_module(
            "unicodedata"
        )  # Python needs it for names that are not ASCII, and finds it no more then
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 16, 1)
        if not message:
            os._exit(0)
        if not descriptors:  # none could be received: nobody answers, and the grader starts another process
            continue
        if message[:1] == TWIN:
            control = _fork_twin(control, descriptors[0], message[1:])
        else:
            if message == NOTEBOOK:
                _load_translator()
            _fork_child(control, descriptors[0], jail)


def _fork() -> int:
    """As `os.fork`; -1 where the system refuses, which the grader finds out, since nobody answers."""
    try:
        return os.fork()
    except OSError:
        return -1


def _fork_twin(control: socket.socket, descriptor: int, core: bytes) -> socket.socket:
    """Fork a process like this one; gives the control socket: in the new one, the one that it ends with."""
    if _fork() != 0:
        os.close(descriptor)
        return control
    if core:
        with contextlib.suppress(OSError):  # it may have been taken away
            os.sched_setaffinity(0, [int(core)])
    control.close()
    return socket.socket(fileno=descriptor)


def _fork_child(control: socket.socket, descriptor: int, jail: Any) -> None:
    """Fork a child that answers the questions on a socket."""
    parent = os.getpid()
    if _fork() == 0:
        control.close()
        try:
            _answer_all(descriptor, jail, parent)
        except BaseException:  # noqa: BLE001  whatever it is, this process must not go on as its parent
            if "GRADER_DEBUG" in os.environ:
                traceback.print_exc()
        finally:
            os._exit(0)
    os.close(descriptor)


def _load_translator() -> None:
    """Import what translates IPython's own syntax; where there is none, cells do without."""
    if "IPython" not in sys.modules:
        try:
            importlib.import_module("IPython.core.inputtransformer2")
        except Exception:  # noqa: BLE001  whatever is the matter with it
            return
        gc.freeze()


def _answer_all(descriptor: int, jail: Any, parent: int) -> None:
    """Be the child: answer the questions that come over a socket, until it is closed."""
    limits.die_with_parent()
    if os.getppid() != parent:  # it died before the kernel knew what to do then
        return
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with os.fdopen(descriptor, "rb", closefd=False) as source, os.fdopen(descriptor, "wb") as target:
        question = read_question(source)  # before the jail: it may be large
        limits.apply_limits(PROCESSOR_SECONDS, MEMORY)
        if jail is not None:
            _load_encodings(question)
            jail.enter()
        while question is not None:
            _answer(question, target)
            question = read_question(source)


def _load_encodings(question: dict[str, Any] | None) -> None:
    """Load the encodings that files declare: within the jail, Python's library may lie where it cannot be read."""
    files = question["arguments"][0] if question is not None and question["ask"] == "files" else {}
    for data in files.values():
        for line in data.split(b"\n", 2)[:2]:
            if declared := DECLARED.search(line):
                with contextlib.suppress(LookupError, ImportError):  # which the reader tells
                    codecs.lookup(declared[1].decode("ascii", "replace"))


def serve_once() -> None:
    """Answer the one question that comes on standard input."""
    limits.die_with_parent()
    question = read_question(sys.stdin.buffer)
    limits.apply_limits(PROCESSOR_SECONDS, MEMORY)
    if question is not None:
        _answer(question, sys.stdout.buffer)
    os._exit(0)


def read_question(source: BinaryIO) -> dict[str, Any] | None:
    """A question: its length, and what was marshalled. None if no more will come."""
    length = source.read(HEADER)
    if len(length) < HEADER:
        return None
    question: dict[str, Any] = marshal.loads(source.read(int.from_bytes(length, "big")))  # noqa: S302  from the grader
    return question


def _answer(question: dict[str, Any], target: BinaryIO) -> None:
    target.write(BEGUN)
    target.flush()
    data = json.dumps(answer(question), separators=(",", ":")).encode("ascii")
    target.write(len(data).to_bytes(HEADER, "big") + data)
    target.flush()
