"""The processes that read, as the grader sees them: a warm one that forks children, or a new one each time."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time

from grader.course.syllabus import GRADER, ROOT
from grader.packages import package_folders
from grader.protocol.frames import HEADER
from grader.reading.process import BEGUN, NOTEBOOK, TWIN

MAX_ANSWER = 24 << 20  # bytes; what is in files takes less than their text, an archive most
SECONDS = 60.0  # for one question, where the machine hangs: what bounds a text are seconds of the processor
START = len(BEGUN) + HEADER  # bytes of an answer before its JSON
OTHER = b"F"  # a request for a child that is asked about no notebook


class ReaderGoneError(Exception):
    """A process that reads does not answer; the text says why, if that is known."""


class Server:
    """A connection to a warm process that forks a child for each submission (Linux).

    Args:
        control: the socket on which it takes requests.
        process: it, if it is not forked from another one. It ends with the thread that started it.
    """

    def __init__(self, control: socket.socket, process: subprocess.Popen[bytes] | None = None) -> None:
        self._control, self._process = control, process
        self._control.settimeout(SECONDS)
        self._started_by = os.getpid()

    @classmethod
    def start(cls, *, jail: bool) -> Server:
        """Start the process, without waiting for it.

        Args:
            jail: whether each child closes the jail around itself.

        Raises:
            OSError: if it cannot be started.
        """
        control, theirs = _control_pair()
        with theirs:
            try:
                process = subprocess.Popen(  # noqa: S603  our own command
                    _command("fork", *(["jail"] if jail else [])),
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=None if _debugged() else subprocess.DEVNULL,
                    env={name: os.environ[name] for name in ("GRADER_DEBUG",) if name in os.environ},
                    start_new_session=True,
                )
            except BaseException:
                control.close()
                raise
        return cls(control, process)

    @property
    def pid(self) -> int | None:
        """The number of the process; None of one that was forked from another."""
        return self._process.pid if self._process is not None else None

    def fork_twin(self, core: int | None) -> Server:
        """The connection to a new process, forked from this one, which has loaded all already.

        Args:
            core: where it is to stay, with its children.

        Raises:
            OSError: if the process has ended.
        """
        ours, theirs = _control_pair()
        self._hand_over(TWIN + ("" if core is None else str(core)).encode(), theirs, ours)
        return Server(ours)

    def fork(self, *, may_translate: bool) -> Child:
        """A new child.

        Args:
            may_translate: whether it may be asked about cells with IPython's own syntax.

        Raises:
            OSError: if the process has ended.
        """
        ours, theirs = socket.socketpair()
        self._hand_over(NOTEBOOK if may_translate else OTHER, theirs, ours)
        return Child(ours)

    def _hand_over(self, request: bytes, theirs: socket.socket, ours: socket.socket) -> None:
        """Send a request with a socket; from then on the socket belongs to the process."""
        with theirs:
            try:
                socket.send_fds(self._control, [request], [theirs.fileno()])
            except BaseException:
                ours.close()
                raise

    def close(self) -> None:
        """End the process; its children end with it. In a process that was forked later, only let go of it."""
        if self._process is not None and os.getpid() == self._started_by:
            self._process.kill()
            self._process.wait()
        self._control.close()  # a twin ends by that


def _control_pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)  # a request stays in one piece


class Child:
    """A child that answers questions about one submission. It ends when it is let go of.

    Args:
        connection: the socket to it.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def ask(self, question: bytes) -> bytes:
        """What it answers, as it is; less if it ended meanwhile.

        Args:
            question: the question.

        Raises:
            ReaderGoneError: if the answer does not end in time.
        """
        end = time.monotonic() + SECONDS
        answer = bytearray()
        try:
            self._connection.settimeout(SECONDS)
            self._connection.sendall(question)  # the child reads all of it before it answers
            while missing := _missing(answer):
                self._connection.settimeout(max(end - time.monotonic(), 0.001))
                if not (data := self._connection.recv(min(missing, 1 << 18))):
                    break
                answer += data
        except TimeoutError as error:
            raise ReaderGoneError(f"not within {SECONDS:.0f} seconds") from error
        except ConnectionError:  # it ended before it had read the question
            pass
        return bytes(answer)

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()


def whole(answer: bytes) -> bytes:
    """The JSON of an answer; nothing if that did not arrive whole, or is longer than any."""
    return answer[START:] if len(answer) == START + _length(answer) else b""


def _missing(answer: bytes | bytearray) -> int:
    """How many bytes have to come at least until an answer is whole; of one that is too long, none."""
    end = START + (length if (length := _length(answer)) <= MAX_ANSWER else 0)
    return max(end - len(answer), 0)


def _length(answer: bytes | bytearray) -> int:
    return int.from_bytes(answer[len(BEGUN) : START], "big") if len(answer) >= START else 0


def ask_once(question: bytes) -> bytes:
    """The answer of a process that is started for one question (any system).

    Raises:
        OSError: if it cannot be started.
        ReaderGoneError: if it does not answer in time.
    """
    errors = None if _debugged() else subprocess.DEVNULL
    try:
        done = subprocess.run(  # noqa: S603  our own command
            _command("once"), input=question, stdout=subprocess.PIPE, stderr=errors, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ReaderGoneError(f"not within {SECONDS:.0f} seconds") from error
    return done.stdout[: START + MAX_ANSWER]


def _debugged() -> bool:
    return "GRADER_DEBUG" in os.environ


def _command(mode: str, *more: str) -> list[str]:
    main, packages = GRADER / "reading" / "__main__.py", os.pathsep.join(package_folders())
    return [sys.executable, "-I", "-S", "-X", "utf8", str(main), mode, str(ROOT), packages, *more]
