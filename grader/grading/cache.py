"""Rulings: what answers amount to, kept for the next submission that gives the same ones."""

from __future__ import annotations

import os
import pickle
import struct
from collections.abc import Iterator
from typing import NamedTuple

from grader.course.reference import Misconception
from grader.grading.report import CheckReport, Diagnosis, Verdict


class Ruling(NamedTuple):
    """What answers to an exercise's checks amount to, whoever gave them.

    Attributes:
        verdict: of the whole exercise.
        checks: the reports on its checks.
        remarks: what warnings mean.
        diagnosis: what the numbers show.
        follow_through: the earlier exercise given whose mistake the answers are right.
        blocked_by: the earlier exercise that a failure leans on.
        fitting: the misconceptions that fit, for later exercises.
    """

    verdict: Verdict
    checks: list[CheckReport]
    remarks: list[str]
    diagnosis: Diagnosis | None = None
    follow_through: str | None = None
    blocked_by: str | None = None
    fitting: tuple[Misconception, ...] = ()


Key = tuple[object, ...]  # an exercise, the fingerprints of its answers, what it leans on


class Board:
    """Where processes that were forked from one tell each other their rulings: a file that lies in memory (Linux).

    Each writes at its end, a note in one piece, and reads on from where it was.

    Args:
        most: bytes that it has room for; what would come after is told to nobody.
    """

    _LENGTH = struct.Struct(">I")

    def __init__(self, most: int = 1 << 22) -> None:
        import fcntl  # noqa: PLC0415  not on Windows

        self._file, self._most, self._at = os.memfd_create("rulings"), most, 0
        fcntl.fcntl(self._file, fcntl.F_SETFL, os.O_APPEND)

    def tell(self, key: Key, ruling: Ruling) -> None:
        """Write a ruling down."""
        if os.fstat(self._file).st_size < self._most:
            note = pickle.dumps((key, ruling), pickle.HIGHEST_PROTOCOL)
            os.write(self._file, self._LENGTH.pack(len(note)) + note)

    def news(self) -> Iterator[tuple[Key, Ruling]]:
        """What was written down since the last time, one's own too; of what is being written now, nothing yet."""
        text, at = os.pread(self._file, os.fstat(self._file).st_size - self._at, self._at), 0
        while (begin := at + self._LENGTH.size) <= len(text):
            end = begin + self._LENGTH.unpack_from(text, at)[0]
            if end > len(text):
                break
            yield pickle.loads(text[begin:end])  # noqa: S301  our own processes alone have the file
            self._at, at = self._at + end - at, end

    def close(self) -> None:
        """Let go of it."""
        os.close(self._file)


class Rulings:
    """The rulings of a class so far: many give the same answers, right or wrong, and are judged once.

    Args:
        board: where other processes tell theirs.
        most: how many are kept.
    """

    def __init__(self, board: Board | None = None, most: int = 1024) -> None:
        self._board, self._most = board, most
        self._known: dict[Key, Ruling] = {}

    def find(self, key: Key | None) -> Ruling | None:
        """The ruling on answers of these fingerprints."""
        if key is not None and key not in self._known and self._board:
            for other, ruling in self._board.news():
                self._keep(other, ruling)
        return None if key is None else self._known.get(key)

    def keep(self, key: Key | None, ruling: Ruling) -> None:
        """Keep a ruling, and tell the others."""
        if key is not None:
            self._keep(key, ruling)
            if self._board:
                self._board.tell(key, ruling)

    def _keep(self, key: Key, ruling: Ruling) -> None:
        """Keep a ruling; the oldest makes room."""
        if len(self._known) >= self._most:
            del self._known[next(iter(self._known))]
        self._known[key] = ruling
