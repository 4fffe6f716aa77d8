"""The reader of what strangers handed in: it asks a process that holds no solution, a new one for each question."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from grader.course.syllabus import GRADER, ROOT
from grader.errors import BrokenError
from grader.packages import package_folders
from grader.protocol.frames import pack
from grader.protocol.text import clean
from grader.reading.process import NOTEBOOK, SECONDS
from grader.reading.questions import MalformedError, file_from, notebook_from, place_from
from grader.submission.cells import Cell
from grader.submission.notebook import Contract, NotebookFiles
from grader.submission.scopes import Place
from grader.submission.source import File, Problem, UnreadableError

MAX_ANSWER = 8 << 20  # bytes; what is in a submission's files takes less than their text
TOO_MUCH = "it could not be read: that takes more time or memory than it may"
ATTEMPTS = 2  # a child that was ended may have been ended for another's fault

Read = TypeVar("Read")


class GoneError(Exception):
    """A reading process ended without an answer."""


class ConfinedReader:
    """Reads what strangers wrote; see `Reader`. The process behind it starts with the first question.

    Args:
        jail: whether it reads in the jail, as far as the kernel offers one.
    """

    def __init__(self, *, jail: bool) -> None:
        self._jail = jail
        self._server: _Server | None = None

    def files(self, files: Mapping[str, bytes]) -> dict[str, File]:
        """As `Reader.files`. A file that ends the process twice is one that could not be read."""

        def read(some: Mapping[str, bytes]) -> dict[str, File]:
            answers = self._ask("files", dict(some))
            return {name: file_from(answers[name], name) for name in some}

        if not files:
            return {}
        with contextlib.suppress(GoneError, MalformedError, KeyError):
            return read(files)
        found: dict[str, File] = {}
        for name, data in files.items():
            unread = {name: File(name, None, Problem(name, None, TOO_MUCH))}
            found |= self._repeat(lambda name=name, data=data: read({name: data}), unread)  # type: ignore[misc]
        return found

    def notebook(self, data: bytes, shown: str, contract: Contract) -> NotebookFiles:
        """As `Reader.notebook`."""
        return self._notebook(lambda: self._ask("notebook", data, shown, _plain(contract)), shown)

    def cells(self, cells: Iterable[Cell], shown: str, contract: Contract) -> NotebookFiles:
        """As `Reader.cells`."""
        some = [tuple(cell) for cell in cells]
        return self._notebook(lambda: self._ask("cells", some, shown, _plain(contract)), shown)

    def place(
        self, source: str, name: str, line: int, columns: tuple[int, int], modules: Sequence[str]
    ) -> Place | None:
        """As `Reader.place`; where it cannot be found out, None."""
        ask = lambda: place_from(self._ask("place", source, name, line, columns, list(modules)))  # noqa: E731
        return self._repeat(ask, None)

    def close(self) -> None:
        """End the process."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _notebook(self, ask: Callable[[], Any], shown: str) -> NotebookFiles:
        found = self._repeat(lambda: notebook_from(ask(), shown), None)
        if found is None:
            raise UnreadableError(TOO_MUCH)
        return found

    def _repeat(self, read: Callable[[], Read], unread: Read) -> Read:
        """What was read, at the second attempt if the first one ended the process."""
        for _ in range(ATTEMPTS):
            with contextlib.suppress(GoneError, MalformedError, KeyError):
                return read()
        return unread

    def _ask(self, what: str, *arguments: Any) -> Any:
        question = pack({"ask": what, "arguments": arguments})
        if sys.platform != "linux":
            return _decode(_ask_once(question))
        for server in (self._server, None):
            self._server = server or _Server(jail=self._jail)
            with contextlib.suppress(OSError):
                return _decode(self._server.ask(question, may_translate=what in ("notebook", "cells")))
            self.close()
        raise GoneError


def _plain(contract: Contract) -> dict[str, list[str]]:
    return {unit: list(names) for unit, names in contract.items()}


def _decode(data: bytes) -> Any:
    """What was answered.

    Raises:
        GoneError: if that is nothing.
        BrokenError: if reading failed, by our own failure.
    """
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise GoneError from error
    if isinstance(answer, dict) and isinstance(answer.get("broken"), str):
        raise BrokenError(f"reading it failed: {clean(answer['broken'], 300)}")
    return answer


def _command(mode: str, *more: str) -> list[str]:
    main, packages = GRADER / "reading" / "__main__.py", os.pathsep.join(package_folders())
    return [sys.executable, "-I", "-S", "-X", "utf8", str(main), mode, str(ROOT), packages, *more]


class _Server:
    """A warm process that forks a child for each question."""

    def __init__(self, *, jail: bool) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  our own command
                _command("fork", *(["jail"] if jail else [])),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=None if "GRADER_DEBUG" in os.environ else subprocess.DEVNULL,
                env={},
                start_new_session=True,
            )

    def ask(self, question: bytes, *, may_translate: bool) -> bytes:
        """The answer of a child, as it is.

        Raises:
            OSError: if the process has ended.
            GoneError: if the answer is too long, or does not come in time.
        """
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                socket.send_fds(self._control, [NOTEBOOK if may_translate else b"F"], [theirs.fileno()])
            ours.settimeout(SECONDS)
            parts, size = [], 0
            try:
                ours.sendall(question)  # it reads all of it before it answers
                while data := ours.recv(1 << 18):
                    parts.append(data)
                    size += len(data)
                    if size > MAX_ANSWER:
                        raise GoneError
            except (TimeoutError, ConnectionError) as error:
                raise GoneError from error
        return b"".join(parts)

    def close(self) -> None:
        """End the process; its children end with it."""
        self._process.kill()
        self._process.wait()
        self._control.close()


def _ask_once(question: bytes) -> bytes:
    """The answer of a process that is started for one question.

    Raises:
        GoneError: if it does not answer in time.
    """
    try:
        done = subprocess.run(  # noqa: S603  our own command
            _command("once"),
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise GoneError from error
    return done.stdout
