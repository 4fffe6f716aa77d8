"""A cluster of this machine, to try one: a scheduler and workers of Dask's, which listen here and nowhere else."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from grader.batch.cluster import one_core
from grader.batch.cluster.dask_link import MISSING
from grader.batch.cores import cores_for
from grader.course.syllabus import ROOT
from grader.errors import BrokenError, UsageError
from grader.worker.limits import die_with_parent

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for the scheduler to start
QUIET = {  # what Dask does all the time for those who look on
    "DASK_LOGGING__DISTRIBUTED": "critical",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "10s",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__WORKER__MEMORY__MONITOR_INTERVAL": "1s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}


@contextlib.contextmanager
def start_cluster(count: int) -> Iterator[str]:
    """Start a scheduler, and workers of one thread each; gives the address. All end with this process.

    Args:
        count: how many workers.

    Raises:
        UsageError: without Dask.
        BrokenError: if the scheduler does not start.
    """
    if importlib.util.find_spec("distributed") is None:
        raise UsageError(MISSING)
    with (
        tempfile.TemporaryDirectory(prefix="grader-", ignore_cleanup_errors=True) as name,
        contextlib.ExitStack() as stack,
    ):
        told = Path(name) / "scheduler.json"
        start = functools.partial(_start, stack, name)
        scheduler = start("scheduler", "--port", "0", "--scheduler-file", str(told))
        address = _address(told, scheduler)
        each = ["--nthreads", "1", "--death-timeout", str(PATIENCE)]
        if None not in cores_for(count):
            each += ["--name", "local-core", "--preload", one_core.__name__]
        start("worker", address, "--nworkers", str(count), *each)
        yield address


def _start(stack: contextlib.ExitStack, folder: str, what: str, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *words, "--host", HOST, "--no-dashboard"]
    folders = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(  # noqa: S603  our own command
        command + (["--local-directory", folder] if what == "worker" else []),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": folders} | QUIET,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if "GRADER_DEBUG" in os.environ else subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509  before there are threads
    )
    stack.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()  # so that it ends its own workers
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _address(told: Path, scheduler: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and scheduler.poll() is None:
        with contextlib.suppress(OSError, ValueError, KeyError):
            return str(json.loads(told.read_text(encoding="utf-8"))["address"])
        time.sleep(0.05)
    raise BrokenError("Dask's scheduler does not start here. GRADER_DEBUG=1 shows what it says.")
