"""Access times, where the jail may have no mounts of its own: everything is used once, before they could tell anything.

A disk that is mounted as usual (`relatime`) notes the use of a file only if it was changed since its last use, or if
that was more than a day ago. What was used just now is not noted again, whoever uses it.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterable, Iterator

DAY, LONGEST_BATCH = 24 * 3600, 8 * 3600  # seconds


def settle(places: Iterable[str]) -> int:
    """Use each file, folder and link below some places once, if its next use would be noted; gives how many those were.

    What this process may not use, a submission may not use either.
    """
    now, used = time.time(), 0
    for path, about in _below(places):
        noted = about.st_atime <= max(about.st_mtime, about.st_ctime) or now - about.st_atime > DAY - LONGEST_BATCH
        if noted:
            with contextlib.suppress(OSError):
                _use(path, about)
                used += 1
    return used


def _below(places: Iterable[str]) -> Iterator[tuple[str, os.stat_result]]:
    waiting = [*places]
    while waiting:
        path = waiting.pop()
        with contextlib.suppress(OSError):
            about = os.lstat(path)
            yield path, about
            if stat.S_ISDIR(about.st_mode):
                waiting += [os.path.join(path, name) for name in os.listdir(path)]  # noqa: PTH118, PTH208  no pathlib here


def _use(path: str, about: os.stat_result) -> None:
    if stat.S_ISLNK(about.st_mode):
        os.readlink(path)  # noqa: PTH115  as above
    elif stat.S_ISDIR(about.st_mode):
        os.listdir(path)  # noqa: PTH208  as above
    elif stat.S_ISREG(about.st_mode):
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            os.read(descriptor, 1)
        finally:
            os.close(descriptor)
