"""Parse Python's syntax in one thread at a time.

Python counts in one place for all threads how deep it is in the tree that it builds. Where two threads parse at once,
each may find the other's count there, and fail with "AST constructor recursion depth mismatch" on text that is right.
"""

from __future__ import annotations

import ast
import functools
import threading

_lock = threading.RLock()


@functools.cache
def parse_one_at_a_time() -> None:
    """From now on `ast.parse` waits for what another thread parses, whoever calls it in this process."""
    parse = ast.parse

    @functools.wraps(parse)
    def wait_and_parse(*args: object, **kwargs: object) -> object:
        with _lock:
            return parse(*args, **kwargs)  # type: ignore[call-overload]

    ast.parse = wait_and_parse  # type: ignore[assignment]
