"""The reader of what strangers handed in: it asks a process that holds no solution, a new one for each submission."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from grader.errors import BrokenError
from grader.protocol.frames import pack
from grader.protocol.text import clean
from grader.reading.archives import unpacked_from
from grader.reading.plain import MalformedError, table
from grader.reading.process import BEGUN
from grader.reading.questions import (
    claims_from,
    editable_from,
    file_from,
    notebook_from,
    place_from,
)
from grader.reading.server import Child, ReaderGoneError, Server, ask_once, whole
from grader.submission.archive import Unpacked
from grader.submission.cells import Cell
from grader.submission.claims import Claimed
from grader.submission.edits.edit import Editable
from grader.submission.notebook import Contract, NotebookFiles
from grader.submission.scopes import Place
from grader.submission.source import File, Problem, UnreadableError

TOO_MUCH = "it could not be read: reading it takes more time or memory than is allowed"
ATTEMPTS = 2  # a child may have been killed for no fault of its own
MOST_LOST = 3  # files that end the process before the rest of a submission is not read any more
LARGE = 1 << 15  # characters of a file in which no place is looked at: that takes several times what reading takes

Read = TypeVar("Read")


class ConfinedReader:
    """Reads what strangers wrote; see `Reader`. The process behind it starts with the first question, or before.

    Args:
        jail: whether it reads in the jail, as far as the kernel offers one.

    Every question may raise a `BrokenError`: if the process does not begin to read, or by a failure of ours.
    """

    def __init__(self, *, jail: bool) -> None:
        self._jail = jail
        self._server: Server | None = None
        self._child: Child | None = None  # that has read the last submission
        self._read: frozenset[str | None] = frozenset()  # the texts that it has read; it is asked about no other
        self._lost = ""  # a text in which no place could be found out

    def start(self) -> None:
        """Start the process behind it, which loads while something else is done."""
        if sys.platform == "linux" and self._server is None:
            with contextlib.suppress(OSError):  # the first question tries again, and tells
                self._server = Server.start(jail=self._jail)

    def take_own_process(self, core: int | None) -> None:
        """In a process that was forked: take a process of its own, forked from the one that was started before.

        Args:
            core: where it is to stay.
        """
        started, self._server = self._server, None
        if started is not None:
            with contextlib.suppress(OSError):  # it has ended; the first question starts another one
                self._server = started.fork_twin(core)
            started.close()

    def files(self, files: Mapping[str, bytes]) -> dict[str, File]:
        """As `Reader.files`. A file that ends the process twice is one that could not be read."""
        if not files:
            return {}
        with contextlib.suppress(_TooMuchError):
            return self._files(files)
        found: dict[str, File] = {}
        lost = 0
        for name, data in files.items():
            with contextlib.suppress(_TooMuchError):
                if lost < MOST_LOST:
                    found |= self._files({name: data})
            if name not in found:
                lost += 1
                found[name] = File(name, None, Problem(name, None, TOO_MUCH), size=len(data))
        return found

    def notebook(self, data: bytes, shown: str, contract: Contract) -> NotebookFiles:
        """As `Reader.notebook`."""
        return self._notebook(shown, "notebook", data, shown, _lists(contract))

    def cells(self, cells: Iterable[Cell], shown: str, contract: Contract) -> NotebookFiles:
        """As `Reader.cells`."""
        return self._notebook(shown, "cells", [tuple(cell) for cell in cells], shown, _lists(contract))

    def unpack(self, data: bytes) -> Unpacked:
        """As `Reader.unpack`. An archive that ends the process twice is one that could not be read."""
        for _ in range(ATTEMPTS):
            with contextlib.suppress(_TooMuchError):
                self.let_go()
                return self._ask(unpacked_from, "unpack", data)
        return Unpacked(problems=[f"the archive is not opened: {TOO_MUCH}"])

    def place(
        self, source: str, name: str, line: int, columns: tuple[int, int], modules: Sequence[str]
    ) -> Place | None:
        """As `Reader.place`; where it cannot be found out, None."""
        if len(source) > LARGE or source == self._lost:
            return None
        try:
            self._keep_for([source])
            return self._ask(place_from, "place", source, name, line, columns, list(modules))
        except _TooMuchError:
            self._lost = source
            return None

    def holding(self, claimed: Sequence[Claimed], sources: Mapping[str, str]) -> list[list[str]]:
        """As `Reader.holding`; where it cannot be found out, none."""

        def read(answer: Any) -> list[list[str]]:
            return claims_from(answer, len(claimed))

        try:
            some = [(one.file, one.name, list(one.claims)) for one in claimed]
            self._keep_for(sources.values())
            return self._ask(read, "holding", some, dict(sources))
        except _TooMuchError:
            return [[] for _ in claimed]

    def editable(
        self, sources: Mapping[str, str], exercises: Mapping[str, Sequence[str]], unit: str, name: str
    ) -> Editable | None:
        """As `Reader.editable`; where it cannot be found out, None."""
        try:
            self._keep_for(sources.values())
            names = {one: list(some) for one, some in exercises.items()}
            return self._ask(editable_from, "editable", dict(sources), names, unit, name)
        except _TooMuchError:
            return None

    def let_go(self) -> None:
        """As `Reader.let_go`: the child that has read the submission ends."""
        if self._child is not None:
            self._child.close()
        self._child, self._read = None, frozenset()

    def close(self) -> None:
        """End the process."""
        self.let_go()
        if self._server is not None:
            self._server.close()
            self._server = None

    def _files(self, some: Mapping[str, bytes]) -> dict[str, File]:
        def read(answer: Any) -> dict[str, File]:
            answers = table(answer)
            return {name: file_from(answers.get(name), name) for name in some}

        self.let_go()
        files = self._ask(read, "files", dict(some))
        self._read = frozenset(file.source for file in files.values())
        return files

    def _notebook(self, shown: str, what: str, *arguments: Any) -> NotebookFiles:
        for _ in range(ATTEMPTS):
            with contextlib.suppress(_TooMuchError):
                self.let_go()
                found = self._ask(lambda answer: notebook_from(answer, shown), what, *arguments)
                self._read = frozenset(file.source for file in found.units.values())
                return found
        raise UnreadableError(TOO_MUCH)

    def _keep_for(self, sources: Iterable[str]) -> None:
        """Let go of the child unless it has read these texts: another submission may have turned it."""
        if not self._read.issuperset(sources):
            self.let_go()

    def _ask(self, read: Callable[[Any], Read], what: str, *arguments: Any) -> Read:
        """Ask a question, and read the answer.

        Raises:
            _TooMuchError: if the process ended, or answered what is none, while it read.
            BrokenError: by our own failure.
        """
        data = self._answer(pack({"ask": what, "arguments": arguments}), may_translate=what in ("notebook", "cells"))
        try:
            answer = json.loads(data)
            if isinstance(answer, dict) and isinstance(answer.get("broken"), str):
                raise BrokenError(f"Reading it failed: {clean(answer['broken'], 300)}")
            return read(answer)
        except (ValueError, RecursionError, MalformedError) as error:
            raise _TooMuchError from error

    def _answer(self, question: bytes, *, may_translate: bool) -> bytes:
        """What is answered, nothing where a process ended meanwhile; a new one is asked where one does not begin."""
        why = ""
        for _ in range(ATTEMPTS):
            try:
                if sys.platform != "linux":
                    data = ask_once(question)
                else:
                    data = self._ask_child(question, may_translate=may_translate)
                if data.startswith(BEGUN):
                    return whole(data)
            except (OSError, ReaderGoneError) as error:
                why = f" ({clean(error, 200)})"
            self.close()
        raise BrokenError(f"The process that reads does not answer{why}. See what is missing: grader doctor")

    def _ask_child(self, question: bytes, *, may_translate: bool) -> bytes:
        if self._child is not None and (data := self._child.ask(question)):
            return data  # else it ended meanwhile, which may be the fault of what it had read
        self.let_go()
        self._server = self._server or Server.start(jail=self._jail)
        self._child = self._server.fork(may_translate=may_translate)
        return self._child.ask(question)


class _TooMuchError(Exception):
    """A process ended while it read a text."""


def _lists(contract: Contract) -> dict[str, list[str]]:
    return {unit: list(names) for unit, names in contract.items()}
