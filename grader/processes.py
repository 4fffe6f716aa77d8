"""Process pools: how they are ended."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor


def end_at_once(executor: ProcessPoolExecutor) -> None:
    """End a pool and kill its processes, whatever they are doing."""
    processes = list((executor._processes or {}).values())  # noqa: SLF001  the executor has no other way to be stopped
    for process in processes:
        process.kill()
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.join()
