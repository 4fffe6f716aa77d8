"""Judgements of answers, kept for the next submission that gives the same ones."""

from __future__ import annotations

import os
import pickle
import struct
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

Judgement = TypeVar("Judgement")
Key = tuple[object, ...]  # an exercise, the fingerprints of its answers, what else a judgement depends on


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

    def publish(self, key: Key, judgement: object) -> None:
        """Append a judgement."""
        if os.fstat(self._file).st_size < self._most:
            note = pickle.dumps((key, judgement), pickle.HIGHEST_PROTOCOL)
            os.write(self._file, self._LENGTH.pack(len(note)) + note)

    def updates(self) -> Iterator[tuple[Key, Any]]:
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
        self._known: dict[Key, Any] = {}

    def recall(self, key: Key | None, make: Callable[[], Judgement]) -> Judgement:
        """A judgement that is known, or else is made now; None as the key keeps nothing."""
        if key is None:
            return make()
        if key not in self._known and self._shared:
            for other, judgement in self._shared.updates():
                self._keep(other, judgement)
        if key not in self._known:
            judgement = make()
            self._keep(key, judgement)
            if self._shared:
                self._shared.publish(key, judgement)
        return cast("Judgement", self._known[key])

    def _keep(self, key: Key, judgement: object) -> None:
        """Keep a judgement; if there is no room, the oldest goes."""
        if len(self._known) >= self._most:
            del self._known[next(iter(self._known))]
        self._known[key] = judgement
