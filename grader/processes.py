"""Process pools: what they need, and how they are ended."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from grader.errors import UsageError


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


def end_at_once(executor: ProcessPoolExecutor) -> None:
    """End a pool and kill its processes, whatever they are doing."""
    processes = list((executor._processes or {}).values())  # noqa: SLF001  the executor has no other way to be stopped
    for process in processes:
        process.kill()
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.join()
