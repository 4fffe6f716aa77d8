"""What a worker of Dask's may load as it starts (`--preload`): it then stays on one core, with all that it starts.

This is for machines with a worker for each core. What a worker reads again and again then stays in the cache of its
core, and no worker waits for a core while another one has two. `dask worker --name …-core --nworkers N` calls its
workers `…-core-0`, `…-core-1` and so on, by which each knows its core; one with another name goes where it is put.
"""

from __future__ import annotations

import os
import re
from typing import Any


def dask_setup(worker: Any) -> None:
    """Stay on a core; Dask calls this once the worker is there, before it is sent anything.

    Args:
        worker: the worker, as Dask knows it.
    """
    if number := re.search(r"-core-([0-9]+)$", str(worker.name)):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, [cores[int(number[1]) % len(cores)]])
