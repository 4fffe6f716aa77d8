"""How many submissions may run at once, so that what they may take stays within the memory that is free."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from grader.worker.limits import MEMORY

SHARE = 0.8  # of what is free; the rest is for the grader's own processes
GB, MB = 1e9, 1e6
HELP = (
    "at once (default: as many as there are cores; never more than 80 %% of the free memory holds, "
    f"{MEMORY >> 20} MiB for each)"
)


def choose_jobs(asked: int | None, root: Path = Path("/")) -> tuple[int, str]:
    """How many submissions to run at once, and a sentence where these are fewer than was asked for, or still too many.

    Args:
        asked: how many, None for as many as there are cores.
        root: where `proc` and `sys` are.
    """
    wanted = asked or _cores()
    free = free_memory(root)
    if free is None:
        return wanted, ""
    jobs = min(wanted, max(1, int(SHARE * free / MEMORY)))
    told = f"{free / GB:.1f} GB of memory are free, and each may take {MEMORY / MB:.0f} MB"
    if free * SHARE < MEMORY:
        return jobs, f"One submission at a time, and even that may be too much: {told}."
    return jobs, f"{jobs} at once, not {asked}: {told}." if asked and jobs < asked else ""


def free_memory(root: Path = Path("/")) -> int | None:
    """The bytes that are free, on the machine and within the limits of the container; None where that is not known.

    Args:
        root: where `proc` and `sys` are.
    """
    return min(_free(root), default=None)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _free(root: Path) -> Iterator[int]:
    """What is free of each part that bounds this process: the machine, and each control group that it is in."""
    table = _numbers(root / "proc/meminfo")
    if "MemAvailable:" in table:
        yield table["MemAvailable:"] << 10
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, _, rest = line.partition(":")
        kinds, _, path = rest.partition(":")
        if not kinds:  # the second version
            yield from _in_groups(root / "sys/fs/cgroup", path, "memory.max", "memory.current", "inactive_file")
        elif "memory" in kinds.split(","):
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            yield from _in_groups(root / "sys/fs/cgroup/memory", path, *names)


def _in_groups(mounted: Path, path: str, limit: str, used: str, cached: str) -> Iterator[int]:
    """What is free within a control group and those around it. Files that the system may forget count as free."""
    inner = PurePosixPath(path.lstrip("/"))
    for group in (inner, *inner.parents):
        with contextlib.suppress(ValueError):  # not there, as in a container, or "max"
            most, now = int(_text(mounted / group / limit)), int(_text(mounted / group / used))
            yield max(0, most - now + _numbers(mounted / group / "memory.stat").get(cached, 0))


def _numbers(path: Path) -> dict[str, int]:
    """The numbers in a file that has a name and a number on each line."""
    found = {}
    for line in _text(path).splitlines():
        with contextlib.suppress(ValueError, IndexError):
            name, number = line.split()[:2]
            found[name] = int(number)
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
