"""Frames: what crosses between the grader and a worker is cut into pieces, each a length and so many bytes.

`wire` says what a worker's frames contain. A job goes the other way, marshalled, in the one frame that `pack` makes.
"""

from __future__ import annotations

import marshal
from typing import Any

HEADER = 4  # bytes of a length
MAX_FRAME = 1 << 21  # bytes of one frame: room for two of the largest arrays


class WorkerGoneError(Exception):
    """The worker ended before it was done; the text says how."""


class Frames:
    """Collects bytes as they arrive, and gives them out as frames."""

    def __init__(self, most: int) -> None:
        self._buffer, self._at = b"", 0
        self._most = most

    def add(self, data: bytes) -> None:
        """Take bytes that have arrived."""
        self._buffer, self._at = self._buffer[self._at :] + data, 0

    def next(self) -> bytes | None:
        """The body of the next frame, None if it has not arrived whole.

        Raises:
            WorkerGoneError: if the frame is longer than allowed.
        """
        begin = self._at + HEADER
        if len(self._buffer) < begin:
            return None
        end = begin + int.from_bytes(self._buffer[self._at : begin], "big")
        if end - begin > self._most:
            raise WorkerGoneError("it wrote on the grader's own channel")
        if len(self._buffer) < end:
            return None
        self._at = end
        return self._buffer[begin:end]


def pack(job: Any) -> bytes:
    """A job as it is sent to a worker."""
    data = marshal.dumps(job)
    return len(data).to_bytes(HEADER, "big") + data
