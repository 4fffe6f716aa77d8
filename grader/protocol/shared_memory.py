"""Memory that a child shares with the grader, and writes its frames into.

Writing a frame wakes nobody, and what a child has written can be read even if the child is ended in the middle of its
next call. Ahead of the frames stand the number of bytes that are ready, and whether the buffer was too small for the
rest.
"""

from __future__ import annotations

import mmap
import struct

SIZE = 1 << 20  # bytes; the kernel gives memory only where something is written
COUNT, FULL = struct.Struct("@Q"), struct.Struct("@?")  # in the machine's own form, which is written in one piece
BEGIN = COUNT.size + FULL.size


class FrameBuffer:
    """A buffer of frames in shared memory. The child writes, the grader reads.

    Args:
        descriptor: of the memory.
    """

    def __init__(self, descriptor: int) -> None:
        self._memory = mmap.mmap(descriptor, SIZE)
        self._at = BEGIN
        self.full = False

    def write(self, frame: bytes) -> bool:
        """Write a frame; gives whether it fitted. Once one did not fit, none is written any more."""
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
        """What was written since the last time. The count is read first, so that all the bytes it counts are there.

        Raises:
            ValueError: if the count cannot be.
        """
        (end,), (self.full,) = COUNT.unpack_from(self._memory), FULL.unpack_from(self._memory, COUNT.size)
        if not self._at <= (end or BEGIN) <= SIZE:
            raise ValueError("not a count")
        begin, self._at = self._at, end or BEGIN
        return self._memory[begin : self._at]

    def close(self) -> None:
        """Release the memory."""
        self._memory.close()
