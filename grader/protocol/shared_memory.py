"""Memory that a child shares with the grader, and writes its frames into.

Writing a frame wakes nobody, and what a child has written can be read even if the child is ended in the middle of its
next call. Ahead of the frames stand the number of bytes that are ready, and whether the buffer was too small for the
rest. Without this a submission takes 1.10 times as long, of which whole batches showed nothing (`benchmarks/tricks.py`,
"frames in shared memory").
"""

from __future__ import annotations

import mmap

SIZE = 1 << 20  # bytes; the kernel gives memory only where something is written
COUNT_BYTES = 8
FULL_AT = COUNT_BYTES  # where the byte stands that says whether the buffer was too small
BEGIN = FULL_AT + 1


class FrameBuffer:
    """A buffer of frames in shared memory. The child writes, the grader reads.

    The count changes in one piece: it is written through a memoryview of whole words. `struct.pack_into` would clear
    the bytes before it writes them, and a reader that comes in between would see a count of 0.

    Args:
        descriptor: of the memory.
    """

    def __init__(self, descriptor: int) -> None:
        self._memory = mmap.mmap(descriptor, SIZE)
        self._count = memoryview(self._memory)[:COUNT_BYTES].cast("Q")
        self._at = BEGIN
        self.full = False

    def write(self, frame: bytes) -> bool:
        """Write a frame; gives whether it fitted. Once one did not fit, none is written any more."""
        end = self._at + len(frame)
        self.full = self.full or end > SIZE
        if self.full:
            self._memory[FULL_AT] = True
            return False
        self._memory[self._at : end] = frame
        self._at = end
        self._count[0] = end
        return True

    def read(self) -> bytes:
        """What was written since the last time. The count is read first, so that all the bytes it counts are there.

        Raises:
            ValueError: if the count cannot be.
        """
        end = self._count[0] or BEGIN
        self.full = bool(self._memory[FULL_AT])
        if not self._at <= end <= SIZE:
            raise ValueError("not a count")
        begin, self._at = self._at, end
        return self._memory[begin : self._at]

    def close(self) -> None:
        """Release the memory."""
        self._count.release()
        self._memory.close()
