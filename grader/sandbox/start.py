"""Start the workers that this machine supports, in the jail where that is asked for."""

from __future__ import annotations

import sys

from grader.errors import refuse_optimized
from grader.sandbox.forking import ForkingWorkers
from grader.sandbox.spawning import SpawningWorkers
from grader.sandbox.workers import StoppableWorkers


def start_workers(*, jail: bool) -> StoppableWorkers:
    """Start workers, without waiting for them; whether their jail holds is not proven yet.

    Args:
        jail: confine what strangers wrote.

    Raises:
        BrokenError: where Python was told to optimise.
        JailError: on a system that has no jail.
    """
    refuse_optimized()  # every way to grade starts workers
    if jail:
        from grader.sandbox.jail import make_jailed_workers  # noqa: PLC0415  Linux alone has one

        return make_jailed_workers()
    return ForkingWorkers() if sys.platform == "linux" else SpawningWorkers()


def make_workers(*, spawn: bool = False, preload: tuple[str, ...] = (), jail: bool = False) -> StoppableWorkers:
    """The workers that this machine supports, ready for jobs.

    Args:
        spawn: take the portable ones.
        preload: modules to import once, for all jobs.
        jail: confine what strangers wrote, and refuse to begin where that does not hold.

    Raises:
        BrokenError: where Python was told to optimise.
        JailError: if the jail does not hold here.
    """
    if spawn:
        refuse_optimized()
        return SpawningWorkers()
    workers = start_workers(jail=jail)
    workers.preload(preload)
    if jail:
        from grader.sandbox.jail import require_jail  # noqa: PLC0415  as above

        try:
            require_jail(workers)
        except BaseException:
            workers.close()
            raise
    return workers
