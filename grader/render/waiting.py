"""A line that says what goes on while a person waits at a terminal; it goes away by itself."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator

DELAY = 0.4  # seconds; what is quicker needs no word
CLEAR = "\r\x1b[K"


Pause = Callable[[], contextlib.AbstractContextManager[object]]
"""Takes the line away while something else is printed."""


@contextlib.contextmanager
def waiting(args: argparse.Namespace, what: str) -> Iterator[Pause]:
    """Say what goes on, and for how many seconds, while something takes long.

    Args:
        args: what the command was told; with `--plain` or `--quiet`, or where output is piped, nothing is shown.
        what: what goes on, as "checking deriv".
    """
    if args.plain or args.quiet or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        yield contextlib.nullcontext
        return
    line = _Line(what)
    teller = threading.Thread(target=line.tell, daemon=True)
    teller.start()
    try:
        yield line.away
    finally:
        line.over.set()
        teller.join()


class _Line:
    """The line, which another thread keeps up to date."""

    def __init__(self, what: str) -> None:
        self.over = threading.Event()
        self._what, self._stream = what, sys.stdout
        self._begin = time.monotonic()
        self._shown = False
        self._lock = threading.Lock()

    def tell(self) -> None:
        while not self.over.wait(1 if self._shown else DELAY):
            seconds = time.monotonic() - self._begin
            told = f"{self._what} …{f' {seconds:.0f} s' if seconds >= 1 else ''}"
            with self._lock:
                self._write(CLEAR + told[: shutil.get_terminal_size().columns - 1])
                self._shown = True
        with self.away():
            pass

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        with self._lock:
            if self._shown:
                self._write(CLEAR)
                self._shown = False
            yield

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # the terminal may have gone
            self._stream.write(text)
            self._stream.flush()
