"""Keep each grading process on a core of its own, with all that it starts.

What it and its children read again and again stays in the cache of that core. Without this a batch takes 1.04 to 1.05
times as long (`benchmarks/tricks.py`, "core pinning").
"""

from __future__ import annotations

import os
import sys


def cores_for(jobs: int) -> list[int] | list[None]:
    """A core for each process, if there are as many cores as processes; else none for any."""
    cores = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []
    return cores if len(cores) == jobs else [None] * jobs
