"""A slate: memory that a child shares with the grader, and writes its frames on.

Nobody is woken for a frame, and what the child has written can be read even if it is ended in the middle of the next
call. Before the frames stand a count of the bytes that are ready, and whether there was no room for more.
"""

from __future__ import annotations

import mmap
import struct

SIZE = 1 << 20  # bytes; the kernel gives memory only where something is written
COUNT, FULL = struct.Struct("@Q"), struct.Struct("@?")  # in the machine's own form, which is written in one piece
BEGIN = COUNT.size + FULL.size


class Slate:
    """Either side of it: the child writes, the grader reads.

    Args:
        descriptor: of the memory.
    """

    def __init__(self, descriptor: int) -> None:
        self._memory = mmap.mmap(descriptor, SIZE)
        self._at = BEGIN
        self.full = False

    def write(self, frame: bytes) -> bool:
        """Write a frame; gives whether there was room. After the first that finds none, there is none for others."""
        end = self._at + len(frame)
        self.full = self.full or end > SIZE
        if self.full:
            FULL.pack_into(self._memory, COUNT.size, True)
            return False
        self._memory[self._at : end] = frame
        self._at = end
        COUNT.pack_into(self._memory, 0, end)
        return True

    def read(self) -> bytes:
        """What was written since the last time. The count is looked at first, so that all it counts is there.

        Raises:
            ValueError: if the count cannot be.
        """
        (end,), (self.full,) = COUNT.unpack_from(self._memory), FULL.unpack_from(self._memory, COUNT.size)
        if not self._at <= (end or BEGIN) <= SIZE:
            raise ValueError("not a count")
        begin, self._at = self._at, end or BEGIN
        return self._memory[begin : self._at]

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()
