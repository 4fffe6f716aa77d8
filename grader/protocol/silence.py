"""Drop what one thread prints: others of the same process, as those of `grader learn`, print as before."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import Any


class _Silent:
    """A stream that drops what the thread that made it writes, and passes on all else."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._thread = stream, threading.get_ident()

    def write(self, text: str) -> int:
        return len(text) if threading.get_ident() == self._thread else self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """While it lasts, nothing that this thread prints is seen."""
    with contextlib.redirect_stdout(_Silent(sys.stdout)), contextlib.redirect_stderr(_Silent(sys.stderr)):
        yield
