"""Single keys from a terminal, without Enter, and Ctrl-C; afterwards the terminal is as it was.

If nobody can type, because standard input is no terminal or the command runs in the background, no key ever comes.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator

Keyboard = Callable[[float], str]
"""Waits up to so many seconds for a key, and gives it in lower case, or "" where none was pressed."""

GONE = "q"  # what a terminal that was closed says: there is nobody left to ask


@contextlib.contextmanager
def open_keys() -> Iterator[Keyboard | None]:
    """Listen to the keyboard; gives None where there is none."""
    if sys.stdin is None or not sys.stdin.isatty():
        yield None
    elif sys.platform == "win32":
        yield _press_on_windows
    else:
        with _listening(sys.stdin.fileno()) as keyboard:
            yield keyboard


if sys.platform == "win32":
    import msvcrt

    STEP = 0.005

    def _press_on_windows(seconds: float) -> str:
        end = time.monotonic() + seconds
        while not msvcrt.kbhit():
            if time.monotonic() >= end:
                return ""
            time.sleep(STEP)
        key = msvcrt.getwch()
        if key in ("\x00", "\xe0"):  # the first half of an arrow or function key
            msvcrt.getwch()
            return ""
        if key == "\x03":
            raise KeyboardInterrupt
        return key.lower()

else:
    import select
    import signal
    import termios
    import tty

    @contextlib.contextmanager
    def _listening(terminal: int) -> Iterator[Keyboard | None]:
        """Read keys one by one, without echo, also after a stop (Ctrl-Z) and its continuation."""
        if not _in_front(terminal):
            yield None
            return
        before = termios.tcgetattr(terminal)

        def listen(*_signal: object) -> None:
            if _in_front(terminal):  # in the background it would stop us
                tty.setcbreak(terminal, termios.TCSANOW)

        handler = signal.signal(signal.SIGCONT, listen)
        try:
            listen()
            yield _Pressed(terminal)
        finally:
            signal.signal(signal.SIGCONT, handler)
            with contextlib.suppress(termios.error):  # the terminal may have gone
                termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def _in_front(terminal: int) -> bool:
        """Whether we are in the foreground of a terminal, and so may read and change it; if it is not ours, always."""
        try:
            return os.tcgetpgrp(terminal) == os.getpgrp()
        except OSError:
            return True

    class _Pressed:
        def __init__(self, terminal: int) -> None:
            self._terminal = terminal
            self._waiting: list[str] = []

        def __call__(self, seconds: float) -> str:
            if not self._waiting and select.select([self._terminal], [], [], seconds)[0]:
                self._waiting += self._read()
            return self._waiting.pop(0) if self._waiting else ""

        def _read(self) -> list[str]:
            try:
                data = os.read(self._terminal, 64)
            except OSError:
                data = b""
            if not data:
                return [GONE]
            if data[:1] == b"\x1b":  # an arrow or function key is several bytes, none of them meant
                return []
            return list(data.decode("utf-8", "ignore").lower())


@contextlib.contextmanager
def signals_to(end: Callable[[int], None]) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the command between two looks, not in the middle of one."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda number, _frame: end(128 + number)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
