"""Tests run side by side: which of them stay together, what begins first, and what is made once for all of them.

A process runs a group at a time. A file is a group, as a rule, for what is expensive to make is made for a file; some
files are cut further, along what their tests share.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
# One more than there are cores, as much of a test is waiting for a browser or for a process to start; and one for
# tests that wait for time limits most of the time
PROCESSES = min(CORES, 2) + 2
APART = ("tests/docs/test_pages.py", "tests/docs/test_parts.py")  # every test by itself
SETTINGS = "tests/hostile/test_hostile.py"  # by the setting in which a grading process is confined
TOGETHER = {"tests/hostile/test_traces.py": "tests/hostile/test_inside.py"}  # they share a process in each jail
# What begins early, lest all wait for it at the end. `practice` looks through all modules that its process has loaded,
# so it comes before others have loaded many; Python starts in a page many times, one after the other; the short ones
# come last
EARLY = (
    "tests/practice/",
    "tests/docs/test_practice.py",
    "tests/nbgrader_plugin/test_autograde_class.py",
    "tests/docs/test_learn.py",
    "tests/release/test_same_reports.py",
    "tests/docs/test_figures.py",
    "tests/grader/test_firm_ground",
    "tests/nbgrader_plugin/test_class.py",
    "tests/nbgrader_plugin/",
    "tests/commands/test_watch.py",
    "tests/hostile/test_hostile.py bubblewrap",
    "tests/batch/test_kill.py",
    "tests/hostile/",
    "tests/batch/",
    "tests/commands/",
    "tests/workbook/",
    "tests/end_to_end/",
    "tests/release/",
    "tests/reading/",
    "tests/docs/",
    "tests/grader/",
    "tests/solutions/",
)
# What waits for time limits, and leaves the processor to others: one process has these while there are any, and the
# others what computes
WAITS = (
    "tests/release/test_same_reports.py",
    "tests/grader/test_firm_ground",
    "tests/nbgrader_plugin/test_class.py",
    "tests/commands/test_watch.py",
    "tests/hostile/test_hostile.py landlock",
    "tests/hostile/test_inside.py",
    "tests/batch/test_batch.py",
    "tests/workbook/",
    "tests/docs/test_parts.py",
    "tests/grader/test_bad_submissions.py",
    "tests/grader/test_grade.py",
    "tests/grader/test_worker_secrets.py",
)
SLOW = ("batch", "commands", "docs", "end_to_end", "hostile", "nbgrader_plugin", "reading", "release")  # folders


def group_of(nodeid: str) -> str:
    """The group of a test."""
    path, _, name = nodeid.partition("::")
    if path in APART:
        return nodeid
    path = TOGETHER.get(path, path)
    if path == SETTINGS and "[" in name:
        return f"{path} {name.partition('[')[2].partition('-')[0]}"
    return path


def is_slow(nodeid: str) -> bool:
    """Whether an author who is in a hurry leaves a test out."""
    return nodeid.split("/")[1] in SLOW or nodeid.startswith(WAITS)


def rank(nodeid: str) -> int:
    """How early a test has to begin."""
    group = group_of(nodeid)
    return next((place for place, start in enumerate(EARLY) if group.startswith(start)), len(EARLY))


class Groups(LoadScopeScheduling):
    """Hands out the groups as they come, what waits to the last process while there is any."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        wanted = node is self.nodes[-1]
        first = next((group for group in self.workqueue if group.startswith(WAITS) is wanted), None)
        if first is not None:
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> Any:
    """What all processes share: made in a folder of the whole run by the first that asks, while the others wait.

    Args:
        factory: pytest's, of temporary folders.
        name: of the folder.
        make: makes it in the folder; what it gives is given to each that asks.
    """
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    base = factory.getbasetemp() if alone else factory.getbasetemp().parent
    folder, made = base / name, base / f"{name}.made"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of one that failed
            folder.mkdir()
            made.write_bytes(pickle.dumps(make(folder)))
    return pickle.loads(made.read_bytes())
