"""Process pools: what they need, and how they are ended."""

from __future__ import annotations

import errno
import importlib
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from grader.errors import UsageError

SPARE, FOR_EACH = 24, 4  # descriptors: for what is read and written, and for each process


def require_semaphores() -> None:
    """Make sure that processes can wait for each other.

    Raises:
        UsageError: where the system has nothing for that.
    """
    try:
        multiprocessing.Lock()
    except (OSError, ImportError) as error:
        way = "In a container, mount one there: --tmpfs /dev/shm"
        raise UsageError(f"Several processes need /dev/shm, which cannot be used here: {error}. {way}") from error


def require_descriptors(processes: int) -> None:
    """Make sure that some processes can open what they need; where this process may allow itself more, it does.

    Args:
        processes: how many are to be started.

    Raises:
        OSError: where the system refuses; it says that too many files are open.
    """
    if sys.platform == "win32":  # there files are no descriptors
        return
    resource = importlib.import_module("resource")
    needed = len(list(Path("/dev/fd").iterdir())) + SPARE + FOR_EACH * processes
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY or allowed >= needed:
        return
    if most != resource.RLIM_INFINITY and most < needed:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, most))


def end_at_once(executor: ProcessPoolExecutor) -> None:
    """End a pool and kill its processes, whatever they are doing.

    The executor holds the end of the pipe where they write results, too. It must not: it would wait without end for
    the rest of a result whose process was killed half way.
    """
    processes = list((executor._processes or {}).values())  # noqa: SLF001  the executor has no other way to be stopped
    for process in processes:
        process.kill()
    results: Any = executor._result_queue  # noqa: SLF001
    if results is not None:
        results._writer.close()  # noqa: SLF001
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.join()
