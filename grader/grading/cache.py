"""Judgements of answers, kept for the next submission that gives the same ones."""

from __future__ import annotations

import os
import pickle
import struct
from collections.abc import Iterator
from typing import NamedTuple

from grader.course.reference import Misconception
from grader.grading.report import CheckReport, Diagnosis, Verdict


class Judgement(NamedTuple):
    """What the answers to an exercise's checks come to, whoever gave them.

    Attributes:
        verdict: of the whole exercise.
        checks: the reports on its checks.
        remarks: what warnings mean.
        diagnosis: what the numbers show.
        follow_through: the earlier exercise given whose mistake the answers are right.
        blocked_by: the earlier exercise that a failure leans on.
        matching: the misconceptions that fit, for later exercises.
    """

    verdict: Verdict
    checks: list[CheckReport]
    remarks: list[str]
    diagnosis: Diagnosis | None = None
    follow_through: str | None = None
    blocked_by: str | None = None
    matching: tuple[Misconception, ...] = ()


Key = tuple[object, ...]  # an exercise, the fingerprints of its answers, what it leans on


class SharedCache:
    """Judgements that processes forked from one share: a file in memory that all of them append to (Linux).

    Each appends a record in one piece, and reads on from where it stopped.

    Args:
        most: bytes that it has room for; what would come after is told to nobody.
    """

    _LENGTH = struct.Struct(">I")

    def __init__(self, most: int = 1 << 22) -> None:
        import fcntl  # noqa: PLC0415  not on Windows

        self._file, self._most, self._at = os.memfd_create("judgements"), most, 0
        fcntl.fcntl(self._file, fcntl.F_SETFL, os.O_APPEND)

    def publish(self, key: Key, judgement: Judgement) -> None:
        """Append a judgement."""
        if os.fstat(self._file).st_size < self._most:
            note = pickle.dumps((key, judgement), pickle.HIGHEST_PROTOCOL)
            os.write(self._file, self._LENGTH.pack(len(note)) + note)

    def updates(self) -> Iterator[tuple[Key, Judgement]]:
        """The judgements that were appended since the last time, also our own; an incomplete record waits."""
        text, at = os.pread(self._file, os.fstat(self._file).st_size - self._at, self._at), 0
        while (begin := at + self._LENGTH.size) <= len(text):
            end = begin + self._LENGTH.unpack_from(text, at)[0]
            if end > len(text):
                break
            yield pickle.loads(text[begin:end])  # noqa: S301  our own processes alone have the file
            self._at, at = self._at + end - at, end

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


class JudgementCache:
    """The judgements of a class so far: many submissions give the same answers, which are judged once.

    Args:
        shared: where other processes tell theirs.
        most: how many are kept.
    """

    def __init__(self, shared: SharedCache | None = None, most: int = 1024) -> None:
        self._shared, self._most = shared, most
        self._known: dict[Key, Judgement] = {}

    def find(self, key: Key | None) -> Judgement | None:
        """The judgement on answers of these fingerprints."""
        if key is not None and key not in self._known and self._shared:
            for other, judgement in self._shared.updates():
                self._keep(other, judgement)
        return None if key is None else self._known.get(key)

    def keep(self, key: Key | None, judgement: Judgement) -> None:
        """Keep a judgement, and publish it."""
        if key is not None:
            self._keep(key, judgement)
            if self._shared:
                self._shared.publish(key, judgement)

    def _keep(self, key: Key, judgement: Judgement) -> None:
        """Keep a judgement; if there is no room, the oldest goes."""
        if len(self._known) >= self._most:
            del self._known[next(iter(self._known))]
        self._known[key] = judgement
